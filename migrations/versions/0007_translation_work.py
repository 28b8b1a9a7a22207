"""The translators' desk."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "translation_work",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=30), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column(
            "lang",
            sa.Enum("fr", "ru", name="lang", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "draft",
                "in_review",
                "reviewed",
                "outdated",
                "closed",
                name="workstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("source_digest", sa.String(length=32), nullable=False),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("translator_id", sa.Integer(), nullable=True),
        sa.Column("reviewer_id", sa.Integer(), nullable=True),
        sa.Column("claimed_by_id", sa.Integer(), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state <> 'reviewed' OR reviewed_at IS NOT NULL", name=op.f("ck_translation_work_reviewed_has_date")
        ),
        sa.CheckConstraint(
            "translator_id IS NULL OR reviewer_id IS NULL OR translator_id <> reviewer_id",
            name=op.f("ck_translation_work_four_eyes"),
        ),
        sa.ForeignKeyConstraint(["claimed_by_id"], ["account.id"], name=op.f("fk_translation_work_claimed_by_id")),
        sa.ForeignKeyConstraint(["reviewer_id"], ["account.id"], name=op.f("fk_translation_work_reviewer_id")),
        sa.ForeignKeyConstraint(["translator_id"], ["account.id"], name=op.f("fk_translation_work_translator_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_translation_work")),
        sa.UniqueConstraint("subject", "subject_id", name=op.f("uq_translation_work_subject_subject_id")),
    )
    op.create_index(op.f("ix_translation_work_claimed_by_id"), "translation_work", ["claimed_by_id"])
    op.create_index("ix_translation_work_desk", "translation_work", ["state", "waiting_since", "id"])
    op.create_index("ix_translation_work_reviewed_at", "translation_work", ["reviewed_at"])
    op.create_index(op.f("ix_translation_work_reviewer_id"), "translation_work", ["reviewer_id"])
    op.create_index(op.f("ix_translation_work_translator_id"), "translation_work", ["translator_id"])


def downgrade() -> None:
    """Back."""
    op.drop_table("translation_work")

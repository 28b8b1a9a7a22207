"""Replies to contributions, and how many of them are public."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("answers_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("side", _choice("side", "france", "russia", "other"), nullable=False),
        sa.Column(
            "state",
            _choice(
                "state",
                "draft",
                "submitted",
                "changes_asked",
                "published",
                "refused",
                "withdrawn",
                "on_hold",
                "removed",
                "archived",
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("source_lang", _choice("lang", "fr", "ru"), nullable=False),
        sa.Column("text_fr", sa.Text(), nullable=False),
        sa.Column("text_ru", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("text_fr <> '' OR text_ru <> ''", name=op.f("ck_comment_has_a_text")),
        sa.CheckConstraint(
            "state <> 'published' OR published_at IS NOT NULL", name=op.f("ck_comment_published_has_date")
        ),
        sa.CheckConstraint("answers_id IS NULL OR answers_id <> id", name=op.f("ck_comment_answers_another")),
        sa.ForeignKeyConstraint(["answers_id"], ["comment.id"], name=op.f("fk_comment_answers_id")),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_comment_author_id")),
        sa.ForeignKeyConstraint(["contribution_id"], ["contribution.id"], name=op.f("fk_comment_contribution_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
    )
    op.create_index(op.f("ix_comment_answers_id"), "comment", ["answers_id"])
    op.create_index(op.f("ix_comment_author_id"), "comment", ["author_id"])
    op.create_index(
        "ix_comment_public",
        "comment",
        ["contribution_id", "published_at", "id"],
        postgresql_where=sa.text("state = 'published'"),
        sqlite_where=sa.text("state = 'published'"),
    )
    waiting = sa.text("state IN ('submitted', 'changes_asked')")
    op.create_index(
        "ix_comment_waiting", "comment", ["contribution_id", "id"], postgresql_where=waiting, sqlite_where=waiting
    )
    op.add_column("contribution", sa.Column("replies", sa.Integer(), server_default="0", nullable=False))
    op.create_index(
        "ix_contribution_public_replies",
        "contribution",
        ["replies", "id"],
        postgresql_where=sa.text("state = 'published'"),
        sqlite_where=sa.text("state = 'published'"),
    )


def downgrade() -> None:
    """Back."""
    op.drop_index("ix_contribution_public_replies", table_name="contribution")
    op.drop_column("contribution", "replies")
    op.drop_table("comment")

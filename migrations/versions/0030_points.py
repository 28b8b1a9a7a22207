"""Answers to the points of a request for changes."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "point_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("is_done", sa.Boolean(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column(
            "lang",
            sa.Enum("fr", "ru", name="lang", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("is_done OR words <> ''", name=op.f("ck_point_answer_not_done_says_why")),
        sa.ForeignKeyConstraint(["case_id"], ["committee_case.id"], name=op.f("fk_point_answer_case_id")),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_point_answer_author_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_point_answer")),
        sa.UniqueConstraint("case_id", "position", name=op.f("uq_point_answer_case_id_position")),
    )
    op.create_index(op.f("ix_point_answer_author_id"), "point_answer", ["author_id"])


def downgrade() -> None:
    """Back."""
    op.drop_table("point_answer")

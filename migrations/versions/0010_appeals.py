"""Appeals against decisions, and the order of the public register."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

DECIDED = {"postgresql_where": sa.text("state = 'decided'"), "sqlite_where": sa.text("state = 'decided'")}


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "appeal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contested_id", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "lang",
            sa.Enum("fr", "ru", name="lang", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["contested_id"], ["committee_case.id"], name=op.f("fk_appeal_contested_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["account.id"], name=op.f("fk_appeal_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal")),
        sa.UniqueConstraint("contested_id", name=op.f("uq_appeal_contested_id")),
    )
    op.create_index(op.f("ix_appeal_made_by_id"), "appeal", ["made_by_id"])
    op.create_index("ix_committee_case_decided", "committee_case", ["decided_at", "id"], **DECIDED)


def downgrade() -> None:
    """Back."""
    op.drop_index("ix_committee_case_decided", "committee_case")
    op.drop_table("appeal")

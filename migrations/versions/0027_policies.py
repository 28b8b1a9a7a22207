"""Versions of the table of voices, and the one by which each case is decided."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

SIDES = ("france", "russia", "other")
STATES = ("proposed", "agreed", "declined", "withdrawn")


def choice(name: str, values: tuple[str, ...]) -> sa.Enum:
    """A column of codes, checked by the database."""
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "policy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer()),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("reason_fr", sa.Text(), nullable=False),
        sa.Column("reason_ru", sa.Text(), nullable=False),
        sa.Column("wanted_from", sa.Date(), nullable=False),
        sa.Column("state", choice("policy_state", STATES), nullable=False),
        sa.Column("proposed_side", choice("side", SIDES), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by_id", sa.Integer()),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.Column("in_force_from", sa.DateTime(timezone=True)),
        sa.CheckConstraint("(state = 'agreed') = (number IS NOT NULL)", name=op.f("ck_policy_agreed_has_number")),
        sa.CheckConstraint("(state = 'agreed') = (in_force_from IS NOT NULL)", name=op.f("ck_policy_agreed_has_begin")),
        sa.CheckConstraint("proposed_side IN ('france', 'russia')", name=op.f("ck_policy_side_of_the_committee")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["account.id"], name=op.f("fk_policy_proposed_by_id")),
        sa.ForeignKeyConstraint(["answered_by_id"], ["account.id"], name=op.f("fk_policy_answered_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy")),
        sa.UniqueConstraint("number", name=op.f("uq_policy_number")),
    )
    for name in ("proposed_by_id", "answered_by_id"):
        op.create_index(op.f(f"ix_policy_{name}"), "policy", [name])
    op.create_index(
        "uq_policy_proposed",
        "policy",
        ["state"],
        unique=True,
        postgresql_where=sa.text("state = 'proposed'"),
        sqlite_where=sa.text("state = 'proposed'"),
    )
    with op.batch_alter_table("committee_case") as table:
        table.add_column(sa.Column("policy_id", sa.Integer()))
        table.create_foreign_key(op.f("fk_committee_case_policy_id"), "policy", ["policy_id"], ["id"])


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table("committee_case") as table:
        table.drop_constraint(op.f("fk_committee_case_policy_id"), type_="foreignkey")
        table.drop_column("policy_id")
    op.drop_table("policy")

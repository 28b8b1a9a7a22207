"""Offices: personal invitations, deputies, delegations, why a mandate was ended."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

SIDES = ("france", "russia", "other")
ROLES = ("translator", "host", "member", "co_president", "secretary_general", "administrator")
STATES = ("asked", "accepted", "declined", "cancelled")


def choice(name: str, values: tuple[str, ...]) -> sa.Enum:
    """A column of codes, checked by the database."""
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    """Forward."""
    with op.batch_alter_table("appointment") as table:
        table.add_column(sa.Column("is_acting", sa.Boolean(), server_default=sa.false(), nullable=False))
        table.add_column(sa.Column("delegated_since", sa.DateTime(timezone=True)))
        table.add_column(sa.Column("delegated_until", sa.DateTime(timezone=True)))
        table.add_column(sa.Column("end_note", sa.Text(), server_default="", nullable=False))
        table.create_check_constraint(
            op.f("ck_appointment_delegated_for_a_time"), "(delegated_since IS NULL) = (delegated_until IS NULL)"
        )
    op.create_table(
        "nomination",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("side", choice("side", SIDES), nullable=False),
        sa.Column("role", choice("role", ROLES), nullable=False),
        sa.Column("is_deputy", sa.Boolean(), nullable=False),
        sa.Column("lang", choice("lang", ("fr", "ru")), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("state", choice("nomination_state", STATES), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("invited_by_id", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True)),
        sa.Column("account_id", sa.Integer()),
        sa.CheckConstraint("side IN ('france', 'russia')", name=op.f("ck_nomination_side_of_the_committee")),
        sa.CheckConstraint("ends_on >= begins_on", name=op.f("ck_nomination_ends_after_it_begins")),
        sa.ForeignKeyConstraint(["invited_by_id"], ["account.id"], name=op.f("fk_nomination_invited_by_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_nomination_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination")),
    )
    for name in ("invited_by_id", "account_id"):
        op.create_index(op.f(f"ix_nomination_{name}"), "nomination", [name])
    op.create_index(
        "uq_nomination_asked",
        "nomination",
        ["email", "role", "is_deputy"],
        unique=True,
        postgresql_where=sa.text("state = 'asked'"),
        sqlite_where=sa.text("state = 'asked'"),
    )
    op.create_table(
        "deputy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("role", choice("role", ROLES), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("appointed_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("until >= since", name=op.f("ck_deputy_until_after_since")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_deputy_account_id")),
        sa.ForeignKeyConstraint(["appointed_by_id"], ["account.id"], name=op.f("fk_deputy_appointed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deputy")),
    )
    for name in ("account_id", "appointed_by_id"):
        op.create_index(op.f(f"ix_deputy_{name}"), "deputy", [name])


def downgrade() -> None:
    """Back."""
    op.drop_table("deputy")
    op.drop_table("nomination")
    with op.batch_alter_table("appointment") as table:
        table.drop_constraint(op.f("ck_appointment_delegated_for_a_time"), type_="check")
        for name in ("end_note", "delegated_until", "delegated_since", "is_acting"):
            table.drop_column(name)

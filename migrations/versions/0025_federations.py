"""Federations, their members, and the member on whose behalf a federation declares."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

STATES = ("asked", "stated", "accepted", "declined", "ended")
TO = {
    "federation_id": "organisation",
    "member_id": "organisation",
    "asked_by_id": "account",
    "settled_by_id": "account",
}


def upgrade() -> None:
    """Forward."""
    moment = sa.DateTime(timezone=True)
    state = sa.Enum(*STATES, name="affiliation_state", native_enum=False, create_constraint=True, length=40)
    op.create_table(
        "affiliation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("federation_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("state", state, nullable=False),
        sa.Column("asked_at", moment, nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("settled_at", moment),
        sa.Column("settled_by_id", sa.Integer()),
        *(
            sa.ForeignKeyConstraint([name], [f"{table}.id"], name=op.f(f"fk_affiliation_{name}"))
            for name, table in TO.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_affiliation")),
    )
    for name in TO:
        op.create_index(op.f(f"ix_affiliation_{name}"), "affiliation", [name])
    # Added in place: a copy of the table would lose its checks on SQLite.
    op.execute(
        "ALTER TABLE cooperation ADD COLUMN for_member_id INTEGER "
        "CONSTRAINT fk_cooperation_for_member_id REFERENCES organisation (id)"
    )
    op.create_index(op.f("ix_cooperation_for_member_id"), "cooperation", ["for_member_id"])


def downgrade() -> None:
    """Back."""
    op.drop_index(op.f("ix_cooperation_for_member_id"), "cooperation")
    with op.batch_alter_table("cooperation") as table:
        table.drop_column("for_member_id")
    op.drop_table("affiliation")

"""Two pages of one organisation become one: the proposal, and where the page that went leads."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

STATES = ("asked", "accepted", "declined")


def upgrade() -> None:
    """Forward."""
    with op.batch_alter_table("organisation") as table:
        table.add_column(sa.Column("merged_into_id", sa.Integer()))
        table.create_foreign_key(op.f("fk_organisation_merged_into_id"), "organisation", ["merged_into_id"], ["id"])
    op.create_index(op.f("ix_organisation_merged_into_id"), "organisation", ["merged_into_id"])
    op.create_table(
        "organisation_merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("into_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(*STATES, name="merge_state", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True)),
        sa.Column("settled_by_id", sa.Integer()),
        sa.CheckConstraint("organisation_id <> into_id", name=op.f("ck_organisation_merge_of_two")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_organisation_merge_organisation_id")
        ),
        sa.ForeignKeyConstraint(["into_id"], ["organisation.id"], name=op.f("fk_organisation_merge_into_id")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["account.id"], name=op.f("fk_organisation_merge_asked_by_id")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["account.id"], name=op.f("fk_organisation_merge_settled_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_merge")),
    )
    for name in ("into_id", "asked_by_id", "settled_by_id"):
        op.create_index(op.f(f"ix_organisation_merge_{name}"), "organisation_merge", [name])
    op.create_index(
        "uq_organisation_merge_open",
        "organisation_merge",
        ["organisation_id"],
        unique=True,
        postgresql_where=sa.text("state = 'asked'"),
        sqlite_where=sa.text("state = 'asked'"),
    )


def downgrade() -> None:
    """Back."""
    op.drop_table("organisation_merge")
    op.drop_index(op.f("ix_organisation_merged_into_id"), "organisation")
    with op.batch_alter_table("organisation") as table:
        table.drop_column("merged_into_id")

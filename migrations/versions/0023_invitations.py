"""Invitations by mail to act for an organisation, and the offer to manage it, which the member accepts."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    """Forward."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("role", _choice("membershiprole", "manager", "member"), nullable=False),
        sa.Column("lang", _choice("lang", "fr", "ru"), nullable=False),
        sa.Column("state", _choice("invitation_state", "sent", "accepted", "declined", "revoked"), nullable=False),
        sa.Column("invited_at", moment, nullable=False),
        sa.Column("invited_by_id", sa.Integer(), nullable=False),
        sa.Column("expires_at", moment, nullable=False),
        sa.Column("settled_at", moment),
        sa.Column("accepted_by_id", sa.Integer()),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_invitation_organisation_id")),
        sa.ForeignKeyConstraint(["invited_by_id"], ["account.id"], name=op.f("fk_invitation_invited_by_id")),
        sa.ForeignKeyConstraint(["accepted_by_id"], ["account.id"], name=op.f("fk_invitation_accepted_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
    )
    for name in ("organisation_id", "email", "invited_by_id", "expires_at", "accepted_by_id"):
        op.create_index(op.f(f"ix_invitation_{name}"), "invitation", [name])
    op.add_column("membership", sa.Column("offered_at", moment))
    # Added in place: a copy of the table would lose its checks on SQLite.
    op.execute(
        "ALTER TABLE membership ADD COLUMN offered_by_id INTEGER "
        "CONSTRAINT fk_membership_offered_by_id REFERENCES account (id)"
    )
    op.add_column("membership", sa.Column("hands_over", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index(op.f("ix_membership_offered_by_id"), "membership", ["offered_by_id"])


def downgrade() -> None:
    """Back."""
    op.drop_index(op.f("ix_membership_offered_by_id"), "membership")
    with op.batch_alter_table("membership") as table:
        for name in ("hands_over", "offered_by_id", "offered_at"):
            table.drop_column(name)
    op.drop_table("invitation")

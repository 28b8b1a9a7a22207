"""The sub-themes that organisations are active in."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "organisation_sub_theme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("sub_theme_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_organisation_sub_theme_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["sub_theme_id"], ["sub_theme.id"], name=op.f("fk_organisation_sub_theme_sub_theme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_sub_theme")),
    )
    op.create_index(op.f("ix_organisation_sub_theme_organisation_id"), "organisation_sub_theme", ["organisation_id"])
    op.create_index(
        "ix_organisation_sub_theme_sub_theme_id", "organisation_sub_theme", ["sub_theme_id", "organisation_id"]
    )


def downgrade() -> None:
    """Back."""
    op.drop_table("organisation_sub_theme")

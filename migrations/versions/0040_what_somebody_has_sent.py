"""What somebody has sent lately is found by an index, however much they have written before."""

from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

TABLE = "contribution_version"


def upgrade() -> None:
    """Forward."""
    op.create_index("ix_contribution_version_of", TABLE, ["recorded_by_id", "id"])
    op.drop_index("ix_contribution_version_recorded_by_id", TABLE)


def downgrade() -> None:
    """Back."""
    op.create_index("ix_contribution_version_recorded_by_id", TABLE, ["recorded_by_id"])
    op.drop_index("ix_contribution_version_of", TABLE)

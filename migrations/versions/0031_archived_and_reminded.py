"""What was archived when it was hidden; the reminders before the end of a mandate."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.add_column("removal", sa.Column("was_archived", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("appointment", sa.Column("reminded", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    """Back."""
    op.drop_column("appointment", "reminded")
    op.drop_column("removal", "was_archived")

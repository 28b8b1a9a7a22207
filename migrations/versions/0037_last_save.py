"""A translation knows which window saved it last: another one that is open does not overwrite it unseen."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.add_column("translation_work", sa.Column("last_save", sa.String(24), nullable=False, server_default=""))


def downgrade() -> None:
    """Back."""
    op.drop_column("translation_work", "last_save")

"""Which version of a text was sent to a translation service last."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.add_column("translation_work", sa.Column("machine_digest", sa.String(32), nullable=False, server_default=""))


def downgrade() -> None:
    """Back."""
    op.drop_column("translation_work", "machine_digest")

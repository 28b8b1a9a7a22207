"""A text that the translation service refuses is asked for again later and later, after the others."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.add_column("translation_work", sa.Column("machine_tries", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("translation_work", sa.Column("machine_due_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    """Back."""
    op.drop_column("translation_work", "machine_due_at")
    op.drop_column("translation_work", "machine_tries")

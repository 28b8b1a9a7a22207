"""Rare combinations of the filters of contributions are found by an index."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_contribution_public_kind": ["kind", "side", "source_lang", "published_at", "id"],
    "ix_contribution_public_side": ["side", "source_lang", "published_at", "id"],
}


def upgrade() -> None:
    """Forward."""
    public = sa.text("state = 'published'")
    for name, columns in INDEXES.items():
        op.create_index(name, "contribution", columns, postgresql_where=public, sqlite_where=public)


def downgrade() -> None:
    """Back."""
    for name in INDEXES:
        op.drop_index(name, table_name="contribution")

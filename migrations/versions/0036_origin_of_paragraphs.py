"""A paragraph of a translation knows whether a machine wrote it: it stays a machine's until a person changes it."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward. Of translations that a person has begun since, nobody knows any more which words were a machine's."""
    known = sa.CheckConstraint("origin IN ('human', 'machine')", name=op.f("ck_translation_paragraph_origin"))
    op.add_column(
        "translation_paragraph",
        sa.Column("origin", sa.String(40), known, nullable=False, server_default="human"),
    )
    op.execute(
        "UPDATE translation_paragraph SET origin = 'machine' "
        "WHERE translation_id IN (SELECT id FROM translation WHERE origin = 'machine')"
    )


def downgrade() -> None:
    """Back."""
    op.drop_column("translation_paragraph", "origin")

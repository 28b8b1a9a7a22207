"""What tells that the same text is sent again, and what the page of a person asks for."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

PUBLISHED = sa.text("state = 'published'")


def upgrade() -> None:
    """Forward. Texts from before have no fingerprint: whoever sends one of them again is not noticed."""
    op.add_column("contribution_version", sa.Column("fingerprint", sa.String(64)))
    op.create_index(op.f("ix_contribution_version_fingerprint"), "contribution_version", ["fingerprint"])
    for table in ("contribution", "comment"):
        op.create_index(
            f"ix_{table}_public_author",
            table,
            ["author_id", "published_at", "id"],
            postgresql_where=PUBLISHED,
            sqlite_where=PUBLISHED,
        )


def downgrade() -> None:
    """Back."""
    for table in ("comment", "contribution"):
        op.drop_index(f"ix_{table}_public_author", table_name=table)
    op.drop_index(op.f("ix_contribution_version_fingerprint"), table_name="contribution_version")
    op.drop_column("contribution_version", "fingerprint")

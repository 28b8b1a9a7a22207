"""PostgreSQL knows which values of the filters go together: whoever writes for one side mostly writes its language."""

from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward. Without it the rows of a rare combination are guessed by the thousand, and no index is used."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE STATISTICS st_contribution_filters ON kind, side, source_lang FROM contribution")


def downgrade() -> None:
    """Back."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP STATISTICS st_contribution_filters")

"""How a version of a contribution came about; the order of the list by common ground."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward. Columns are added one by one: copying a table would lose its checks on SQLite."""
    known = sa.CheckConstraint(
        "origin IN ('sent', 'corrected', 'restored')", name=op.f("ck_contribution_version_origin")
    )
    op.add_column("contribution_version", sa.Column("words_of", sa.Integer()))
    # A check that looks at several columns comes with the last of them.
    about = sa.CheckConstraint(
        "origin = 'sent' OR words_of IS NOT NULL", name=op.f("ck_contribution_version_correction_of_something")
    )
    op.add_column(
        "contribution_version",
        sa.Column("origin", sa.String(40), known, about, nullable=False, server_default="sent"),
    )
    told = sa.text("ground <> 'open'")
    op.create_index(
        "ix_stance_tally_told", "stance_tally", ["common", "contribution_id"], postgresql_where=told, sqlite_where=told
    )


def downgrade() -> None:
    """Back."""
    op.drop_index("ix_stance_tally_told", table_name="stance_tally")
    op.drop_column("contribution_version", "origin")
    op.drop_column("contribution_version", "words_of")

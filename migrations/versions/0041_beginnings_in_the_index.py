"""SQLite's search finds the beginnings of words in its index, too: it gathered all that each longer word is in."""

from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    if op.get_bind().dialect.name == "sqlite":
        _index_again(", prefix='3 4 5'")


def downgrade() -> None:
    """Back."""
    if op.get_bind().dialect.name == "sqlite":
        _index_again("")


def _index_again(more: str) -> None:
    """The same table of FTS5 with other indexes; the triggers are those of the documents and stay."""
    op.execute("DROP TABLE search_fts")
    op.execute(
        "CREATE VIRTUAL TABLE search_fts USING fts5(stems, filters, content='search_document', content_rowid='id', "
        f"tokenize='unicode61 remove_diacritics 0'{more})"
    )
    op.execute("INSERT INTO search_fts(search_fts) VALUES ('rebuild')")

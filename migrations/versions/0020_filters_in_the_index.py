"""What a record is narrowed by stands in the search index, and where its partners are in its entry of the list."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

FILTER = "ᚠ"
AT_ONCE = 500
VECTOR = [
    "ALTER TABLE search_document DROP COLUMN vector",
    "ALTER TABLE search_document ADD COLUMN vector tsvector "
    "GENERATED ALWAYS AS (array_to_tsvector(string_to_array({text}, ' '))) STORED",
    "CREATE INDEX ix_search_document_vector ON search_document USING gin (vector)",
]
PLACES = """
    SELECT DISTINCT e.cooperation_id, p.place_id, p.side FROM directory_entry e
    JOIN cooperation c ON c.id = e.cooperation_id JOIN partner p ON p.version_id = c.public_version_id
    WHERE e.words <> '' AND p.place_id IS NOT NULL
"""


def upgrade() -> None:
    """Forward."""
    connection = op.get_bind()
    op.add_column("directory_entry", sa.Column("places", sa.Text(), nullable=False, server_default=""))
    op.add_column("search_document", sa.Column("filters", sa.Text(), nullable=False, server_default=""))
    if connection.dialect.name == "sqlite":
        _index_again("stems, filters")
    places: dict[int, set[str]] = {}
    for number, place, side in connection.execute(sa.text(PLACES)):
        places.setdefault(number, set()).add(f"{place}:{side}")
    entries = connection.execute(sa.text("SELECT cooperation_id, words FROM directory_entry WHERE words <> ''")).all()
    for start in range(0, len(entries), AT_ONCE):
        some = entries[start : start + AT_ONCE]
        connection.execute(
            sa.text("UPDATE search_document SET filters = :filters WHERE subject = 'cooperation' AND subject_id = :id"),
            [{"id": number, "filters": " ".join(map(_lexeme, words.split()))} for number, words in some],
        )
        connection.execute(
            sa.text("UPDATE directory_entry SET places = :places WHERE cooperation_id = :id"),
            [{"id": number, "places": " ".join(sorted(places.get(number, ())))} for number, _words in some],
        )
    if connection.dialect.name == "postgresql":
        for statement in VECTOR:
            op.execute(statement.format(text="trim(stems || ' ' || filters)"))


def _lexeme(word: str) -> str:
    return FILTER + "".join(c for c in word.casefold() if c.isalnum())


def _index_again(columns: str) -> None:
    """Another table of FTS5, over these columns of the documents."""
    for name in ("added", "gone", "changed"):
        op.execute(f"DROP TRIGGER search_document_{name}")
    op.execute("DROP TABLE search_fts")
    op.execute(
        f"CREATE VIRTUAL TABLE search_fts USING fts5({columns}, content='search_document', content_rowid='id', "
        "tokenize='unicode61 remove_diacritics 0')"
    )
    op.execute("INSERT INTO search_fts(search_fts) VALUES ('rebuild')")
    new, old = (", ".join(f"{row}.{name}" for name in columns.split(", ")) for row in ("new", "old"))
    put = f"INSERT INTO search_fts(rowid, {columns}) VALUES (new.id, {new});"
    take = f"INSERT INTO search_fts(search_fts, rowid, {columns}) VALUES ('delete', old.id, {old});"
    op.execute(f"CREATE TRIGGER search_document_added AFTER INSERT ON search_document BEGIN {put} END")
    op.execute(f"CREATE TRIGGER search_document_gone AFTER DELETE ON search_document BEGIN {take} END")
    op.execute(f"CREATE TRIGGER search_document_changed AFTER UPDATE ON search_document BEGIN {take} {put} END")


def downgrade() -> None:
    """Back."""
    if op.get_bind().dialect.name == "sqlite":
        _index_again("stems")
    else:
        for statement in VECTOR:
            op.execute(statement.format(text="stems"))
    op.drop_column("search_document", "filters")
    op.drop_column("directory_entry", "places")

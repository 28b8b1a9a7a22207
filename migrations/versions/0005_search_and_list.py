"""The list's entries, near words, names that count for more in the search; PostgreSQL keeps the lexemes in a column."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

LETTERS = sa.String(40).with_variant(sa.String(40, collation="C"), "postgresql")
# The lexemes as Python made them: no parser and no dictionary of the server stands between. Dropping the column drops
# its index.
INDEXED = [
    "DROP INDEX ix_search_document_stems",
    "ALTER TABLE search_document ADD COLUMN vector tsvector "
    "GENERATED ALWAYS AS (array_to_tsvector(string_to_array(stems, ' '))) STORED",
    "CREATE INDEX ix_search_document_vector ON search_document USING gin (vector)",
]
# Records that are listed already; `flask cooperations reindex` afterwards adds what their places and texts tell.
LISTED = """
    SELECT c.id, c.published_at, c.kind, c.activity, c.agreement, c.declared_side, c.first_year,
           c.confirmed_france_at, c.confirmed_russia_at, v.domains
    FROM cooperation c JOIN cooperation_version v ON v.id = c.public_version_id WHERE c.state = 'published'
"""
# A side's newest accepted statement; where the sides differ, the record stands under both.
STATED = """
    SELECT s.cooperation_id, s.side, s.activity FROM activity_statement s
    WHERE s.accepted_at IS NOT NULL AND s.side IN ('france', 'russia') AND s.activity <> 'unknown' ORDER BY s.id
"""
COLUMNS = {
    "published_at": sa.DateTime(timezone=True),
    "confirmed_france_at": sa.DateTime(timezone=True),
    "confirmed_russia_at": sa.DateTime(timezone=True),
    "domains": sa.JSON(),
}


def upgrade() -> None:
    """Forward."""
    op.add_column("search_document", sa.Column("names", sa.Text(), nullable=False, server_default=""))
    if op.get_bind().dialect.name == "postgresql":
        for statement in INDEXED:
            op.execute(statement)
    op.create_table(
        "search_word",
        sa.Column("subject", sa.String(30), nullable=False),
        sa.Column("word", LETTERS, nullable=False),
        sa.Column("backwards", LETTERS, nullable=False),
        sa.Column("sound", LETTERS, nullable=False),
        sa.Column("stem", LETTERS, nullable=False),
        sa.PrimaryKeyConstraint("subject", "word", name=op.f("pk_search_word")),
    )
    for name in ("backwards", "sound", "stem"):
        op.create_index(f"ix_search_word_{name}", "search_word", ["subject", name])
    entries = op.create_table(
        "directory_entry",
        sa.Column("cooperation_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("cooperation_id", name=op.f("pk_directory_entry")),
    )
    op.create_index(op.f("ix_directory_entry_number"), "directory_entry", ["number"])
    stated = {}
    for row in op.get_bind().execute(sa.text(STATED)):
        stated.setdefault(row.cooperation_id, {})[row.side] = row.activity
    listed = op.get_bind().execute(sa.text(LISTED).columns(**COLUMNS)).all()
    if listed:
        op.bulk_insert(entries, [_entry(row, set(stated.get(row.id, {}).values())) for row in listed])
        op.execute("INSERT INTO counter (scope, key, value) VALUES ('directory', 'number', 1)")
    op.execute("DELETE FROM counter WHERE scope LIKE 'cooperations.%'")


def _entry(row: "sa.Row[tuple]", states: set[str]) -> dict[str, object]:
    confirmed = (row.confirmed_france_at is not None) + (row.confirmed_russia_at is not None)
    words = ["all", *(f"domain:{code}" for code in row.domains), f"kind:{row.kind or 'unknown'}"]
    words += [f"activity:{state}" for state in sorted(states or {row.activity})]
    words += [f"agreement:{row.agreement}", f"declared:{row.declared_side or 'sources'}"]
    words += [f"confirmed:{('nobody', 'one', 'both')[confirmed]}"]
    words += [f"year:{row.first_year}"] if row.first_year else []
    return {"cooperation_id": row.id, "published_at": row.published_at, "number": 1, "words": " ".join(words)}


def downgrade() -> None:
    """Back; the figures of the filters are counted anew by whoever goes back so far."""
    op.execute("DELETE FROM counter WHERE scope = 'directory'")
    op.drop_table("directory_entry")
    op.drop_table("search_word")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE search_document DROP COLUMN vector")
        op.execute("CREATE INDEX ix_search_document_stems ON search_document USING gin (to_tsvector('simple', stems))")
    op.drop_column("search_document", "names")

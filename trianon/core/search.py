"""Full-text search over stems made in Python: FTS5 on SQLite, tsvector('simple') on PostgreSQL."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from trianon.core.database import Base, db
from trianon.core.text import search_text, stems

MOST_WORDS = 12


class SearchDocument(Base):
    """The folded stems of one public record. A record that is not public has no row."""

    __tablename__ = "search_document"

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(sa.String(30))
    subject_id: Mapped[int]
    stems: Mapped[str] = mapped_column(sa.Text)

    __table_args__ = (sa.UniqueConstraint("subject", "subject_id"),)


# The index itself, which no ORM can spell: the same statements stand in the first migration.
INDEX = {
    "sqlite": [
        "CREATE VIRTUAL TABLE search_fts USING fts5(stems, content='search_document', content_rowid='id', "
        "tokenize='unicode61 remove_diacritics 0')",
        "CREATE TRIGGER search_document_added AFTER INSERT ON search_document BEGIN "
        "INSERT INTO search_fts(rowid, stems) VALUES (new.id, new.stems); END",
        "CREATE TRIGGER search_document_gone AFTER DELETE ON search_document BEGIN "
        "INSERT INTO search_fts(search_fts, rowid, stems) VALUES ('delete', old.id, old.stems); END",
        "CREATE TRIGGER search_document_changed AFTER UPDATE ON search_document BEGIN "
        "INSERT INTO search_fts(search_fts, rowid, stems) VALUES ('delete', old.id, old.stems); "
        "INSERT INTO search_fts(rowid, stems) VALUES (new.id, new.stems); END",
    ],
    "postgresql": [
        "CREATE INDEX ix_search_document_stems ON search_document USING gin (to_tsvector('simple', stems))",
    ],
}


def index(subject: str, subject_id: int, *texts: str | None) -> None:
    """Make a record findable by these texts, in place of what it was findable by before."""
    row = _document(subject, subject_id)
    if row is None:
        db.session.add(SearchDocument(subject=subject, subject_id=subject_id, stems=search_text(*texts)))
    else:
        row.stems = search_text(*texts)


def forget(subject: str, subject_id: int) -> None:
    """Make a record impossible to find, at once."""
    row = _document(subject, subject_id)
    if row is not None:
        db.session.delete(row)


def matches(subject: str, query: str) -> sa.Select[int] | None:
    """A SELECT of the ids of the records that hold every word of the query (the words' beginnings suffice);
    None when the query has no word in it."""
    words = stems(query)[:MOST_WORDS]
    if not words:
        return None
    found = sa.select(SearchDocument.subject_id).where(SearchDocument.subject == subject)
    if db.engine.dialect.name == "sqlite":
        rowids = sa.text("SELECT rowid FROM search_fts WHERE search_fts MATCH :words").bindparams(
            words=" AND ".join(f'"{word}"*' for word in words)
        )
        return found.where(SearchDocument.id.in_(rowids))
    vector = sa.func.to_tsvector(sa.literal_column("'simple'"), SearchDocument.stems)
    wanted = sa.func.to_tsquery(sa.literal_column("'simple'"), " & ".join(f"'{word}':*" for word in words))
    return found.where(vector.op("@@")(wanted))


def _document(subject: str, subject_id: int) -> SearchDocument | None:
    row = sa.select(SearchDocument).filter_by(subject=subject, subject_id=subject_id)
    return db.session.scalars(row).one_or_none()

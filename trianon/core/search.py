"""Full-text search: what is put in and taken out, what is found and how well it answers.

Both engines find, what is found is ranked here. Ranked are the newest MOST_RANKED: a common word costs no more than a
rare one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log
from typing import Any

import sqlalchemy as sa

from trianon.core.database import computed, db
from trianon.core.documents import Asked, SearchDocument, holding, lexemes, read
from trianon.core.near_words import learn, unlearn
from trianon.core.text import search_text

__all__ = [
    "Asked",
    "Hit",
    "SearchDocument",
    "document",
    "documents",
    "forget",
    "hits",
    "hits_beside",
    "hits_of_each",
    "index",
    "is_among",
    "is_findable",
    "lexemes",
    "matches",
    "narrow",
    "newest",
    "read",
    "worth",
]

MOST_RANKED = 1000
# Of so many documents fewer than this share of MOST_RANKED have what was asked: the others may be anywhere.
LOOKED_AT = 5 * MOST_RANKED
RARELY = 0.1


@dataclass(frozen=True)
class Hit:
    """A record that was found, and for each word how well: 0 not at all, 1 in its texts, 2 and 3 in its names."""

    id: int
    levels: tuple[int, ...]


def index(
    subject: str, subject_id: int, *texts: str | None, names: Iterable[str] = (), filters: Iterable[str] = ()
) -> None:
    """Make a record findable by these texts, in place of what it was findable by before."""
    fresh = document(subject, subject_id, texts, names, filters)
    row = _document(subject, subject_id)
    if row is None:
        db.session.add(fresh)
    else:
        gone = set(row.stems.split()) - set(fresh.stems.split())
        row.stems, row.names, row.filters = fresh.stems, fresh.names, fresh.filters
        db.session.flush()
        unlearn(subject, gone)
    learn(subject, [*names, *texts])


def document(
    subject: str,
    subject_id: int,
    texts: Iterable[str | None],
    names: Iterable[str] = (),
    filters: Iterable[str] = (),
) -> SearchDocument:
    """The entry of a record that has none yet; who adds many at once teaches their words to `near_words` at once."""
    named = search_text(*names)
    stems = f"{named} {search_text(*texts)}".strip()
    return SearchDocument(
        subject=subject, subject_id=subject_id, stems=stems, names=named, filters=lexemes(subject, filters)
    )


def narrow(subject: str, subject_id: int, filters: Iterable[str]) -> None:
    """What a record is narrowed by has changed; its words have not."""
    row = _document(subject, subject_id)
    if row is not None:
        row.filters = lexemes(subject, filters)


def forget(subject: str, *subject_ids: int) -> list[int]:
    """Make records impossible to find, at once, and their words impossible to guess; those that could be found."""
    these = (SearchDocument.subject == subject, SearchDocument.subject_id.in_(subject_ids))
    found = db.session.execute(sa.select(SearchDocument.subject_id, SearchDocument.stems).where(*these)).all()
    if found:
        db.session.execute(sa.delete(SearchDocument).where(*these))
        unlearn(subject, {stem for row in found for stem in row.stems.split()})
    return [row.subject_id for row in found]


def is_findable(subject: str, subject_id: int) -> bool:
    """Whether a record is in the index now."""
    return _document(subject, subject_id) is not None


def documents(subject: str, subject_ids: Iterable[int]) -> dict[int, SearchDocument]:
    """What is kept of some records, by their numbers; those that nobody can find now are left out."""
    these = (SearchDocument.subject == subject, SearchDocument.subject_id.in_(list(subject_ids)))
    return {row.subject_id: row for row in db.session.scalars(sa.select(SearchDocument).where(*these))}


def matches(subject: str, query: str) -> sa.Select[int] | None:
    """A SELECT of the ids of the records that hold every word of the query (the words' beginnings suffice);
    None when the query has no word in it."""
    asked = read(query, by_beginnings=True)
    if not asked:
        return None
    return sa.select(SearchDocument.subject_id).where(holding(subject, asked))


def newest(subject: str, query: str, narrowed: Sequence[Sequence[str]] = ()) -> list[int]:
    """The ids of `matches` that have one of each group of a filter's words, the newest first, one more than
    MOST_RANKED at most."""
    asked = read(query, by_beginnings=True)
    if not asked:
        return []
    if not narrowed or db.engine.dialect.name == "sqlite":
        return list(db.session.scalars(_newest(subject, asked, narrowed, SearchDocument.subject_id)))
    return _newest_narrowed(subject, asked, narrowed)


def _newest_narrowed(subject: str, asked: Asked, narrowed: Sequence[Sequence[str]]) -> list[int]:
    """The same on PostgreSQL, which believes that words and filters have nothing to do with each other, and may walk
    to the end of the index: the newest documents tell how many have both."""
    ends = sa.select(sa.func.min(SearchDocument.id).label("first"), sa.func.max(SearchDocument.id).label("last")).cte()
    begun = sa.select(ends.c.last - LOOKED_AT).scalar_subquery()
    first = sa.select(ends.c.first).scalar_subquery()
    rows = _newest(subject, asked, narrowed, SearchDocument.subject_id, begun < first).where(SearchDocument.id > begun)
    some = db.session.execute(rows).all()
    if len(some) > MOST_RANKED or (some and some[0][1]):
        return [number for number, _whole in some]
    are_rare = len(some) < MOST_RANKED * RARELY
    return list(db.session.scalars(_newest(subject, asked, narrowed, SearchDocument.subject_id, are_rare=are_rare)))


def hits(
    subject: str,
    asked: Asked,
    *,
    narrowed: Sequence[Sequence[str]] = (),
    among: Sequence[int] | None = None,
    are_rare: bool = False,
) -> list[Hit]:
    """The newest records that hold what was asked, one more than MOST_RANKED at most.

    `narrowed` to those that have one of each group of a filter's words, or `among` some ids only. `are_rare`: of those
    that hold the words few have the filters' words, as only the caller knows.
    """
    rows = _newest(subject, asked, narrowed, *_ranked_by(asked), among=among, are_rare=are_rare)
    return _judged(asked, db.session.execute(rows).all())


def hits_beside(values: Sequence[Any], subject: str, asked: Asked) -> tuple[Sequence[Any], list[Hit]]:
    """The same, and some values of other tables as they were at that very moment: one statement."""
    beside = sa.select(*(value.label(f"beside_{place}") for place, value in enumerate(values))).subquery()
    found = _newest(subject, asked, (), *_ranked_by(asked)).subquery()
    rows = db.session.execute(sa.select(beside, found).select_from(beside.outerjoin(found, sa.true()))).all()
    first = len(values)
    return rows[0][:first], _judged(asked, [row[first:] for row in rows if row[first] is not None])


def hits_of_each(subject: str, asked: Asked, most: int) -> list[Hit]:
    """For each word that was asked the newest records that hold it, so many at most: all that hold a rare one.

    Whole words: what only begins alike is seldom about the same, and PostgreSQL does not know how common it is.
    """
    whole = Asked(tuple(dict.fromkeys(term[:1] for term in asked.terms)), is_loose=True)
    if not whole:
        return []
    each = [_newest(subject, Asked((term,)), (), SearchDocument.id, most=most).subquery() for term in whole.terms]
    some = sa.union(*(sa.select(one.c.id) for one in each))
    rows = sa.select(*_ranked_by(whole)).where(SearchDocument.id.in_(some))
    return _judged(whole, db.session.execute(rows).all())


def worth(hits: Sequence[Hit]) -> list[float]:
    """What each word that was asked tells of a hit of `hits_of_each`: one that every record holds says little."""
    held = [sum(map(bool, levels)) for levels in zip(*(hit.levels for hit in hits), strict=True)]
    return [log(1 + (len(hits) + 1) / (1 + number)) for number in held]


def _ranked_by(asked: Asked) -> list[Any]:
    """What tells how well a record answers. Stems are long, and where every word is there they tell nothing."""
    columns: list[Any] = [SearchDocument.subject_id, SearchDocument.names]
    return [*columns, SearchDocument.stems] if asked.is_loose else columns


def _newest(
    subject: str,
    asked: Asked,
    narrowed: Sequence[Sequence[str]],
    *columns: Any,
    among: Sequence[int] | None = None,
    are_rare: bool = False,
    most: int | None = None,
) -> sa.Select[Any]:
    """From the newest hit backwards: neither a whole subject nor all that hold a common word are read first."""
    most = most or MOST_RANKED + 1
    rows = sa.select(*columns).where(holding(subject, asked, narrowed, newest=most if among is None else None))
    if among is not None:
        rows = rows.where(is_among(SearchDocument.subject_id, among))
    # PostgreSQL weighs walking backwards against gathering all as if no word went with another.
    order = SearchDocument.id + 0 if are_rare else SearchDocument.id
    return rows.order_by(order.desc()).limit(sa.literal(most, literal_execute=True))


def is_among(column: Any, ids: Sequence[int], *, are_few: bool = False) -> Any:
    """The condition that a column holds one of many ids, sent as one value. SQLite begins with them if they are few."""
    if db.engine.dialect.name == "sqlite":
        listed = sa.text("SELECT value FROM json_each(:listed)").bindparams(
            sa.bindparam("listed", "[" + ",".join(map(str, ids)) + "]", unique=True)
        )
        return (column if are_few else computed(column)).in_(listed)
    return column == sa.any_(sa.literal(list(ids), sa.ARRAY(sa.Integer)))


def _judged(asked: Asked, rows: Iterable[Any]) -> list[Hit]:
    """How well records answer to each word, from their rows of `_ranked_by`."""
    terms = [
        ([f" {one} " for one in term if not one.endswith("*")], [f" {one[:-1]}" for one in term if one.endswith("*")])
        for term in asked.terms
    ]
    return [
        Hit(
            number,
            tuple(_level(whole, begun, f" {names} ", *(f" {stems} " for stems in more)) for whole, begun in terms),
        )
        for number, names, *more in rows
    ]


def _level(whole: Sequence[str], begun: Sequence[str], names: str, stems: str | None = None) -> int:
    # Loops: of a common word a thousand records are judged.
    for one in whole:
        if one in names:
            return 3
    for one in begun:
        if one in names:
            return 2
    # Without its stems the record is known to hold the word.
    return int(stems is None or any(one in stems for one in (*whole, *begun)))


def _document(subject: str, subject_id: int) -> SearchDocument | None:
    row = sa.select(SearchDocument).filter_by(subject=subject, subject_id=subject_id)
    return db.session.scalars(row).one_or_none()

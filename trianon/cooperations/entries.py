"""The entry of a record in the public list: one word for each value that readers narrow the list by.

Every change gets the next number, given while a row is locked until the commit: numbers become visible in their order,
and who has seen number 7 has missed nothing before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from trianon.cooperations.models import ActivityStatement, Cooperation, CooperationVersion
from trianon.cooperations.vocabulary import Activity
from trianon.core import counters
from trianon.core.database import Base, db
from trianon.core.sides import BOTH_SIDES, Side

# The keys of what no enum names: a kind nobody knows, a record that no side declared.
UNKNOWN, SOURCES = "unknown", "sources"
BOTH, ONE, NOBODY = "both", "one", "nobody"
SCOPE, NUMBER = "directory", "number"


class DirectoryEntry(Base):
    """Where a record stands in the list and what it is found under. One that left keeps its place, without words."""

    __tablename__ = "directory_entry"

    # No foreign key: the entry says that a record has gone after the record itself has.
    cooperation_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    published_at: Mapped[datetime]
    number: Mapped[int] = mapped_column(index=True)
    # "all domain:culture kind:jumelage activity:active …"; empty for one that left.
    words: Mapped[str] = mapped_column(sa.Text, default="")
    # "12:france 45:russia": where its partners are, and of which side.
    places: Mapped[str] = mapped_column(sa.Text, default="", server_default="")


class Line(NamedTuple):
    """What the list keeps of a record."""

    published_at: datetime | None
    words: tuple[str, ...]
    places: str


def lines_of(cooperations: Iterable[Cooperation]) -> dict[int, Line]:
    """The entries of listed records as they are now, after all else about them is flushed."""
    return {one.id: _line(one, one.public_version or one.latest) for one in cooperations}


def enter(lines: Mapping[int, Line]) -> None:
    """Write the entries of records, new or changed."""
    if not lines:
        return
    number = _next_number()
    insert = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    rows = insert(DirectoryEntry)
    rows = rows.on_conflict_do_update(
        index_elements=["cooperation_id"],
        set_={name: rows.excluded[name] for name in ("published_at", "number", "words", "places")},
    )
    values = [
        {
            "cooperation_id": id_,
            "published_at": line.published_at,
            "number": number,
            "words": " ".join(line.words),
            "places": line.places,
        }
        for id_, line in lines.items()
    ]
    db.session.execute(rows, values)


def leave(*cooperation_ids: int) -> None:
    """Take records out of the list at once; whatever remembers them learns so by the number."""
    number = _next_number()
    gone = sa.update(DirectoryEntry).where(DirectoryEntry.cooperation_id.in_(cooperation_ids))
    db.session.execute(gone.values(words="", places="", number=number))


def _line(cooperation: Cooperation, version: CooperationVersion) -> Line:
    places = {f"{partner.place.id}:{partner.side.value}" for partner in version.partners if partner.place is not None}
    return Line(cooperation.published_at, tuple(words_of(cooperation, version)), " ".join(sorted(places)))


def words_of(cooperation: Cooperation, version: CooperationVersion) -> Iterator[str]:
    """The words of an entry. A record whose sides differ is found under the state that either of them states."""
    yield "all"
    yield from (f"domain:{code}" for code in version.domains)
    yield f"kind:{version.kind.value if version.kind else UNKNOWN}"
    yield from sorted(f"activity:{state.value}" for state in states_of(cooperation.statements))
    yield f"agreement:{cooperation.agreement.value}"
    yield f"declared:{cooperation.declared_side.value if cooperation.declared_side else SOURCES}"
    confirmed = (cooperation.confirmed_france_at is not None) + (cooperation.confirmed_russia_at is not None)
    yield f"confirmed:{(NOBODY, ONE, BOTH)[confirmed]}"
    if version.first_year:
        yield f"year:{version.first_year}"
    yield from (f"theme:{sub_theme.id}" for sub_theme in version.sub_themes)
    places = [partner.place for partner in version.partners if partner.place is not None]
    yield from sorted({f"region:{place.region_code}" for place in places if place.region_code})


def states_of(statements: Iterable[ActivityStatement]) -> set[Activity]:
    """Every state that a side states now; what the sources said while no side has spoken."""
    said: Mapping[Side | None, Activity] = {
        one.side: one.activity for one in sorted(statements, key=lambda one: one.id or 0) if one.accepted_at
    }
    stated = {said[side] for side in BOTH_SIDES if side in said} - {Activity.UNKNOWN}
    return stated or {said.get(None, Activity.UNKNOWN)}


def _next_number() -> int:
    counters.bump(SCOPE, NUMBER)
    return counters.counts(SCOPE)[SCOPE][NUMBER]

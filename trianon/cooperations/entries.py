"""The entry of a record in the public list: one word for each value that readers narrow the list by.

Every change gets the next number, given while a row is locked until the commit: numbers become visible in their order,
and who has seen number 7 has missed nothing before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

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


def enter(cooperations: Iterable[Cooperation]) -> None:
    """Write the entries of listed records, new or changed, after all else about them is flushed."""
    listed = list(cooperations)
    if not listed:
        return
    number = _next_number()
    insert = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    rows = insert(DirectoryEntry)
    rows = rows.on_conflict_do_update(
        index_elements=["cooperation_id"],
        set_={name: rows.excluded[name] for name in ("published_at", "number", "words")},
    )
    values = [
        {
            "cooperation_id": cooperation.id,
            "published_at": cooperation.published_at,
            "number": number,
            "words": " ".join(words_of(cooperation, cooperation.public_version or cooperation.latest)),
        }
        for cooperation in listed
    ]
    db.session.execute(rows, values)


def leave(*cooperation_ids: int) -> None:
    """Take records out of the list at once; whatever remembers them learns so by the number."""
    number = _next_number()
    gone = sa.update(DirectoryEntry).where(DirectoryEntry.cooperation_id.in_(cooperation_ids))
    db.session.execute(gone.values(words="", number=number))


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

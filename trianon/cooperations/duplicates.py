"""Records that are probably the same as the one being declared: found by their places and words, then compared."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from trianon.cooperations.declaration import DeclaredPartner
from trianon.cooperations.matching import THRESHOLD, End, Likeable, likeness
from trianon.cooperations.models import Cooperation, CooperationVersion, Partner, Place
from trianon.cooperations.publishing import SUBJECT
from trianon.cooperations.vocabulary import Kind
from trianon.core import search
from trianon.core.database import db
from trianon.core.publication import State
from trianon.core.sides import Side
from trianon.core.text import stems

# Compared at most: the newest of those that share a place on both sides, then on one side, then the most telling words.
MOST_COMPARED = 150
# Looked for: the longest words of the titles and the names; of each the newest that hold it.
MOST_WORDS, MOST_OF_EACH = 12, 60
SHORTEST_WORD = 4
MOST_SHOWN = 5


@dataclass(frozen=True)
class Alike:
    """A record, and how probably it is the same."""

    cooperation: Cooperation
    likeness: float


def alike(wanted: Likeable, *, but: Collection[int] = (), waiting: bool = False) -> list[Alike]:
    """The public records that are probably the same, the most alike first.

    `waiting`: those under review, too, for whoever may read them.
    """
    found = []
    for cooperation in [*_candidates(wanted, but), *(_waiting(wanted, but) if waiting else [])]:
        share = likeness(wanted, likeable_of(cooperation.public_version or cooperation.latest))
        if share >= THRESHOLD:
            found.append(Alike(cooperation, share))
    return sorted(found, key=lambda one: (-one.likeness, one.cooperation.id))[:MOST_SHOWN]


def likeable_of(version: CooperationVersion) -> Likeable:
    """What is compared of a version."""
    ends: dict[Side, list[End]] = {Side.FRANCE: [], Side.RUSSIA: [], Side.OTHER: []}
    for partner in version.partners:
        place = partner.place
        names = [partner.name]
        if partner.organisation is not None:
            names.append(partner.organisation.name)
        ends[partner.side].append(
            End(
                names=tuple(text for name in names for text in (name.fr, name.ru) if text),
                places=(place.name.fr, place.name.ru) if place else (),
                place_id=place.id if place else None,
            )
        )
    titles = tuple(text for text in (version.title.fr, version.title.ru) if text)
    return Likeable(titles, tuple(ends[Side.FRANCE]), tuple(ends[Side.RUSSIA]), version.kind)


def likeable_draft(titles: Iterable[str], partners: Iterable[DeclaredPartner], kind: Kind | None = None) -> Likeable:
    """What is compared of a declaration in the making."""
    ends: dict[Side, list[End]] = {Side.FRANCE: [], Side.RUSSIA: [], Side.OTHER: []}
    for partner in partners:
        place = db.session.get(Place, partner.place_id) if partner.place_id is not None else None
        typed = (partner.place,) if partner.place else ()
        names = tuple(text for text in (partner.name.fr, partner.name.ru) if text)
        ends[partner.side].append(
            End(names, (place.name.fr, place.name.ru) if place else typed, place.id if place else None)
        )
    return Likeable(tuple(filter(None, titles)), tuple(ends[Side.FRANCE]), tuple(ends[Side.RUSSIA]), kind)


def _candidates(wanted: Likeable, but: Collection[int]) -> list[Cooperation]:
    ids = list(dict.fromkeys([*_by_places(wanted), *_by_words(wanted)]))
    ids = [number for number in ids if number not in but][:MOST_COMPARED]
    if not ids:
        return []
    shown = joinedload(Cooperation.public_version).selectinload(CooperationVersion.partners)
    rows = (
        sa.select(Cooperation)
        .where(Cooperation.id.in_(ids))
        .options(
            shown.joinedload(Partner.place),
            shown.joinedload(Partner.organisation),
            selectinload(Cooperation.confirmations),
        )
    )
    return list(db.session.scalars(rows).unique())


def _waiting(wanted: Likeable, but: Collection[int]) -> list[Cooperation]:
    """What was declared and is not public yet: both sides may declare the same at once."""
    ends = [end.place_id for end in (*wanted.french, *wanted.russian) if end.place_id is not None]
    newest = sa.and_(
        CooperationVersion.cooperation_id == Cooperation.id, CooperationVersion.number == Cooperation.version
    )
    there = sa.select(1).where(Partner.version_id == CooperationVersion.id, Partner.place_id.in_(ends)).exists()
    rows = sa.select(Cooperation).join(CooperationVersion, newest).where(there, Cooperation.id.not_in(but))
    rows = rows.where(_ever_at(ends))
    rows = rows.where(Cooperation.state.in_([State.SUBMITTED, State.CHANGES_ASKED]))
    partners = selectinload(Cooperation.versions).selectinload(CooperationVersion.partners)
    rows = rows.options(partners.joinedload(Partner.place), partners.joinedload(Partner.organisation))
    return list(db.session.scalars(rows.order_by(Cooperation.id.desc()).limit(MOST_COMPARED)).unique()) if ends else []


def _by_places(wanted: Likeable) -> list[int]:
    french = [end.place_id for end in wanted.french if end.place_id is not None]
    russian = [end.place_id for end in wanted.russian if end.place_id is not None]
    both = (
        list(db.session.scalars(_with_partner(_with_partner(_public(), french), russian))) if french and russian else []
    )
    if len(both) >= MOST_COMPARED or not (french or russian):
        return both
    return [*both, *db.session.scalars(_with_partner(_public(), french + russian))]


def _by_words(wanted: Likeable) -> list[int]:
    """Those that hold some words of the titles and the names, first those that hold the most telling ones."""
    texts = [*wanted.titles, *(name for end in (*wanted.french, *wanted.russian) for name in (*end.names, *end.places))]
    words = {stem for text in texts for stem in stems(text) if len(stem) >= SHORTEST_WORD}
    longest = sorted(words, key=lambda word: (-len(word), word))[:MOST_WORDS]
    found = search.hits_of_each(SUBJECT, search.Asked(tuple((word,) for word in longest)), MOST_OF_EACH)
    worth = search.worth(found)
    told = {hit.id: sum(one for one, level in zip(worth, hit.levels, strict=True) if level) for hit in found}
    return sorted(told, key=lambda number: (-told[number], -number))


def _public() -> sa.Select[int]:
    newest = sa.select(Cooperation.id).where(Cooperation.state == State.PUBLISHED)
    return newest.order_by(Cooperation.published_at.desc(), Cooperation.id.desc()).limit(MOST_COMPARED)


def _with_partner(rows: sa.Select[int], places: Collection[int | None]) -> sa.Select[int]:
    there = sa.select(1).where(Partner.version_id == Cooperation.public_version_id, Partner.place_id.in_(places))
    return rows.where(there.exists(), _ever_at(places))


def _ever_at(places: Collection[int | None]) -> sa.ColumnElement[bool]:
    """Records with a partner at one of these places in any version: an index leads to them, and not to the newest."""
    versions = sa.select(CooperationVersion.cooperation_id).join(Partner, Partner.version_id == CooperationVersion.id)
    return Cooperation.id.in_(versions.where(Partner.place_id.in_(places)))

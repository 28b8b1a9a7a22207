"""Places under one name for each language, one row each, however their names are typed."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from trianon.bilingual.text import Bilingual
from trianon.cooperations.models import Place
from trianon.cooperations.vocabulary import Level
from trianon.core.database import db
from trianon.core.sides import Side
from trianon.core.text import words_key

# What makes a place the same: its side, its level, its folded names.
Identity = tuple[Side, Level | None, str]


def folded_names(name: Bilingual) -> str:
    """Both names, folded, as `Place.folded` keeps them."""
    return f"{words_key(name.fr)}|{words_key(name.ru)}"


def known_places(identities: Iterable[Identity]) -> dict[Identity, Place]:
    """Those of the places that exist, in one statement."""
    folded = {identity[2] for identity in identities}
    rows = db.session.scalars(sa.select(Place).where(Place.folded.in_(folded))) if folded else ()
    return {(place.side, place.level, place.folded): place for place in rows}


def place_of(side: Side, level: Level | None, name: Bilingual) -> Place:
    """The place of this name, made when it is new."""
    identity = (side, level, folded_names(name))
    place = known_places([identity]).get(identity)
    if place is None:
        place = new_place(identity, name)
        db.session.add(place)
    return place


def new_place(identity: Identity, name: Bilingual) -> Place:
    """A place that nobody has named before; nothing is known of it but its name."""
    side, level, folded = identity
    return Place(side=side, level=level, name=name, folded=folded, spellings=f"|{folded}")

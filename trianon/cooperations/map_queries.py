"""What the map draws: from the list in memory, and in one statement the places that it names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import orm

from trianon.bilingual.text import Bilingual
from trianon.cooperations.finding import Found
from trianon.cooperations.gathering import PlaceSet
from trianon.cooperations.models import Place
from trianon.core import search
from trianon.core.database import db
from trianon.core.sides import Side


@dataclass(frozen=True)
class Spot:
    """A place as the map shows it; longitude and latitude in degrees."""

    id: int
    side: Side
    name: Bilingual
    longitude: float
    latitude: float
    # Inhabitants, for a region those of its seat; 0 where nobody knows.
    population: int


def place_sets(found: Found) -> Counter[PlaceSet]:
    """The places of what was found, record by record and counted: records between the same places are one row."""
    between = found.directory.between(found.mask)
    return Counter({_read(places): number for places, number in between.items() if places})


def _read(places: str) -> PlaceSet:
    return frozenset((int(place), Side(side)) for place, side in (one.split(":") for one in places.split()))


def spots(ids: Iterable[int]) -> dict[int, Spot]:
    """Those of these places whose point is known."""
    # A region has the point of its seat and is as well known, so that no suburb gives its name to the point of both;
    # the seat itself comes before it.
    seat = orm.aliased(Place)
    of_seat = sa.select(sa.func.max(seat.population) - 1).where(
        seat.latitude == Place.latitude, seat.longitude == Place.longitude
    )
    known = sa.func.coalesce(Place.population, of_seat.correlate(Place).scalar_subquery()).label("population")
    rows = sa.select(Place.id, Place.side, Place.name, Place.longitude, Place.latitude, known)
    rows = rows.where(search.is_among(Place.id, sorted(ids)), Place.latitude.is_not(None), Place.longitude.is_not(None))
    return {
        row.id: Spot(row.id, row.side, row.name, row.longitude, row.latitude, row.population or 0)
        for row in db.session.execute(rows)
    }

"""The list of places that comes with the site: regions, towns, disputed places; loading it again refreshes it.

Towns and their points come from GeoNames (CC BY 4.0), made into `data/places.csv` by `bin/gazetteer`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from trianon.cooperations.models import Place
from trianon.cooperations.vocabulary import Level
from trianon.core.database import db
from trianon.core.sides import Side
from trianon.core.text import words_key

DATA = Path(__file__).parent / "data"
GEONAMES = "GeoNames"

Row = dict[str, Any]


def load_places() -> tuple[int, int]:
    """Add what is missing and refresh what is known; how many places are new, and how many there are in the list."""
    wanted = _told_apart([*_regions(), *_towns(), *_disputed()])
    table = Place.__table__
    rows = db.session.execute(sa.select(table.c.id, table.c.side, table.c.level, table.c.folded, table.c.geonames_id))
    by_number: dict[int, int] = {}
    by_name: dict[tuple[Any, ...], int] = {}
    for row in rows:
        by_name[row.side, row.level, row.folded] = row.id
        if row.geonames_id is not None:
            by_number[row.geonames_id] = row.id
    new, known = [], []
    for place in wanted:
        found = by_number.get(place["geonames_id"] or 0) or by_name.get(_identity(place))
        if found is None:
            new.append(place)
        else:
            known.append(place | {"id": found})
    if new:
        db.session.execute(sa.insert(Place), new)
    if known:
        db.session.execute(sa.update(Place), known)
    return len(new), len(wanted)


@lru_cache
def region_names() -> dict[str, tuple[str, str]]:
    """The French and Russian names of a region by its code."""
    top = ("region", "ville_federale", "oblast", "krai", "republique", "district_autonome")
    return {row["code"]: (row["name_fr"], row["name_ru"]) for row in _read("regions.csv") if row["level"] in top}


@lru_cache
def disputed_words() -> tuple[tuple[str, str], ...]:
    """The names, French and Russian, by which a record about a disputed place is known."""
    words = []
    for row in _read("disputed_places.csv"):
        words.append((row["name_fr"], row["name_ru"]))
        words += [(one, "") for one in row["also_fr"].split(" | ")] + [("", one) for one in row["also_ru"].split(" | ")]
    return tuple(words)


def _regions() -> Iterator[Row]:
    seats = {(row["name_fr"], row["region_code"]): row for row in _read("places.csv")}
    by_russian = {row["name_ru"]: row for row in reversed(list(_read("places.csv"))) if row["side"] == "russia"}
    for row in _read("regions.csv"):
        if row["level"] == Level.FEDERAL_CITY:
            continue  # a town of places.csv
        side = Side.FRANCE if row["code"].startswith("FR") else Side.RUSSIA
        seat = seats.get((row["seat"], row["code"])) if side is Side.FRANCE else by_russian.get(row["seat"])
        is_top = row["level"] not in {Level.DEPARTMENT, Level.EPCI}
        yield _row(side, row, row["code"], point=seat) | ({} if is_top else {"population": None})


def _towns() -> Iterator[Row]:
    for row in _read("places.csv"):
        found = _row(Side(row["side"]), row, row["region_code"], point=row, also=row["also"].split(" | "))
        yield found | {
            "population": int(row["population"]),
            "geonames_id": int(row["geonames"]),
            "transcribed": row["transcribed"] or None,
        }


def _disputed() -> Iterator[Row]:
    for row in _read("disputed_places.csv"):
        also = [*row["also_fr"].split(" | "), *row["also_ru"].split(" | ")]
        yield _row(Side.OTHER, row | {"level": ""}, None, point=row, also=also) | {"is_disputed": True}


def _row(side: Side, row: dict[str, str], region: str | None, *, point: Any, also: Iterable[str] = ()) -> Row:
    region_fr, region_ru = region_names().get(region or "", ("", ""))
    names = [words_key(row["name_fr"]), words_key(row["name_ru"])]
    spellings = dict.fromkeys([*names, *(words_key(one) for one in also if one)])
    return {
        "side": side,
        "level": Level(row["level"]) if row["level"] else None,
        "name_fr": row["name_fr"],
        "name_ru": row["name_ru"],
        "folded": "|".join(names),
        "spellings": "|" + "|".join(spellings),
        "region_code": region,
        "region_fr": region_fr,
        "region_ru": region_ru,
        "population": None,
        "latitude": float(point["latitude"]) if point else None,
        "longitude": float(point["longitude"]) if point else None,
        "source": GEONAMES if point else "",
        "geonames_id": None,
        "transcribed": None,
        "is_disputed": False,
    }


def _told_apart(places: list[Row]) -> list[Row]:
    """Towns of one name are told apart by their region, then by their number; the largest keeps the bare name."""
    seen: set[tuple[Any, ...]] = set()
    for place in sorted(places, key=lambda one: -(one["population"] or 0)):
        for more in ("", f" {place['region_code']}".lower(), f" {place['geonames_id']}"):
            if _identity(place | {"folded": place["folded"] + more}) not in seen:
                place["folded"] += more
                break
        seen.add(_identity(place))
    return places


def _identity(place: Row) -> tuple[Any, ...]:
    return place["side"], place["level"], place["folded"]


def _read(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)

"""Places under one name for each language, found in either script, one row each however they are typed."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from itertools import pairwise

import sqlalchemy as sa
from rapidfuzz import fuzz, process

from trianon.bilingual.text import Bilingual
from trianon.cooperations.land import rings
from trianon.cooperations.models import Place
from trianon.cooperations.vocabulary import Level
from trianon.core.database import db
from trianon.core.sides import Side
from trianon.core.text import meant_by, words_key

# What makes a place the same: its side, its level, its folded names.
Identity = tuple[Side, Level | None, str]

MOST_OFFERED = 8
# Where a region stands among the towns that begin alike: after the large ones.
REGIONS_AMONG = 50_000
# How alike a name with a typing error is to the right one, from 0 to 100: "Volgogard" has 89.
ALIKE = 75
# What people write before a name: « ville de Lyon », «в Дубне». Articles belong to it: Le Havre.
_BEFORE = re.compile(r"^(?:в|во|из|под|г|гор|город|городе|a|au|aux|de|d|ville de|ville d|commune de|commune d) (?=..)")
_IN_BRACKETS = re.compile(r"\s*\(([^()]*)\)\s*$")
# No town of the list is farther from another one than this on its side; beyond, a point is in the sea or elsewhere.
FARTHEST_KM = {Side.FRANCE: 60.0, Side.RUSSIA: 500.0}
# Nearer than this to a known town, a point may be on an island that the drawn coast leaves out; further than this from
# that coast it is in the sea. The coast is drawn to about a kilometre.
KM_OF_DEGREE = 111.2
NEAR_TOWN_KM, OFF_COAST_KM = 15.0, 8.0

# Every name of a place between bars.
_ALL_NAMES = "|" + Place.folded + Place.spellings + "|"
# Around a disputed place of the list; it errs on the side of asking two people instead of one.
NEAR_DISPUTED_KM = 25.0


def folded_names(name: Bilingual) -> str:
    """Both names, folded, as `Place.folded` keeps them; what stands in brackets only tells where it is."""
    return f"{words_key(_IN_BRACKETS.sub('', name.fr))}|{words_key(_IN_BRACKETS.sub('', name.ru))}"


def known_places(identities: Iterable[Identity]) -> dict[Identity, Place]:
    """Those of the places that exist: by both names, else by the one that is given, the largest first."""
    wanted = set(identities)
    if not wanted:
        return {}
    rows = db.session.scalars(sa.select(Place).where(Place.folded.in_({identity[2] for identity in wanted})))
    found: dict[Identity, Place] = {(place.side, place.level, place.folded): place for place in rows}
    for identity in wanted - found.keys():
        side, level, folded = identity
        names = [name for name in folded.split("|") if name]
        same = [place for place in _spelt(side, names) if level is None or place.level in {level, None}]
        if same:
            found[identity] = same[0]
    return {identity: place for identity, place in found.items() if identity in wanted}


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


def named(typed: str, side: Side, level: Level | None = None) -> list[Place]:
    """The places of exactly this name in either language, of this level and region if said; largest first."""
    brackets = _IN_BRACKETS.search(typed)
    key = words_key(_IN_BRACKETS.sub("", typed))
    found = _spelt(side, [key]) if key else []
    if brackets:
        where = words_key(brackets[1])
        found = [one for one in found if where in {words_key(one.region.fr), words_key(one.region.ru)}] or found
    return [one for one in found if level is None or one.level in {level, None}]


def offered(typed: str, side: Side | None = None, most: int = MOST_OFFERED) -> list[Place]:
    """The places that the letters typed so far may mean: by the beginning of a word, by what is said for short
    («Подмосковье»), else with a typing error."""
    key = words_key(_IN_BRACKETS.sub("", typed))[:60]
    if len(key) < 2:
        return []
    bare = _BEFORE.sub("", key)
    for one in dict.fromkeys((key, bare, " ".join(meant_by(bare)))):
        if one and (found := _begun(one, side, most)):
            return found
    return _nearly(bare, side, most)


def _begun(key: str, side: Side | None, most: int) -> list[Place]:
    like = key.replace("_", r"\_")
    first = _ALL_NAMES.like(f"%|{like}%", escape="\\")
    begins = sa.or_(first, _ALL_NAMES.like(f"% {like}%", escape="\\"))
    rows = sa.select(Place).where(_on(side), begins)
    order = (sa.case((first, 0), else_=1), sa.func.coalesce(Place.population, REGIONS_AMONG).desc(), Place.id)
    return list(db.session.scalars(rows.order_by(*order).limit(most)))


def place_by_number(number: int | None) -> Place | None:
    """The place that was chosen from a list, or None."""
    return db.session.get(Place, number) if number is not None else None


def km_to_nearest_town(side: Side, latitude: float, longitude: float) -> float | None:
    """How far a point is from the nearest place of its side that has a point; None when the list is empty."""
    columns = Place.__table__.c
    rows = sa.select(columns.latitude, columns.longitude).where(columns.side == side, columns.source != "")
    return min((_km(latitude, longitude, *point) for point in db.session.execute(rows)), default=None)


def fault_of_point(side: Side, latitude: float, longitude: float) -> str | None:
    """Why a point cannot be of this side: "far" from all its places, in the "sea", or right once "exchanged"; None when
    it can."""
    nearest = km_to_nearest_town(side, latitude, longitude)
    if nearest is None:
        return None
    if nearest <= FARTHEST_KM[side]:
        # The drawn coast knows no small islands: whatever is near a town of the list is on one.
        return "sea" if nearest > NEAR_TOWN_KM and km_to_land(latitude, longitude) > OFF_COAST_KM else None
    other = km_to_nearest_town(side, longitude, latitude) if abs(longitude) <= 90 else None
    return "exchanged" if other is not None and other <= FARTHEST_KM[side] else "far"


def km_to_land(latitude: float, longitude: float) -> float:
    """How far a point is from the drawn land, in kilometres; 0 on land, endless far from everything drawn."""
    inside, nearest = False, math.inf
    # Degrees of longitude grow shorter towards the pole.
    narrow = math.cos(math.radians(latitude))
    for ring in rings():
        for (ax, ay), (bx, by) in pairwise((*ring, ring[0])):
            if (ay > latitude) is not (by > latitude) and longitude < ax + (latitude - ay) / (by - ay) * (bx - ax):
                inside = not inside
            if abs(ay - latitude) < 1 or abs(by - latitude) < 1:
                dx, dy, px, py = (bx - ax) * narrow, by - ay, (longitude - ax) * narrow, latitude - ay
                along = max(0.0, min(1.0, (px * dx + py * dy) / ((dx * dx + dy * dy) or 1)))
                nearest = min(nearest, math.hypot(px - along * dx, py - along * dy))
    return 0.0 if inside else nearest * KM_OF_DEGREE


def is_near_disputed_place(latitude: float, longitude: float) -> bool:
    """Whether a point lies where the two States disagree, as far as the list knows."""
    columns = Place.__table__.c
    rows = db.session.execute(sa.select(columns.latitude, columns.longitude).where(columns.is_disputed))
    return any(_km(latitude, longitude, *point) <= NEAR_DISPUTED_KM for point in rows)


def _spelt(side: Side, names: Iterable[str]) -> list[Place]:
    same = [_ALL_NAMES.like(f"%|{name.replace('_', chr(92) + '_')}|%", escape="\\") for name in names]
    rows = sa.select(Place).where(_on(side), sa.or_(*same))
    # A disputed place comes first: two people are asked rather than one too few.
    return list(db.session.scalars(rows.order_by(Place.is_disputed.desc(), Place.population.desc(), Place.id)))


def _on(side: Side | None) -> sa.ColumnElement[bool]:
    return sa.true() if side is None else sa.or_(Place.side == side, Place.is_disputed)


def _nearly(key: str, side: Side | None, most: int) -> list[Place]:
    columns = Place.__table__.c
    rows = db.session.execute(sa.select(columns.id, columns.spellings).where(_on(side)))
    names = {(row.id, name): name for row in rows for name in row.spellings.split("|") if name}
    close = process.extract(key, names, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=most)
    ids = list(dict.fromkeys(number for _name, _score, (number, _same) in close))
    by_id = {place.id: place for place in db.session.scalars(sa.select(Place).where(Place.id.in_(ids)))} if ids else {}
    return [by_id[number] for number in ids]


def _km(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """The distance on a globe of 6,371 km, in kilometres."""
    here, there = math.radians(latitude), math.radians(other_latitude)
    half = math.sin((there - here) / 2) ** 2
    half += math.cos(here) * math.cos(there) * math.sin(math.radians(other_longitude - longitude) / 2) ** 2
    return 2 * 6371 * math.asin(math.sqrt(min(1.0, half)))

"""The small map of one record: its places on the land, and the links between the two sides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from trianon.bilingual.text import plain
from trianon.cooperations import gathering, land
from trianon.cooperations.gathering import Label
from trianon.cooperations.projection import Frame, Point
from trianon.cooperations.views import bp
from trianon.core.sides import BOTH_SIDES, Side

# Units of the drawing, which is 340 wide: the dot, the letters, and how near two places are one point.
DOT, LETTERS, NEAR = 5.0, 14.0, 6.0
# Steps of the coast that are shorter than this cannot be seen at this size.
LEAST = 2.2


@dataclass(frozen=True)
class Spot:
    """One place with a point: where it is drawn, whose it is, its name."""

    at: Point
    side: Side
    place_id: int
    name: str
    label: Label | None


@dataclass(frozen=True)
class RecordMap:
    """The frame that holds all places, the spots, and a bow for each pair of places of the two sides."""

    frame: Frame
    spots: list[Spot]
    arcs: list[str]

    @property
    def outline(self) -> str:
        """The land."""
        return _outline(self.frame)


@bp.app_template_global("map_of_record")
def map_of(partners: Iterable[Any]) -> RecordMap | None:
    """The map of a version's partners; None where fewer than two points are known, or one lies far away."""
    placed = [
        (one.place, Side(one.side))
        for one in partners
        if one.place is not None and one.place.latitude is not None and one.side in BOTH_SIDES
    ]
    points = {place.id: (place.longitude, place.latitude) for place, _side in placed}
    frame = next((one for one in (land.NARROW, land.NARROW_INSET) if _holds(one, points.values())), None)
    if frame is None or len(points) < 2:
        return None
    spots = _spots(frame, placed)
    french = [spot.at for spot in spots if spot.side is Side.FRANCE]
    russian = [spot.at for spot in spots if spot.side is Side.RUSSIA]
    return RecordMap(frame, spots, [_bow(one, other) for one in french for other in russian])


def _holds(frame: Frame, points: Iterable[Point]) -> bool:
    return all(frame.holds(frame.at(*point), DOT) for point in points)


def _spots(frame: Frame, placed: list[tuple[Any, Side]]) -> list[Spot]:
    """Two partners of one place, or of places that are one point at this size, are one spot."""
    kept: list[tuple[Point, Any, Side]] = []
    for place, side in placed:
        x, y = frame.at(place.longitude, place.latitude)
        if all((x - at[0]) ** 2 + (y - at[1]) ** 2 >= NEAR**2 for at, _place, _side in kept):
            kept.append(((round(x, 1), round(y, 1)), place, side))
    wanted = [(place.id, at, DOT, LETTERS * 0.58 * len(plain(place.name))) for at, place, _side in kept]
    dots = [(x - DOT, y - DOT, x + DOT, y + DOT) for (x, y), _place, _side in kept]
    labels = gathering.labelled(wanted, dots, (frame.width, frame.height), LETTERS * 1.15)
    return [Spot(at, side, place.id, plain(place.name), labels.get(place.id)) for at, place, side in kept]


def _bow(one: Point, other: Point) -> str:
    """A bow to the north, as on the large map."""
    (ax, ay), (bx, by) = one, other
    dx, dy = bx - ax, by - ay
    bow = 0.14 if dx >= 0 else -0.14
    return f"M{ax:g} {ay:g}Q{(ax + bx) / 2 + dy * bow:.1f} {(ay + by) / 2 - dx * bow:.1f} {bx:g} {by:g}"


@cache
def _outline(frame: Frame) -> str:
    return "".join(land.path(ring) + "z" for places in land.rings() if len(ring := frame.ring(places, LEAST)) > 2)

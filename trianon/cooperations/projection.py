"""From longitudes and latitudes to the sheet: a conic conformal projection, and frames that cut a piece out of it.

Degrees in, units of the drawing out; y grows downwards, as in SVG. Plain Python.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import atan, atan2, cos, degrees, exp, hypot, log, pi, radians, sin, tan

Point = tuple[float, float]

# What may be seen of a line beyond the frame's edge, so that coasts are not stroked along the edge.
BLEED = 8.0


@dataclass(frozen=True)
class Conic:
    """Lambert's conic conformal projection of the sphere, radius 1; two parallels keep their length."""

    meridian: float
    first_parallel: float = 45.0
    second_parallel: float = 60.0

    @cached_property
    def _cone(self) -> tuple[float, float]:
        one, two = radians(self.first_parallel), radians(self.second_parallel)
        n = log(cos(one) / cos(two)) / log(tan(pi / 4 + two / 2) / tan(pi / 4 + one / 2))
        return n, cos(one) * tan(pi / 4 + one / 2) ** n / n

    def project(self, longitude: float, latitude: float) -> Point:
        """x to the east and y to the south of the pole; a point seen from the other side goes the short way round."""
        n, f = self._cone
        latitude = max(-85.0, min(89.9, latitude))
        rho = f / tan(pi / 4 + radians(latitude) / 2) ** n
        theta = n * radians((longitude - self.meridian + 180) % 360 - 180)
        return rho * sin(theta), rho * cos(theta)

    def unproject(self, x: float, y: float) -> Point:
        """Longitude and latitude of a point of the sheet."""
        n, f = self._cone
        latitude = 2 * atan(exp(log(f / hypot(x, y)) / n)) - pi / 2
        return self.meridian + degrees(atan2(x, y)) / n, degrees(latitude)


@dataclass(frozen=True)
class Frame:
    """A piece of the projected world, `width` by `height` units of a drawing."""

    conic: Conic
    width: float
    height: float
    scale: float
    left: float
    top: float

    @classmethod
    def around(
        cls, conic: Conic, shown: Iterable[Point], width: float, margins: tuple[float, float, float, float]
    ) -> Frame:
        """The frame of this width that holds these places with room above, to the right, below and to the left."""
        points = [conic.project(*point) for point in shown]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        top, right, bottom, left = margins
        scale = (width - left - right) / (max(xs) - min(xs))
        height = round((max(ys) - min(ys)) * scale + top + bottom)
        return cls(conic, width, height, scale, min(xs) * scale - left, min(ys) * scale - top)

    def at(self, longitude: float, latitude: float) -> Point:
        """Where a place lies in the frame, maybe outside of it."""
        x, y = self.conic.project(longitude, latitude)
        return x * self.scale - self.left, y * self.scale - self.top

    def holds(self, point: Point, margin: float = 0.0) -> bool:
        """Whether a point of the drawing lies within, at least `margin` from the edge."""
        x, y = point
        return margin <= x <= self.width - margin and margin <= y <= self.height - margin

    def ring(self, places: Sequence[Point], least: float) -> list[Point]:
        """A closed line as far as the frame shows it, without steps shorter than `least`; maybe nothing."""
        line = list(thinned((self.at(*place) for place in places), least))
        return clipped(line, -BLEED, -BLEED, self.width + BLEED, self.height + BLEED) if len(line) > 2 else []


def thinned(line: Iterable[Point], least: float) -> Iterator[Point]:
    """The line without steps shorter than `least`."""
    last: Point | None = None
    for point in line:
        if last is None or hypot(point[0] - last[0], point[1] - last[1]) >= least:
            yield point
            last = point


def clipped(ring: list[Point], left: float, top: float, right: float, bottom: float) -> list[Point]:
    """Sutherland and Hodgman: a closed line cut by a rectangle."""
    for axis, bound, sign in ((0, left, 1), (0, right, -1), (1, top, 1), (1, bottom, -1)):
        cut: list[Point] = []
        for i, point in enumerate(ring):
            before = ring[i - 1]
            inside, was = sign * (point[axis] - bound) >= 0, sign * (before[axis] - bound) >= 0
            if inside != was:
                share = (bound - before[axis]) / (point[axis] - before[axis])
                x, y = (before[k] + share * (point[k] - before[k]) for k in (0, 1))
                cut.append((x, y))
            if inside:
                cut.append(point)
        ring = cut
        if not ring:
            return []
    return ring

"""The ground of the map: the outline of the land, and no border drawn on it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from pathlib import Path

from trianon.cooperations.projection import Conic, Frame, Point

DATA = Path(__file__).parent / "data" / "land.json"

# Must be seen: Brest and Perpignan, Corsica and Dagestan, the Kola, the Urals.
WEST = [(-5.0, 48.4), (2.9, 42.2), (9.2, 41.4), (47.8, 42.6), (33.0, 69.3), (61.8, 56.0), (60.2, 60.0)]
EUROPE = Conic(meridian=30)
WIDE = Frame.around(EUROPE, WEST, 1100, (24, 96, 30, 120))
NARROW = Frame.around(EUROPE, WEST, 340, (10, 16, 16, 16))
# Whence the arcs come, and whither: Norilsk, Chukotka, Kamchatka, Primorye.
EAST = [(-4.5, 48.4), (9.0, 41.5), (88.2, 70.5), (177.5, 64.8), (158.7, 52.9), (132.0, 42.4), (113.0, 50.0)]
ASIA = Conic(meridian=90)
WIDE_INSET = Frame.around(ASIA, EAST, 356, (10, 14, 14, 10))
NARROW_INSET = Frame.around(ASIA, EAST, 340, (8, 14, 14, 8))


@cache
def rings() -> tuple[tuple[Point, ...], ...]:
    """All coasts, in degrees."""
    read = json.loads(DATA.read_text(encoding="utf-8"))["rings"]
    return tuple(tuple(_walked(steps)) for steps in read)


def _walked(steps: list[int]) -> Iterable[Point]:
    x = y = 0
    for dx, dy in zip(steps[::2], steps[1::2], strict=True):
        x, y = x + dx, y + dy
        yield x / 100, y / 100


@cache
def outline(frame: Frame) -> str:
    """The land as the `d` of one SVG path; a small frame needs no small bays."""
    least = 0.7 if frame.width > 800 else 1.1
    return "".join(path(ring) + "z" for places in rings() if len(ring := frame.ring(places, least)) > 2)


@cache
def graticule(frame: Frame) -> str:
    """Every tenth meridian and parallel as the `d` of one SVG path."""
    meridians = [[(float(lon), float(lat)) for lat in range(25, 86, 3)] for lon in range(-50, 191, 10)]
    parallels = [[(float(lon), float(lat)) for lon in range(-50, 191, 4)] for lat in range(30, 81, 10)]
    drawn = []
    for line in (*meridians, *parallels):
        points = [frame.at(*place) for place in line]
        for a, b in pairwise(points):
            if frame.holds(a) or frame.holds(b):
                drawn.append(path([a, b]))
    return "".join(drawn)


def path(line: Iterable[Point]) -> str:
    """A broken line in relative steps of tenths, the shortest way to write it."""
    written: list[str] = []
    x = y = 0
    for point in line:
        nx, ny = round(point[0] * 10), round(point[1] * 10)
        if written and (nx, ny) == (x, y):
            continue
        written.append(f"{'l' if written else 'M'}{_tenths(nx - x)} {_tenths(ny - y)}")
        x, y = nx, ny
    return "".join(written).replace(" -", "-")


def _tenths(value: int) -> str:
    return f"{value / 10:g}"

"""What a map shows of many records: near places gathered into one point, the strongest links, labels side by side.

Plain Python. Distances are units of the drawing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import hypot, log2

from trianon.cooperations.projection import Point
from trianon.core.sides import Side

# One record as the map knows it: its places, each with the side of the partner that is there.
PlaceSet = frozenset[tuple[int, Side]]
STEPS = 4
# Left, top, right, bottom.
Box = tuple[float, float, float, float]


@dataclass
class Cluster:
    """Places so near each other that they are one point; the first of `ids` gives it its name."""

    at: Point
    ids: list[int]
    # How many records have a partner here: each counts once, however many of the places it names.
    count: int = 0
    step: int = 1

    @property
    def main(self) -> int:
        """The place that the point is named after."""
        return self.ids[0]


@dataclass(frozen=True)
class Arc:
    """A link between two clusters, by their main places; `step` is 1 for the thinnest."""

    ends: tuple[int, int]
    count: int
    step: int


@dataclass
class Label:
    """Where a text stands, and how it is anchored: start, middle or end."""

    x: float
    y: float
    anchor: str
    box: Box = field(repr=False)


def counts_of(sets: Mapping[PlaceSet, int]) -> Counter[int]:
    """How many records have a partner at each place."""
    counts: Counter[int] = Counter()
    for places, number in sets.items():
        for one in {place for place, _ in places}:
            counts[one] += number
    return counts


def gathered(points: Mapping[int, Point], radius: float, most: int) -> list[Cluster]:
    """At most `most` points, none nearer to another than `radius`: who comes first keeps its own, near ones join it.

    Where there would be more, near means further, so that labels have room between the points.
    """
    made = _gathered(points, radius)
    while len(made) > most:
        radius *= 1.15
        made = _gathered(points, radius)
    return made


def _gathered(points: Mapping[int, Point], radius: float) -> list[Cluster]:
    cells: dict[tuple[int, int], list[Cluster]] = {}
    made: list[Cluster] = []
    for place, (x, y) in points.items():
        near = [
            (far, one) for one in _around(cells, x, y, radius) if (far := hypot(one.at[0] - x, one.at[1] - y)) < radius
        ]
        if near:
            min(near, key=lambda found: found[0])[1].ids.append(place)
        else:
            cluster = Cluster((x, y), [place])
            made.append(cluster)
            cells.setdefault((int(x // radius), int(y // radius)), []).append(cluster)
    return made


def _around(cells: Mapping[tuple[int, int], list[Cluster]], x: float, y: float, radius: float) -> Iterator[Cluster]:
    column, row = int(x // radius), int(y // radius)
    for i in (column - 1, column, column + 1):
        for j in (row - 1, row, row + 1):
            yield from cells.get((i, j), ())


def weighed(clusters: Sequence[Cluster], sets: Mapping[PlaceSet, int]) -> list[Cluster]:
    """The clusters with their numbers of records, the strongest first."""
    owner = {place: cluster.main for cluster in clusters for place in cluster.ids}
    counts: Counter[int] = Counter()
    for places, number in sets.items():
        for main in {owner[place] for place, _ in places if place in owner}:
            counts[main] += number
    most = max(counts.values(), default=1)
    for cluster in clusters:
        cluster.count = counts[cluster.main]
        cluster.step = step(cluster.count, most)
    return sorted(clusters, key=lambda one: (-one.count, one.main))


def arcs(owner: Mapping[int, int], sets: Mapping[PlaceSet, int], most: int) -> tuple[list[Arc], int]:
    """The strongest links between places of the French and of the Russian side, and how many there are in all.

    `owner` names the cluster of each place by its main place.
    """
    counts: Counter[tuple[int, int]] = Counter()
    for places, number in sets.items():
        french = {owner[place] for place, side in places if side is Side.FRANCE and place in owner}
        russian = {owner[place] for place, side in places if side is Side.RUSSIA and place in owner}
        for one in french:
            for other in russian - {one}:
                counts[one, other] += number
    strongest = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:most]
    top = strongest[0][1] if strongest else 1
    # The strongest are drawn last, on top.
    return [Arc(ends, number, width_of(number, top)) for ends, number in reversed(strongest)], len(counts)


def step(number: int, most: int) -> int:
    """The strength of a point, from 1 to STEPS, by doublings: towns differ by orders of magnitude."""
    if most <= 1 or number <= 1:
        return 1
    return max(1, min(STEPS, 1 + round((STEPS - 1) * log2(number) / max(log2(most), STEPS - 1))))


def width_of(number: int, most: int) -> int:
    """The strength of an arc, from 1 to STEPS, by its share of the strongest: few are wide, the ground shows."""
    share = number / most if most > 1 else 0
    return 1 + (share > 0.14) + (share > 0.32) + (share > 0.64)


def labelled(
    wanted: Iterable[tuple[Hashable, Point, float, float]],
    obstacles: Iterable[Box],
    size: tuple[float, float],
    line: float,
) -> dict[Hashable, Label]:
    """A label for as many points as have room, the first ones first: none hides a point or another label.

    `wanted`: key, point, its radius, width of the text. `line` is the height of a line, `size` that of the drawing.
    """
    taken = list(obstacles)
    placed: dict[Hashable, Label] = {}
    for key, (x, y), radius, width in wanted:
        for label in _tries(x, y, radius, width, line):
            left, top, right, bottom = label.box
            if left < 2 or top < 2 or right > size[0] - 2 or bottom > size[1] - 2:
                continue
            if not any(_overlap(label.box, other) for other in taken):
                placed[key] = label
                taken.append(label.box)
                break
    return placed


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]


def _tries(x: float, y: float, radius: float, width: float, line: float) -> Iterator[Label]:
    """To the right, to the left, above, below, then at the four corners."""
    gap, rise = radius + line * 0.3, line * 0.34
    ways = [(gap, 0, "start"), (-gap, 0, "end"), (0, -gap - line * 0.3, "middle"), (0, gap + line * 0.4, "middle")]
    slope = radius * 0.7 + line * 0.2
    ways += [(slope, -slope - line * 0.2, "start"), (slope, slope + line * 0.25, "start")]
    ways += [(-slope, -slope - line * 0.2, "end"), (-slope, slope + line * 0.25, "end")]
    for dx, dy, anchor in ways:
        left = x + dx - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
        top = y + dy - line / 2
        yield Label(x + dx, y + dy + rise, anchor, (left, top, left + width, top + line))

"""The map as its page shows it: points, arcs and labels of both drawings (desk and phone), and the same as a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from flask_babel import ngettext

from trianon.bilingual.formats import number
from trianon.bilingual.text import plain
from trianon.cooperations import gathering, land
from trianon.cooperations.gathering import Arc, Cluster, Label, PlaceSet
from trianon.cooperations.map_queries import Spot
from trianon.cooperations.projection import Frame, Point
from trianon.core.sides import Side

# What lies further east stands in the inset.
URALS = 63.5
MOST_ROWS, MOST_NAMED, MOST_LINKED = 150, 8, 4


@dataclass(frozen=True)
class Sheet:
    """How one drawing is made. Lengths are units of the drawing; the inset stands in its corner or below it."""

    key: str
    frame: Frame
    inset: Frame
    inset_at: Point
    # Points nearer than this are one: a finger must be able to choose.
    radius: float
    radii: tuple[float, ...]
    # Height of the letters, and how many points (in the frame, in the inset) and arcs are drawn at most.
    letters: float
    most_points: tuple[int, int]
    most_arcs: int

    @property
    def height(self) -> float:
        """Of the whole drawing."""
        return max(self.frame.height, self.inset_at[1] + self.inset.height)


WIDE = Sheet("wide", land.WIDE, land.WIDE_INSET, (8, 8), 27, (5, 6.5, 9, 12), 16, (70, 14), 80)
NARROW = Sheet(
    "narrow", land.NARROW, land.NARROW_INSET, (0, land.NARROW.height + 8), 25, (4, 5, 6.5, 8), 13, (22, 12), 36
)


@dataclass(frozen=True)
class Mark:
    """One point of a drawing: where it is, what it says aloud, where it leads."""

    x: float
    y: float
    radius: float
    href: str
    says: str
    side: Side
    name: str
    count: int
    label: Label | None = None


@dataclass(frozen=True)
class Stroke:
    """One arc as the `d` of a path; `step` is its strength, 1 to 4."""

    d: str
    step: int


@dataclass
class Panel:
    """One frame with all that stands in it."""

    frame: Frame
    at: Point
    marks: list[Mark] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)

    @property
    def outline(self) -> str:
        """The land."""
        return land.outline(self.frame)

    @property
    def graticule(self) -> str:
        """Meridians and parallels."""
        return land.graticule(self.frame)


@dataclass(frozen=True)
class Drawing:
    """Both frames of one sheet, and how many links are drawn of how many."""

    sheet: Sheet
    europe: Panel
    asia: Panel
    drawn: int
    links: int


@dataclass(frozen=True)
class Row:
    """One point in words: its places with their numbers and addresses, and what they are linked with most."""

    id: int
    name: str
    places: list[tuple[str, int, str]]
    more: int
    count: int
    linked: list[tuple[str, int]]


@dataclass(frozen=True)
class Chart:
    """All that the map's page shows."""

    drawings: list[Drawing]
    # Rows by the point of the small drawing that gathers them.
    areas: list[tuple[int, list[Row]]]
    left_out: int
    located: int


class Charting:
    """Makes the drawings of one set of records; `address` leads to the list at a place."""

    def __init__(self, spots: Mapping[int, Spot], sets: Mapping[PlaceSet, int], address: Callable[[int], str]) -> None:
        self.spots, self.sets, self.address = spots, sets, address
        self.counts = gathering.counts_of(sets)
        west = {one for one in spots if spots[one].longitude < URALS}
        self.europe = {one for one in west if self._is_in(one, WIDE.frame, NARROW.frame)}
        self.asia = {one for one in set(spots) - self.europe if self._is_in(one, WIDE.inset, NARROW.inset)}
        self.beyond = set(spots) - self.europe - self.asia

    def _is_in(self, place: int, *frames: Frame) -> bool:
        spot = self.spots[place]
        return all(frame.holds(frame.at(spot.longitude, spot.latitude), 4) for frame in frames)

    def chart(self) -> Chart:
        """Both drawings and the table under them."""
        europe, asia = self._gathered(WIDE.frame, self.europe, WIDE), self._gathered(WIDE.inset, self.asia, WIDE)
        beyond = [Cluster((0, 0), [one]) for one in self.beyond]
        fine = gathering.weighed([*europe, *asia, *beyond], self.sets)
        coarse = [
            *self._regathered(NARROW.frame, europe, NARROW),
            *self._regathered(NARROW.inset, asia, NARROW),
            *(Cluster((0, 0), one.ids) for one in beyond),
        ]
        coarse = gathering.weighed(coarse, self.sets)
        drawings = [self._drawing(WIDE, fine, "near"), self._drawing(NARROW, coarse, "area")]
        return Chart(drawings, *self._table(fine, coarse), located=sum(self._located()))

    def _located(self) -> Iterable[int]:
        return (count for places, count in self.sets.items() if any(place in self.spots for place, _ in places))

    def _gathered(self, frame: Frame, places: Iterable[int], sheet: Sheet) -> list[Cluster]:
        # A large town gives its name to what lies around it: a reader knows where it is.
        ordered = sorted(places, key=lambda one: (-self.spots[one].population, -self.counts[one], one))
        points = {one: frame.at(self.spots[one].longitude, self.spots[one].latitude) for one in ordered}
        return gathering.gathered(points, sheet.radius, sheet.most_points[frame is sheet.inset])

    def _regathered(self, frame: Frame, clusters: list[Cluster], sheet: Sheet) -> list[Cluster]:
        """Clusters of clusters, so that a point on a phone is some points on a desk."""
        members = {cluster.main: cluster.ids for cluster in clusters}
        made = self._gathered(frame, members, sheet)
        for cluster in made:
            cluster.ids = [place for main in cluster.ids for place in members[main]]
        return made

    def _drawing(self, sheet: Sheet, clusters: list[Cluster], anchor: str) -> Drawing:
        owner = {place: cluster.main for cluster in clusters for place in cluster.ids}
        here = {one: owner[one] for one in owner if one in self.europe}
        arcs, links = gathering.arcs(owner, self.sets, sheet.most_arcs)
        europe, asia = Panel(sheet.frame, (0, 0)), Panel(sheet.inset, sheet.inset_at)
        at = {cluster.main: cluster.at for cluster in clusters}
        drawn = 0
        for arc in arcs:
            if not self.beyond.isdisjoint(arc.ends):
                continue
            drawn += 1
            if all(end in here for end in arc.ends):
                europe.strokes.append(_stroke(at[arc.ends[0]], at[arc.ends[1]], arc))
            else:
                ends = [sheet.inset.at(self.spots[end].longitude, self.spots[end].latitude) for end in arc.ends]
                asia.strokes.append(_stroke(ends[0], ends[1], arc))
        x, y = sheet.inset_at
        corner = [(x, y, x + sheet.inset.width + 6, y + sheet.inset.height + 6)]
        for panel, places, kept in ((europe, self.europe, corner), (asia, self.asia, [])):
            inside = [cluster for cluster in clusters if cluster.main in places]
            panel.marks = self._marks(sheet, panel.frame, inside, kept, anchor)
        return Drawing(sheet, europe, asia, drawn, links)

    def _marks(
        self,
        sheet: Sheet,
        frame: Frame,
        clusters: list[Cluster],
        kept: list[tuple[float, float, float, float]],
        anchor: str,
    ) -> list[Mark]:
        small = NARROW if frame is sheet.inset else sheet
        radii, letters = small.radii, small.letters
        wanted, dots = [], list(kept)
        for cluster in clusters:
            (x, y), radius = cluster.at, radii[cluster.step - 1]
            dots.append((x - radius, y - radius, x + radius, y + radius))
            wanted.append((cluster.main, cluster.at, radius, _width(self._name(cluster), cluster.count, letters)))
        size = frame.width, frame.height
        labels = gathering.labelled(wanted, dots, size, letters * 1.15)
        return [
            Mark(
                round(cluster.at[0], 1),
                round(cluster.at[1], 1),
                radii[cluster.step - 1],
                self._href(cluster, anchor),
                self._says(cluster),
                self.spots[cluster.main].side,
                self._name(cluster),
                cluster.count,
                labels.get(cluster.main),
            )
            for cluster in clusters
        ]

    def _name(self, cluster: Cluster) -> str:
        return plain(self.spots[cluster.main].name)

    def _href(self, cluster: Cluster, anchor: str) -> str:
        return self.address(cluster.main) if len(cluster.ids) == 1 else f"#{anchor}-{cluster.main}"

    def _says(self, cluster: Cluster) -> str:
        told = {"place": self._name(cluster), "records": number(cluster.count)}
        if len(cluster.ids) == 1:
            return ngettext(
                "%(place)s, %(records)s cooperation", "%(place)s, %(records)s cooperations", cluster.count, **told
            )
        return ngettext(
            "%(place)s, %(records)s cooperation, with the places near it",
            "%(place)s, %(records)s cooperations, with the places near it",
            cluster.count,
            **told,
        )

    def _table(self, fine: list[Cluster], coarse: list[Cluster]) -> tuple[list[tuple[int, list[Row]]], int]:
        owner = {place: cluster.main for cluster in fine for place in cluster.ids}
        arcs, _all = gathering.arcs(owner, self.sets, len(self.sets) * 4)
        linked: dict[int, list[tuple[str, int]]] = defaultdict(list)
        for arc in reversed(arcs):
            for end, other in (arc.ends, arc.ends[::-1]):
                if len(linked[end]) < MOST_LINKED:
                    linked[end].append((plain(self.spots[other].name), arc.count))
        by_main = {cluster.main: self._row(cluster, linked[cluster.main]) for cluster in fine}
        areas, room = [], MOST_ROWS
        for area in coarse:
            rows = [by_main[one] for one in area.ids if one in by_main]
            if room <= 0:
                break
            areas.append((area.main, rows))
            room -= len(rows)
        return areas, len(fine) - sum(len(rows) for _, rows in areas)

    def _row(self, cluster: Cluster, linked: list[tuple[str, int]]) -> Row:
        ids = sorted(cluster.ids, key=lambda one: (-self.counts[one], one))
        places = [(plain(self.spots[one].name), self.counts[one], self.address(one)) for one in ids[:MOST_NAMED]]
        return Row(cluster.main, self._name(cluster), places, len(ids) - len(places), cluster.count, linked)


def _stroke(one: Point, other: Point, arc: Arc) -> Stroke:
    """A bow to the north, the higher the further apart its ends are."""
    (ax, ay), (bx, by) = one, other
    mx, my = (ax + bx) / 2, (ay + by) / 2
    dx, dy = bx - ax, by - ay
    bow = 0.14 if dx >= 0 else -0.14
    return Stroke(f"M{ax:.1f} {ay:.1f}Q{mx + dy * bow:.1f} {my - dx * bow:.1f} {bx:.1f} {by:.1f}", arc.step)


def _width(name: str, count: int, letters: float) -> float:
    """About how long a label is; Cyrillic letters are wider. Rather too long than hidden behind its neighbour."""
    cyrillic = any("\u0400" <= letter <= "\u04ff" for letter in name)
    shown = len(name) + (1 + len(str(count)) if count > 1 else 0)
    return letters * (0.57 if cyrillic else 0.53) * shown + 2

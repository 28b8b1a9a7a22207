"""The map: projection, what is gathered and thinned, labels side by side, its page in both languages."""

from __future__ import annotations

import re
from itertools import pairwise
from math import cos, hypot, radians
from typing import Any

import pytest
import sqlalchemy as sa

from tests.cooperations.directory import add_cooperation
from trianon.bilingual.text import Bilingual
from trianon.cooperations import gathering, land, publishing
from trianon.cooperations.gathering import Cluster
from trianon.cooperations.models import CooperationVersion, Partner, Place
from trianon.cooperations.projection import Conic, clipped
from trianon.core.database import db
from trianon.core.sides import Side

FR, RU = Side.FRANCE, Side.RUSSIA
TOWNS = {
    "Lyon": (FR, "Лион", 4.85, 45.75),
    "Villeurbanne": (FR, "Вилёрбан", 4.88, 45.77),
    "Tver": (RU, "Тверь", 35.9, 56.86),
    "Irkoutsk": (RU, "Иркутск", 104.3, 52.3),
    "Saint-Denis": (FR, "Сен-Дени", 55.45, -20.88),
}


@pytest.mark.parametrize("parallel", [45, 60])
def test_the_two_parallels_keep_their_length(parallel: float) -> None:
    """Ten degrees of each are as long on the sheet as on the sphere, whose parallel is its cosine."""
    conic = Conic(30)
    steps = [conic.project(30 + n / 10, parallel) for n in range(101)]
    length = sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(steps))
    assert length == pytest.approx(radians(10) * cos(radians(parallel)), rel=1e-5)


@pytest.mark.parametrize("place", [(2.35, 48.85), (37.62, 55.75), (-4.5, 48.4), (177.5, 64.7)])
def test_projection_is_undone(place: tuple[float, float]) -> None:
    """There and back again."""
    conic = Conic(90)
    assert conic.unproject(*conic.project(*place)) == pytest.approx(place)


def test_projection_is_conformal() -> None:
    """A small step north and one east are as long as each other and stand upright on each other."""
    conic, step = Conic(30), 1e-4
    x, y = conic.project(10, 50)
    north = [b - a for a, b in zip((x, y), conic.project(10, 50 + step), strict=True)]
    east = [b - a for a, b in zip((x, y), conic.project(10 + step / 0.6427876, 50), strict=True)]
    assert hypot(*north) == pytest.approx(hypot(*east), rel=1e-3)
    assert north[0] * east[0] + north[1] * east[1] == pytest.approx(0, abs=1e-11)


def test_clipping_cuts_at_the_edge() -> None:
    """A square that sticks out on one side."""
    assert set(clipped([(-5, 2), (5, 2), (5, 8), (-5, 8)], 0, 0, 10, 10)) == {(0, 2), (5, 2), (5, 8), (0, 8)}
    assert clipped([(20, 20), (30, 20), (30, 30)], 0, 0, 10, 10) == []


@pytest.mark.parametrize("frame", [land.WIDE, land.NARROW, land.WIDE_INSET, land.NARROW_INSET])
def test_every_frame_shows_land(frame: Any) -> None:
    """Something of the continent, in a drawing of bearable size."""
    assert 5_000 < len(land.outline(frame)) < 30_000


def test_main_frame_holds_the_towns_of_europe_and_the_inset_those_beyond() -> None:
    """The inset hides none of them."""
    assert all(land.WIDE.holds(land.WIDE.at(*town), 5) for town in [(-4.49, 48.39), (39.7, 43.6), (60.6, 56.8)])
    assert all(land.WIDE_INSET.holds(land.WIDE_INSET.at(*town), 5) for town in [(131.9, 43.1), (177.5, 64.7)])
    assert not any(x < 372 and y < 173 for x, y in (land.WIDE.at(*town) for town in [(33.1, 68.9), (-4.49, 48.39)]))


def test_near_points_are_gathered_under_the_first() -> None:
    """No two points are nearer than the radius, and no more than asked."""
    made = gathering.gathered({1: (0, 0), 2: (3, 0), 3: (50, 0), 4: (90, 0)}, 10, 10)
    assert [one.ids for one in made] == [[1, 2], [3], [4]]
    many = gathering.gathered({n: (n * 11.0 % 500, n * 17.0 % 300) for n in range(1000)}, 10, 40)
    assert len(many) <= 40
    assert sum(len(one.ids) for one in many) == 1000


def test_a_record_counts_once_at_a_point() -> None:
    """However many of its places the point gathers."""
    sets = {frozenset({(1, FR), (2, FR), (3, RU)}): 1, frozenset({(2, FR)}): 4}
    weighed = gathering.weighed([Cluster((0, 0), [1, 2]), Cluster((9, 9), [3])], sets)
    assert [(one.main, one.count) for one in weighed] == [(1, 5), (3, 1)]


def test_only_the_strongest_links_are_drawn() -> None:
    """Between the two sides alone, the strongest on top; all are counted."""
    sets = {frozenset({(1, FR), (3, RU)}): 9, frozenset({(2, FR), (3, RU)}): 1, frozenset({(1, FR), (2, FR)}): 5}
    arcs, links = gathering.arcs({1: 1, 2: 2, 3: 3}, sets, most=1)
    assert links == 2
    assert [(arc.ends, arc.count, arc.step) for arc in arcs] == [((1, 3), 9, 4)]


def test_no_label_hides_another_or_a_point() -> None:
    """What has no room stays without one; the first come first."""
    points = {n: (20.0 + n * 23 % 400, 20.0 + n * 37 % 200) for n in range(60)}
    dots = [(x - 5, y - 5, x + 5, y + 5) for x, y in points.values()]
    placed = gathering.labelled([(n, at, 5, 60) for n, at in points.items()], dots, (440, 240), 16)
    boxes = [label.box for label in placed.values()]
    assert 0 in placed
    assert 5 < len(placed) < 60
    for i, (left, top, right, bottom) in enumerate(boxes):
        for west, north, east, south in dots + boxes[:i]:
            assert west >= right or east <= left or north >= bottom or south <= top


@pytest.fixture
def linked(transaction: Any) -> dict[str, int]:
    """Two records Lyon – Tver, one Villeurbanne – Irkoutsk, one Saint-Denis – Tver, one without a place."""
    with transaction() as session:
        places = {}
        for name, (side, russian, longitude, latitude) in TOWNS.items():
            place = Place(
                side=side, name=Bilingual(name, russian), folded=name.lower(), population=9, source="GeoNames"
            )
            place.longitude, place.latitude = longitude, latitude
            places[name] = place
        session.add_all(places.values())
        session.flush()
        pairs = [("Lyon", "Tver"), ("Lyon", "Tver"), ("Villeurbanne", "Irkoutsk"), ("Saint-Denis", "Tver"), ()]
        for pair in pairs:
            record = add_cooperation(session, domains=["sport" if "Irkoutsk" in pair else "culture"])
            version = record.public_version
            assert isinstance(version, CooperationVersion)
            for partner, name in zip(version.partners, pair, strict=False):
                session.execute(sa.update(Partner).where(Partner.id == partner.id).values(place_id=places[name].id))
            session.expire_all()
            publishing.put_in_directory(record)
        return {name: place.id for name, place in places.items()}


@pytest.mark.both_engines
def test_map_says_what_is_where(visitors: Any, linked: dict[str, int]) -> None:
    """Points with numbers, in both languages; the one beyond the frames in words alone; what has no place is told."""
    french = " ".join(visitors("fr").get("/fr/cooperations/map").get_data(as_text=True).split())
    assert 'aria-label="Lyon, 3 coopérations, avec les lieux voisins"' in french
    assert 'aria-label="Tver, 3 coopérations"' in french
    assert 'aria-label="Irkoutsk, 1 coopération"' in french
    assert "1 coopération n’a pas de lieu connu" in french
    assert 'aria-label="Saint-Denis' not in french
    assert f'href="/fr/cooperations/?place={linked["Saint-Denis"]}"' in french
    assert len(re.findall(r'class="map__arc map__arc--\d" d="M', french)) >= 4
    assert " style=" not in french
    russian = visitors("ru").get("/ru/cooperations/map").get_data(as_text=True)
    assert 'aria-label="Тверь, 3 партнёрства"' in russian
    assert "Сен-Дени" in russian


def test_point_leads_to_the_list_at_its_place_and_filters_stay(visitors: Any, linked: dict[str, int]) -> None:
    """From the list to the map, to a point, and back."""
    visitor = visitors("fr")
    page = visitor.get("/fr/cooperations/?domain=sport").get_data(as_text=True)
    assert 'href="/fr/cooperations/map?domain=sport"' in page
    chart = visitor.get("/fr/cooperations/map?domain=sport").get_data(as_text=True)
    assert f'href="/fr/cooperations/?domain=sport&amp;place={linked["Irkoutsk"]}"' in chart
    assert "Tver" not in chart
    assert 'href="/fr/cooperations/?domain=sport"' in chart
    there = " ".join(visitor.get(f"/fr/cooperations/?place={linked['Tver']}").get_data(as_text=True).split())
    assert "3 coopérations" in there
    assert "Lieu : Tver" in there
    elsewhere = visitor.get("/fr/cooperations/?place=999999")
    assert elsewhere.status_code == 200
    assert "Aucune coopération" in elsewhere.get_data(as_text=True)


def test_map_of_nothing(visitors: Any) -> None:
    """An empty directory, or a filter that leaves nothing, has a plain answer."""
    assert visitors("fr").get("/fr/cooperations/map?domain=sport").status_code == 200


@pytest.mark.both_engines
def test_map_costs_the_same_for_any_number(app: Any, transaction: Any, linked: dict[str, int]) -> None:
    """Four statements at most."""
    sent: list[str] = []
    with app.test_request_context():
        engine = db.engine
    listen = lambda _c, _k, statement, *_rest: sent.append(statement)  # noqa: E731
    sa.event.listen(engine, "before_cursor_execute", listen)
    try:
        client = app.test_client()
        client.get("/fr/cooperations/map")
        first = [one for one in sent if one.lstrip().upper().startswith(("SELECT", "WITH"))]
        sent.clear()
        client.get("/fr/cooperations/map")
        again = [one for one in sent if one.lstrip().upper().startswith(("SELECT", "WITH"))]
    finally:
        sa.event.remove(engine, "before_cursor_execute", listen)
    assert len(first) <= 4, first
    assert len(again) <= 1, again


def test_a_region_is_as_well_known_as_its_seat(db_session: Any) -> None:
    """“Montreuil” stood for Paris and all around it where records name the region."""
    from trianon.cooperations import gazetteer, map_queries

    gazetteer.load_places()
    db.session.flush()
    known = {
        (row.level, row.name_fr): row.id
        for row in db.session.execute(sa.select(Place.__table__).where(Place.__table__.c.region_code == "FR-IDF"))
    }
    region, suburb = known["region", "Île-de-France"], known["commune", "Montreuil"]
    spots = map_queries.spots([region, suburb, known["commune", "Paris"]])
    ordered = sorted(spots, key=lambda one: -spots[one].population)
    assert [spots[one].name.fr for one in ordered] == ["Paris", "Île-de-France", "Montreuil"]


def test_the_page_of_a_record_shows_where_it_is(client: Any, transaction: Any) -> None:
    """Both places as links in the reader's language, one bow between them; nothing where one point is not known."""
    with transaction() as session:
        record = add_cooperation(session, "Lyon – Tver")
        partners = record.public_version.partners
        for partner, (name, (side, other, longitude, latitude)) in zip(
            partners, (("Lyon", TOWNS["Lyon"]), ("Tver", TOWNS["Tver"])), strict=True
        ):
            partner.place = Place(
                side=side, name=Bilingual(name, other), folded=name.lower(), latitude=latitude, longitude=longitude
            )
        number, bare = record.id, add_cooperation(session, "Sans lieux").id
    page = client.get(f"/ru/cooperations/{number}").text
    drawing = re.search(r'<figure class="record-map">.*?</figure>', page, re.S)
    assert drawing is not None
    assert "Лион" in drawing[0]
    assert drawing[0].count("map__arc") == 2
    assert drawing[0].count('href="/ru/cooperations/?place=') == 2
    assert "record-map" not in client.get(f"/fr/cooperations/{bare}").text

"""Places: the list that comes with the site, and how they are found in either language and script."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from trianon.bilingual.text import Bilingual
from trianon.cooperations import gazetteer, places
from trianon.cooperations.models import Place
from trianon.cooperations.transcription import into_french, into_russian
from trianon.cooperations.vocabulary import Level
from trianon.core.database import db
from trianon.core.sides import Side

FR, RU = Side.FRANCE, Side.RUSSIA


@pytest.fixture
def listed(db_session: Any) -> None:
    gazetteer.load_places()
    db.session.flush()


TYPED = [
    ("Дюнк", FR, "Dunkerque"),
    ("Kaz", RU, "Kazan"),
    ("каз", RU, "Kazan"),
    ("nazaire", FR, "Saint-Nazaire"),
    ("Nizhny Nov", RU, "Nijni Novgorod"),
    ("Сент Этьен", FR, "Saint-Étienne"),
    ("evian", FR, "Évian-les-Bains"),
    ("Volgogard", RU, "Volgograd"),
    ("Екатиринбург", RU, "Iekaterinbourg"),
    ("Sébastopol", RU, "Sébastopol"),
    ("Севастоп", FR, "Sébastopol"),
    ("Смоле", RU, "Smolensk"),
    ("Oblast de Sama", RU, "Oblast de Samara"),
    # Said for short, in another case, with what stands before a name.
    ("Чечня", RU, "République de Tchétchénie"),
    ("в Подмосковье", RU, "Oblast de Moscou"),
    ("в Дубне", RU, "Doubna"),
    ("Ville de Lyon", FR, "Lyon"),
    ("à Dijon", FR, "Dijon"),
]


@pytest.mark.both_engines
def test_a_place_is_offered_in_either_script(listed: None) -> None:
    """In one test, because the list is loaded for each."""
    found = {typed: places.offered(typed, side)[0].name.fr for typed, side, _first in TYPED}
    assert found == {typed: first for typed, _side, first in TYPED}


@pytest.mark.usefixtures("listed")
def test_nothing_is_offered_for_nothing() -> None:
    for typed in ("", "a", "%", "_", "|", "zzzzqqqq", "’", "k" * 500):
        assert places.offered(typed, FR) == [], typed


@pytest.mark.usefixtures("listed")
def test_the_other_country_is_not_offered() -> None:
    assert all(place.side is RU or place.is_disputed for place in places.offered("mo", RU))


@pytest.mark.usefixtures("listed")
def test_towns_of_one_name_are_told_apart_by_their_region() -> None:
    assert len({place.region_code for place in places.named("Киров", RU)}) >= 2
    (one,) = places.named("Киров (Калужская область)", RU)
    assert one.region_code == "RU-KLU"
    assert places.named("Kirov", RU)[0].region_code == "RU-KIR"


@pytest.mark.usefixtures("listed")
def test_a_name_in_one_language_finds_the_place_that_has_both() -> None:
    assert places.place_of(FR, Level.COMMUNE, Bilingual("", "Дюнкерк")).name.fr == "Dunkerque"
    assert places.place_of(RU, Level.TOWN, Bilingual("Pouchkine (Saint-Pétersbourg)", "")).region_code == "RU-SPE"


@pytest.mark.both_engines
def test_loading_twice_changes_nothing(listed: None) -> None:
    before = db.session.scalar(sa.select(sa.func.count()).select_from(Place))
    assert gazetteer.load_places() == (0, before)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Place)) == before


def test_every_place_has_two_names_a_point_and_a_region() -> None:
    for row in [*gazetteer._regions(), *gazetteer._towns()]:
        assert row["name_fr"]
        assert row["name_ru"]
        assert row["region_fr"]
        assert -90 <= row["latitude"] <= 90, row["name_fr"]
    assert {row["side"] for row in gazetteer._disputed()} == {Side.OTHER}


def test_points_lie_in_their_country() -> None:
    """Metropolitan France or its overseas regions; Russia, whose east goes over the 180th meridian."""
    for row in gazetteer._towns():
        if row["side"] is RU:
            assert 41 < row["latitude"] < 78, row["name_fr"]
            assert row["longitude"] > 19 or row["longitude"] < -169, row["name_fr"]
        elif row["region_code"] not in {"FR-971", "FR-972", "FR-973", "FR-974", "FR-976"}:
            assert 41 < row["latitude"] < 51.2, row["name_fr"]
            assert -5.2 < row["longitude"] < 9.7, row["name_fr"]


POINTS = [
    (FR, 47.2, -1.5, False),
    (FR, 46.0, -6.0, True),
    (FR, 42.0, 6.5, True),
    (RU, 62.0, 129.0, False),
    (RU, 80.0, 160.0, True),
    (RU, 48.85, 2.35, True),
]


@pytest.mark.usefixtures("listed")
def test_a_point_in_the_sea_is_far_from_every_town() -> None:
    for side, latitude, longitude, far in POINTS:
        distance = places.km_to_nearest_town(side, latitude, longitude)
        assert distance is not None
        assert (distance > places.FARTHEST_KM[side]) is far, (side, latitude, longitude)


@pytest.mark.parametrize(
    ("french", "russian"),
    [
        ("Saint-Malo", "Сен-Мало"),
        ("Saint-Ouen-sur-Seine", "Сент-Уан-сюр-Сен"),
        ("Rueil-Malmaison", "Рёй-Мальмезон"),
        ("Poitiers", "Пуатье"),
        ("Perpignan", "Перпиньян"),
        ("Versailles", "Версай"),
        ("Montreuil", "Монтрёй"),
        ("Évian-les-Bains", "Эвьан-ле-Бен"),
        ("L’Haÿ-les-Roses", "Л’Аи-ле-Роз"),
        ("", ""),
    ],
)
def test_a_french_name_in_russian_letters(french: str, russian: str) -> None:
    assert into_russian(french) == russian


@pytest.mark.parametrize(
    ("russian", "french"),
    [
        ("Нижний Новгород", "Nijni Novgorod"),
        ("Ростов-на-Дону", "Rostov-sur-le-Don"),
        ("Екатеринбург", "Iekaterinbourg"),
        ("Челябинск", "Tcheliabinsk"),
        ("Рязань", "Riazan"),
        ("Красноярск", "Krasnoïarsk"),
        ("Пушкин", "Pouchkine"),
        ("Новосибирск", "Novossibirsk"),
        ("Сергиев Посад", "Serguiev Possad"),
        ("Щёлково", "Chtcholkovo"),
        ("", ""),
    ],
)
def test_a_russian_name_in_french_letters(russian: str, french: str) -> None:
    assert into_french(russian) == french


@pytest.mark.parametrize(
    ("what", "latitude", "longitude", "is_off"),
    [
        ("Moscow", 55.75, 37.62, False),
        ("Lyon", 45.75, 4.85, False),
        ("between Nice and Corsica", 42.9, 8.3, True),
        ("off Brest", 48.3, -6.2, True),
        ("the middle of the Black Sea", 43.6, 36.0, True),
        ("the quay of Marseille", 43.29, 5.36, False),
        ("the quay of Vladivostok", 43.11, 131.88, False),
    ],
)
def test_how_far_from_the_coast(what: str, latitude: float, longitude: float, is_off: bool) -> None:
    assert (places.km_to_land(latitude, longitude) > places.OFF_COAST_KM) is is_off, what


@pytest.mark.usefixtures("listed")
def test_a_point_in_the_sea_is_refused_though_towns_are_near() -> None:
    """Fifty kilometres from Nice and from Toulon are nearer than many a village is to its town."""
    assert places.fault_of_point(FR, 43.2, 7.4) == "sea"
    assert places.fault_of_point(FR, 43.7, 7.27) is None
    assert places.fault_of_point(RU, 45.2, 36.0 + 1.4) is None
    assert places.fault_of_point(RU, 44.1, 37.2) == "sea"

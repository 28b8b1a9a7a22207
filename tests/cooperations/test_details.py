"""The record's further fields while declaring: years known about, places to choose, points, the second language."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from tests.cooperations.directory import add_cooperation
from tests.cooperations.test_declaring import ANSWERS, LINK, PARTNERS, TITLE, fill, page_form
from tests.support.visitor import Visitor
from trianon.bilingual.text import Bilingual
from trianon.cooperations import gazetteer
from trianon.cooperations.models import Cooperation, Place
from trianon.cooperations.years import KnownYear, read_year, read_years, years_of
from trianon.core.publication import State
from trianon.core.sides import Side

MORE = {
    "actions": "Deux stages de cuisine par an.",
    "audience": "Élèves de quinze à dix-huit ans.",
    "means": "Un poste et deux bus.",
    "results": "Cent vingt stages.",
    "funding_sought": "Billets de train.",
    "partners_sought": "Une école hôtelière de Kazan.",
    "signed": "vers 2008",
    "term_year": "2030",
    "renewals": "2013, vers 2018",
}


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("1998", KnownYear(1998)),
        ("vers 1998", KnownYear(1998, True)),
        ("Vers 1998", KnownYear(1998, True)),
        ("env. 1998", KnownYear(1998, True)),
        ("около 1998 г.", KnownYear(1998, True)),
        ("Около 1998 года", KnownYear(1998, True)),
        ("ок. 1998", KnownYear(1998, True)),
        ("~1998", KnownYear(1998, True)),
        ("1998 ?", KnownYear(1998, True)),
        ("1998~", KnownYear(1998, True)),
        ("about 1998", KnownYear(1998, True)),
        *((wrong, None) for wrong in ("", "0", "98", "19980", "l’an 1998", "1998-2000", "١٩٩٨", "1998 vers")),
    ],
)
def test_a_year_is_read_as_people_write_it(typed: str, known: KnownYear | None) -> None:
    assert read_year(typed) == known


def test_years_go_through_their_codes() -> None:
    known = read_years("2004, vers 2010; 2016\n2018")
    assert [year.code for year in known if year] == ["2004", "2010~", "2016", "2018"]
    assert years_of(["2004", "2010~", "nonsense"]) == [KnownYear(2004), KnownYear(2010, True)]


def declared(visitor: Visitor, transaction: Any, **changes: dict[str, Any]) -> int:
    """Declare by the forms; the number of the record."""
    base = fill(visitor, **changes)
    answer = visitor.submit(f"{base}/check", form="send")
    assert answer.status_code == 303, answer.text
    return int(answer.location.rpartition("/")[2])


@pytest.mark.both_engines
def test_everything_told_is_kept_shown_and_opened_again(sign_in_as: Any, transaction: Any) -> None:
    visitor = sign_in_as()
    title = TITLE | {"other_title": "Школьный обмен Нанта и Краснодара", "other_summary": "Двадцать учеников в год."}
    link = LINK | {"first_year": "vers 2009"}
    number = declared(visitor, transaction, title=title, link=link, more=MORE)
    page = visitor.get(f"/cooperations/{number}").text
    for text in (*(MORE[name] for name in ("actions", "means", "partners_sought")), "vers 2008", "2013, vers 2018"):
        assert text in page, text
    assert "Школьный обмен Нанта и Краснодара" in page
    with transaction() as session:
        version = session.get(Cooperation, number).latest
        assert (version.first_year, version.first_year_about) == (2009, True)
        assert (version.signed_on, version.signed_year, version.signed_year_about) == (None, 2008, True)
        assert version.renewals == ["2013", "2018~"]
        assert version.title.ru == title["other_title"]
        assert version.title.fr == TITLE["title"]
        session.get(Cooperation, number).state = State.CHANGES_ASKED
    opened = visitor.submit(f"/cooperations/declare/correct/{number}")
    base = opened.location.rpartition("/")[0]
    kept = page_form(visitor, base, "more").filled({})
    assert {name: kept[name][0].strip() for name in MORE} == MORE
    assert page_form(visitor, base, "title").filled({})["other_title"] == [title["other_title"]]


def test_who_knows_the_year_adds_the_year_alone(sign_in_as: Any, transaction: Any) -> None:
    """Most records read in sources have no summary and nobody's statement: neither is asked of whoever helps."""
    with transaction() as session:
        record = add_cooperation(session, "Menton – Sotchi", sources=["Une page"])
        record.latest.signed_on = date(1966, 5, 12)
        number = record.id
    visitor = sign_in_as()
    opened = visitor.submit(f"/cooperations/declare/correct/{number}")
    base = opened.location.rpartition("/")[0]
    assert "12 mai 1966" in visitor.get(f"{base}/check").text.replace("\u00a0", " ")
    assert visitor.submit(f"{base}/title", {}).status_code == 303
    assert visitor.submit(f"{base}/link", {"first_year": "vers 1966"}).status_code == 303
    assert visitor.submit(f"{base}/check", form="send").status_code == 303
    with transaction() as session:
        record = session.get(Cooperation, number)
        newest = record.latest
        assert (newest.number, newest.first_year, newest.first_year_about, newest.signed_on) == (
            2, 1966, True, date(1966, 5, 12),
        )  # fmt: skip
        assert (bool(newest.summary), record.statements) == (False, [])
        assert newest.partners[0].name == Bilingual("Menton", "Ментона")


IMPOSSIBLE: list[tuple[str, dict[str, Any]]] = [
    *(("link", {"first_year": year}) for year in ("0", "0000", "3000", "1499", "vers 3000", "dix")),
    *(("more", {"term_year": year}) for year in ("0", "0000", "3000", "20")),
    *(("more", {"signed": day}) for day in ("0", "3000", "31.02.2001", "01.01.0001", "hier")),
    *(("more", {"renewals": years}) for years in ("0", "2004, 3000", "2004 2005", ",".join(["2004~"] * 2 + ["x"]))),
    ("more", {"signed": "2010", "term_year": "2009"}),
    ("more", {"actions": "x" * 3001}),
    ("more", {"sub_themes": "99999"}),
    ("title", {"other_title": "Encore en français"}),
    ("title", {"other_summary": "Только описание, без названия."}),
    *(("partners", {"partners-0-latitude": value}) for value in ("abc", "91", "48.8", "1e3")),
    ("partners", {"partners-0-latitude": "48.8", "partners-0-longitude": "200"}),
]


def test_what_cannot_be_is_said_and_kept(client: Visitor) -> None:
    """One draft for all: what is refused changes nothing of it."""
    base = fill(client)
    for step, changes in IMPOSSIBLE:
        data = page_form(client, base, step).filled({})
        answer = client.http.post(f"{base}/{step}", data=data | ANSWERS[step] | changes)
        assert answer.status_code == 422, (step, changes)
        for value in changes.values():
            assert value in answer.text or step == "more", (step, changes)


@pytest.fixture
def listed(transaction: Any) -> None:
    with transaction():
        gazetteer.load_places()


@pytest.mark.usefixtures("listed")
def test_a_place_typed_in_part_is_asked_about_without_a_script(client: Visitor) -> None:
    base = fill(client)
    data = page_form(client, base, "partners").filled({}) | {"partners-0-place": "Дюнк"}
    answer = client.http.post(f"{base}/partners", data=data)
    assert answer.status_code == 422
    assert "Dunkerque (Hauts-de-France)" in answer.text
    number = answer.text.partition('name="partners-0-pick" value="')[2].partition('"')[0]
    data |= {"revision": page_form(client, base, "partners").filled({})["revision"], "partners-0-pick": number}
    assert client.http.post(f"{base}/partners", data=data).status_code == 303
    assert "Dunkerque (Hauts-de-France)" in client.get(f"{base}/check").text


@pytest.mark.usefixtures("listed")
def test_a_name_that_several_towns_bear_is_asked_about(client: Visitor) -> None:
    base = fill(client)
    data = page_form(client, base, "partners").filled({}) | {"partners-1-place": "Киров"}
    answer = client.http.post(f"{base}/partners", data=data)
    assert answer.status_code == 422
    assert "Kirov (Oblast de Kalouga)" in answer.text
    revision = page_form(client, base, "partners").filled({})["revision"]
    changed = data | {"partners-1-place": "Киров (Калужская область)", "revision": revision}
    assert client.http.post(f"{base}/partners", data=changed).status_code == 303


SEA = {"partners-0-place": "Port-Imaginaire", "partners-0-latitude": "42.0", "partners-0-longitude": "6.5"}


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize(
    ("point", "words"),
    [
        (("42,0", "6,5"), "Ce point est en mer"),
        (("55.75", "37.6"), "Ce point est en mer"),
        (("2.3488", "48.8534"), "interverties"),
    ],
)
def test_a_point_in_the_sea_is_refused_and_kept(client: Visitor, point: tuple[str, str], words: str) -> None:
    base = fill(client)
    data = page_form(client, base, "partners").filled({})
    data |= SEA | {"partners-0-latitude": point[0], "partners-0-longitude": point[1]}
    answer = client.http.post(f"{base}/partners", data=data)
    assert answer.status_code == 422
    assert words in answer.text
    assert f'value="{point[0]}"' in answer.text


@pytest.mark.usefixtures("listed")
def test_a_missing_place_is_added_with_its_point(sign_in_as: Any, transaction: Any) -> None:
    partners = PARTNERS | {
        "partners-0-place": "Port-Imaginaire",
        "partners-0-latitude": "47,2",
        "partners-0-longitude": "−1,5",
    }
    declared(sign_in_as(), transaction, partners=partners)
    with transaction() as session:
        place = session.scalars(sa.select(Place).where(Place.folded.like("port imaginaire|%"))).one()
        assert (place.side, place.latitude, place.longitude) == (Side.FRANCE, 47.2, -1.5)
        assert not place.is_disputed


@pytest.mark.usefixtures("listed")
def test_a_new_place_beside_a_disputed_one_is_disputed_too(sign_in_as: Any, transaction: Any) -> None:
    partners = PARTNERS | {
        "partners-1-place": "Посёлок Выдуманный",
        "partners-1-latitude": "44.62",
        "partners-1-longitude": "33.60",
    }
    declared(sign_in_as(), transaction, partners=partners)
    with transaction() as session:
        assert session.scalars(sa.select(Place).where(Place.name_ru == "Посёлок Выдуманный")).one().is_disputed


@pytest.mark.usefixtures("listed")
def test_places_are_offered_as_one_types(client: Visitor) -> None:
    answer = client.get("/cooperations/declare/places?q=Дюнк&side=france")
    assert answer.json["places"][0]["label"] == "Dunkerque (Hauts-de-France)"
    assert "Set-Cookie" not in answer.headers
    assert client.get("/cooperations/declare/places?q=x&side=moon").json == {"places": []}
    assert client.get("/cooperations/declare/places").json == {"places": []}

"""Probable duplicates: the rule on values, the search in the directory, the page while declaring."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from benchmarks import duplicates as evidence
from tests.cooperations.directory import add_cooperation
from tests.cooperations.helpers import declaration
from tests.cooperations.test_declaring import PARTNERS, TITLE, fill
from tests.support.people import add_person
from tests.support.visitor import Visitor
from trianon.bilingual.lang import Lang
from trianon.bilingual.text import Bilingual
from trianon.cooperations import duplicates, gazetteer, importing, services
from trianon.cooperations.declaration import DeclaredPartner
from trianon.cooperations.duplicates import alike, likeable_of
from trianon.cooperations.import_files import ImportFile
from trianon.cooperations.matching import THRESHOLD, End, Likeable, likeness
from trianon.cooperations.places import place_of
from trianon.core.database import db
from trianon.core.sides import Side

MENTON, SOCHI = Bilingual("Menton", "Ментона"), Bilingual("Sotchi", "Сочи")


def link(french: str, russian: str, title: str = "") -> Likeable:
    """Two towns, or two bodies, by their names alone."""
    return Likeable((title or f"{french} – {russian}",), (End((french,), (french,)),), (End((russian,), (russian,)),))


KNOWN = Likeable(
    ("Dunkerque – Volgograd", "Дюнкерк — Волгоград"),
    (End(("Dunkerque", "Дюнкерк"), ("Dunkerque", "Дюнкерк")),),
    (End(("Volgograd", "Волгоград"), ("Volgograd", "Волгоград")),),
)


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        (link("Дюнкерк", "Волгоград"), True),
        (link("Дюнкерка", "Волгограда"), True),
        (link("dunkerque", "volgograd"), True),
        (link("Dunkerke", "Volgogard"), True),
        (link("Ville de Dunkerque", "Администрация Волгограда"), True),
        (link("Dunkerque", "Saint-Pétersbourg"), False),
        (link("Nantes", "Волгоград"), False),
        (link("Volgograd", "Dunkerque"), False),
        (Likeable(("Дюнкерк — Волгоград",)), True),
        (Likeable(("Échanges",)), False),
        (Likeable(()), False),
    ],
)
def test_the_same_link_is_known_in_either_script(typed: Likeable, same: bool) -> None:
    assert (likeness(typed, KNOWN) >= THRESHOLD) is same
    assert likeness(typed, KNOWN) == pytest.approx(likeness(KNOWN, typed))


def test_two_bodies_of_the_same_towns_are_two_things() -> None:
    faculty = Likeable(
        ("Double diplôme de médecine",),
        (End(("Université de Nantes",), ("Nantes", "Нант")),),
        (End(("Кубанский медицинский университет",), ("Краснодар", "Krasnodar")),),
    )
    school = Likeable(
        ("Échange scolaire de cuisine",),
        (End(("Lycée Jules-Verne",), ("Nantes", "Нант")),),
        (End(("Гимназия № 23",), ("Краснодар", "Krasnodar")),),
    )
    assert likeness(faculty, school) < THRESHOLD
    assert likeness(school, school) == pytest.approx(1)


def test_one_letter_of_the_other_alphabet_does_not_hide_a_double() -> None:
    assert likeness(link("Дюнкeрк", "Вoлгоград"), KNOWN) >= THRESHOLD  # a Latin e, a Latin o


def test_the_level_of_the_evidence_holds() -> None:
    """Every sixth of the real records against each other; all of them: `make show-duplicates`."""
    own, others = evidence.measured(evidence.records()[::6])
    found, missed, alarms = evidence.counted(own, others, THRESHOLD)
    assert found / (found + missed) >= 0.97
    assert alarms / len(others) <= 0.004


@pytest.fixture
def real_records(transaction: Any) -> None:
    with transaction():
        gazetteer.load_places()
        for name in ("twinnings.csv",):
            for _outcome in importing.import_rows(ImportFile(gazetteer.DATA / name)):
                pass


TWINS = {
    "partners-0-side": "france",
    "partners-0-name": "Дюнкерк",
    "partners-0-place": "Дюнкерк",
    "partners-1-side": "russia",
    "partners-1-name": "Волгоград",
    "partners-1-place": "Волгоград",
}


@pytest.mark.both_engines
def test_declaring_a_known_link_asks_whose_it_is(client: Visitor, real_records: None) -> None:
    known = {"partners-0-place": "Tulle", "partners-1-place": "Смоленск"}
    title = {"title": "Тюль и Смоленск", "summary": "Дружим много лет."}
    partners = TWINS | {"partners-0-name": "Тюль", "partners-1-name": "Город Смоленск"} | known
    base = fill(client, title=title, partners=partners)
    page = client.get(f"{base}/similar").text
    assert "Tulle – Smolensk" in page
    assert "C’est la nôtre" in page
    answer = client.submit(f"{base}/partners", partners)
    assert answer.location.endswith("/similar")
    assert client.submit(f"{base}/similar", form="others").status_code == 303
    # Once called another one, it is not asked about again.
    assert not client.submit(f"{base}/partners", partners).location.endswith("/similar")


@pytest.fixture
def kitchen(transaction: Any) -> int:
    """A record of two schools, under a title in each language; places are known, and nothing else is there."""
    with transaction() as session:
        gazetteer.load_places()
        partners = (
            DeclaredPartner(Side.FRANCE, Bilingual("Lycée Edmond-Perrier", ""), "Tulle"),
            DeclaredPartner(Side.RUSSIA, Bilingual("", "Гимназия имени Глинки"), "Смоленск"),
        )
        known = services.submit(
            declaration(title="Recettes de cuisine", other_title="Школьная кухня", partners=partners),
            by=add_person(session),
        )
        services.publish(known, by=None)
        return known.id


SCHOOLS = {
    "partners-0-side": "france",
    "partners-0-name": "Cuisiniers du lycée Perrier",
    "partners-0-place": "Tulle",
    "partners-1-side": "russia",
    "partners-1-name": "Повара гимназии Глинки",
    "partners-1-place": "Смоленск",
}


@pytest.mark.both_engines
def test_the_title_in_the_other_language_is_compared_too(client: Visitor, kitchen: int) -> None:
    title = {"title": "Nos plats préférés", "summary": "On mange ensemble chaque printemps."}
    base = fill(client, title=title, partners=SCHOOLS)
    assert f"/cooperations/{kitchen}" not in client.get(f"{base}/similar").text
    assert client.submit(f"{base}/title", title | {"other_title": "Школьная кухня"}).status_code == 303
    assert f"/cooperations/{kitchen}" in client.get(f"{base}/similar").text


@pytest.mark.both_engines
def test_words_alone_lead_to_a_record_in_one_statement(
    db_session: Any, kitchen: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many hold the common words: of the rare ones all are looked at."""
    monkeypatch.setattr(duplicates, "MOST_OF_EACH", 2)
    monkeypatch.setattr(duplicates, "MOST_COMPARED", 1)
    for number in range(4):
        add_cooperation(db_session, f"Recettes numéro {number}")
    asked: list[str] = []
    sa.event.listen(db.engine, "before_cursor_execute", lambda *arguments: asked.append(arguments[2]))
    found = alike(Likeable(("Recettes de la cuisine", "Школьные кухни", "Échanges de lycéens de Tulle")))
    assert [one.cooperation.id for one in found] == [kitchen]
    assert sum("search_document" in one for one in asked) == 1, asked


def test_declaring_something_new_asks_nothing(client: Visitor, real_records: None) -> None:
    base = fill(client, title=TITLE, partners=PARTNERS)
    assert not client.submit(f"{base}/partners", PARTNERS).location.endswith("/similar")
    assert "Rien de semblable" in client.get(f"{base}/similar").text


def test_anybody_may_propose_a_correction_and_nothing_changes_meanwhile(
    sign_in_as: Any, transaction: Any, real_records: None
) -> None:
    from trianon.cooperations.models import Cooperation
    from trianon.core.publication import State

    visitor = sign_in_as()
    assert "Proposer une correction" in visitor.get("/cooperations/1").text
    opened = visitor.submit("/cooperations/declare/correct/1")
    base = opened.location.rpartition("/")[0]
    assert visitor.submit(f"{base}/title", {"summary": "Un résumé proposé."}).status_code == 303
    assert visitor.submit(f"{base}/activity", {"activity": "active"}).status_code == 303
    assert visitor.submit(f"{base}/check", form="send").status_code == 303
    with transaction() as session:
        record = session.get(Cooperation, 1)
        assert (record.state, record.pending, record.version) == (State.PUBLISHED, State.SUBMITTED, 2)
        # It speaks for no side.
        assert [said.side for said in record.statements] == [None]
    assert "Un résumé proposé." not in visitor.get("/cooperations/1").text
    other = sign_in_as()
    # One proposal at a time.
    assert other.http.get("/fr/cooperations/declare/correct/1").status_code == 403


@pytest.mark.both_engines
def test_the_committee_sees_that_both_sides_declare_the_same(db_session: Any) -> None:
    """Neither author may know of the other's text under review; whoever decides on both does."""
    places = [place_of(side, None, name) for side, name in ((Side.FRANCE, MENTON), (Side.RUSSIA, SOCHI))]
    db_session.flush()
    ends = tuple(DeclaredPartner(place.side, place.name, place.name.ru, place_id=place.id) for place in places)
    one, other = (
        services.submit(declaration(title=title, lang=lang, partners=ends), by=add_person(db_session, side=side))
        for title, lang, side in (("Deux jardins", Lang.FR, "france"), ("Дружба двух городов", Lang.RU, "russia"))
    )
    db_session.flush()
    wanted = likeable_of(one.latest)
    assert alike(wanted, but={one.id}) == []
    assert [found.cooperation.id for found in alike(wanted, but={one.id}, waiting=True)] == [other.id]


def test_the_committee_sees_what_it_resembles(sign_in_as: Any, transaction: Any, real_records: None) -> None:
    author = sign_in_as()
    base = fill(author, partners=TWINS | {"partners-0-place": "Tulle", "partners-0-name": "Tulle"})
    changed = TWINS | {"partners-0-name": "Tulle", "partners-0-place": "Tulle"}
    changed |= {"partners-1-name": "Смоленск", "partners-1-place": "Смоленск"}
    author.submit(f"{base}/partners", changed)
    assert author.submit(f"{base}/check", form="send").status_code == 303
    member = sign_in_as("member", side="russia")
    assert "Тюль\u00a0— Смоленск" in member.get("/committee/cases/1").text

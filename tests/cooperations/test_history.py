"""The history of a record, its other language, the places that two people decide on."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.cooperations.helpers import add_organisation, declaration
from tests.cooperations.sheets import by_codes
from tests.support import people
from tests.support.visitor import Visitor
from trianon.accounts import organisation_hiding
from trianon.accounts.organisation_models import Organisation
from trianon.bilingual.lang import Lang
from trianon.bilingual.text import Bilingual
from trianon.committee.disputed import names_disputed_place
from trianon.cooperations import gazetteer, services
from trianon.cooperations.declaration import DeclaredPartner
from trianon.cooperations.editing import typed_from
from trianon.cooperations.history import public_history
from trianon.cooperations.import_making import names_disputed
from trianon.cooperations.import_records import read_record
from trianon.cooperations.models import Cooperation
from trianon.cooperations.vocabulary import Activity
from trianon.core.database import db
from trianon.core.errors import RuleViolation, StaleForm
from trianon.core.publication import State
from trianon.core.sides import Side

pytestmark = pytest.mark.filterwarnings("ignore:Passing SelectField")


def accepted(session: Any, **changes: Any) -> Cooperation:
    """A record that its author declared and the committee accepted."""
    author = people.add_person(session, side="france")
    record = services.submit(declaration(**changes), by=author)
    services.publish(record, by=None)
    session.flush()
    return record


@pytest.mark.both_engines
def test_only_what_was_public_is_told(db_session: Any) -> None:
    record = accepted(db_session)
    author = record.declared_by
    assert author is not None
    changed = declaration(summary="Un texte que personne n’a accepté.", actions="Deux fêtes.")
    services.correct(record, changed, by=author, shown_version=1)
    assert [entry.number for entry in public_history(record)] == [1]
    services.refuse(record, by=None)
    services.correct(record, declaration(actions="Deux fêtes par an.", first_year=1967), by=author, shown_version=2)
    assert record.public_version is not None
    # The accepted version stays public while the new one is judged.
    assert record.public_version.number == 1
    services.publish(record, by=None)
    newest, first = public_history(record)
    assert (newest.number, newest.side, first.differences) == (3, Side.FRANCE, None)
    assert newest.differences is not None
    told = {difference.label for difference in newest.differences}
    assert told == {"Principales actions", "Première année"} or len(told) == 2
    words = "".join(piece.text for one in newest.differences for paragraph in one.paragraphs for piece in paragraph)
    assert "personne" not in words


def test_the_page_shows_the_change_and_names_nobody(client: Visitor, transaction: Any) -> None:
    with transaction() as session:
        record = accepted(session)
        author = record.declared_by
        assert author is not None
        author.name = "Zénaïde Secrète"
        services.correct(record, declaration(title="Jumelage de Menton et Sotchi"), by=author, shown_version=1)
        services.publish(record, by=None)
        number = record.id
    page = client.get(f"/cooperations/{number}/history")
    assert page.status_code == 200
    assert "<del>" in page.text
    assert "Zénaïde" not in page.text
    assert client.get("/cooperations/99999/history").status_code == 404


@pytest.mark.both_engines
def test_every_statement_of_the_activity_stays_readable(client: Visitor, transaction: Any) -> None:
    """With side, date, source, and the organisation unless it is hidden; what nobody has accepted is not told."""
    with transaction() as session:
        record = accepted(session)
        body = add_organisation(session, "Cercle de Menton", record.declared_by.id)
        record.on_behalf_of = body
        session.flush()
        for state, source in ((Activity.ACTIVE, "Délibération de mai"), (Activity.ENDED, "Délibération de juin")):
            services.state_activity(
                record, by=record.declared_by, organisation=body, activity=state, as_of=date(2024, 5, 1), source=source
            )
        changed = declaration(activity=Activity.DORMANT, activity_source="Pas encore lu")
        services.correct(record, changed, by=record.declared_by, shown_version=1)
        number, body_id = record.id, body.id
    page = client.get(f"/cooperations/{number}/history").text
    assert page.index("Délibération de juin") < page.index("Délibération de mai")
    assert page.count("Cercle de Menton") == 3
    assert "Pas encore lu" not in page
    with transaction() as session:
        organisation_hiding.hold(session.get(Organisation, body_id), by=None)
    page = client.get(f"/cooperations/{number}/history").text
    assert "Cercle de Menton" not in page
    assert "Délibération de mai" in page


@pytest.mark.both_engines
def test_the_other_language_never_touches_the_original(db_session: Any) -> None:
    record = accepted(db_session, other_title="")
    helper = people.add_person(db_session, "member", side="russia")
    texts = {"title": "Побратимство Ментоны и Сочи", "summary": "Обмены садовников."}
    with pytest.raises(StaleForm):
        services.add_language(record, texts, by=helper, shown_version=0)
    services.add_language(record, texts, by=helper, shown_version=1)
    assert record.state is State.PUBLISHED
    assert record.pending is State.SUBMITTED
    with pytest.raises(RuleViolation):
        services.add_language(record, texts, by=helper, shown_version=2)
    services.publish(record, by=None)
    version = record.public_version
    assert version is not None
    assert version.title == Bilingual("Jumelage de Menton et de Sotchi", texts["title"])
    assert version.source_lang is Lang.FR
    assert [partner.name for partner in version.partners] == [p.name for p in record.versions[0].partners]
    # What stands there is not replaced.
    services.add_language(record, {"title": "Другое название"}, by=helper, shown_version=2)
    assert record.latest.title.ru == texts["title"]


def test_a_correction_keeps_the_translation_of_what_it_does_not_change(db_session: Any) -> None:
    record = accepted(db_session, actions="Deux fêtes.", results="Beaucoup de fleurs.")
    author = record.declared_by
    assert author is not None
    services.add_language(record, {"actions": "Два праздника.", "results": "Много цветов."}, by=author, shown_version=1)
    services.publish(record, by=None)
    record.latest.title = record.latest.title.replace(Lang.RU, "Побратимство")
    db_session.flush()
    changed = declaration(actions="Deux fêtes.", results="Encore plus de fleurs.")
    services.correct(record, changed, by=author, shown_version=2)
    assert record.latest.title.ru == "Побратимство"
    assert record.latest.actions == Bilingual("Deux fêtes.", "Два праздника.")
    assert record.latest.results == Bilingual("Encore plus de fleurs.", "")


@pytest.mark.both_engines
def test_a_correction_keeps_both_names_of_a_partner(db_session: Any) -> None:
    """The form shows one of them: « Menton » comes back alone, and «Ментона» stays; a name that is changed is new."""
    french = DeclaredPartner(Side.FRANCE, Bilingual("Menton", "Ментона"), "Menton")
    russian = DeclaredPartner(Side.RUSSIA, Bilingual("Sotchi", "Сочи"), "Сочи")
    record = accepted(db_session, partners=(french, russian))
    body = add_organisation(db_session, "Menton")
    record.public_version.partners[0].organisation_id = body.id
    db_session.flush()
    typed = dict(typed_from(record, record.public_version)["partners"])
    assert (typed["partners-0-name"], typed["partners-1-name"]) == ("Menton", "Sotchi")
    shown = (
        DeclaredPartner(Side.FRANCE, Bilingual("Menton", ""), "Menton"),
        DeclaredPartner(Side.RUSSIA, Bilingual("Ville de Sotchi", ""), "Сочи"),
    )
    stranger = people.add_person(db_session)
    changed = declaration(partners=shown, first_year=1967)
    services.correct(record, changed, by=stranger, shown_version=1, speaks_for_side=False)
    assert [partner.name for partner in record.latest.partners] == [
        Bilingual("Menton", "Ментона"),
        Bilingual("Ville de Sotchi", ""),
    ]
    assert record.latest.partners[0].organisation_id == body.id


def test_the_language_page_asks_for_what_is_missing(sign_in_as: Any, transaction: Any) -> None:
    with transaction() as session:
        number = accepted(session).id
    assert sign_in_as().http.get(f"/fr/cooperations/declare/language/{number}").status_code == 403
    member = sign_in_as("member", side="russia")
    address = f"/cooperations/declare/language/{number}"
    assert "Échanges de jardiniers" in member.get(address).text
    wrong = member.submit(address, {"title": "Encore en français"})
    assert wrong.status_code == 422
    assert "Encore en français" in wrong.text
    assert member.submit(address, {"title": "Побратимство"}).status_code == 303
    again = member.submit(address, {"title": "Побратимство"})
    assert again.status_code == 409
    with transaction() as session:
        record = session.get(Cooperation, number)
        assert record.latest.title == Bilingual("Jumelage de Menton et de Sotchi", "Побратимство")


DISPUTED = [
    *("Дружба с Севастополем", "Дружба с Cевастополем", "Jumelage Nice – Yаlta", "Université de Sevastopol"),
    *("Ялтинский театр", "Керченские музеи", "lycéens criméens", "Вузы ДНР", "Zaporizhzhia"),
]


@pytest.mark.parametrize("title", DISPUTED)
def test_disputed_places_are_known_by_their_forms(title: str) -> None:
    """Case forms, adjectives, other spellings, one letter of the other script."""
    assert names_disputed_place([Bilingual(title, "")])
    row = by_codes(title_fr=title)
    record = read_record(row, date(2026, 11, 26)).record
    assert record is not None
    assert names_disputed(record)
    assert not names_disputed_place([Bilingual("Краснодар — Ницца, IT-школа", "Ялуторовск")])


def test_a_disputed_place_of_the_list_waits_for_both_secretaries_general(db_session: Any) -> None:
    from trianon.committee.subjects import SUBJECTS

    gazetteer.load_places()
    db.session.flush()
    # Named so that no word of the record tells it: its place alone does.
    partners = (
        DeclaredPartner(Side.FRANCE, Bilingual("Ville de Menton", ""), "Menton"),
        DeclaredPartner(Side.RUSSIA, Bilingual("", "Городской сад"), "Yalta"),
    )
    record = services.submit(declaration(partners=partners, title="Deux jardins"), by=people.add_person(db_session))
    place = record.latest.partners[1].place
    assert place is not None
    assert (place.is_disputed, place.side, place.region_code) == (True, Side.OTHER, None)
    assert SUBJECTS["cooperation"].matter(record) == "disputed_place"

"""Importing by page: thirty double degrees from one sheet, what is wrong said row by row, and all of it taken back."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa

from tests.cooperations.helpers import add_organisation, declaration
from tests.cooperations.sheets import HEADINGS, csv_bytes, degree, send, xlsx_bytes
from trianon.accounts.models import Account
from trianon.accounts.organisation_models import Organisation
from trianon.committee.models import Case, CaseState
from trianon.cooperations import services
from trianon.cooperations.import_models import ImportJob, ImportRow, RowState
from trianon.cooperations.models import Cooperation, Place
from trianon.core.audit import AuditEntry
from trianon.core.publication import State
from trianon.core.sides import Side
from trianon.mail.models import OutboxMail


@pytest.fixture
def university(sign_in_as: Any, transaction: Any) -> Any:
    """A signed-in manager of a verified university; `path` is where its sheets are sent."""
    visitor = sign_in_as()
    with transaction() as session:
        visitor.organisation = add_organisation(session, "Université de Villeneuve", visitor.id).id
    visitor.path = f"/imports/organisations/{visitor.organisation}"
    return visitor


def records(session: Any) -> list[Cooperation]:
    return list(session.scalars(sa.select(Cooperation).order_by(Cooperation.id)))


def bring(visitor: Any, content: bytes, name: str = "double-diplomes.csv") -> str:
    """Send a sheet and accept the guessed columns; the address of the import's page."""
    sent = send(visitor, visitor.path, content, name)
    assert sent.status_code == 303, sent.text
    address: str = sent.location
    assert visitor.submit(address, form="/columns").status_code == 303
    return address


@pytest.mark.both_engines
def test_thirty_double_degrees_go_in_from_one_sheet(university: Any, transaction: Any) -> None:
    """Headings in both languages are recognised; each row is declared for the university and waits for both sides."""
    address = bring(university, xlsx_bytes([HEADINGS, *map(degree, range(30))]), "diplomes.xlsx")
    page = university.get(address).text
    assert "Importer 30 lignes" in page
    assert university.submit(address, form="/start").status_code == 303
    assert "Compte rendu de l’import" in university.get(address).text.replace("\u202f", " ")
    with transaction() as session:
        made = records(session)
        assert len(made) == 30
        first = made[0]
        assert {one.state for one in made} == {State.SUBMITTED}
        assert (first.declared_side, first.declared_by_id, first.on_behalf_of_id) == (
            Side.FRANCE,
            university.id,
            university.organisation,
        )
        version = first.latest
        assert (version.title.fr, version.first_year, version.domains) == (
            "Double diplôme de génie urbain n° 0",
            2014,
            ["universites"],
        )
        assert [(one.side, one.name.fr, one.name.ru, one.organisation_id) for one in version.partners] == [
            (Side.FRANCE, "Université de Villeneuve", "", university.organisation),
            (Side.RUSSIA, "", "Образцовский университет 0", None),
        ]
        assert session.scalar(sa.select(sa.func.count()).select_from(Place)) == 2
        assert session.scalar(sa.select(sa.func.count()).select_from(Case).filter_by(state=CaseState.OPEN)) == 30
        told = session.scalars(sa.select(OutboxMail.kind).where(OutboxMail.kind.in_(["imports.done"])))
        assert list(told) == ["imports.done"]
        assert not session.scalar(
            sa.select(sa.func.count()).select_from(OutboxMail).filter_by(kind="cooperations.received")
        )
        journal = session.scalars(sa.select(AuditEntry).filter_by(subject="import").order_by(AuditEntry.id)).all()
        assert [(entry.event, entry.actor_id) for entry in journal] == [
            ("ImportStarted", university.id),
            ("ImportDone", university.id),
        ]


def test_faults_are_said_row_by_row_in_the_readers_language(university: Any, transaction: Any) -> None:
    """Line, column as the file calls it, what is wrong and what to do; nothing comes in before a choice."""
    rows = [degree(1), degree(2, Depuis="3000", Domaine="guerre"), degree(3, Intitulé="=1+1"), degree(1)]
    address = bring(university, csv_bytes([HEADINGS, *rows], mark=";"))
    page = university.get(address).text
    assert (
        "« 3000 » n’est pas une année".replace(" ", "\u202f", 1) in page.replace("\u00a0", "\u202f") or "3000" in page
    )
    assert "guerre" in page
    assert "Université, recherche et sciences" in page
    assert university.get(address.replace("/fr/", "/ru/")).text.count("Depuis") >= 1
    # "All" is refused while a row is; so is a form without a choice.
    assert university.submit(address, {"choice": "all"}, form="/start").status_code == 409
    assert university.submit(address, form="/start").status_code == 422
    with transaction() as session:
        assert records(session) == []
    assert university.submit(address, {"choice": "valid"}, form="/start").status_code == 303
    report = university.get(f"{address}/report.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(report.data), read_only=True)["records"]
    lines = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert [row[0] for row in lines[1:]] == [2, 3, 4, 5]
    assert [row[1] for row in lines[1:]] == ["importée", "refusée", "refusée", "répétée"]
    assert lines[3][3] == "'=1+1"
    refused = university.get(f"{address}/report.csv?refused=1").data.decode("utf-8-sig").splitlines()
    assert len(refused) == 3
    with transaction() as session:
        assert len(records(session)) == 1


def test_the_same_file_twice_changes_nothing(university: Any, transaction: Any) -> None:
    """All rows are repeated; there is no button to import them."""
    sheet = csv_bytes([HEADINGS, degree(1), degree(2)])
    university.submit(bring(university, sheet), form="/start")
    again = bring(university, sheet)
    page = university.get(again).text
    assert "/start" not in page
    with transaction() as session:
        assert len(records(session)) == 2
        states = session.scalars(sa.select(ImportRow.state).order_by(ImportRow.job_id, ImportRow.line)).all()
        assert states == [RowState.ACCEPTED] * 2 + [RowState.REPEATED] * 2


def test_one_letter_of_the_other_script_makes_no_other_record(university: Any) -> None:
    """«Е» for "E": repeated, and a mixed word alone is pointed out."""
    mixed = degree(1, Intitulé="Double diplômе de génie urbain n° 1")
    page = university.get(bring(university, csv_bytes([HEADINGS, degree(1), mixed]))).text
    assert "Importer 1 ligne" in page
    alone = university.get(bring(university, csv_bytes([HEADINGS, mixed]))).text
    assert "lettres latines et cyrilliques" in alone


def test_an_import_is_taken_back_save_what_others_have_touched(university: Any, transaction: Any) -> None:
    """Withdrawn and out of the queue; a record that the Committee has refused stays, and is listed."""
    from trianon.cooperations import services

    address = bring(university, csv_bytes([HEADINGS, degree(1), degree(2), degree(3)]))
    university.submit(address, form="/start")
    with transaction() as session:
        services.refuse(records(session)[0], by=None)
        services.publish(records(session)[1], by=None)
    assert university.submit(f"{address}/undo").status_code == 303
    page = university.get(address).text
    assert "n° 1" in page
    assert "n° 2" not in page
    with transaction() as session:
        assert [one.state for one in records(session)] == [State.REFUSED, State.WITHDRAWN, State.WITHDRAWN]
        assert session.scalar(sa.select(sa.func.count()).select_from(Case).filter_by(state=CaseState.OPEN)) <= 1
        events = session.scalars(sa.select(AuditEntry.event).filter_by(subject="import").order_by(AuditEntry.id)).all()
        assert events == ["ImportStarted", "ImportDone", "ImportUndoing", "ImportUndone"]
    assert university.post(f"{address}/undo").status_code in {400, 409}
    # The same sheet, once mended, comes in again.
    again = bring(university, csv_bytes([HEADINGS, degree(2)]))
    assert "Importer 1 ligne" in university.get(again).text


def test_columns_can_be_chosen_anew(university: Any) -> None:
    """What is missing, or chosen twice, is said; nothing that was read is lost."""
    sent = send(
        university, university.path, csv_bytes([["A", "B", "C", "D"], ["Titre", "Ville de Lyon", "Казань", "culture"]])
    )
    address = sent.location
    missing = university.submit(address, {"column_0": "title_fr"}, form="/columns")
    assert missing.status_code == 422
    assert "Indiquez" in missing.text
    twice = {"column_0": "title_fr", "column_1": "title_fr", "column_2": "partners_russia_ru", "column_3": "domains"}
    assert university.submit(address, twice, form="/columns").status_code == 422
    assert university.submit(address, twice | {"column_1": "partners_france_fr"}, form="/columns").status_code == 303
    assert "Importer 1 ligne" in university.get(address).text


def test_a_secretary_general_imports_sourced_records_and_disputed_places_wait(
    sign_in_as: Any, transaction: Any
) -> None:
    """Public at once, declared by nobody; what names a disputed place waits for both secretaries general."""
    secretary = sign_in_as("secretary_general", side="russia")
    secretary.path = "/imports/directory"
    rows = [degree(1), degree(2, Intitulé="Jumelage avec Yalta")]
    address = bring(secretary, csv_bytes([HEADINGS, *rows]))
    assert "спорн" in secretary.get(address).text
    secretary.submit(address, form="/start")
    with transaction() as session:
        plain, disputed = records(session)
        assert (plain.state, plain.declared_side, plain.declared_by_id) == (State.PUBLISHED, None, None)
        assert (disputed.state, disputed.published_at) == (State.SUBMITTED, None)
        (case,) = session.scalars(sa.select(Case))
        assert (case.subject_id, case.matter.value) == (disputed.id, "disputed_place")
    assert "n° 1" in secretary.get("/cooperations/?q=urbain").text


def test_what_was_taken_along_does_not_come_in_twice(university: Any, transaction: Any) -> None:
    """Nor what was declared by hand, which no sheet has brought in: its address tells."""
    with transaction() as session:
        body = session.get(Organisation, university.organisation)
        for title in ("Un échange", "Un autre échange"):
            services.submit(declaration(title=title, on_behalf_of=body.id), by=session.get(Account, university.id))
    text = university.http.get(f"/fr/cooperations/export/organisations/{university.organisation}.csv").get_data()
    address = bring(university, text)
    page = university.get(address).text
    assert "Toutes les lignes sont déjà connues" in page.replace("\u00a0", " ")
    changed = text.replace(b"Un autre", b"Un nouvel").replace(b"/cooperations/2", b"/cooperations/99")
    assert "Importer 1 ligne" in university.get(bring(university, changed)).text


def test_whoever_may_not_is_turned_away(sign_in_as: Any, transaction: Any, university: Any) -> None:
    """Not the manager of an organisation that nobody has verified; not another one's import."""
    manager = sign_in_as()
    with transaction() as session:
        unverified = add_organisation(session, "Association sans visage", manager.id, verified=False).id
    assert manager.get(f"/imports/organisations/{unverified}").status_code == 403
    assert manager.get("/imports/directory").status_code == 403
    address = bring(university, csv_bytes([HEADINGS, degree(1)]))
    for path in (address, f"{address}/report.csv", f"{address}/undo"):
        assert manager.get(path).status_code == 404
    assert university.submit(address, form="/discard").status_code == 303
    assert university.get(address).status_code == 404
    with transaction() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(ImportJob)) == 0


def test_the_template_comes_in_as_it_is(university: Any) -> None:
    """Both languages, both kinds of file; its example is a valid row."""
    for lang in ("fr", "ru"):
        for kind in ("csv", "xlsx"):
            sheet = university.get(f"/{lang}/imports/template.{kind}")
            assert sheet.status_code == 200
            sent = send(university, university.path, sheet.data, f"template.{kind}")
            assert sent.status_code == 303
            university.submit(sent.location, form="/columns")
            assert "Importer 1 ligne" in university.get(sent.location).text, (lang, kind)

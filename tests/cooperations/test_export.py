"""Taking records along: a search as four kinds of files, an organisation's own, and what comes in again."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import Any

import openpyxl
import pytest

from tests.cooperations.helpers import add_organisation, declaration
from tests.support import people
from trianon.cooperations import services
from trianon.cooperations.import_jobs import MOST_COLUMNS
from trianon.cooperations.import_records import read_record
from trianon.cooperations.sheet_columns import guessed
from trianon.cooperations.years import KnownYear
from trianon.core.publication import State


@pytest.fixture
def records(transaction: Any) -> dict[str, int]:
    """An organisation with one public cooperation and one under review."""
    with transaction() as session:
        person = people.add_person(session)
        body = add_organisation(session, "Ville de Menton", person.id)
        public = services.submit(
            declaration(on_behalf_of=body.id, sources=("https://fr.wikipedia.org/wiki/X",)), by=person
        )
        services.publish(public, by=None)
        services.submit(declaration(title="Un projet encore secret", on_behalf_of=body.id), by=person)
        return {"body": body.id, "public": public.id, "person": person.id}


@pytest.mark.both_engines
def test_a_search_is_taken_along_in_four_kinds_of_files(client: Any, records: dict[str, int]) -> None:
    """The same records as the list, with sources and licence; nothing that is not public."""
    page = client.get("/cooperations/?q=Menton").text
    address = "/fr/cooperations/export/cooperations.csv?q=Menton"
    assert address in page
    text = client.get(address).data.decode()
    assert text.startswith("\ufeff")
    (row,) = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    cells = {heading.rpartition("[")[2].removesuffix("]"): cell for heading, cell in row.items()}
    assert (cells["id"], cells["kind"], cells["licence"]) == (str(records["public"]), "jumelage", "CC BY-SA")
    assert (cells["activity_france"], cells["activity_russia"]) == ("suspended", "")
    assert cells["partners_russia_ru"] == "Администрация Сочи"
    whole = json.loads(client.get(address.replace(".csv", ".json")).data)
    assert [one["id"] for one in whole["records"]] == [records["public"]]
    assert (whole["metadata"]["records"], whole["metadata"]["is_complete"]) == (1, True)
    points = json.loads(client.get(address.replace(".csv", ".geojson")).data)
    assert points["type"] == "FeatureCollection"
    book = openpyxl.load_workbook(io.BytesIO(client.get(address.replace(".csv", ".xlsx")).data), read_only=True)
    assert book.sheetnames == ["records", "about"]
    assert "secret" not in text
    nothing = client.get("/fr/cooperations/export/cooperations.json?q=introuvable")
    assert json.loads(nothing.data)["records"] == []


def test_members_alone_take_along_what_is_not_public(
    client: Any, visitors: Any, transaction: Any, records: dict[str, int]
) -> None:
    """A visitor gets the public record, a member also the one under review, with its state."""
    address = f"/fr/cooperations/export/organisations/{records['body']}.csv"
    assert address in client.get(f"/organisations/{records['body']}/").text
    assert "secret" not in client.get(address).text
    member = visitors()
    with transaction() as session:
        from trianon.accounts.models import Account

        email = session.get(Account, records["person"]).email
    member.enter(email)
    own = member.get(address).text
    assert "secret" in own
    assert "submitted" in own


def test_the_address_of_a_merged_organisation_leads_to_the_page_that_stays(
    client: Any, transaction: Any, records: dict[str, int]
) -> None:
    with transaction() as session:
        gone = add_organisation(session, "Ancien nom")
        gone.state, gone.merged_into_id = State.WITHDRAWN, records["body"]
        session.flush()
        number = gone.id
    answer = client.get(f"/fr/cooperations/export/organisations/{number}.csv")
    assert answer.status_code == 301
    assert answer.headers["Location"] == f"/fr/cooperations/export/organisations/{records['body']}.csv"


@pytest.mark.both_engines
def test_what_is_taken_along_can_come_in_again(client: Any, transaction: Any) -> None:
    """With its years as they are known: about 1997 does not come back as 1997."""
    years = {"first_year_about": True, "signed_year": 1998, "signed_year_about": True, "term_year": 2030}
    with transaction() as session:
        record = services.submit(
            declaration(**years, term_year_about=True, renewals=("2004", "2010~")), by=people.add_person(session)
        )
        services.publish(record, by=None)
    text = client.get("/fr/cooperations/export/cooperations.csv").data.decode("utf-8-sig")
    with client.app.test_request_context("/fr/"):
        headings, cells = csv.reader(io.StringIO(text))
        assert len(headings) <= MOST_COLUMNS
        found = dict(zip(guessed(headings), cells, strict=True))
        found.pop("")
        row = read_record(found, date(2026, 11, 26)).record
    assert (row.first_year, row.first_year_about) == (1966, True)
    assert (row.signed, row.renewals) == (KnownYear(1998, about=True), ("2004", "2010~"))
    assert (row.term_year, row.term_year_about) == (2030, True)


def test_the_headings_of_an_export_are_known_to_the_import(client: Any, records: dict[str, int]) -> None:
    """In both languages, by the codes in brackets."""
    for lang in ("fr", "ru"):
        text = client.get(f"/{lang}/cooperations/export/cooperations.csv").data.decode("utf-8-sig")
        with client.app.app_context():
            found = guessed(next(csv.reader(io.StringIO(text))))
        assert {"title_fr", "title_ru", "partners_france_fr", "partners_russia_ru", "domains", "kind"} <= set(found)

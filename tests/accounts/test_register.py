"""The register says how everybody's rows are found, until when they are kept, and in which words it is told."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

import trianon.assembly  # noqa: F401  (every table, every timed job)
from tests.support.visitor import Visitor
from trianon import personal_terms
from trianon.accounts import privacy_page
from trianon.accounts.charter import CHARTER_VERSION
from trianon.accounts.privacy_words import COOKIES, LINES, PARTS, TERMS
from trianon.core.database import db
from trianon.core.timed import jobs
from trianon.pages import editorial
from trianon.personal_data import PERSONAL
from trianon.personal_terms import HAND, OWN, UNREACHABLE, WITHHELD, Purpose, Term


def test_every_table_of_the_register_can_be_searched_for_a_person() -> None:
    """Or says why it cannot."""
    tables = {name.partition(".")[0] for name in PERSONAL}
    assert tables == set(OWN) | set(UNREACHABLE)
    for table, keys in OWN.items():
        assert set(keys) <= set(db.metadata.tables[table].c.keys())


def test_every_way_from_a_table_to_an_account_is_known() -> None:
    """A new column that points to a person fails here until the download and the deletion know it."""
    found = {
        (table.name, column.name)
        for table in db.metadata.tables.values()
        for column in table.columns
        if any(key.column.table.name == "account" for key in column.foreign_keys)
    }
    known = {(table, column) for table, keys in OWN.items() for column in keys}
    known |= {(table, column) for table, columns in HAND.items() for column in columns}
    # Whoever is kept at a distance is not told, by no file either; the row goes with them all the same.
    assert found - {("distance", "other_id")} <= known
    assert {f"{table}.{column}" for table, column in known} <= set(PERSONAL)
    assert set(PERSONAL) >= WITHHELD


def test_every_column_stands_in_one_line_of_the_page() -> None:
    """No column is forgotten, none is told twice."""
    told = [column for line in LINES for column in privacy_page.columns_of(line)]
    assert sorted(told) == sorted(PERSONAL)


def test_every_purpose_and_every_term_has_words() -> None:
    """And no words are left over."""
    terms = {entry.kept for entry in PERSONAL.values()} | set(personal_terms.COOKIES.values())
    assert set(PARTS) == set(Purpose)
    assert {term.code for term in terms} == set(TERMS)
    assert set(COOKIES) == set(personal_terms.COOKIES)
    for purpose in Purpose:
        assert privacy_page.lines_of(purpose)
        assert privacy_page.terms_of(purpose)


@pytest.mark.parametrize("term", dict.fromkeys(entry.kept for entry in PERSONAL.values()), ids=lambda term: term.code)
def test_a_term_with_days_is_carried_out_by_a_timed_job(term: Term) -> None:
    """The page promises nothing that no job keeps."""
    assert bool(term.after) == bool(term.jobs)
    assert set(term.jobs) <= set(jobs())


def test_the_charter_on_the_page_is_the_one_that_is_agreed_to() -> None:
    assert editorial.charter_version() == CHARTER_VERSION


@pytest.mark.parametrize("lang", ["fr", "ru"])
class TestPage:
    def test_names_every_part_and_no_column(self, client: Visitor, lang: str) -> None:
        page = client.get(f"/{lang}/privacy")
        assert page.status_code == 200
        for purpose in set(Purpose) - {Purpose.DEMO}:
            assert f'id="{purpose.value}"' in page.text
        main = page.text[page.text.index("<main") :]
        assert not re.search(r"account_id|_by_id|\w+_digest|%\(", main)

    def test_tells_the_terms_that_the_jobs_keep(
        self, client: Visitor, lang: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Another number in the register is another number on the page."""
        draft = personal_terms.DRAFT
        other = Term(draft.code, timedelta(days=77), draft.jobs)
        changed = {name: entry._replace(kept=other) for name, entry in PERSONAL.items() if entry.kept is draft}
        for name, entry in changed.items():
            monkeypatch.setitem(PERSONAL, name, entry)
        assert re.search(r"77\s", client.get(f"/{lang}/privacy").text)

    def test_lists_the_cookies(self, client: Visitor, lang: str) -> None:
        page = client.get(f"/{lang}/privacy").text
        assert all(name in page for name in personal_terms.COOKIES)


def test_the_mailbox_stands_on_the_page_of_the_demonstration_alone(client: Visitor) -> None:
    assert 'id="demo"' not in client.get("/privacy").text


class TestCookies:
    def test_reading_sets_none(self, client: Visitor) -> None:
        for path in ("/", "/about", "/privacy", "/charter", "/cooperations/", "/contributions/", "/workshops/"):
            assert "Set-Cookie" not in client.get(path).headers, path

    def test_only_those_of_the_register_exist(self, client: Visitor, sign_in_as) -> None:
        """From the first form to signing out."""
        found = cookies_of(client.get("/contact")) | cookies_of(client.get("/account/sign-up"))
        assert found <= {"dialogue"}
        person = sign_in_as("member")
        seen = {cookie.key for cookie in person.http._cookies.values()}
        assert seen <= set(personal_terms.COOKIES)
        assert "dialogue" in seen


def cookies_of(answer: object) -> set[str]:
    return {line.partition("=")[0] for line in answer.headers.getlist("Set-Cookie")}

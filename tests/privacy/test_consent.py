"""A newer charter is read and accepted, or one leaves; meanwhile everything can be read."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from tests.support.people import PASSWORD
from tests.support.visitor import Visitor

NEWER = "2027-01-01"


@pytest.fixture
def person(sign_in_as: Any, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    """Signed in, when a newer charter comes into force."""
    visitor = sign_in_as()
    monkeypatch.setattr("trianon.accounts.charter.CHARTER_VERSION", NEWER)
    return visitor


def consents(transaction: Any, number: int | None) -> list[str]:
    from trianon.accounts.models import Consent

    with transaction() as session:
        return list(session.scalars(sa.select(Consent.version).filter_by(account_id=number).order_by(Consent.version)))


def test_nobody_is_asked_twice(sign_in_as: Any) -> None:
    visitor = sign_in_as()
    assert visitor.get("/account/").status_code == 200
    assert visitor.get("/account/charter").status_code == 302


def test_ones_own_page_asks(person: Visitor) -> None:
    answer = person.get("/account/")
    assert answer.location.endswith("/fr/account/charter")
    page = person.get("/account/charter")
    for path in ("/fr/charter", "/fr/account/delete", "/fr/account/data", "/fr/"):
        assert f'href="{path}"' in page.text


def test_signing_in_leads_there(person: Visitor, visitors: Any, transaction: Any) -> None:
    from trianon.accounts.models import Account

    with transaction() as session:
        email = session.get(Account, person.id).email
    again = visitors("ru")
    answer = again.sign_in(email, PASSWORD)
    assert again.get(answer.location).location.endswith("/account/charter")


@pytest.mark.parametrize("path", ["/", "/contributions/", "/charter", "/account/delete", "/account/data"])
def test_reading_and_leaving_are_not_held_up(person: Visitor, path: str) -> None:
    assert person.get(path).status_code == 200


@pytest.mark.both_engines
def test_accepting_is_kept_and_journalled_once(person: Visitor, transaction: Any) -> None:
    from trianon.core.audit import entries_about

    before = consents(transaction, person.id)
    answer = person.submit("/account/charter", {"consent": "y"})
    assert answer.location.endswith("/account/")
    assert person.get("/account/").status_code == 200
    person.post("/account/charter", data={"consent": "y"})
    assert consents(transaction, person.id) == [*before, NEWER]
    with transaction():
        given = [entry.data for entry in entries_about("account", person.id) if entry.event == "ConsentGiven"]
    assert given == [{"document": "charter", "version": NEWER}]


def test_an_empty_box_accepts_nothing(person: Visitor, transaction: Any) -> None:
    assert person.submit("/account/charter", {}).status_code == 422
    assert NEWER not in consents(transaction, person.id)


class TestUnder18:
    """Pseudonym only, no relay, no public page."""

    def test_no_account_without_a_pseudonym(self, client: Visitor) -> None:
        form = {"email": "jeune@example.org", "name": "Jeanne", "password": "une phrase assez longue"}
        form |= {"side": "france", "age": "15_to_17", "consent": "y"}
        assert client.submit("/account/sign-up", form).status_code == 422
        assert client.submit("/account/sign-up", form | {"is_pseudonym": "y"}).status_code == 303

    def test_the_pseudonym_cannot_be_given_up(self, sign_in_as: Any) -> None:
        from trianon.accounts.models import AgeBand

        young = sign_in_as(age_band=AgeBand.MINOR, is_pseudonym=True)
        page = young.get("/account/name")
        assert page.status_code == 200
        answer = young.post("/account/name", data={"name": "Jeanne Vrainom", "csrf_token": token_of(page.text)})
        assert answer.status_code == 422

    def test_the_database_refuses_a_real_name(self, transaction: Any) -> None:
        from sqlalchemy.exc import IntegrityError

        from tests.support.people import add_person
        from trianon.accounts.models import AgeBand

        with pytest.raises(IntegrityError), transaction() as session:
            add_person(session, age_band=AgeBand.MINOR, is_pseudonym=False)

    def test_no_address_shows_or_reaches_a_person(self, app: Any) -> None:
        """A route with an account in it is a public page, or leads to somebody: these are all, and the first is of
        adults alone (tests/contributions/test_people.py); a measure is seen by members."""
        named = {rule.rule for rule in app.url_map.iter_rules() if {"account_id", "person_id"} & rule.arguments}
        public = {rule for rule in named if not rule.startswith("/<any(fr, ru):lang>/account/requests")}
        person = "<int(max=2147483647):account_id>"
        assert {rule.removeprefix("/<any(fr, ru):lang>") for rule in public} == {
            f"/people/{person}",
            f"/people/{person}/<any(mute, block):how>",
            f"/people/{person}/let-near",
            "/committee/measures/<int:account_id>",
        }


def token_of(text: str) -> str:
    import re

    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', text)
    assert found
    return found[1]

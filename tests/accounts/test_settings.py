"""Address, password, name and side: what changes, who is told, what is refused."""

from __future__ import annotations

import re
from typing import Any

import pytest
import sqlalchemy as sa

from tests.accounts.conftest import PASSWORD, Transaction
from tests.support.visitor import Visitor
from trianon.accounts.models import Account, TokenPurpose
from trianon.accounts.request_models import SideChangeRequest
from trianon.accounts.tokens import issue, signed
from trianon.core.audit import AuditEntry
from trianon.core.clock import now
from trianon.core.sides import Role, Side

ASKED = {"email": "new@example.org", "current": PASSWORD}
NEW = "un tout autre mot de passe"


@pytest.fixture
def anna(people: Any) -> int:
    return people("anna@example.org")


@pytest.fixture
def in_account(client: Visitor, anna: int) -> Visitor:
    client.enter("anna@example.org")
    return client


def row(transaction: Transaction, number: int) -> Account:
    with transaction() as session:
        found = session.get(Account, number)
        session.refresh(found)
        session.expunge(found)
        return found


def kinds(mails: Any) -> list[tuple[str, str]]:
    return [(address, kind) for address, kind, _message in mails()]


class TestAddress:
    def test_nothing_changes_before_it_is_confirmed(
        self, in_account: Visitor, visitors: Any, mails: Any, link_in_mail: Any, transaction: Transaction, anna: int
    ) -> None:
        other = visitors()
        other.enter("anna@example.org")
        assert in_account.submit("/account/address", ASKED).status_code == 303
        assert kinds(mails) == [
            ("anna@example.org", "accounts.address_asked"),
            ("new@example.org", "accounts.confirm_change"),
        ]
        assert row(transaction, anna).email == "anna@example.org"
        link = link_in_mail("accounts.confirm_change")
        # Programs that check mails open links: opening changes nothing.
        assert in_account.get(link).status_code == 200
        assert row(transaction, anna).email == "anna@example.org"
        assert in_account.submit(link).status_code == 303
        assert row(transaction, anna).email == "new@example.org"
        assert [pair for pair in kinds(mails) if pair[1] == "accounts.address_changed"] == [
            ("anna@example.org", "accounts.address_changed"),
            ("new@example.org", "accounts.address_changed"),
        ]
        assert in_account.get("/account/").status_code == 200
        assert other.get("/account/").status_code == 302
        assert in_account.get(link).status_code == 410

    def test_the_same_answer_when_it_is_taken(
        self, in_account: Visitor, people: Any, mails: Any, transaction: Transaction
    ) -> None:
        people("taken@example.org")
        free = in_account.submit("/account/address", ASKED)
        said = re.findall(r"<p>(.*nouvelle adresse.*)</p>", in_account.get("/account/").text)
        taken = in_account.submit("/account/address", ASKED | {"email": "taken@example.org"})
        assert (free.status_code, free.location) == (taken.status_code, taken.location)
        assert said == re.findall(r"<p>(.*nouvelle adresse.*)</p>", in_account.get("/account/").text) != []
        assert ("taken@example.org", "accounts.address_taken") in kinds(mails)
        assert ("taken@example.org", "accounts.confirm_change") not in kinds(mails)

    def test_taken_in_between(self, in_account: Visitor, people: Any, link_in_mail: Any) -> None:
        in_account.submit("/account/address", ASKED)
        link = link_in_mail("accounts.confirm_change")
        people("new@example.org")
        page = in_account.get(link)
        assert page.status_code == 200
        assert in_account.submit(link).status_code == 410

    @pytest.mark.parametrize("current", ["wrong", "", "x" * 10_000])
    def test_needs_the_password(self, in_account: Visitor, mails: Any, current: str) -> None:
        assert in_account.submit("/account/address", ASKED | {"current": current}).status_code == 422
        assert mails() == []

    def test_by_another_person(
        self, in_account: Visitor, people: Any, visitors: Any, link_in_mail: Any, client: Visitor
    ) -> None:
        people("eve@example.org")
        in_account.submit("/account/address", ASKED)
        link = link_in_mail("accounts.confirm_change")
        stranger, eve = visitors(), visitors()
        assert "sign-in" in stranger.get(link).location
        eve.enter("eve@example.org")
        assert eve.get(link).status_code == 404
        assert in_account.get(link).status_code == 200

    def test_older_links_die(
        self, in_account: Visitor, visitors: Any, link_in_mail: Any, transaction: Transaction, anna: int
    ) -> None:
        with transaction() as session:
            account = session.get(Account, anna)
            from datetime import timedelta

            reset = signed(issue(account, TokenPurpose.RESET_PASSWORD, timedelta(hours=1)))
        in_account.submit("/account/address", ASKED)
        first = link_in_mail("accounts.confirm_change")
        in_account.submit("/account/address", ASKED | {"email": "newer@example.org"})
        assert in_account.get(first).status_code == 410
        in_account.submit(link_in_mail("accounts.confirm_change"))
        assert visitors().get(f"/account/reset/{reset}").status_code == 410

    def test_a_link_for_another_purpose(self, in_account: Visitor, transaction: Transaction, anna: int) -> None:
        from datetime import timedelta

        with transaction() as session:
            made = [signed(issue(session.get(Account, anna), purpose, timedelta(hours=1))) for purpose in TokenPurpose]
        answers = [in_account.get(f"/account/address/{link}").status_code for link in made]
        assert answers == [404, 404, 200]

    def test_a_new_password_kills_the_link(self, in_account: Visitor, link_in_mail: Any) -> None:
        in_account.submit("/account/address", ASKED)
        link = link_in_mail("accounts.confirm_change")
        in_account.submit("/account/password", {"current": PASSWORD, "password": NEW})
        assert in_account.get(link).status_code == 410

    @pytest.mark.parametrize("email", ["a\nb@example.org", "no address", "", "a" * 300 + "@example.org"])
    def test_bad_addresses(self, in_account: Visitor, email: str) -> None:
        answer = in_account.submit("/account/address", ASKED | {"email": email})
        assert answer.status_code in (303, 422)
        assert answer.status_code == 422 or "\n" in email

    def test_a_cyrillic_domain_and_a_plus(self, in_account: Visitor, mails: Any) -> None:
        in_account.submit("/account/address", ASKED | {"email": "Анна+диалог@пример.рф"})
        assert ("анна+диалог@пример.рф", "accounts.confirm_change") in kinds(mails)


class TestPassword:
    def test_other_sessions_end(self, in_account: Visitor, visitors: Any, mails: Any) -> None:
        other = visitors()
        other.enter("anna@example.org")
        assert in_account.submit("/account/password", {"current": PASSWORD, "password": NEW}).status_code == 303
        assert in_account.get("/account/").status_code == 200
        assert other.get("/account/").status_code == 302
        assert kinds(mails) == [("anna@example.org", "accounts.password_changed")]
        visitors().sign_in("anna@example.org", NEW)

    @pytest.mark.parametrize(
        "password",
        [
            *("court", "x" * 10_000, " " * 12, "аааааааааа", "12345678", "Trianon2026!", "кот" * 4),
            *("anna@example.org", "Mot de Passe", "йцукенгшщз", "😀" * 8, "абвгдежз"),
        ],
    )
    def test_refused(self, in_account: Visitor, password: str) -> None:
        answer = in_account.submit("/account/password", {"current": PASSWORD, "password": password})
        assert answer.status_code == 422

    @pytest.mark.parametrize("password", ["два слова и пробел", "😀🐈🌍🎻🍀🚲📚🌧", "  with spaces around  "])
    def test_taken_as_it_is(self, in_account: Visitor, visitors: Any, password: str) -> None:
        assert in_account.submit("/account/password", {"current": PASSWORD, "password": password}).status_code == 303
        visitors().sign_in("anna@example.org", password)
        answer = visitors().submit(
            "/account/sign-in", {"email": "anna@example.org", "password": password.strip() + "x"}
        )
        assert answer.status_code == 422


class TestName:
    def test_shown_at_once(self, in_account: Visitor, transaction: Transaction, anna: int) -> None:
        in_account.submit("/account/name", {"name": "Анна П."})
        assert row(transaction, anna).name == "Анна П."

    def test_a_reserved_one_waits_and_is_decided(
        self, in_account: Visitor, sign_in_as: Any, transaction: Transaction, anna: int, mails: Any
    ) -> None:
        in_account.submit("/account/name", {"name": "Cоmité de coordination"})
        assert (row(transaction, anna).name, row(transaction, anna).wanted_name) == ("anna", "Cоmité de coordination")
        assert "Cоmité de coordination" in in_account.get("/account/name").text
        secretary = sign_in_as("secretary_general", side="russia")
        page = secretary.get("/account/requests/").text
        assert "Cоmité de coordination" in page
        answer = {"answer": "decline"}
        secretary.submit("/account/requests/", answer, form=f"/account/requests/names/{anna}")
        assert row(transaction, anna).wanted_name is None
        assert ("anna@example.org", "accounts.name_settled") in kinds(mails)
        in_account.submit("/account/name", {"name": "Mairie de Lyon"})
        secretary.submit("/account/requests/", {"answer": "accept"}, form=f"/account/requests/names/{anna}")
        assert row(transaction, anna).name == "Mairie de Lyon"

    def test_only_the_name_that_was_read(
        self, in_account: Visitor, sign_in_as: Any, transaction: Transaction, anna: int
    ) -> None:
        """Changed between reading and pressing the button, it waits on."""
        in_account.submit("/account/name", {"name": "Mairie de Lyon"})
        secretary = sign_in_as("secretary_general")
        page = secretary.get("/account/requests/").text
        in_account.submit("/account/name", {"name": "Comité"})
        from tests.support.forms import forms_of

        form = next(one for one in forms_of(page) if one.action.endswith(f"/names/{anna}"))
        secretary.post(form.action, data=form.filled({"answer": "accept"}))
        assert row(transaction, anna).wanted_name == "Comité"
        assert row(transaction, anna).name == "anna"

    def test_at_sign_up_a_neutral_name_is_shown(self, client: Visitor, transaction: Transaction) -> None:
        client.submit(
            "/account/sign-up",
            {
                "email": "x@example.org",
                "name": "Комитет Диалога",
                "password": "une phrase assez longue",
                "side": "france",
                "age": "18_or_more",
                "consent": "y",
            },
        )
        with transaction() as session:
            made = session.scalars(sa.select(Account).filter_by(email="x@example.org")).one()
            assert made.wanted_name == "Комитет Диалога"
            assert made.name == f"Participant {made.id}"

    def test_a_minor_keeps_a_pseudonym(self, client: Visitor, people: Any) -> None:
        people("young@example.org", age_band="15_to_17", is_pseudonym=True)
        client.enter("young@example.org")
        answer = client.submit("/account/name", {"name": "Lou Martin", "is_pseudonym": []})
        assert answer.status_code == 422


class TestSide:
    def test_at_once_before_the_first_act(self, in_account: Visitor, transaction: Transaction, anna: int) -> None:
        in_account.submit("/account/side", {"side": "russia"})
        assert row(transaction, anna).side is Side.RUSSIA
        with transaction() as session:
            entry = session.scalars(sa.select(AuditEntry).filter_by(event="SideChanged")).one()
            assert entry.data["before"] == "france"

    def test_later_the_secretary_general_of_that_side_decides(
        self, in_account: Visitor, sign_in_as: Any, transaction: Transaction, anna: int, mails: Any
    ) -> None:
        with transaction() as session:
            session.get(Account, anna).side_fixed_at = now()
        assert in_account.submit("/account/side", {"side": "russia"}).status_code == 422
        in_account.submit("/account/side", {"side": "russia", "reason": "Je vis à Kazan."})
        assert row(transaction, anna).side is Side.FRANCE
        with transaction() as session:
            number = session.scalars(sa.select(SideChangeRequest.id)).one()
        french = sign_in_as("secretary_general", side="france")
        assert "Je vis" not in french.get("/account/requests/").text
        russian = sign_in_as("secretary_general", side="russia")
        russian.submit("/account/requests/", {"answer": "accept"}, form=f"/account/requests/sides/{number}")
        assert row(transaction, anna).side is Side.RUSSIA
        assert ("anna@example.org", "accounts.side_settled") in kinds(mails)

    def test_not_with_a_role(self, client: Visitor, people: Any, transaction: Transaction) -> None:
        number = people("member@example.org", roles=(Role.MEMBER,))
        client.enter("member@example.org")
        assert client.submit("/account/side", {"side": "russia"}).status_code == 422
        assert row(transaction, number).side is Side.FRANCE

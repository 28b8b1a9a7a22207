"""Setting up a second factor, recovery codes, and what a role may not do without one."""

from __future__ import annotations

import re
from typing import Any

import pyotp
import pytest
import sqlalchemy as sa
import time_machine

from tests.accounts.conftest import PASSWORD, Transaction, account
from tests.support.visitor import Visitor
from trianon.accounts.charter import CHARTER, CHARTER_VERSION
from trianon.accounts.models import Consent, FactorKind, SecondFactor
from trianon.core.clock import now
from trianon.core.sides import Role


@pytest.fixture
def anna(people: Any) -> int:
    return people("anna@example.org")


def begin(visitor: Visitor) -> str:
    """Set it up as far as the secret."""
    visitor.submit("/account/second-step")
    page = visitor.get("/account/second-step/setup").text
    assert "<svg" in page
    assert "style=" not in page
    found = re.search(r"<code data-secret>([A-Z2-7 ]+)</code>", page)
    assert found
    return found[1].replace(" ", "")


def finish(visitor: Visitor, secret: str) -> list[str]:
    """Give a code; the recovery codes."""
    page = visitor.submit("/account/second-step/setup", {"code": pyotp.TOTP(s=secret).at(now())})
    assert page.status_code == 200
    return re.findall(r"<code>([A-Z2-7-]{19})</code>", page.text)


def test_set_up_and_sign_in(client: Visitor, visitors: Any, anna: int, mails: Any, transaction: Transaction) -> None:
    other = visitors()
    with time_machine.travel("2018-05-03 12:00:10", tick=False) as clock:
        other.sign_in("anna@example.org", PASSWORD)
        client.sign_in("anna@example.org", PASSWORD)
        secret = begin(client)
        codes = finish(client, secret)
        assert len(set(codes)) == 10
        # The session that has shown a code goes on, the other one is over.
        assert client.get("/account/").status_code == 200
        assert other.get("/account/").status_code == 302
        assert [kind for _address, kind, _message in mails()] == ["accounts.factor_changed"]
        with transaction() as session:
            kept = session.scalars(sa.select(SecondFactor.secret).filter_by(kind=FactorKind.RECOVERY_CODE)).all()
        assert not any(code.replace("-", "") in secret for code in codes for secret in kept)
        # The code that proved the application is used up.
        visitor = visitors()
        visitor.submit("/account/sign-in", {"email": "anna@example.org", "password": PASSWORD})
        code = pyotp.TOTP(s=secret).at(now())
        assert visitor.submit("/account/second-factor", {"code": code}).status_code == 422
        clock.shift(30)
        code = pyotp.TOTP(s=secret).at(now())
        assert visitor.submit("/account/second-factor", {"code": code}).status_code == 303


def test_a_recovery_code_works_once_in_any_spelling(client: Visitor, visitors: Any, anna: int) -> None:
    client.sign_in("anna@example.org", PASSWORD)
    code = finish(client, begin(client))[3]
    for typed, status in ((code.lower().replace("-", " "), 303), (code, 422)):
        visitor = visitors()
        visitor.submit("/account/sign-in", {"email": "anna@example.org", "password": PASSWORD})
        assert visitor.submit("/account/second-factor", {"code": typed}).status_code == status
    assert "9" in client.get("/account/second-step").text


def test_wrong_first_code(client: Visitor, anna: int) -> None:
    client.sign_in("anna@example.org", PASSWORD)
    secret = begin(client)
    for code in ("000000", "", "код", "1" * 21):
        assert client.submit("/account/second-step/setup", {"code": code}).status_code == 422
    assert finish(client, secret)


def test_new_codes_and_off_need_the_password(client: Visitor, anna: int, transaction: Transaction) -> None:
    client.sign_in("anna@example.org", PASSWORD)
    old = finish(client, begin(client))
    assert client.submit("/account/second-step/codes", {"current": "wrong"}).status_code == 422
    page = client.submit("/account/second-step/codes", {"current": PASSWORD}).text
    new = re.findall(r"<code>([A-Z2-7-]{19})</code>", page)
    assert len(new) == 10
    assert not set(new) & set(old)
    assert client.submit("/account/second-step/off", {"current": "wrong"}).status_code == 422
    assert client.submit("/account/second-step/off", {"current": PASSWORD}).status_code == 303
    with transaction() as session:
        assert session.scalars(sa.select(SecondFactor)).all() == []
    assert client.get("/account/").status_code == 200


class TestRoles:
    @pytest.fixture
    def bare(self, transaction: Transaction) -> str:
        """A member without a second factor."""
        with transaction() as session:
            made = account("member@example.org", roles=(Role.MEMBER,))
            session.add(made)
            session.flush()
            session.add(Consent(account_id=made.id, document=CHARTER, version=CHARTER_VERSION, given_at=now()))
        return "member@example.org"

    def test_led_to_it_at_sign_in_and_before_the_pages_of_the_role(self, client: Visitor, bare: str) -> None:
        answer = client.submit("/account/sign-in?next=/fr/committee/queue", {"email": bare, "password": PASSWORD})
        assert answer.location.startswith("/fr/account/second-step/setup?next=")
        assert client.get("/committee/queue").location == "/fr/account/second-step"
        # As a participant everything works.
        assert client.get("/account/").status_code == 200
        assert client.get("/organisations/propose").status_code == 200
        assert 'href="/fr/committee/queue"' not in client.get("/account/").text
        page = client.get("/account/second-step/setup").text
        secret = re.search(r"<code data-secret>([A-Z2-7 ]+)</code>", page)
        assert secret
        finish(client, secret[1].replace(" ", ""))
        assert client.get("/committee/queue").status_code == 200

    def test_the_password_alone_is_no_voice(self, client: Visitor, bare: str) -> None:
        client.submit("/account/sign-in", {"email": bare, "password": PASSWORD})
        assert client.get("/committee/cases/1").status_code == 302

    def test_cannot_be_switched_off_with_a_role(self, client: Visitor, people: Any) -> None:
        people("member@example.org", roles=(Role.MEMBER,))
        client.sign_in("member@example.org", PASSWORD)
        assert client.get("/committee/queue").status_code == 200
        client.submit("/account/second-step/off", {"current": PASSWORD})
        assert client.get("/committee/queue").status_code == 200


class TestTries:
    @pytest.fixture
    def app_settings(self) -> dict[str, str]:
        return {"SIGN_IN_LIMIT": "10 per 5 minutes"}

    def test_codes_are_limited_and_the_owner_told(self, visitors: Any, anna: int, client: Visitor, mails: Any) -> None:
        """Whoever tries codes knows the password: the owner hears of it after five."""
        client.sign_in("anna@example.org", PASSWORD)
        finish(client, begin(client))
        thief = visitors()
        thief.http.environ_base["REMOTE_ADDR"] = "203.0.113.5"
        thief.submit("/account/sign-in", {"email": "anna@example.org", "password": PASSWORD})
        answers = [thief.submit("/account/second-factor", {"code": f"{n:06}"}).status_code for n in range(12)]
        assert answers == [422] * 10 + [429] * 2
        assert "accounts.tries" in [kind for _address, kind, _message in mails()]


class TestDemonstration:
    @pytest.fixture
    def app_settings(self) -> dict[str, str]:
        return {"TRIANON_DEMO": "1"}

    def test_the_code_is_printed(self, client: Visitor, people: Any) -> None:
        people("member@example.org", roles=(Role.MEMBER,))
        for _time in range(2):
            client.submit("/account/sign-in", {"email": "member@example.org", "password": PASSWORD})
            found = re.search(r"<strong data-code>(\d{6})</strong>", client.get("/account/second-factor").text)
            assert found
            assert client.submit("/account/second-factor", {"code": found[1]}).status_code == 303
            client.submit("/account/", form="/account/sign-out")


def test_elsewhere_it_is_not(client: Visitor, people: Any) -> None:
    people("member@example.org", roles=(Role.MEMBER,))
    client.submit("/account/sign-in", {"email": "member@example.org", "password": PASSWORD})
    assert "data-code" not in client.get("/account/second-factor").text

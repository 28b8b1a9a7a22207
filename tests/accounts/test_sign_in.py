"""Signing in and out, the second factor, a new password."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyotp
import pytest
import sqlalchemy as sa
import time_machine

from tests.accounts.conftest import PASSWORD, Transaction, account
from tests.support.visitor import Visitor
from trianon.accounts import drafts
from trianon.accounts.models import Account, Draft, DraftKind, FactorKind, SecondFactor
from trianon.accounts.throttle import narrow_limit
from trianon.bilingual.lang import Lang
from trianon.core.clock import now

ANNA = {"email": "anna@example.org", "password": PASSWORD}


@pytest.fixture(autouse=True)
def anna(people: Any) -> int:
    """Somebody with an account."""
    return people("anna@example.org")


def test_sign_in_and_out(client: Visitor) -> None:
    """The address in any spelling of its case; out again by a button."""
    answer = client.submit("/account/sign-in", ANNA | {"email": " Anna@Example.org "})
    assert (answer.status_code, answer.location) == (303, "/fr/account/")
    assert client.get("/account/").status_code == 200
    assert client.get("/account/sign-in").location == "/fr/account/"
    assert client.submit("/account/", form="/account/sign-out").location == "/fr/"
    assert client.get("/account/").status_code == 302


def test_signing_out_needs_a_button(client: Visitor) -> None:
    """A picture on another site signs nobody out."""
    client.sign_in("anna@example.org", PASSWORD)
    assert client.get("/account/sign-out").status_code == 405
    assert client.post("/account/sign-out").status_code == 400
    assert client.get("/account/").status_code == 200


@pytest.mark.both_engines
@pytest.mark.parametrize(("lang", "words"), [("fr", "ne correspondent pas"), ("ru", "не подходят друг к\u00a0другу")])
def test_same_words_whatever_is_wrong(visitors: Any, lang: str, words: str) -> None:
    """Wrong password, unknown address, no address at all."""
    visitor = visitors(lang)
    for typed in (
        ANNA | {"password": "wrong"},
        ANNA | {"email": "nobody@example.org"},
        ANNA | {"email": "x"},
        ANNA | {"email": "x\0"},
    ):
        answer = visitor.submit("/account/sign-in", typed)
        assert answer.status_code == 422
        assert words in answer.text
        assert PASSWORD not in answer.text


def test_a_deleted_account_cannot_sign_in(client: Visitor, transaction: Transaction) -> None:
    """Nor go on with a session that is open."""
    client.sign_in("anna@example.org", PASSWORD)
    with transaction() as session:
        session.scalars(sa.select(Account)).one().deleted_at = now()
    assert client.get("/account/").status_code == 302
    assert client.submit("/account/sign-in", ANNA).status_code == 422


def test_the_session_is_new(client: Visitor) -> None:
    """What somebody planted before is gone; only the draft's key stays."""
    with client.http.session_transaction() as session:
        session["planted"] = "x"
        session["draft"] = "a key of no draft"
    client.sign_in("anna@example.org", PASSWORD)
    with client.http.session_transaction() as session:
        assert "planted" not in session
        assert set(session) <= {"_user_id", "_fresh", "_id", "_flashes", "csrf_token", "draft"}
    assert [name for name in client.http._cookies if "remember" in str(name)] == []


def test_a_draft_is_adopted(
    client: Visitor, transaction: Transaction, anna: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Begun as a visitor, gone on with after signing in."""
    monkeypatch.setitem(drafts._openers, DraftKind.COOPERATION, lambda _draft: drafts.DraftLink("", "/fr/go-on"))
    with transaction():
        _draft, key = drafts.start(DraftKind.COOPERATION, Lang.FR)
    with client.http.session_transaction() as session:
        session["draft"] = key
    assert client.submit("/account/sign-in", ANNA).location == "/fr/go-on"
    with transaction() as session:
        assert session.scalars(sa.select(Draft.account_id)).one() == anna


@pytest.mark.parametrize(
    ("wanted", "target"),
    [
        ("/ru/workshops/3/", "/ru/workshops/3/"),
        ("//evil.example", "/fr/account/"),
        ("https://evil.example", "/fr/account/"),
        ("/%5Cevil.example", "/fr/account/"),
    ],
)
def test_next(client: Visitor, wanted: str, target: str) -> None:
    """On to a page of this site, nowhere else."""
    assert client.submit(f"/account/sign-in?next={wanted}", ANNA).location == target


class TestLimits:
    """Failures are counted by network, and by network and address."""

    @pytest.fixture
    def app_settings(self) -> dict[str, str]:
        """Few tries."""
        return {"SIGN_IN_LIMIT": "3 per 5 minutes"}

    @staticmethod
    def fail(visitor: Visitor, email: str = "anna@example.org") -> int:
        """One wrong password."""
        return visitor.submit("/account/sign-in", {"email": email, "password": "wrong"}).status_code

    def test_the_owner_gets_in_from_elsewhere(self, visitors: Any) -> None:
        """Three failures with one address from one network; the page says it in the reader's language."""
        robot, owner = visitors("ru"), visitors("fr")
        owner.http.environ_base["REMOTE_ADDR"] = "192.0.2.7"
        assert [self.fail(robot) for _ in range(4)] == [422, 422, 422, 429]
        answer = robot.submit("/account/sign-in", ANNA)
        assert answer.status_code == 429
        assert "минут" in answer.text
        owner.sign_in("anna@example.org", PASSWORD)

    def test_success_is_not_counted(self, visitors: Any) -> None:
        """A school where thirty people sign in."""
        for _ in range(6):
            visitors().sign_in("anna@example.org", PASSWORD)

    def test_one_network_with_many_addresses(self, visitors: Any) -> None:
        """Three times as many failures as with one address."""
        robot = visitors("fr")
        assert [self.fail(robot, f"a{number}@example.org") for number in range(10)] == [422] * 9 + [429]

    def test_the_limit_follows_the_setting(self, app: Any) -> None:
        """Whatever the setting says."""
        with app.app_context():
            assert narrow_limit() == (3, 300)


class TestSecondFactor:
    """Sign-in asks for a code once a second factor is confirmed."""

    SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"

    @pytest.fixture(autouse=True)
    def factor(self, anna: int, transaction: Transaction) -> None:
        """Anna has an application that makes codes."""
        with transaction() as session:
            session.add(
                SecondFactor(
                    account_id=anna, kind=FactorKind.TOTP, secret=self.SECRET, created_at=now(), confirmed_at=now()
                )
            )

    def code(self, steps: int = 0) -> str:
        """The code of the present half minute, or of one around it."""
        return pyotp.TOTP(s=self.SECRET).at(now(), counter_offset=steps)

    def test_code_then_in(self, client: Visitor) -> None:
        """The password alone lets nobody in; the code does, and leads on."""
        answer = client.submit("/account/sign-in?next=/fr/workshops/", ANNA)
        assert answer.location == "/fr/account/second-factor"
        assert client.get("/account/").status_code == 302
        answer = client.submit("/account/second-factor", {"code": self.code()[:3] + " " + self.code()[3:]})
        assert answer.location == "/fr/workshops/"
        assert client.get("/account/").status_code == 200

    def test_wrong_codes(self, client: Visitor) -> None:
        """Refused in plain words."""
        client.submit("/account/sign-in", ANNA)
        for code in ("000000", "", "кодкод", "1" * 500):
            answer = client.submit("/account/second-factor", {"code": code})
            assert answer.status_code == 422
        assert client.get("/account/").status_code == 302

    def test_a_code_works_once(self, visitors: Any) -> None:
        """Whoever looked over the shoulder comes too late, with an older one too."""
        with time_machine.travel("2018-05-03 12:00:10", tick=False) as clock:
            first, second = visitors(), visitors()
            for visitor in (first, second):
                visitor.submit("/account/sign-in", ANNA)
            assert first.submit("/account/second-factor", {"code": self.code()}).status_code == 303
            for code in (self.code(), self.code(-1)):
                assert second.submit("/account/second-factor", {"code": code}).status_code == 422
            clock.shift(30)
            assert second.submit("/account/second-factor", {"code": self.code()}).status_code == 303

    def test_only_after_the_password_and_not_for_long(self, client: Visitor) -> None:
        """The page alone leads nowhere; ten minutes after the password neither."""
        assert client.get("/account/second-factor").location == "/fr/account/sign-in"
        with time_machine.travel("2018-05-03 12:00", tick=False) as clock:
            client.submit("/account/sign-in", ANNA)
            clock.shift(601)
            assert client.get("/account/second-factor").location == "/fr/account/sign-in"

    def test_one_that_is_not_confirmed_is_not_asked_for(self, client: Visitor, transaction: Transaction) -> None:
        """Somebody who began to set it up is not locked out."""
        with transaction() as session:
            session.scalars(sa.select(SecondFactor)).one().confirmed_at = None
        assert client.submit("/account/sign-in", ANNA).location == "/fr/account/"


class TestReset:
    """A new password by mail."""

    def test_same_answer_for_everybody(self, client: Visitor, mails: Callable[[], Any]) -> None:
        """Whether the address has an account or not."""
        answers = [client.submit("/account/reset", {"email": f"{name}@example.org"}) for name in ("anna", "nobody")]
        assert [(answer.status_code, answer.location) for answer in answers] == [(303, "/fr/account/reset-sent")] * 2
        assert [address for address, _kind, _message in mails()] == ["anna@example.org"]
        assert client.submit("/account/reset", {"email": "no address"}).status_code == 422

    def test_new_password_ends_all_sessions(self, visitors: Any, link_in_mail: Callable[[str], str]) -> None:
        """Once; the old password and the old sessions are worth nothing."""
        old, owner = visitors(), visitors()
        old.sign_in("anna@example.org", PASSWORD)
        owner.submit("/account/reset", {"email": "anna@example.org"})
        link = link_in_mail("accounts.reset")
        assert owner.submit(link, {"password": "court"}).status_code == 422
        assert owner.submit(link, {"password": "un autre mot de passe"}).location == "/fr/account/sign-in"
        assert old.get("/account/").status_code == 302
        assert owner.submit("/account/sign-in", ANNA).status_code == 422
        owner.sign_in("anna@example.org", "un autre mot de passe")
        assert owner.get(link).status_code == 410

    def test_expired(self, client: Visitor, link_in_mail: Callable[[str], str]) -> None:
        """After an hour a page says so, and gives the way to another."""
        with time_machine.travel("2018-05-03 12:00", tick=False) as clock:
            client.submit("/account/reset", {"email": "anna@example.org"})
            link = link_in_mail("accounts.reset")
            clock.shift(3601)
            answer = client.get(link)
        assert answer.status_code == 410
        assert "n’est plus valable" in answer.text
        assert 'href="/fr/account/reset"' in answer.text

    def test_a_confirming_link_chooses_no_password(
        self, client: Visitor, transaction: Transaction, link_in_mail: Callable[[str], str]
    ) -> None:
        """One purpose only."""
        with transaction() as session:
            session.add(account("boris@example.org", confirmed=False))
        client.sign_in("boris@example.org", PASSWORD)
        client.submit("/account/unconfirmed", form="/account/unconfirmed")
        link = link_in_mail("accounts.confirm")
        assert client.get(link.replace("/confirm/", "/reset/")).status_code == 404

"""Sign-in under attack: what the attacker gets, what the owner notices, and that the owner still gets in."""

from __future__ import annotations

import threading
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine

from tests.accounts.conftest import PASSWORD, Transaction
from tests.support.visitor import Visitor
from trianon.accounts import attempts, sign_in_views
from trianon.accounts.attempts import Limit, Try
from trianon.accounts.session_models import SignInAttempt
from trianon.notifications.models import Notification

WRONG = {"email": "anna@example.org", "password": "wrong"}


@pytest.fixture
def app_settings() -> dict[str, str]:
    """The limits of a real site."""
    return {"SIGN_IN_LIMIT": "10 per 5 minutes"}


@pytest.fixture(autouse=True)
def anna(people: Any) -> int:
    return people("anna@example.org")


@pytest.fixture(autouse=True)
def clock() -> Any:
    """The windows of an hour begin at its start; the time stands still."""
    with time_machine.travel("2018-05-03 12:00:10", tick=False) as travel:
        yield travel


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Each password that was really checked."""
    made: list[str] = []
    real = sign_in_views.is_password
    monkeypatch.setattr(
        sign_in_views, "is_password", lambda typed, hashed: made.append(typed) or (typed == PASSWORD and bool(hashed))
    )
    assert real
    return made


class Robot:
    """Tries without reading pages: one CSRF mark serves all tries."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        visitor.app.config["WTF_CSRF_ENABLED"] = False

    def attempt(self, address: str, email: str = "anna@example.org") -> int:
        return self.visitor.post(
            "/account/sign-in",
            data={"email": email, "password": "wrong"},
            environ_overrides={"REMOTE_ADDR": address},
        ).status_code


def test_a_thousand_tries_on_one_account_from_many_addresses(
    visitors: Any, checks: list[str], mails: Any, transaction: Transaction, anna: int
) -> None:
    """The attacker gets 30 checks an hour; the owner is told once, and gets in from a browser of before."""
    owner = visitors()
    owner.http.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    owner.sign_in("anna@example.org", PASSWORD)
    owner.submit("/account/", form="/account/sign-out")
    checks.clear()
    robot = Robot(visitors())
    answers = [robot.attempt(f"198.51.{number // 250}.{number % 250}") for number in range(1000)]
    assert len(checks) == answers.count(422) == 30
    assert answers.count(429) == 970
    assert [(address, kind) for address, kind, _message in mails()] == [("anna@example.org", "accounts.tries")]
    with transaction() as session:
        notice = session.scalars(sa.select(Notification).filter_by(account_id=anna)).one()
        assert notice.kind == "accounts.tries"
    owner.sign_in("anna@example.org", PASSWORD)


def test_the_owner_with_a_new_browser_gets_in_by_mail(visitors: Any, link_in_mail: Any) -> None:
    robot, owner = Robot(visitors()), visitors()
    for number in range(40):
        robot.attempt(f"198.51.100.{number}")
    robot.visitor.app.config["WTF_CSRF_ENABLED"] = True
    owner.http.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    answer = owner.submit("/account/sign-in", WRONG | {"password": PASSWORD})
    assert answer.status_code == 429
    assert 'href="/fr/account/reset"' in answer.text
    owner.submit("/account/reset", {"email": "anna@example.org"})
    owner.submit(link_in_mail("accounts.reset"), {"password": "un tout autre mot de passe"})
    owner.sign_in("anna@example.org", "un tout autre mot de passe")


def test_a_thousand_tries_on_many_accounts_from_one_address(visitors: Any, checks: list[str]) -> None:
    """Thirty checks in five minutes, whatever the accounts; another network is not slowed."""
    robot = Robot(visitors())
    answers = [robot.attempt("198.51.100.1", f"person{number}@example.org") for number in range(1000)]
    assert len(checks) == answers.count(422) == 30
    assert robot.attempt("192.0.2.7", "person1@example.org") == 422


def test_known_and_unknown_addresses_are_slowed_alike(visitors: Any) -> None:
    robot = Robot(visitors())
    for email in ("anna@example.org", "nobody@example.org"):
        answers = [robot.attempt(f"203.0.{email[0] == 'a'}.{number}", email) for number in range(40)]
        assert answers == [422] * 30 + [429] * 10


def test_one_household_of_ipv6(visitors: Any) -> None:
    """An address of IPv6 has more neighbours than there are people: its /64 counts as one."""
    robot = Robot(visitors())
    answers = [robot.attempt(f"2001:db8:1:2::{number:x}") for number in range(12)]
    assert answers == [422] * 10 + [429] * 2
    assert robot.attempt("2001:db8:1:3::1") == 422


def test_after_the_window_one_may_try_again(visitors: Any, clock: Any) -> None:
    robot = Robot(visitors())
    assert [robot.attempt("198.51.100.1") for _number in range(12)][-1] == 429
    clock.shift(300)
    assert robot.attempt("198.51.100.1") == 422


def test_a_forged_address_header_is_not_believed(visitors: Any) -> None:
    robot = Robot(visitors())
    answers = [
        robot.visitor.post(
            "/account/sign-in", data=WRONG, headers={"X-Forwarded-For": f"203.0.113.{number}"}
        ).status_code
        for number in range(12)
    ]
    assert answers[-1] == 429


class TestBehindOneProxy:
    @pytest.fixture
    def app_settings(self) -> dict[str, str]:
        return {"SIGN_IN_LIMIT": "10 per 5 minutes", "TRUSTED_PROXIES": "1"}

    def test_the_last_address_counts(self, visitors: Any) -> None:
        """What the visitor wrote before it does not."""
        robot = Robot(visitors())
        said = [f"10.0.0.{number}, 203.0.113.1" for number in range(12)] + ["203.0.113.2"]
        answers = [
            robot.visitor.post("/account/sign-in", data=WRONG, headers={"X-Forwarded-For": one}).status_code
            for one in said
        ]
        assert answers == [422] * 10 + [429] * 2 + [422]


def test_a_device_cookie_opens_nothing_and_cannot_be_forged(visitors: Any) -> None:
    owner, thief = visitors(), visitors()
    owner.sign_in("anna@example.org", PASSWORD)
    cookie = owner.http.get_cookie("dialogue_device")
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    thief.http.set_cookie("dialogue_device", cookie.value)
    assert thief.get("/account/").status_code == 302
    # With it, ten tries in five minutes as for everybody.
    robot = Robot(thief)
    assert [robot.attempt(f"198.51.100.{number}") for number in range(12)] == [422] * 10 + [429] * 2
    for forged in ("x", cookie.value[:-1] + "A", cookie.value * 50, ""):
        thief.http.set_cookie("dialogue_device", forged)
        assert thief.get("/account/sign-in").status_code == 200


def test_nobody_without_signing_in_gets_a_cookie(client: Visitor) -> None:
    client.get("/")
    client.submit("/account/sign-in", WRONG)
    assert client.http.get_cookie("dialogue_device") is None


def test_addresses_and_networks_are_kept_as_fingerprints(client: Visitor, transaction: Transaction) -> None:
    client.submit("/account/sign-in", WRONG)
    with transaction() as session:
        kept = " ".join(map(str, session.execute(sa.select(SignInAttempt.digest))))
    assert "anna" not in kept
    assert "127.0.0.1" not in kept


def test_windows_that_are_over_are_removed(client: Visitor, app: Any, clock: Any) -> None:
    client.submit("/account/sign-in", WRONG)
    with app.app_context():
        assert attempts.remove_over() == 0
        clock.shift(3601)
        assert attempts.remove_over() == 3


@pytest.mark.both_engines
def test_tries_at_the_same_moment_are_all_counted(app: Any) -> None:
    """Four threads as four processes: the limit is not multiplied."""
    one = Try("test", "key", Limit(10, 300))
    numbers: list[int] = []

    def many() -> None:
        from trianon.core.database import db

        for _number in range(25):
            with app.app_context():
                numbers.append(attempts.count(one)["test"])
                db.session.commit()

    threads = [threading.Thread(target=many) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(numbers) == list(range(1, 101))


@pytest.mark.both_engines
def test_two_tabs_that_sign_in_never_wait_for_each_other(app: Any) -> None:
    """Counted in one order and given back in another, each would hold what the other one needs."""
    from trianon.core.database import db

    limit = Limit(10_000, 300)
    pairs = [(Try("person", f"key {number}", limit), Try("network", f"key {number}", limit)) for number in range(4)]
    faults: list[sa.exc.OperationalError] = []

    def sign_in() -> None:
        try:
            for number in range(40):
                # Both orders: which of the two comes first must not depend on who asks.
                pair = pairs[number % 4] if number % 2 else pairs[number % 4][::-1]
                with app.app_context():
                    attempts.count(*pair)
                    db.session.commit()
                    attempts.give_back(*pair)
                    db.session.commit()
        except sa.exc.OperationalError as fault:
            faults.append(fault)

    threads = [threading.Thread(target=sign_in) for _number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []

"""Sessions: seen, ended, stolen; new at each sign-in and change of rights."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine

from tests.accounts.conftest import PASSWORD, Transaction
from tests.support.visitor import Visitor
from trianon.accounts.models import Account
from trianon.accounts.services import appoint
from trianon.accounts.session_models import AccountSession
from trianon.accounts.sessions import BROWSERS, SYSTEMS, family_of, remove_ended
from trianon.core.clock import now
from trianon.core.sides import Role

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
YANDEX = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML) Chrome/126.0 YaBrowser/24.7 Safari/537.36"


@pytest.fixture(autouse=True)
def anna(people: Any) -> int:
    return people("anna@example.org")


def stolen_from(owner: Visitor, visitors: Any) -> Visitor:
    """Another browser with the same cookie."""
    thief = visitors()
    with owner.http.session_transaction() as session:
        kept = dict(session)
    with thief.http.session_transaction() as session:
        session.update(kept)
    return thief


def test_only_the_family_is_kept(client: Visitor, transaction: Transaction) -> None:
    client.http.environ_base["HTTP_USER_AGENT"] = YANDEX
    client.sign_in("anna@example.org", PASSWORD)
    with transaction() as session:
        row = session.scalars(sa.select(AccountSession)).one()
        assert (row.browser, row.system) == ("yandex", "windows")
    assert "Yandex Browser · Windows" in client.get("/account/sessions/").text


@pytest.mark.parametrize(("agent", "family"), [(FIREFOX, "firefox"), (YANDEX, "yandex"), ("curl/8", None), ("", None)])
def test_families(agent: str, family: str | None) -> None:
    assert family_of(agent, BROWSERS) == family
    assert family_of(FIREFOX, SYSTEMS) == "linux"


def test_end_one_and_all_others(visitors: Any, transaction: Transaction) -> None:
    here, there, elsewhere = visitors(), visitors(), visitors()
    for visitor in (there, elsewhere, here):
        visitor.sign_in("anna@example.org", PASSWORD)
    with transaction() as session:
        first = session.scalars(sa.select(AccountSession.id).order_by(AccountSession.id)).first()
    here.submit("/account/sessions/", form=f"/account/sessions/{first}/end")
    assert there.get("/account/").status_code == 302
    assert elsewhere.get("/account/").status_code == 200
    here.submit("/account/sessions/", form="/account/sessions/end")
    assert elsewhere.get("/account/").status_code == 302
    assert here.get("/account/").status_code == 200


def test_nobody_ends_anothers(visitors: Any, people: Any, transaction: Transaction) -> None:
    people("eve@example.org")
    owner, eve = visitors(), visitors()
    owner.sign_in("anna@example.org", PASSWORD)
    eve.sign_in("eve@example.org", PASSWORD)
    with transaction() as session:
        number = session.scalars(sa.select(AccountSession.id).order_by(AccountSession.id)).first()
    from tests.support.forms import forms_of

    token = next(dict(form.values)["csrf_token"] for form in forms_of(eve.get("/account/").text))
    assert eve.post(f"/account/sessions/{number}/end", data={"csrf_token": token}).status_code == 404
    assert owner.get("/account/").status_code == 200


def test_a_stolen_session_ends_with_its_owners(visitors: Any) -> None:
    owner = visitors()
    owner.sign_in("anna@example.org", PASSWORD)
    thief = stolen_from(owner, visitors)
    assert thief.get("/account/").status_code == 200
    owner.submit("/account/", form="/account/sign-out")
    assert thief.get("/account/").status_code == 302


def test_a_stolen_session_dies_with_the_password(visitors: Any) -> None:
    owner = visitors()
    owner.sign_in("anna@example.org", PASSWORD)
    thief = stolen_from(owner, visitors)
    owner.submit("/account/password", {"current": PASSWORD, "password": "un tout autre mot de passe"})
    assert thief.get("/account/").status_code == 302
    assert owner.get("/account/").status_code == 200


@pytest.mark.parametrize("identity", ["", "1", "1-", "1-x", "-", "99999999999-x", "1-" + "0" * 32, "a-b", "1 OR 1=1-x"])
def test_forged_identities(client: Visitor, identity: str) -> None:
    client.sign_in("anna@example.org", PASSWORD)
    with client.http.session_transaction() as session:
        session["_user_id"] = identity
    assert client.get("/account/").status_code == 302


def test_the_key_is_kept_nowhere(client: Visitor, transaction: Transaction) -> None:
    client.sign_in("anna@example.org", PASSWORD)
    with client.http.session_transaction() as session:
        number, _, key = session["_user_id"].partition("-")
    with transaction() as session:
        row = session.get(AccountSession, int(number))
        assert key not in {row.key_digest, session.get(Account, row.account_id).session_key}


def test_a_role_ends_the_sessions_that_had_none(client: Visitor, transaction: Transaction, anna: int) -> None:
    client.sign_in("anna@example.org", PASSWORD)
    with transaction() as session:
        account = session.get(Account, anna)
        appoint(account, Role.MEMBER, by=account)
    assert client.get("/account/").status_code == 302


def test_reading_writes_nothing_and_a_form_notes_the_hour(client: Visitor, transaction: Transaction) -> None:
    def seen() -> Any:
        with transaction() as session:
            return session.scalars(sa.select(AccountSession.seen_at)).one()

    with time_machine.travel("2018-05-03 12:00", tick=False) as clock:
        client.sign_in("anna@example.org", PASSWORD)
        first = seen()
        clock.shift(timedelta(hours=2))
        client.get("/account/")
        assert seen() == first
        client.submit("/account/name", {"name": "Anna P."})
        assert seen() - first == timedelta(hours=2)
        clock.shift(timedelta(days=31))
        assert client.get("/account/").status_code == 302


def test_old_ones_are_removed(client: Visitor, app: Any, transaction: Transaction) -> None:
    client.sign_in("anna@example.org", PASSWORD)
    with transaction() as session:
        session.scalars(sa.select(AccountSession)).one().ended_at = now() - timedelta(days=31)
    with app.app_context():
        assert remove_ended() == 1

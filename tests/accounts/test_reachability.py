"""Whether mails arrive: the owner of a paused address sees why, and tries again by a button."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
import sqlalchemy as sa

from tests.support.forms import forms_of
from tests.support.people import add_person
from tests.support.visitor import Visitor
from trianon.accounts.events import AddressConfirmed
from trianon.accounts.models import Account
from trianon.core.audit import emit
from trianon.mail import addresses
from trianon.mail.models import OutboxMail
from trianon.mail.rules import PauseReason

pytestmark = pytest.mark.both_engines
ANNA = "anna@example.org"
WORDS = {
    ("fr", PauseReason.DEAD): "cette boîte n’existe pas",
    ("fr", PauseReason.COMPLAINT): "signalé comme indésirable",
    ("fr", PauseReason.REFUSED): "la boîte est peut-être pleine",
    ("ru", PauseReason.DEAD): "такого ящика нет",
    ("ru", PauseReason.COMPLAINT): "ящике как спам",
    ("ru", PauseReason.REFUSED): "ящик переполнен",
}


@pytest.fixture
def anna(transaction: Callable[[], AbstractContextManager[Any]]) -> int:
    """Somebody whose mails arrive."""
    with transaction() as session:
        return int(add_person(session, email=ANNA).id)


def pause(transaction: Any, anna: int, reason: PauseReason = PauseReason.DEAD) -> None:
    """What `flask mail receive` does."""
    with transaction():
        addresses.pause(ANNA, reason, "5.1.1", account_id=anna)


def signed_in(visitors: Callable[..., Visitor], lang: str = "fr") -> Visitor:
    """Anna in her browser."""
    visitor = visitors(lang)
    visitor.enter(ANNA)
    return visitor


def csrf_of(visitor: Visitor) -> str:
    """The mark of a form of this visitor."""
    token = forms_of(visitor.get("/account/").text)[0].filled({})["csrf_token"]
    return token[0] if isinstance(token, list) else token


def test_nothing_to_say_while_mails_arrive(anna: int, visitors: Callable[..., Visitor]) -> None:
    """No section on one's own page, no button."""
    visitor = signed_in(visitors)
    assert "/account/mails" not in visitor.get("/account/").text
    page = visitor.get("/account/mails").text
    assert "Les courriels que nous vous envoyons" in page
    assert "Réessayer cette adresse" not in page


@pytest.mark.parametrize("lang", ["fr", "ru"])
@pytest.mark.parametrize("reason", list(PauseReason))
def test_the_owner_learns_why(
    anna: int, visitors: Callable[..., Visitor], transaction: Any, lang: str, reason: PauseReason
) -> None:
    """On one's own page, in the inbox, and in full on the page of mails; the status of the server with it."""
    pause(transaction, anna, reason)
    visitor = signed_in(visitors, lang)
    page = visitor.get("/account/mails").text
    assert WORDS[(lang, reason)] in page
    assert "5.1.1" in page
    assert f"/{lang}/account/mails" in visitor.get("/account/").text
    assert f"/{lang}/account/mails" in visitor.get("/account/notifications/").text


def test_trying_again(anna: int, visitors: Callable[..., Visitor], transaction: Any) -> None:
    """The button lifts the pause and sends one test mail; pressed again it does nothing more."""
    pause(transaction, anna)
    visitor = signed_in(visitors)
    answer = visitor.submit("/account/mails", form="/account/mails", follow=True)
    assert "Un courriel d’essai est en route" in answer.text
    token = csrf_of(visitor)
    assert "/account/mails" not in visitor.get("/account/notifications/").text
    assert visitor.post("/account/mails", data={"csrf_token": token}).status_code == 303
    with transaction() as session:
        assert not addresses.is_paused(ANNA)
        assert session.scalars(sa.select(OutboxMail.kind)).all() == ["mail.test"]


def test_another_address_that_bounces_says_nothing_about_this_one(
    anna: int, visitors: Callable[..., Visitor], transaction: Any
) -> None:
    """A mistyped new address comes back; the present one works."""
    with transaction():
        addresses.pause("ana@example.org", PauseReason.DEAD, "5.1.1", account_id=anna)
    visitor = signed_in(visitors)
    assert "/account/mails" not in visitor.get("/account/").text + visitor.get("/account/notifications/").text


def test_a_link_that_was_used_proves_the_address(anna: int, transaction: Any) -> None:
    """Who confirms the address has read our mail."""
    pause(transaction, anna)
    with transaction() as session:
        assert session.get(Account, anna) is not None
        emit(AddressConfirmed(subject_id=anna, by=anna))
    with transaction():
        assert not addresses.is_paused(ANNA)


def test_only_ones_own(anna: int, visitors: Callable[..., Visitor], transaction: Any) -> None:
    """A visitor is asked to sign in; somebody else sees nothing of anna's pause, and cannot lift it."""
    pause(transaction, anna)
    assert visitors().get("/account/mails").status_code == 302
    with transaction() as session:
        add_person(session, email="boris@example.org")
    boris = visitors()
    boris.enter("boris@example.org")
    assert "5.1.1" not in boris.get("/account/mails").text
    token = csrf_of(boris)
    boris.post("/account/mails", data={"csrf_token": token})
    with transaction():
        assert addresses.is_paused(ANNA)

"""What people do with their account: state, event, journal, outbox."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
import time_machine

from tests.accounts.conftest import HASH, account
from trianon.accounts import drafts, services, tokens
from trianon.accounts.models import Account, Consent, DraftKind, Token, TokenPurpose
from trianon.accounts.rules import Age
from trianon.bilingual.lang import Lang
from trianon.core.audit import entries_about
from trianon.core.clock import now
from trianon.core.errors import RuleViolation
from trianon.core.sides import Role, Side
from trianon.mail.models import OutboxMail

pytestmark = pytest.mark.both_engines


def new(email: str = "anna@example.org", **more: Any) -> services.NewAccount:
    """Somebody who signs up."""
    values: dict[str, Any] = {
        "name": "Анна",
        "is_pseudonym": False,
        "password_hash": HASH,
        "side": Side.RUSSIA,
        "lang": Lang.RU,
        "age": Age.ADULT,
    }
    return services.NewAccount(email=email, **(values | more))


def kinds(session: Any) -> list[str]:
    """The mails in the outbox."""
    return list(session.scalars(sa.select(OutboxMail.kind).order_by(OutboxMail.id)))


def events(subject_id: int) -> list[str]:
    """The journal of an account."""
    return [entry.event for entry in entries_about("account", subject_id)]


def test_sign_up_makes_an_account_that_waits(db_session: Any) -> None:
    """Account, dated consent, journal, one mail in the account's language."""
    made = services.sign_up(new())
    assert made is not None
    assert (made.is_confirmed, made.side, made.lang) == (False, Side.RUSSIA, Lang.RU)
    consent = db_session.scalars(sa.select(Consent)).one()
    assert (consent.document, consent.version) == ("charter", "2018-05-01")
    assert events(made.id) == ["AccountCreated"]
    mail = db_session.scalars(sa.select(OutboxMail)).one()
    assert (mail.kind, mail.lang, mail.address) == ("accounts.confirm", Lang.RU, "anna@example.org")


def test_sign_up_with_a_known_address_tells_its_owner_alone(db_session: Any) -> None:
    """Nothing changes; one mail an hour however often it is tried."""
    db_session.add(account())
    db_session.flush()
    assert services.sign_up(new(name="Somebody else")) is None
    assert services.sign_up(new(name="Somebody else")) is None
    assert kinds(db_session) == ["accounts.known"]
    assert db_session.scalars(sa.select(Account.name)).all() == ["anna"]


def test_sign_up_at_the_same_moment(db_session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two see that the address is free; the database lets one have it, the other is told as if it had been taken."""
    db_session.add(account())
    db_session.flush()
    answers = iter([None, services.account_with("anna@example.org")])
    monkeypatch.setattr(services, "account_with", lambda _email: next(answers))
    assert services.sign_up(new()) is None
    assert kinds(db_session) == ["accounts.known"]


def test_nobody_under_15(db_session: Any) -> None:
    """Refused before anything is stored."""
    with pytest.raises(RuleViolation, match="too_young"):
        services.sign_up(new(age=Age.CHILD))
    assert db_session.scalars(sa.select(Account)).all() == []


def test_a_draft_becomes_the_accounts_at_sign_up(db_session: Any) -> None:
    """It survives a lost session from then on."""
    draft, key = drafts.start(DraftKind.COOPERATION, Lang.RU)
    made = services.sign_up(new(), draft_key=key)
    assert made is not None
    assert drafts.drafts_of(made) == [draft]


def test_confirm_once(db_session: Any) -> None:
    """The link confirms, and is then used up."""
    made = services.sign_up(new())
    assert made is not None
    link = tokens.signed(db_session.scalars(sa.select(Token)).one())
    assert services.confirm_address(link).is_confirmed
    assert events(made.id) == ["AccountCreated", "AddressConfirmed"]
    with pytest.raises(RuleViolation, match="link_used"):
        services.confirm_address(link)


def test_confirmation_is_sent_again_after_a_pause(db_session: Any) -> None:
    """A second press within two minutes sends nothing; later it does; once confirmed never."""
    with time_machine.travel("2018-05-03 12:00", tick=False) as clock:
        made = services.sign_up(new())
        assert made is not None
        services.resend_confirmation(made)
        assert kinds(db_session) == ["accounts.confirm"]
        clock.shift(200)
        services.resend_confirmation(made)
        assert kinds(db_session) == ["accounts.confirm"] * 2
        made.confirmed_at = now()
        clock.shift(200)
        services.resend_confirmation(made)
        assert len(kinds(db_session)) == 2


def test_confirming_ends_the_other_confirming_links(db_session: Any) -> None:
    """A link that lies in an old mail signs nobody in."""
    made = account(confirmed=False)
    db_session.add(made)
    db_session.flush()
    first, second = (tokens.issue(made, TokenPurpose.CONFIRM_ADDRESS, services.CONFIRMATION_LIFETIME) for _ in "ab")
    services.confirm_address(tokens.signed(first))
    with pytest.raises(RuleViolation, match="link_used"):
        tokens.read(tokens.signed(second), TokenPurpose.CONFIRM_ADDRESS)


def test_reset_changes_password_and_ends_sessions(db_session: Any) -> None:
    """Once; every other reset link ends with it; the owner is told."""
    made = account(confirmed=False)
    db_session.add(made)
    db_session.flush()
    session_key = made.session_key
    services.ask_reset("anna@example.org")
    services.ask_reset("anna@example.org")
    services.ask_reset("nobody@example.org")
    assert kinds(db_session) == ["accounts.reset"]
    link = tokens.signed(db_session.scalars(sa.select(Token)).one())
    services.reset_password(link, "another hash")
    assert made.password_hash == "another hash"
    assert made.session_key != session_key
    assert made.is_confirmed, "who reads this address's mail has confirmed it"
    assert events(made.id) == ["AddressConfirmed", "PasswordChanged"]
    assert kinds(db_session) == ["accounts.reset", "accounts.password_changed"]
    with pytest.raises(RuleViolation, match="link_used"):
        services.reset_password(link, "a third")


def test_preferences(db_session: Any) -> None:
    """A change is journalled, the same again is none."""
    made = account()
    db_session.add(made)
    db_session.flush()
    services.set_preferences(made, lang=Lang.RU, time_zone="Asia/Omsk")
    services.set_preferences(made, lang=Lang.RU, time_zone="Asia/Omsk")
    assert (made.lang, made.time_zone) == (Lang.RU, "Asia/Omsk")
    assert events(made.id) == ["PreferencesChanged"]


def test_an_appointment_gives_rights_at_once(db_session: Any) -> None:
    """And says in the journal who gave it."""
    chief, member = account("chief@example.org"), account("member@example.org")
    db_session.add_all([chief, member])
    db_session.flush()
    services.appoint(member, Role.MEMBER, by=chief)
    assert member.sits
    (entry,) = entries_about("account", member.id)
    assert (entry.event, entry.actor_id, entry.data) == ("AppointmentMade", chief.id, {"role": "member"})

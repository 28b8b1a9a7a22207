"""Changing one's own account: address, password, name, side. Nothing here commits, and nothing hashes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from trianon.accounts import tokens
from trianon.accounts.events import AddressChangeAsked, AddressChanged, NameAsked, NameChanged, PasswordChanged
from trianon.accounts.models import Account, TokenPurpose
from trianon.accounts.naming import needs_a_person
from trianon.accounts.queries import account_with, names_with_a_role
from trianon.accounts.services import new_session_key
from trianon.bilingual.lang import Lang
from trianon.core.audit import emit
from trianon.core.clock import now
from trianon.core.database import db, lock
from trianon.core.errors import RuleViolation
from trianon.mail.models import Delivery, OutboxMail
from trianon.mail.outbox import post
from trianon.mail.pace import provider_of

CHANGE_LIFETIME = timedelta(hours=24)


@dataclass(frozen=True)
class Address:
    """Where a mail goes that is not for the account's present address."""

    id: int
    email: str | None
    lang: Lang


def ask_address(account: Account, email: str) -> None:
    """Send a link to the new address, and tell the old one; nothing changes until the link is opened.

    Where the new address has an account already, its owner is told instead, and whoever asks sees no difference.
    """
    if email == account.email:
        raise RuleViolation("address_same")
    lock(Account, account.id)
    tokens.end_all(account, TokenPurpose.CHANGE_ADDRESS)
    emit(AddressChangeAsked(subject_id=account.id, by=account.id))
    post("accounts.address_asked", account, account=account.id)
    owner = account_with(email)
    if owner is not None:
        once = f"accounts.address_taken:{owner.id}:{now():%Y%m%d%H}"
        post("accounts.address_taken", owner, once=once, account=owner.id)
        return
    token = tokens.issue(account, TokenPurpose.CHANGE_ADDRESS, CHANGE_LIFETIME, new_email=email)
    post("accounts.confirm_change", Address(account.id, email, account.lang), token=token.id)


def change_address(link: str, account: Account) -> None:
    """Use the link of the mail, by the account that asked for it and nobody else. Every older link dies."""
    token, owner = tokens.take(link, TokenPurpose.CHANGE_ADDRESS)
    if owner.id != account.id or token.new_email is None:
        raise RuleViolation("link_wrong")
    lock(Account, account.id)
    before, taken = account.email, account_with(token.new_email)
    try:
        with db.session.begin_nested():
            account.email = token.new_email if taken is None else before
    except IntegrityError:
        taken = account
    if taken is not None:
        raise RuleViolation("link_expired")
    account.confirmed_at = account.confirmed_at or now()
    for purpose in TokenPurpose:
        tokens.end_all(account, purpose)
    _redirect_mails(account, before)
    emit(AddressChanged(subject_id=account.id, by=account.id))
    for address in (before, account.email):
        post("accounts.address_changed", Address(account.id, address, account.lang), account=account.id)


def _redirect_mails(account: Account, before: str | None) -> None:
    """What waits for the old address goes to the new one."""
    waiting = sa.update(OutboxMail).where(
        OutboxMail.recipient_id == account.id, OutboxMail.address == before, OutboxMail.state == Delivery.WAITING
    )
    db.session.execute(waiting.values(address=account.email, provider=provider_of(str(account.email))))


def change_password(account: Account, password_hash: str) -> None:
    """A new password; the caller ends the other sessions. Links for a new password or address die."""
    account.password_hash = password_hash
    account.session_key = new_session_key()
    for purpose in (TokenPurpose.RESET_PASSWORD, TokenPurpose.CHANGE_ADDRESS):
        tokens.end_all(account, purpose)
    emit(PasswordChanged(subject_id=account.id, by=account.id))
    post("accounts.password_changed", account, account=account.id)


def ask_name(account: Account, name: str, *, is_pseudonym: bool) -> bool:
    """Take another name; returns whether it is shown at once, or waits for a secretary general."""
    lock(Account, account.id)
    account.is_pseudonym = is_pseudonym
    if name == account.name:
        account.wanted_name = None
        return True
    if needs_a_person(name, names_with_a_role(but=account.id)):
        account.wanted_name = name
        emit(NameAsked(subject_id=account.id, by=account.id))
        return False
    account.name, account.wanted_name = name, None
    emit(NameChanged(subject_id=account.id, by=account.id))
    return True

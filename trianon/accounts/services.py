"""What people do with their account. Nothing here commits, and no password is hashed here: that is slow."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from trianon.accounts import drafts, sessions, tokens
from trianon.accounts.charter import CHARTER, CHARTER_VERSION
from trianon.accounts.events import (
    AccountCreated,
    AddressConfirmed,
    AppointmentMade,
    NameAsked,
    PasswordChanged,
    PreferencesChanged,
)
from trianon.accounts.models import Account, AgeBand, Appointment, Consent, TokenPurpose
from trianon.accounts.naming import needs_a_person
from trianon.accounts.queries import account_with, appointed_by_command, is_leaderless, names_with_a_role
from trianon.accounts.rules import (
    CONFIRMATION_LIFETIME,
    PAUSE_BETWEEN_MAILS,
    RESET_LIFETIME,
    Age,
    check_age,
    may_be_appointed_first,
)
from trianon.bilingual.lang import Lang
from trianon.core.audit import emit
from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.errors import RuleViolation
from trianon.core.sides import BOTH_SIDES, Role, Side
from trianon.mail.outbox import post


@dataclass(frozen=True, kw_only=True)
class NewAccount:
    """What somebody who signs up has said; the password is hashed already."""

    email: str
    name: str
    is_pseudonym: bool
    password_hash: str
    side: Side
    lang: Lang
    age: Age


def sign_up(new: NewAccount, *, draft_key: str | None = None, next_url: str | None = None) -> Account | None:
    """Make an account and send the mail that confirms it; None when the address has one, whose owner is told instead.

    The visitor's draft becomes the account's at once, so that it survives a lost session.
    """
    check_age(new.age, new.is_pseudonym)
    known = account_with(new.email)
    account = None if known else _create(new)
    if account is None:
        _tell_owner(known or account_with(new.email))
        return None
    drafts.adopt(draft_key, account)
    emit(AccountCreated(subject_id=account.id, by=account.id, charter=CHARTER_VERSION))
    if account.wanted_name:
        emit(NameAsked(subject_id=account.id, by=account.id))
    _send_confirmation(account, next_url)
    return account


def _create(new: NewAccount) -> Account | None:
    """The account and its consent; None when somebody else took the address in this very moment."""
    account = Account(
        email=new.email,
        name=new.name,
        is_pseudonym=new.is_pseudonym,
        password_hash=new.password_hash,
        side=new.side,
        lang=new.lang,
        age_band=AgeBand(new.age.value),
        created_at=now(),
        session_key=new_session_key(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(account)
    except IntegrityError:
        return None
    if needs_a_person(new.name, names_with_a_role(but=account.id)):
        account.name, account.wanted_name = neutral_name(account), new.name
    db.session.add(
        Consent(account_id=account.id, document=CHARTER, version=CHARTER_VERSION, given_at=account.created_at)
    )
    return account


def neutral_name(account: Account) -> str:
    """What others see while a name waits, in the person's language."""
    with force_locale(account.lang.value):
        return _("Participant %(number)s", number=account.id)


def _tell_owner(account: Account | None) -> None:
    """Somebody signs up with an address that has an account: only its owner learns of it, at most once an hour."""
    if account is not None:
        post("accounts.known", account, once=f"accounts.known:{account.id}:{now():%Y%m%d%H}", account=account.id)


def _send_confirmation(account: Account, next_url: str | None = None) -> None:
    token = tokens.issue(account, TokenPurpose.CONFIRM_ADDRESS, CONFIRMATION_LIFETIME)
    post("accounts.confirm", account, token=token.id, next_url=next_url)


def resend_confirmation(account: Account) -> None:
    """Send the confirming mail again, unless it is not needed or one is on its way."""
    if account.is_confirmed or tokens.was_just_issued(account, TokenPurpose.CONFIRM_ADDRESS, PAUSE_BETWEEN_MAILS):
        return
    _send_confirmation(account)


def confirm_address(link: str) -> Account:
    """Use the link of the mail; raises RuleViolation when it no longer gives a right."""
    _token, account = tokens.take(link, TokenPurpose.CONFIRM_ADDRESS)
    _confirm(account)
    return account


def _confirm(account: Account) -> None:
    if not account.is_confirmed:
        account.confirmed_at = now()
        tokens.end_all(account, TokenPurpose.CONFIRM_ADDRESS)
        emit(AddressConfirmed(subject_id=account.id, by=account.id))


def ask_reset(email: str) -> None:
    """Send a link for a new password, if the address has an account and none is on its way."""
    account = account_with(email)
    if account is None or tokens.was_just_issued(account, TokenPurpose.RESET_PASSWORD, PAUSE_BETWEEN_MAILS):
        return
    token = tokens.issue(account, TokenPurpose.RESET_PASSWORD, RESET_LIFETIME)
    post("accounts.reset", account, token=token.id)


def reset_password(link: str, password_hash: str) -> Account:
    """Use the link of the mail. Every session ends; who reads this address's mail has confirmed it, too."""
    _token, account = tokens.take(link, TokenPurpose.RESET_PASSWORD)
    account.password_hash = password_hash
    account.session_key = new_session_key()
    sessions.end_all(account)
    for purpose in (TokenPurpose.RESET_PASSWORD, TokenPurpose.CHANGE_ADDRESS):
        tokens.end_all(account, purpose)
    _confirm(account)
    emit(PasswordChanged(subject_id=account.id, by=account.id))
    post("accounts.password_changed", account, account=account.id)
    return account


def set_preferences(account: Account, *, lang: Lang, time_zone: str | None) -> None:
    """The language of mails and of the first page; the zone of a third clock."""
    if (account.lang, account.time_zone) != (lang, time_zone):
        account.lang, account.time_zone = lang, time_zone
        emit(PreferencesChanged(subject_id=account.id, by=account.id))


def appoint_first(account: Account, role: Role) -> Appointment:
    """Give one of the first roles, by command: once, or to a side that has nobody left to appoint anybody.

    Raises RuleViolation with the reason why not.
    """
    if not account.is_confirmed:
        raise RuleViolation("not_confirmed")
    leaderless = account.side in BOTH_SIDES and is_leaderless(account.side)
    may_be_appointed_first(role, account.side, appointed_by_command(), is_leaderless=leaderless)
    return _appoint(account, role, None)


def appoint(account: Account, role: Role, *, by: Account) -> Appointment:
    """Give a role; who may is asked before."""
    return _appoint(account, role, by)


def _appoint(account: Account, role: Role, by: Account | None) -> Appointment:
    appointment = Appointment(role=role, since=now(), appointed_by_id=by.id if by else None)
    account.appointments.append(appointment)
    db.session.flush()
    # Other rights, other sessions: signing in anew asks for the second factor that the role needs.
    sessions.end_all(account)
    emit(AppointmentMade(subject_id=account.id, by=by.id if by else None, role=role))
    return appointment


def new_session_key() -> str:
    """Something that is different from now on, for whatever must not outlive a password."""
    return secrets.token_hex(16)

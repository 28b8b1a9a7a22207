"""Deleting an account: whoever it was, nothing that leads to them remains; what they wrote stays, without a name.

Nothing here commits. Features above clean their own tables when they hear of it.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable

import sqlalchemy as sa

from trianon.accounts import staffing_services
from trianon.accounts.distance_models import Distance
from trianon.accounts.leaving_events import AccountDeleted, AccountLeaving
from trianon.accounts.models import Account, AgeBand, Appointment, Consent, Draft, SecondFactor, Token
from trianon.accounts.organisation_models import Membership, MembershipState
from trianon.accounts.request_models import SideChangeRequest
from trianon.accounts.services import new_session_key
from trianon.accounts.session_models import AccountSession
from trianon.bilingual.lang import Lang
from trianon.core.audit import emit
from trianon.core.clock import now
from trianon.core.database import db, lock
from trianon.core.errors import RuleViolation
from trianon.mail.erasing import erase_mails_of

# Tables of accounts in which every row of the person goes.
GONE = (AccountSession, Token, SecondFactor, Draft, Consent, SideChangeRequest)


def delete_account(account: Account, *, withdraw_texts: bool = False, by: Account | None) -> None:
    """Delete an account; raises RuleViolation("account_gone") for the second of two that come at once.

    The account's own row is locked last: whoever holds a workshop, an organisation or a case may be waiting for it.
    """
    hand = by.id if by else None
    emit(AccountLeaving(subject_id=account.id, by=hand, withdraw_texts=withdraw_texts))
    _end_memberships(account)
    db.session.flush()
    locked = lock(Account, account.id)
    if locked is None or locked.deleted_at is not None:
        raise RuleViolation("account_gone")
    _end_mandates(account)
    emit(AccountDeleted(subject_id=account.id, by=hand))
    erase_mails_of(account.id, addresses_of(account), account.name)
    about = sa.or_(Distance.owner_id == account.id, Distance.other_id == account.id)
    db.session.execute(sa.delete(Distance).where(about))
    for model in GONE:
        db.session.execute(sa.delete(model).where(model.account_id == account.id))
    _forget(account)
    db.session.flush()


def addresses_of(account: Account) -> set[str]:
    """Every address that is or was the account's, as far as anything here remembers."""
    former = db.session.scalars(sa.select(Token.email).where(Token.account_id == account.id))
    return {address for address in (account.email, *former) if address}


def _end_memberships(account: Account) -> None:
    """Out of every organisation, in the order of their numbers; one without a manager is made known by its event."""
    rows = sa.select(Membership).where(Membership.account_id == account.id).order_by(Membership.organisation_id)
    for membership in db.session.scalars(rows).all():
        if membership.state is MembershipState.ACCEPTED:
            staffing_services.end_membership(membership, by=account)
        elif membership.state is MembershipState.ASKED:
            membership.state, membership.settled_at = MembershipState.ENDED, now()


def _end_mandates(account: Account) -> None:
    """Its rights end at once; what was done under it stays."""
    for appointment in _running(account.appointments):
        appointment.until = max(appointment.since, now())
    for appointment in account.appointments:
        appointment.end_note = ""


def _running(appointments: Iterable[Appointment]) -> list[Appointment]:
    return [one for one in appointments if one.until is None or one.until > now()]


def _forget(account: Account) -> None:
    """Leave the number, and the country that the balance of the two sides is counted by."""
    account.email = account.wanted_name = account.time_zone = None
    account.name = ""
    # Not the hash of anything: no password opens it.
    account.password_hash = "!" + secrets.token_hex(8)
    account.session_key = new_session_key()
    account.is_pseudonym, account.age_band, account.lang = False, AgeBand.ADULT, Lang.FR
    account.deleted_at = account.created_at = now()
    account.confirmed_at = account.side_fixed_at = account.paused_until = None

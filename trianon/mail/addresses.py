"""What is known against an address: paused when it does not work, tried again when its owner asks for it."""

from __future__ import annotations

import hashlib

import sqlalchemy as sa

from trianon.core.audit import emit
from trianon.core.clock import now
from trianon.core.database import db
from trianon.mail.events import AddressPaused, AddressResumed
from trianon.mail.models import AddressState, OutboxMail
from trianon.mail.rules import PATIENCE, PauseReason, Report, is_too_much, meaning_of

# A report replaces a milder one about the same mail, never a graver one.
GRAVITY = list(Report)


def digest(address: str) -> str:
    """The fingerprint that an address is known by: the state outlives the mails, the address does not."""
    return hashlib.sha256(f"trianon.mail.address:{address.strip().lower()}".encode()).hexdigest()


def state_of(address: str | None) -> AddressState | None:
    """What is known against an address; None while that is nothing."""
    return db.session.scalar(sa.select(AddressState).filter_by(digest=digest(address))) if address else None


def is_paused(address: str | None) -> bool:
    """Whether nothing is sent there."""
    state = state_of(address)
    return state is not None and state.paused_at is not None


def note_refusal(mail: OutboxMail, status: str) -> bool:
    """A mail did not get through, for good."""
    return note(mail, meaning_of(status), status)


def note(mail: OutboxMail, report: Report, status: str) -> bool:
    """Keep what came back about a mail and draw the consequence; False when it says nothing new."""
    if mail.report is not None and GRAVITY.index(report) <= GRAVITY.index(mail.report):
        return False
    mail.report, mail.report_status, mail.reported_at = report, status[:12], now()
    db.session.flush()
    reason = _reason(mail, report)
    if reason is not None:
        pause(mail.address, reason, status, account_id=mail.recipient_id)
    return True


def _reason(mail: OutboxMail, report: Report) -> PauseReason | None:
    if report is Report.COMPLAINT:
        return PauseReason.COMPLAINT
    if report is Report.DEAD:
        return PauseReason.DEAD
    return PauseReason.REFUSED if report is Report.REFUSED and is_too_much(_refusals(mail.address)) else None


def _refusals(address: str) -> int:
    """How many mails to this address were refused lately, since its owner last asked to try again."""
    state = state_of(address)
    since = now() - PATIENCE
    if state is not None and state.resumed_at is not None:
        since = max(since, state.resumed_at)
    refused = sa.select(sa.func.count()).where(OutboxMail.address == address, OutboxMail.report == Report.REFUSED)
    return db.session.scalar(refused.where(OutboxMail.reported_at > since)) or 0


def pause(address: str, reason: PauseReason, status: str, *, account_id: int | None) -> None:
    """Send nothing more there, and let the owner know on the site; the first reason stays."""
    if not address:
        return
    state = state_of(address)
    if state is not None and state.paused_at is not None:
        return
    if state is None:
        state = AddressState(digest=digest(address))
        db.session.add(state)
    state.paused_at = state.changed_at = now()
    state.reason, state.status = reason, status[:12]
    db.session.flush()
    if account_id is not None:
        emit(AddressPaused(subject_id=account_id, reason=reason.value))


def resume(address: str | None, *, account_id: int) -> bool:
    """Try an address again: its owner asks for it, or has just used a link sent there."""
    state = state_of(address)
    if state is None or state.paused_at is None:
        return False
    state.paused_at = state.reason = state.status = None
    state.resumed_at = state.changed_at = now()
    emit(AddressResumed(subject_id=account_id, by=account_id))
    return True


def forget(address: str | None) -> None:
    """Nothing is known against an address any more: its owner deleted the account."""
    if address:
        db.session.execute(sa.delete(AddressState).where(AddressState.digest == digest(address)))

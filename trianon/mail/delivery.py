"""The worker's half of mail: claim a row with a lease, send, note the outcome. A crash repeats at most one mail."""

from __future__ import annotations

import smtplib
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask import current_app

from trianon.core.clock import now
from trianon.core.database import db
from trianon.mail import addresses, pace
from trianon.mail.message import goes_to_paused
from trianon.mail.models import Delivery, OutboxMail
from trianon.mail.render import render
from trianon.mail.rules import status_in
from trianon.mail.transport import Mailbox, Transport, transport

LEASE = timedelta(minutes=2)
# After each failed attempt the pause before the next; when they are used up the mail has failed.
PAUSES = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 720, 1440))
PAUSED = "paused"
# Of these the server says that they concern this mail or its recipient; any other fault is the server's or ours.
ABOUT_ONE_MAIL = (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError)


def deliver_waiting(limit: int = 100) -> int:
    """Send what is due, one transaction for each mail; returns how many were handled."""
    done = 0
    way = transport()
    while done < limit and (row := _claim(paced=not isinstance(way, Mailbox))) is not None:
        _deliver(row, way)
        done += 1
    return done


def deliver_now(row: OutboxMail) -> str:
    """Send one mail at once, whatever the pace, and tell what the server said."""
    row.leased_until = now() + LEASE
    db.session.commit()
    return _deliver(row, transport())


def _claim(*, paced: bool) -> OutboxMail | None:
    """Take the oldest due mail for the time of a lease, so that two workers never send the same one."""
    moment = now()
    full = pace.full(moment) if paced else set()
    row = None if pace.EVERYBODY in full else db.session.scalars(_due(moment, full)).one_or_none()
    if row is not None:
        row.leased_until = moment + LEASE
    db.session.commit()
    return row


def _due(moment: datetime, full: set[str]) -> sa.Select[OutboxMail]:
    return (
        sa.select(OutboxMail)
        .where(OutboxMail.state == Delivery.WAITING, OutboxMail.due_at <= moment)
        .where(sa.or_(OutboxMail.leased_until.is_(None), OutboxMail.leased_until < moment))
        .where(OutboxMail.provider.not_in(full))
        .order_by(OutboxMail.due_at, OutboxMail.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )


def _deliver(row: OutboxMail, way: Transport) -> str:
    if row.state is not Delivery.WAITING:
        # Its recipient deleted the account since it was claimed.
        db.session.commit()
        return row.state.value
    row.attempts += 1
    said = ""
    try:
        said = _send(row, way)
    except (smtplib.SMTPException, OSError) as fault:
        said = f"{type(fault).__name__}: {fault}"
        _note(row, fault)
    except Exception as fault:
        # One mail that cannot be made must not stop the others: it fails alone, loudly, in the log.
        db.session.rollback()
        current_app.logger.exception("mail %s of kind %s cannot be made", row.id, row.kind)
        row.attempts += 1
        row.fault = type(fault).__name__[:40]
        _finish(row, Delivery.FAILED)
    db.session.commit()
    return said


def _send(row: OutboxMail, way: Transport) -> str:
    if not goes_to_paused(row.kind) and addresses.is_paused(row.address):
        row.fault = PAUSED
        return _finish(row, Delivery.DROPPED)
    rendered = render(row)
    if rendered is None:
        return _finish(row, Delivery.DROPPED)
    said = way.send(row, *rendered)
    _finish(row, Delivery.SENT)
    row.fault = None
    pace.release(row.provider)
    return said


def _finish(row: OutboxMail, state: Delivery) -> str:
    row.state = state
    row.finished_at = now()
    row.leased_until = None
    return state.value


def _note(row: OutboxMail, fault: Exception) -> None:
    """What a fault means: the end of this mail, a pause of its provider, or a pause of all sending."""
    code = fault_code(fault)
    row.fault = str(code or type(fault).__name__)[:40]
    is_of_one_mail = isinstance(fault, ABOUT_ONE_MAIL)
    is_final = (is_of_one_mail and code is not None and code >= 500) or _cannot_write_to(fault)
    if is_final or row.attempts > len(PAUSES):
        _finish(row, Delivery.FAILED)
    else:
        row.due_at = now() + PAUSES[row.attempts - 1]
        row.leased_until = None
        pace.hold(row.provider if is_of_one_mail else pace.EVERYBODY)
    if is_final and is_of_one_mail:
        addresses.note_refusal(row, status_in(_words(fault), code or 0))


def _cannot_write_to(fault: Exception) -> bool:
    """Whether our server does not know addresses in other scripts; that it lacks TLS today is another matter."""
    return isinstance(fault, smtplib.SMTPNotSupportedError) and "SMTPUTF8" in str(fault)


def _words(fault: Exception) -> str:
    """The server's sentence, without the address that it is about."""
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        said = next((text for _code, text in fault.recipients.values()), b"")
    else:
        said = getattr(fault, "smtp_error", b"")
    return said.decode(errors="replace") if isinstance(said, bytes) else str(said)


def fault_code(fault: Exception) -> int | None:
    """The SMTP code of a fault."""
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        return next((code for code, _text in fault.recipients.values()), None)
    return getattr(fault, "smtp_code", None)

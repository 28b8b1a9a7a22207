"""The worker's half of mail: claim a row with a lease, send, note the outcome. A crash repeats at most one mail."""

from __future__ import annotations

import smtplib
import ssl
from datetime import timedelta
from email.message import EmailMessage
from typing import Protocol
from urllib.parse import unquote, urlsplit

import sqlalchemy as sa
from flask import current_app

from trianon.core.clock import now
from trianon.core.database import db
from trianon.mail.message import MailMessage
from trianon.mail.models import Delivery, MailboxMessage, OutboxMail
from trianon.mail.render import render

LEASE = timedelta(minutes=2)
# After each failed attempt the pause before the next; when they are used up the mail has failed.
PAUSES = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 720, 1440))
TIMEOUT_SECONDS = 30


class Transport(Protocol):
    """Somewhere a rendered mail can go."""

    def send(self, row: OutboxMail, mime: EmailMessage, message: MailMessage) -> None:
        """Deliver or raise smtplib.SMTPException or OSError."""


class Smtp:
    """A mail server, by SMTP_URL; smtp:// starts TLS when the server offers it, smtps:// speaks it from the start."""

    def __init__(self, url: str) -> None:
        self.parts = urlsplit(url)

    def send(self, row: OutboxMail, mime: EmailMessage, message: MailMessage) -> None:
        """Deliver one message in a connection of its own."""
        with self._connect() as server:
            server.ehlo()
            if self.parts.scheme == "smtp" and server.has_extn("starttls"):
                server.starttls(context=ssl.create_default_context())
            if self.parts.username:
                server.login(unquote(self.parts.username), unquote(self.parts.password or ""))
            server.send_message(mime, from_addr=current_app.config["SETTINGS"].mail_from, to_addrs=[row.address])

    def _connect(self) -> smtplib.SMTP:
        host = self.parts.hostname or ""
        if self.parts.scheme == "smtps":
            return smtplib.SMTP_SSL(host, self.parts.port or 465, timeout=TIMEOUT_SECONDS)
        return smtplib.SMTP(host, self.parts.port or 587, timeout=TIMEOUT_SECONDS)


class Mailbox:
    """The demo's mailbox page, where no mail server is configured."""

    def send(self, row: OutboxMail, mime: EmailMessage, message: MailMessage) -> None:
        """Keep the message; one that was kept before a crash is not kept twice."""
        if db.session.scalar(sa.select(MailboxMessage.id).filter_by(message_id=row.message_id)):
            return
        body = {part.get_content_type(): part for part in mime.walk()}
        db.session.add(
            MailboxMessage(
                at=now(),
                address=row.address,
                message_id=row.message_id,
                lang=row.lang,
                subject=message.subject,
                text=body["text/plain"].get_content(),
                html=body["text/html"].get_content(),
                calendar=message.calendar.content.decode() if message.calendar else None,
                raw=mime.as_bytes(),
            )
        )


def transport() -> Transport:
    """Where mails of this installation go."""
    url = current_app.config["SETTINGS"].smtp_url
    return Smtp(url) if url else Mailbox()


def deliver_waiting(limit: int = 100) -> int:
    """Send what is due, one transaction for each mail; returns how many were handled."""
    done = 0
    way = transport()
    while done < limit and (row := _claim()) is not None:
        _deliver(row, way)
        done += 1
    return done


def _claim() -> OutboxMail | None:
    """Take the oldest due mail for the time of a lease, so that two workers never send the same one."""
    moment = now()
    due = (
        sa.select(OutboxMail)
        .where(OutboxMail.state == Delivery.WAITING, OutboxMail.due_at <= moment)
        .where(sa.or_(OutboxMail.leased_until.is_(None), OutboxMail.leased_until < moment))
        .order_by(OutboxMail.due_at, OutboxMail.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = db.session.scalars(due).one_or_none()
    if row is not None:
        row.leased_until = moment + LEASE
    db.session.commit()
    return row


def _deliver(row: OutboxMail, way: Transport) -> None:
    row.attempts += 1
    try:
        rendered = render(row)
        if rendered is None:
            _finish(row, Delivery.DROPPED)
        else:
            way.send(row, *rendered)
            _finish(row, Delivery.SENT)
    except (smtplib.SMTPException, OSError) as fault:
        _postpone(row, fault)
    except Exception as fault:
        # One mail that cannot be made must not stop the others: it fails alone, loudly, in the log.
        db.session.rollback()
        current_app.logger.exception("mail %s of kind %s cannot be made", row.id, row.kind)
        row.attempts += 1
        row.fault = type(fault).__name__[:40]
        _finish(row, Delivery.FAILED)
    db.session.commit()


def _finish(row: OutboxMail, state: Delivery) -> None:
    row.state = state
    row.finished_at = now()
    row.leased_until = None


def _postpone(row: OutboxMail, fault: Exception) -> None:
    code = fault_code(fault)
    row.fault = str(code or type(fault).__name__)[:40]
    if (code is not None and 500 <= code < 600) or row.attempts > len(PAUSES):
        _finish(row, Delivery.FAILED)
    else:
        row.due_at = now() + PAUSES[row.attempts - 1]
        row.leased_until = None


def fault_code(fault: Exception) -> int | None:
    """The SMTP code of a fault: 5xx is final, everything else is tried again."""
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        return next((code for code, _text in fault.recipients.values()), None)
    return getattr(fault, "smtp_code", None)

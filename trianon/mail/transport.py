"""Where a rendered mail goes: to a mail server, or to the demo's mailbox page."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

import sqlalchemy as sa
from flask import current_app

from trianon.core.clock import now
from trianon.core.database import db
from trianon.mail.message import MailMessage
from trianon.mail.models import MailboxMessage, OutboxMail
from trianon.mail.return_path import envelope_sender

TIMEOUT_SECONDS = 30
OWN_MACHINE = {"localhost", "127.0.0.1", "::1"}
KEPT = "kept on the mailbox page: no mail server is configured"


class Transport(Protocol):
    """Somewhere a rendered mail can go."""

    def send(self, row: OutboxMail, mime: EmailMessage, message: MailMessage) -> str:
        """Deliver and tell what was answered, or raise smtplib.SMTPException or OSError."""


class _Remembers:
    """What the server said when it took the mail."""

    answer = ""

    def data(self, msg: Any) -> tuple[int, bytes]:
        """As smtplib does it."""
        code, words = super().data(msg)  # type: ignore[misc]
        self.answer = f"{code} {words.decode(errors='replace')}"
        return code, words


class _Plain(_Remembers, smtplib.SMTP):
    pass


class _Secure(_Remembers, smtplib.SMTP_SSL):
    pass


class Smtp:
    """A mail server, by SMTP_URL; smtp:// starts TLS when the server offers it, smtps:// speaks it from the start."""

    def __init__(self, url: str) -> None:
        self.parts = urlsplit(url)

    def send(self, row: OutboxMail, mime: EmailMessage, message: MailMessage) -> str:
        """Deliver one message in a connection of its own."""
        with self._connect() as server:
            server.ehlo()
            is_private = self.parts.scheme == "smtps" or self.parts.hostname in OWN_MACHINE
            if self.parts.scheme == "smtp" and server.has_extn("starttls"):
                server.starttls(context=ssl.create_default_context())
                is_private = True
            if self.parts.username and not is_private:
                # Somebody in between may have cut the offer out to read the password.
                raise smtplib.SMTPNotSupportedError("no TLS, no password")
            if self.parts.username:
                server.login(unquote(self.parts.username), unquote(self.parts.password or ""))
            server.send_message(mime, from_addr=envelope_sender(row.id), to_addrs=[row.address])
        return server.answer

    def _connect(self) -> _Plain | _Secure:
        host = self.parts.hostname or ""
        if self.parts.scheme == "smtps":
            # Without a context Python would take any certificate.
            context = ssl.create_default_context()
            return _Secure(host, self.parts.port or 465, timeout=TIMEOUT_SECONDS, context=context)
        return _Plain(host, self.parts.port or 587, timeout=TIMEOUT_SECONDS)


class Mailbox:
    """The demo's mailbox page, where no mail server is configured."""

    def send(self, row: OutboxMail, mime: EmailMessage, message: MailMessage) -> str:
        """Keep the message; one that was kept before a crash is not kept twice."""
        if db.session.scalar(sa.select(MailboxMessage.id).filter_by(message_id=row.message_id)):
            return KEPT
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
        return KEPT


def transport() -> Transport:
    """Where mails of this installation go."""
    url = current_app.config["SETTINGS"].smtp_url
    return Smtp(url) if url else Mailbox()

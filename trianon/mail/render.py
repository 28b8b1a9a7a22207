"""From data to a MIME message: text and HTML, in the recipient's language, never the request's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.utils import format_datetime

from flask import current_app, g, render_template
from flask_babel import force_locale
from flask_babel import gettext as _

from trianon.bilingual.lang import Lang
from trianon.mail.headers import HEADERS, HEADERS_UTF8
from trianon.mail.message import MailMessage, build
from trianon.mail.models import OutboxMail

_LINE_END = re.compile("[\x00-\x1f\x7f\x85\u2028\u2029]+")


@contextmanager
def in_language(lang: Lang) -> Iterator[None]:
    """Make words, dates and addresses in a language, outside any page."""
    with current_app.test_request_context(base_url=current_app.config["SETTINGS"].base_url):
        g.lang = lang
        with force_locale(lang.value):
            yield


def render(row: OutboxMail, time_zone: str | None = None) -> tuple[EmailMessage, MailMessage] | None:
    """The message of an outbox row, or None when what it would say is no longer true."""
    with in_language(row.lang):
        g.time_zone = time_zone
        message = build(row.kind, row.data)
        return (_mime(row, message), message) if message else None


def _mime(row: OutboxMail, message: MailMessage) -> EmailMessage:
    mime = EmailMessage(policy=HEADERS if row.address.isascii() else HEADERS_UTF8)
    # A line end in a title would be refused, and everybody's mail with it.
    mime["Subject"] = _LINE_END.sub(" ", message.subject)
    mime["From"] = f"{_('Trianon Dialogue')} <{current_app.config['SETTINGS'].mail_from}>"
    mime["To"] = row.address
    mime["Date"] = format_datetime(row.created_at)
    mime["Message-ID"] = row.message_id
    mime["Auto-Submitted"] = "auto-generated"
    if message.unsubscribe:
        mime["List-Unsubscribe"] = f"<{message.unsubscribe}>"
        mime["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mime.set_content(render_template("mail/message.txt", message=message, lang=row.lang.value))
    mime.add_alternative(render_template("mail/message.html", message=message, lang=row.lang.value), subtype="html")
    if message.calendar:
        # Inline for programs that act on it, attached for those that only open files.
        mime.add_alternative(message.calendar.content, "text", "calendar", cte="base64")
        part = list(mime.iter_parts())[-1]
        part.set_param("method", message.calendar.method)
        part.set_param("charset", "utf-8")
    # Last: making the parts takes every Content- header away.
    mime["Content-Language"] = row.lang.value
    return mime

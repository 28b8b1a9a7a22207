"""Mails of the contact page."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from trianon.bilingual.formats import moment
from trianon.core.database import db
from trianon.mail.message import Button, MailMessage, Quote, mail
from trianon.pages.contact_forms import KINDS
from trianon.pages.contact_models import ContactMessage


@mail("contact.message", even_if_paused=True)
def message(message: int) -> MailMessage | None:
    """To the office, in the language of whoever writes: it has to be answered in it."""
    row = db.session.get(ContactMessage, message)
    if row is None:
        return None
    facts = [(_("From"), f"{row.name} <{row.address}>" if row.name else row.address), (_("Sent"), moment(row.sent_at))]
    return MailMessage(
        subject=_("Contact page: %(about)s", about=KINDS[row.kind]),
        paragraphs=[answer_by()],
        facts=facts,
        quotes=[Quote(row.text, row.lang.value)],
    )


@mail("contact.receipt")
def receipt(message: int) -> MailMessage | None:
    """To whoever wrote, without their words: anybody may have typed this address."""
    row = db.session.get(ContactMessage, message)
    if row is None:
        return None
    return MailMessage(
        subject=_("We have your message"),
        paragraphs=[
            _("The Trianon Dialogue’s office for personal data has received a message from this address."),
            answer_by(),
        ],
        facts=[(_("Your message is about"), str(KINDS[row.kind])), (_("Sent"), moment(row.sent_at))],
        after=[_("You did not write? Then somebody mistyped an address: you need do nothing.")],
        button=Button(_("Open the contact page"), url_for("pages.contact", _external=True)),
    )


def answer_by() -> str:
    """The term of an answer."""
    return _("Requests about personal data are answered within 10 working days, and never later than one month.")

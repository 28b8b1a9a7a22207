"""The mail that shows whether mails arrive."""

from __future__ import annotations

from flask import url_for
from flask_babel import force_locale
from flask_babel import gettext as _

from trianon.bilingual.lang import Lang
from trianon.bilingual.text import reader_lang
from trianon.mail.message import Button, MailMessage, Quote, mail


@mail("mail.test", even_if_paused=True)
def test() -> MailMessage:
    """In the reader's language, then in the other: what servers stumble over is a script, a link, a long line."""
    other = reader_lang().other
    return MailMessage(
        subject=_("A test mail of the Trianon Dialogue"),
        paragraphs=_words(),
        quotes=[Quote("\n".join(_words_in(other)), other.value)],
        button=Button(_("Open the site"), url_for("pages.home", _external=True)),
    )


def _words() -> list[str]:
    return [
        _("You read this: mails of the Dialogue reach this address."),
        _("If it lay among unwanted mails, mark it as wanted, so that the next ones arrive where you read them."),
    ]


def _words_in(lang: Lang) -> list[str]:
    with force_locale(lang.value):
        return _words()

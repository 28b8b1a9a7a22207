"""The mail at the end of a measure; its beginning is told by the statement of reasons."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from trianon.committee import measures
from trianon.mail.message import Button, MailMessage, mail
from trianon.notifications.sentences import Sentence, sentence


@mail("committee.measure_over")
def measure_over(measure: int) -> MailMessage | None:
    """To whom it was about: everything is open again."""
    found = measures.by_number(measure)
    if found is None or found.ended_at is None:
        return None
    return MailMessage(
        subject=_("Your pause is over"),
        paragraphs=[_("You may write, answer and register again. Nobody has to be asked for it.")],
        button=Button(_("Open my space"), url_for("accounts.space", _external=True)),
    )


@sentence("committee.measure_over")
def measure_over_on_site(measure: int) -> Sentence | None:
    """The same in a line."""
    found = measures.by_number(measure)
    if found is None or found.ended_at is None:
        return None
    return Sentence(_("Your pause is over: you may write, answer and register again."), url_for("accounts.space"))

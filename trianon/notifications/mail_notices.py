"""The line in the inbox of somebody whose address does not work: the one place where they can still be told."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from trianon.core.events import on
from trianon.mail.events import AddressPaused
from trianon.notifications.sentences import Sentence, sentence
from trianon.notifications.services import notify


@on(AddressPaused)
def tell_owner(event: AddressPaused) -> None:
    """Once for each pause."""
    notify(event.subject_id, "mail.paused", reason=event.reason)


@sentence("mail.paused")
def paused(reason: str) -> Sentence:
    """It leads to the page that says what can be done."""
    return Sentence(_("Our mails do not reach you: see what happened."), url_for("accounts.mails"))

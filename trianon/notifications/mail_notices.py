"""The line in the inbox of somebody whose address does not work: the one place where they can still be told."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from trianon.accounts.models import Account
from trianon.core.database import db
from trianon.core.events import on
from trianon.mail import addresses
from trianon.mail.events import AddressPaused
from trianon.notifications.sentences import Sentence, sentence
from trianon.notifications.services import notify


@on(AddressPaused)
def tell_owner(event: AddressPaused) -> None:
    """Once for each pause; not for an address that they asked to change to, and that may be a slip of the pen."""
    if _is_paused(event.subject_id):
        notify(event.subject_id, "mail.paused", account=event.subject_id)


@sentence("mail.paused")
def paused(account: int) -> Sentence | None:
    """It leads to the page that says what can be done; nothing once mails arrive again."""
    if not _is_paused(account):
        return None
    return Sentence(_("Our mails do not reach you: see what happened."), url_for("accounts.mails"))


def _is_paused(account_id: int) -> bool:
    account = db.session.get(Account, account_id)
    return account is not None and addresses.is_paused(account.email)

"""Mails and notifications of contributions, from what is true when they are made."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from trianon.bilingual.text import plain
from trianon.contributions.models import Contribution
from trianon.core.database import db
from trianon.core.publication import under_review
from trianon.mail.message import Button, MailMessage, mail
from trianon.notifications.sentences import Sentence, sentence


@mail("contributions.received")
def received(contribution: int, version: int) -> MailMessage | None:
    """A receipt: what was sent, what comes next. Dropped when the text is no longer under review."""
    item = _waiting(contribution, version)
    if item is None:
        return None
    return MailMessage(
        subject=_("Your text was received"),
        paragraphs=[
            _("Your text is now under review. The members of the Coordination Committee of both countries read it."),
            _("You will get the answer by mail and on the site. Until then nobody else sees your text."),
        ],
        facts=[(_("Title"), plain(item.latest.title))],
        button=Button(_("See my text"), url_for("contributions.show", contribution_id=item.id, _external=True)),
    )


@sentence("contributions.received")
def received_on_site(contribution: int, version: int) -> Sentence | None:
    """The same receipt, in the inbox."""
    item = db.session.get(Contribution, contribution)
    if item is None:
        return None
    page = url_for("contributions.show", contribution_id=item.id)
    return Sentence(_("Your text was received"), page, item.versions[version - 1].title)


def _waiting(contribution: int, version: int) -> Contribution | None:
    item = db.session.get(Contribution, contribution)
    return item if item is not None and item.version == version and under_review(item) else None

"""Mails and notifications about replies, from what is true when they are made; they never carry its words."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from trianon.accounts.distance_queries import keeps_away
from trianon.accounts.models import Account
from trianon.bilingual.text import plain
from trianon.contributions.comment_models import Comment
from trianon.core.database import db
from trianon.core.publication import PUBLIC, State
from trianon.mail.message import Button, MailMessage, mail
from trianon.notifications.following_queries import rhythm_of
from trianon.notifications.following_rules import Rhythm
from trianon.notifications.sentences import Sentence, sentence
from trianon.notifications.unsubscribing import address_for


@mail("contributions.replied")
def replied(comment: int, account: int = 0) -> MailMessage | None:
    """To whom was answered (`account`). Dropped when the reply or its text is not public (any more), when they keep
    its author away since, or when they have ended such mails."""
    item, person = _public(comment), db.session.get(Account, account)
    if item is None or keeps_away(account, item.author_id):
        return None
    if person is not None and rhythm_of(person) is Rhythm.NEVER:
        return None
    stop = address_for(person) if person is not None else ""
    return MailMessage(
        subject=_("A reply to your text"),
        paragraphs=[
            _("Somebody has replied below a text of yours or to a reply of yours. The Committee has read the reply."),
            _("You may answer on the site."),
        ],
        facts=[(_("Text"), _title(item)), (_("Reply of"), item.author.name or _("former participant"))],
        button=Button(_("Read the reply"), url_for("contributions.show_reply", comment_id=item.id, _external=True)),
        after=[
            _("Choose how often you get it: %(url)s", url=url_for("following.index", _external=True)),
            *([_("No more mails like this one: %(url)s", url=stop)] if stop else []),
        ],
        unsubscribe=stop,
    )


@sentence("contributions.replied", in_digests=True)
def replied_on_site(comment: int) -> Sentence | None:
    """The same, in the inbox."""
    item = _public(comment)
    if item is None:
        return None
    return _said(_("Somebody has replied"), item)


@sentence("contributions.reply_received")
def received_on_site(comment: int) -> Sentence | None:
    """To its author: it is under review, or was."""
    item = db.session.get(Comment, comment)
    if item is None or item.state is State.WITHDRAWN or item.contribution.state not in PUBLIC:
        return None
    return _said(_("Your reply was received"), item)


def _public(comment: int) -> Comment | None:
    item = db.session.get(Comment, comment)
    if item is None or item.state not in PUBLIC or item.contribution.state not in PUBLIC:
        return None
    return item


def _said(words: str, item: Comment) -> Sentence:
    version = item.contribution.public_version
    page = url_for("contributions.show_reply", comment_id=item.id)
    return Sentence(words, page, version.title if version is not None else None)


def _title(item: Comment) -> str:
    version = item.contribution.public_version
    return plain(version.title) if version is not None else ""

"""What follows from what happens to contributions: the author gets a receipt, by mail and on the site."""

from __future__ import annotations

from trianon.accounts.distance_queries import keeps_away
from trianon.accounts.models import Account
from trianon.contributions import begun_corrections, comment_services
from trianon.contributions.comment_models import Comment
from trianon.contributions.comment_queries import waiting_below
from trianon.contributions.events import (
    CommentPublished,
    CommentSubmitted,
    ContributionCorrected,
    ContributionRemoved,
    ContributionSubmitted,
    ContributionWithdrawn,
)
from trianon.contributions.models import Contribution
from trianon.core.database import db, lock
from trianon.core.events import on
from trianon.core.publication import may_be_taken_back
from trianon.mail.outbox import post
from trianon.notifications.following_services import tell_with_news
from trianon.notifications.services import notify


@on(ContributionSubmitted)
def acknowledge(event: ContributionSubmitted) -> None:
    """One receipt for each version that was sent."""
    author = db.session.get(Account, event.by) if event.by else None
    if author is None or not author.email:
        return
    once = f"contributions.received:{event.subject_id}:{event.version}"
    post("contributions.received", author, once=once, contribution=event.subject_id, version=event.version)
    notify(author.id, "contributions.received", contribution=event.subject_id, version=event.version)


@on(ContributionCorrected)
def tell_author_of_correction(event: ContributionCorrected) -> None:
    """With what was changed, and how to take it back."""
    author = db.session.get_one(Contribution, event.subject_id).author
    if not author.is_active:
        return
    once = f"contributions.corrected:{event.subject_id}:{event.version}"
    post("contributions.corrected", author, once=once, contribution=event.subject_id, version=event.version)
    notify(author.id, "contributions.corrected", contribution=event.subject_id, version=event.version)


@on(CommentSubmitted)
def acknowledge_reply(event: CommentSubmitted) -> None:
    """On the site alone: replies are many, and a mail for each would be one too many."""
    if event.by is not None:
        notify(event.by, "contributions.reply_received", comment=event.subject_id)


@on(CommentPublished)
def tell_who_was_answered(event: CommentPublished) -> None:
    """The author of the text, and of the reply that was answered, each once and nobody about their own.

    A new version of a reply that was public answers nobody anew. Who has chosen how often mails come, is told so.
    """
    if not event.is_new:
        return
    comment = db.session.get_one(Comment, event.subject_id)
    answered = [comment.contribution.author, comment.answers.author if comment.answers else None]
    for person in {one.id: one for one in answered if one is not None and one.is_active}.values():
        if person.id == comment.author_id or keeps_away(person.id, comment.author_id):
            continue
        notify(person.id, "contributions.replied", comment=comment.id)
        if tell_with_news(person.id):
            continue
        once = f"contributions.replied:{comment.id}:{person.id}"
        post("contributions.replied", person, once=once, comment=comment.id, account=person.id)


@on(ContributionWithdrawn, ContributionRemoved)
def take_waiting_replies_back(event: ContributionWithdrawn | ContributionRemoved) -> None:
    """Nobody has to judge a reply to a text that is no longer there, nor the new version of one."""
    for number in waiting_below(event.subject_id, comment_services.WAITING):
        comment = lock(Comment, number)
        if comment.state in comment_services.WAITING:
            comment_services.withdraw_reply(comment, by=None)
        elif may_be_taken_back(comment):
            comment_services.take_reply_version_back(comment, by=None)


@on(ContributionSubmitted)
def forget_what_was_sent(event: ContributionSubmitted) -> None:
    """Nothing is left to go on with; a text that is sent for the first time is corrected by nobody."""
    if event.version > 1:
        begun_corrections.forget(event.subject_id)


@on(ContributionWithdrawn, ContributionRemoved)
def forget_what_can_not_be_sent(event: ContributionWithdrawn | ContributionRemoved) -> None:
    """Nobody corrects a text that is gone."""
    begun_corrections.forget(event.subject_id)

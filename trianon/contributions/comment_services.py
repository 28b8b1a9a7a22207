"""What is done with a reply: send, correct, withdraw; publish, ask for changes, refuse.

Callers lock the contribution first, then the reply, and commit: the number of replies stands in the contribution.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from trianon.accounts.distance_queries import is_blocked
from trianon.accounts.models import Account
from trianon.bilingual.checking import clean
from trianon.bilingual.lang import Lang
from trianon.bilingual.text import Bilingual
from trianon.bilingual.translating import keep_reviewed
from trianon.contributions.comment_models import Comment, CommentVersion
from trianon.contributions.events import (
    CommentChangesAsked,
    CommentEvent,
    CommentPublished,
    CommentRefused,
    CommentSubmitted,
    CommentVersionTakenBack,
    CommentWithdrawn,
)
from trianon.contributions.models import Contribution
from trianon.contributions.rules import (
    DAY,
    SAME_CLICK,
    check_readers,
    check_reply,
    check_reply_pace,
    may_correct_reply,
    takes_replies,
)
from trianon.contributions.spam import is_new, refuse_double_reply
from trianon.contributions.spam_rules import replies_a_day
from trianon.core.audit import emit
from trianon.core.clock import now
from trianon.core.database import db, lock
from trianon.core.errors import RuleViolation, StaleForm
from trianon.core.publication import Action, State, advance

WAITING = (State.SUBMITTED, State.CHANGES_ASKED)


def reply(contribution: Contribution, *, by: Account, lang: Lang, text: str, answers: Comment | None = None) -> Comment:
    """Send a reply to a public text for examination; the same reply sent twice by one person is one reply.

    `answers` is the public reply below the same text that it answers. Raises RuleViolation.
    """
    text = clean(text)
    check_reply(text)
    if not takes_replies(contribution):
        raise RuleViolation("no_replies_here")
    if answers is not None and (answers.contribution_id != contribution.id or answers.state is not State.PUBLISHED):
        raise RuleViolation("reply_is_gone")
    check_welcome(contribution, answers, by)
    # One after the other: two clicks at once must not make two replies, nor pass the day's limit together.
    lock(Account, by.id)
    if (sent := _just_sent(contribution, by, text)) is not None:
        return sent
    refuse_double_reply(text, by)
    check_reply_pace(_sent_today(by), replies_a_day(is_new=is_new(by)))
    comment = Comment(
        contribution=contribution,
        answers=answers,
        author=by,
        side=by.side,
        state=State.DRAFT,
        version=0,
        created_at=now(),
    )
    by.fix_side()
    _send(comment, by, lang, text)
    return comment


def check_welcome(contribution: Contribution, answers: Comment | None, by: Account) -> None:
    """Whoever is blocked by the author of what they would answer cannot. Raises RuleViolation("reply_not_wanted")."""
    authors = {contribution.author_id} | ({answers.author_id} if answers is not None else set())
    if is_blocked(by.id, authors - {by.id}):
        raise RuleViolation("reply_not_wanted")


def correct_reply(comment: Comment, *, by: Account, shown_version: int, lang: Lang, text: str) -> None:
    """Send it again; StaleForm when it has changed since `shown_version` was shown.

    What is public stays public in its accepted version until the new one is accepted.
    """
    text = clean(text)
    check_reply(text)
    if not may_correct_reply(comment):
        raise RuleViolation("reply_is_closed")
    check_welcome(comment.contribution, comment.answers, by)
    if shown_version != comment.version:
        newest = comment.latest
        if shown_version == comment.version - 1 and (newest.source_lang, newest.words) == (lang, text):
            # The second of two clicks.
            return
        raise StaleForm
    check_reply_pace(_sent_today(by), replies_a_day(is_new=is_new(by)))
    _send(comment, by, lang, text)


def withdraw_reply(comment: Comment, *, by: Account | None) -> None:
    """Take it back; it is nowhere at once."""
    was_public = comment.state is State.PUBLISHED
    advance(comment, Action.WITHDRAW)
    comment.pending = None
    if was_public:
        comment.contribution.replies -= 1
    tell(CommentWithdrawn, comment, by)


def take_reply_version_back(comment: Comment, *, by: Account | None) -> None:
    """Take back the version that waits behind the public one, which stays as it is."""
    advance(comment, Action.TAKE_BACK)
    tell(CommentVersionTakenBack, comment, by)


def publish_reply(comment: Comment, *, by: Account | None) -> None:
    """Put its newest version below its text, in place of an earlier one."""
    moment, newest, is_new = now(), comment.latest, comment.state is not State.PUBLISHED
    advance(comment, Action.PUBLISH)
    comment.source_lang, comment.text = newest.source_lang, newest.text
    comment.public_number, comment.published_at = newest.number, comment.published_at or moment
    if is_new:
        comment.contribution.replies += 1
    else:
        comment.changed_at = moment
    tell(CommentPublished, comment, by, is_new=is_new)


def add_translation(comment: Comment, text: str, *, translator: Account, reviewer: Account) -> None:
    """Put a translation, made by one person and reviewed by another, beside a public reply."""
    check_readers(translator.id, reviewer.id)
    if comment.state is not State.PUBLISHED:
        raise RuleViolation("text_not_public")
    text = clean(text)
    keep_reviewed(
        CommentEvent.subject,
        comment.id,
        "text",
        lang=comment.source_lang.other,
        source=comment.words,
        text=text,
        translator_id=translator.id,
        reviewer_id=reviewer.id,
    )
    comment.text = comment.text.replace(comment.source_lang.other, text)


def take_translation_off(comment: Comment) -> None:
    """Take it off again: the reply's author objects to it."""
    comment.text = comment.text.replace(comment.source_lang.other, "")


def ask_changes_of_reply(comment: Comment, *, by: Account | None) -> None:
    """Give its newest version back to its author; an accepted version stays public."""
    advance(comment, Action.ASK_CHANGES)
    tell(CommentChangesAsked, comment, by)


def refuse_reply(comment: Comment, *, by: Account | None) -> None:
    """Refuse its newest version; an accepted version stays public."""
    advance(comment, Action.REFUSE)
    tell(CommentRefused, comment, by)


def _send(comment: Comment, by: Account, lang: Lang, text: str) -> None:
    """One more version of the reply, on its way to the committee."""
    moment = now()
    advance(comment, Action.SUBMIT)
    comment.version += 1
    comment.versions.append(
        CommentVersion(number=comment.version, recorded_at=moment, recorded_by_id=by.id, source_lang=lang, words=text)
    )
    if comment.state is not State.PUBLISHED:
        # While an accepted version is public, the words below the text are its own.
        comment.source_lang, comment.text = lang, Bilingual.only(lang, text)
    comment.submitted_at = moment
    db.session.add(comment)
    db.session.flush()
    tell(CommentSubmitted, comment, by)


def tell(event: type[CommentEvent], comment: Comment, by: Account | None, **more: Any) -> None:
    """Write down what happened to a reply."""
    db.session.flush()
    emit(
        event(
            subject_id=comment.id,
            by=by.id if by else None,
            contribution=comment.contribution_id,
            **{"version": comment.version} | more,
        )
    )


def _sent_today(by: Account) -> int:
    sent = sa.select(sa.func.count(CommentVersion.id)).where(
        CommentVersion.recorded_by_id == by.id, CommentVersion.recorded_at > now() - DAY
    )
    return db.session.scalar(sent) or 0


def _just_sent(contribution: Contribution, by: Account, text: str) -> Comment | None:
    """The reply that the first of two clicks has just made of this very text."""
    lately = sa.select(Comment).where(
        Comment.author_id == by.id,
        Comment.contribution_id == contribution.id,
        Comment.state == State.SUBMITTED,
        Comment.submitted_at > now() - SAME_CLICK,
    )
    rows = lately.order_by(Comment.id.desc()).limit(20)
    return next((one for one in db.session.scalars(rows) if one.words == text), None)

"""Against spam: who is new, and whether this very text has been sent before."""

from __future__ import annotations

from functools import cache

import sqlalchemy as sa

from trianon.accounts.models import Account
from trianon.contributions.comment_models import Comment
from trianon.contributions.models import Contribution, ContributionVersion
from trianon.contributions.spam_rules import NEW_FOR, SHORTEST_REPEATED_REPLY
from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.errors import RuleViolation
from trianon.core.publication import State
from trianon.core.text import digest, words

# What its author took back may be sent again.
FREE_AGAIN = (State.DRAFT, State.WITHDRAWN)
LATELY = 100


def fingerprint(text: str) -> str:
    """The same for texts that differ in capitals, accents, spaces and signs alone."""
    return digest(" ".join(words(text)))


def is_new(account: Account) -> bool:
    """Whether the account has just been made."""
    return account.confirmed_at is None or account.confirmed_at > now() - NEW_FOR


def has_been_accepted(account_id: int) -> bool:
    """Whether the committee has ever let a text or a reply of this person be published."""
    texts = sa.exists().where(Contribution.author_id == account_id, Contribution.published_at.is_not(None))
    replies = sa.exists().where(Comment.author_id == account_id, Comment.published_at.is_not(None))
    return bool(db.session.scalar(sa.select(sa.or_(texts, replies))))


def refuse_double(mark: str, by: Account) -> None:
    """One's own text, known by its fingerprint, is sent once; a new account does not send what somebody has published.

    Raises RuleViolation("same_text_twice") or ("text_is_there").
    """
    for author, state in db.session.execute(_same_text(), {"mark": mark}):
        if author == by.id:
            raise RuleViolation("same_text_twice")
        if state is State.PUBLISHED and is_new(by):
            raise RuleViolation("text_is_there")


@cache
def _same_text() -> sa.Select[int, State]:
    rows = sa.select(Contribution.author_id, Contribution.state)
    rows = rows.join(ContributionVersion, ContributionVersion.contribution_id == Contribution.id)
    same = ContributionVersion.fingerprint == sa.bindparam("mark")
    return rows.where(same, Contribution.state.not_in(FREE_AGAIN)).limit(LATELY)


def refuse_double_reply(text: str, by: Account) -> None:
    """The same long reply is not put below one text after another. Raises RuleViolation("same_reply_twice")."""
    if len(text) < SHORTEST_REPEATED_REPLY:
        return
    own = sa.select(Comment).where(Comment.author_id == by.id, Comment.state.not_in(FREE_AGAIN))
    said = words(text)
    if any(words(one.words) == said for one in db.session.scalars(own.order_by(Comment.id.desc()).limit(LATELY))):
        raise RuleViolation("same_reply_twice")

"""Against spam: who is new, and whether this very text has been sent before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa

from trianon.accounts.models import Account
from trianon.contributions.comment_models import Comment
from trianon.contributions.models import Contribution, ContributionVersion, Origin
from trianon.contributions.rules import DAY, MOST_A_DAY
from trianon.contributions.spam_rules import NEW_FOR, SHORTEST_REPEATED_REPLY
from trianon.core.clock import now
from trianon.core.database import db, table_of, write
from trianon.core.errors import RuleViolation
from trianon.core.publication import State
from trianon.core.text import digest, words

# What its author took back may be sent again.
FREE_AGAIN = (State.DRAFT, State.WITHDRAWN)
LATELY = 100
# A version that was sent: of which record, when, its mark against doubles; of others, also whose it is and its state.
Sent = sa.Row[Any]


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


@dataclass(frozen=True)
class Before:
    """What has been sent before: by the author since yesterday, the newest first, and by anybody with the same mark."""

    lately: Sequence[Sent]
    same: Sequence[Sent]


def sent_before(by: Account, mark: str) -> Before:
    """Both in one statement: whoever sends a text holds the author's lock meanwhile."""
    rows = write(_sent_before(), {"author": by.id, "mark": mark}).all()
    since = now() - DAY
    lately = [row for row in rows if row.is_own and row.recorded_at > since]
    return Before(lately, [row for row in rows if not row.is_own])


def refuse_double(same: Sequence[Sent], by: Account) -> None:
    """One's own text, known by its fingerprint, is sent once; a new account does not send what somebody has published.

    Raises RuleViolation("same_text_twice") or ("text_is_there").
    """
    for row in same:
        if row.author_id == by.id:
            raise RuleViolation("same_text_twice")
        if row.state is State.PUBLISHED and is_new(by):
            raise RuleViolation("text_is_there")


@cache
def _sent_before() -> sa.CompoundSelect[Any]:
    """As many of the author's as a day may hold, by an index, not those since a moment: the database need not guess."""
    record, version = table_of(Contribution), table_of(ContributionVersion)
    sent = (version.c.contribution_id, version.c.recorded_at, version.c.fingerprint)
    whose = (record.c.author_id, record.c.state)
    own = sa.select(
        *sent, *(sa.cast(None, column.type).label(column.name) for column in whose), sa.true().label("is_own")
    )
    own = own.where(version.c.recorded_by_id == sa.bindparam("author"), version.c.origin == Origin.SENT)
    own = own.order_by(version.c.id.desc()).limit(MOST_A_DAY)
    same = sa.select(*sent, *whose, sa.false().label("is_own"))
    same = same.join_from(version, record, record.c.id == version.c.contribution_id)
    same = same.where(version.c.fingerprint == sa.bindparam("mark"), record.c.state.not_in(FREE_AGAIN)).limit(LATELY)
    return sa.union_all(*(sa.select(*part.subquery().c) for part in (own, same)))


def refuse_double_reply(text: str, by: Account) -> None:
    """The same long reply is not put below one text after another. Raises RuleViolation("same_reply_twice")."""
    if len(text) < SHORTEST_REPEATED_REPLY:
        return
    own = sa.select(Comment).where(Comment.author_id == by.id, Comment.state.not_in(FREE_AGAIN))
    said = words(text)
    if any(words(one.words) == said for one in db.session.scalars(own.order_by(Comment.id.desc()).limit(LATELY))):
        raise RuleViolation("same_reply_twice")

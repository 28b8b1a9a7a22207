"""Finding replies: those below a text, oldest first, one of them, one's own."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, contains_eager, joinedload, lazyload

from trianon.accounts.models import Account
from trianon.contributions.comment_models import Comment
from trianon.contributions.models import Contribution, ContributionVersion
from trianon.core.database import db
from trianon.core.paging import Page, page
from trianon.core.publication import State


def replies_to(contribution_id: int, cursor: str | None = None) -> Page:
    """One page of the public replies to a text, oldest first, each with its author and the reply that it answers."""
    rows = _with_people(sa.select(Comment)).where(
        Comment.contribution_id == contribution_id, Comment.state == State.PUBLISHED
    )
    return page(rows, Comment.published_at, Comment.id, cursor, newest_first=False)


def comment(comment_id: int) -> Comment | None:
    """One reply with everything its page shows, in one statement."""
    if not 0 < comment_id < 2**31:
        return None
    rows = _with_people(sa.select(Comment)).options(
        joinedload(Comment.contribution).joinedload(Contribution.public_version).load_only(ContributionVersion.title)
    )
    return db.session.scalars(rows.where(Comment.id == comment_id)).unique().one_or_none()


def own_replies(author: Account, cursor: str | None = None) -> Page:
    """One page of somebody's own replies in whatever state, newest first, with the titles of what they answer."""
    rows = (
        sa.select(Comment)
        .where(Comment.author_id == author.id)
        .join(Comment.contribution)
        .outerjoin(Contribution.public_version)
        .options(contains_eager(Comment.contribution).contains_eager(Contribution.public_version))
    )
    return page(rows, Comment.created_at, Comment.id, cursor)


def waiting_below(contribution_id: int, states: tuple[State, ...]) -> list[int]:
    """The numbers of the replies to a text of which some version is in these states, in order."""
    newest = sa.case((Comment.state == State.PUBLISHED, Comment.pending), else_=Comment.state)
    rows = sa.select(Comment.id).where(Comment.contribution_id == contribution_id, newest.in_(states))
    return list(db.session.scalars(rows.order_by(Comment.id)))


def _with_people(rows: sa.Select[Any]) -> sa.Select[Any]:
    """Nobody's roles are shown here, so they are not read."""
    answered = aliased(Comment)
    return rows.outerjoin(Comment.answers.of_type(answered)).options(
        joinedload(Comment.author).options(lazyload(Account.appointments)),
        contains_eager(Comment.answers.of_type(answered))
        .joinedload(answered.author)
        .options(lazyload(Account.appointments)),
    )

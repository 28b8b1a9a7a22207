"""Following a search of a list: its address is what is kept, and is read again like any other.

Each list that can be searched has its own kind of thing to follow; a search that is asked of two lists is one row.
"""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa
from flask import abort, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup
from sqlalchemy.dialects import postgresql, sqlite

from trianon.core.database import db
from trianon.core.permissions import Permission, can
from trianon.core.timed import timed
from trianon.notifications import following_views, topics
from trianon.notifications.following_models import Follow, FollowedSearch

COOPERATIONS, CONTRIBUTIONS = SEARCHES = ("search", "contribution_search")
LONGEST = 1000


def of_numbers(numbers: Collection[int]) -> list[FollowedSearch]:
    """The searches of these numbers."""
    return list(db.session.scalars(sa.select(FollowedSearch).where(FollowedSearch.id.in_(numbers))))


def followed(subject: str) -> list[FollowedSearch]:
    """Each search of this list that somebody follows, in the order of their numbers."""
    is_followed = sa.exists().where(Follow.subject == subject, Follow.subject_id == FollowedSearch.id)
    return list(db.session.scalars(sa.select(FollowedSearch).where(is_followed).order_by(FollowedSearch.id)))


def button(subject: str, query: str, begin: str) -> Markup:
    """Follow this search (at the address `begin`), or no longer. Visitors see nothing."""
    if not can(Permission.PARTICIPATE):
        return Markup()
    row = (
        sa.select(FollowedSearch.id)
        .join(Follow, sa.and_(Follow.subject == subject, Follow.subject_id == FollowedSearch.id))
        .where(FollowedSearch.query == query, Follow.account_id == current_user.id)
    )
    number = db.session.scalar(row)
    end = url_for("following.end", subject=subject, number=number) if number else ""
    return following_views.button(number is not None, begin, end)


def follow_and_return(subject: str, query: str) -> ResponseReturnValue:
    """Follow this search, and go back to its page."""
    if len(query) > LONGEST:
        abort(400)
    insert = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    db.session.execute(insert(FollowedSearch).values(query=query).on_conflict_do_nothing())
    number = db.session.scalars(sa.select(FollowedSearch.id).where(FollowedSearch.query == query)).one()
    return following_views.follow_and_return(subject, number, topics.find(subject, number) or abort(404))


@timed("searches.unfollowed")
def remove_unfollowed() -> int:
    """What nobody follows any more is nobody's business."""
    is_followed = sa.exists().where(Follow.subject.in_(SEARCHES), Follow.subject_id == FollowedSearch.id)
    done = db.session.execute(sa.delete(FollowedSearch).where(~is_followed))
    db.session.commit()
    return int(getattr(done, "rowcount", 0))

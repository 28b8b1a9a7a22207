"""Keeping an author at a distance: what of theirs stands in one's inbox goes at once. Nothing here commits."""

from __future__ import annotations

import sqlalchemy as sa

from trianon.accounts import distance_services
from trianon.accounts.distance_models import DistanceKind
from trianon.accounts.models import Account
from trianon.contributions.comment_models import Comment
from trianon.core.database import db
from trianon.notifications.following_models import News
from trianon.notifications.models import Notification

REPLIED = "contributions.replied"


def keep_away(owner: Account, author: Account, kind: DistanceKind) -> None:
    """Mute or block somebody who writes in public."""
    distance_services.keep_away(owner, author.id, kind)
    news = sa.select(News.id).where(News.author_id == author.id)
    own = sa.delete(Notification).where(Notification.account_id == owner.id)
    db.session.execute(own.where(sa.or_(Notification.news_id.in_(news), Notification.id.in_(_replies(owner, author)))))


def _replies(owner: Account, author: Account) -> list[int]:
    """The lines that say that this author has replied."""
    rows = sa.select(Notification).where(Notification.account_id == owner.id, Notification.kind == REPLIED)
    about = {row.id: row.data.get("comment") for row in db.session.scalars(rows)}
    theirs = sa.select(Comment.id).where(Comment.id.in_(list(about.values())), Comment.author_id == author.id)
    written = set(db.session.scalars(theirs))
    return [line for line, comment in about.items() if comment in written]

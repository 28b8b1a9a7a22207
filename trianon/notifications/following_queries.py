"""What somebody follows, and the news that a mail to them is about."""

from __future__ import annotations

import sqlalchemy as sa

from trianon.accounts.distance_models import Distance
from trianon.accounts.models import Account
from trianon.core.database import db
from trianon.core.paging import Page, page
from trianon.notifications.following_models import Follow, MailRhythm, News, NewsTopic
from trianon.notifications.following_rules import Rhythm
from trianon.notifications.models import Notification
from trianon.notifications.sentences import in_digests


def followed_by(account: Account, cursor: str | None = None) -> Page:
    """One page of what somebody follows, the last begun first."""
    return page(sa.select(Follow).where(Follow.account_id == account.id), Follow.since, Follow.id, cursor)


def latest_followed(account: Account, size: int = 5) -> list[Follow]:
    """The last few things that somebody began to follow."""
    rows = sa.select(Follow).where(Follow.account_id == account.id)
    return list(db.session.scalars(rows.order_by(Follow.since.desc(), Follow.id.desc()).limit(size)))


def is_followed(account: Account, subject: str, subject_id: int) -> bool:
    """Whether this person follows it."""
    row = sa.select(Follow.id).where(
        Follow.account_id == account.id, Follow.subject == subject, Follow.subject_id == subject_id
    )
    return db.session.scalar(row) is not None


def rhythm_of(account: Account) -> Rhythm | None:
    """How often this person gets mails; None before they have followed anything."""
    return db.session.scalar(sa.select(MailRhythm.rhythm).where(MailRhythm.account_id == account.id))


def unread_news(account_id: int, after: int, up_to: int, most: int) -> list[Notification]:
    """News that this person has neither read nor, meanwhile, stopped following, and answers to them, oldest first.

    Of people whom they keep at a distance by now there is none.
    """
    followed = sa.exists().where(
        NewsTopic.news_id == Notification.news_id,
        Follow.subject == NewsTopic.subject,
        Follow.subject_id == NewsTopic.subject_id,
        Follow.account_id == account_id,
    )
    kept_away = sa.exists().where(
        News.id == Notification.news_id, Distance.other_id == News.author_id, Distance.owner_id == account_id
    )
    rows = sa.select(Notification).where(
        Notification.account_id == account_id,
        Notification.id > after,
        Notification.id <= up_to,
        Notification.read_at.is_(None),
        sa.or_(followed, Notification.kind.in_(in_digests())),
        ~kept_away,
    )
    return list(db.session.scalars(rows.order_by(Notification.id).limit(most)))

"""From one row of news to the inboxes of all followers: slices that a worker may be killed between or within."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from trianon import personal_terms
from trianon.accounts.distance_models import Distance
from trianon.accounts.models import Account
from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.timed import continual, timed
from trianon.notifications import topics
from trianon.notifications.following_models import Follow, MailRhythm, News, NewsTopic
from trianon.notifications.following_rules import Rhythm
from trianon.notifications.models import Notification

# Inboxes a slice: half a second of writing at most, while everybody else waits on SQLite.
SLICE = 5000
# News whose searches are asked together.
MATCHED_AT_ONCE = 50


@continual("news.spread")
def spread_slice() -> int:
    """One slice of the oldest news that is not everywhere yet."""
    done = spread_some()
    db.session.commit()
    return done


def spread_some(slice_size: int = SLICE) -> int:
    """The same, in the caller's transaction; how much was done, at least 1 while there is more."""
    waiting = sa.select(News).where(News.spread_at.is_(None)).order_by(News.id)
    news = db.session.scalars(waiting.limit(1).with_for_update(skip_locked=True)).first()
    if news is None:
        return 0
    if not news.is_matched:
        _match(list(db.session.scalars(waiting.where(News.is_matched.is_(False)).limit(MATCHED_AT_ONCE))))
    bound = _next_bound(news, slice_size)
    if bound is None:
        news.spread_at = now()
        return 1
    told = _tell(news, bound)
    news.spread_to = bound
    return 1 + told


def _match(rows: list[News]) -> None:
    """Put the searches that find it among the topics of each."""
    for news_id, subject, number in sorted(topics.matched(rows)):
        db.session.add(NewsTopic(news_id=news_id, subject=subject, subject_id=number))
    for news in rows:
        news.is_matched = True
    db.session.flush()


def _followers(news: News) -> sa.Select[int]:
    """Everybody who follows one of its topics and has not been looked at yet."""
    return (
        sa.select(Follow.account_id)
        .join(NewsTopic, sa.and_(NewsTopic.subject == Follow.subject, NewsTopic.subject_id == Follow.subject_id))
        .where(NewsTopic.news_id == news.id, Follow.since <= news.at, Follow.account_id > news.spread_to)
        .distinct()
    )


def _next_bound(news: News, slice_size: int) -> int | None:
    some = _followers(news).order_by(Follow.account_id).limit(slice_size).subquery()
    return db.session.scalar(sa.select(sa.func.max(some.c.account_id)))


def _tell(news: News, bound: int) -> int:
    """Lines in the inboxes of this slice, in one statement; those who want mails at once get theirs next."""
    people = _people(news, bound)
    columns = ["account_id", "kind", "data", "created_at", "news_id"]
    values = (
        sa.literal(news.kind, Notification.kind.type),
        sa.literal(news.data, Notification.data.type),
        sa.literal(news.at, Notification.created_at.type),
        sa.literal(news.id),
    )
    insert = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    lines = insert(Notification).from_select(columns, people.add_columns(*values)).on_conflict_do_nothing()
    done = db.session.execute(lines)
    at_once = sa.update(MailRhythm).where(
        MailRhythm.rhythm == Rhythm.AT_ONCE, MailRhythm.due_at.is_(None), MailRhythm.account_id.in_(people)
    )
    db.session.execute(at_once.values(due_at=now()), execution_options={"synchronize_session": False})
    return max(0, int(getattr(done, "rowcount", 0)))


def _people(news: News, bound: int) -> sa.Select[int]:
    """Followers up to this account, but for who caused it, who has left, and who keeps its author at a distance."""
    kept_away = sa.exists().where(Distance.owner_id == Account.id, Distance.other_id == news.author_id)
    concerned = [one for one in (news.author_id, news.by_id) if one is not None]
    people = sa.select(Account.id).where(
        Account.id.in_(_followers(news).where(Follow.account_id <= bound)),
        Account.deleted_at.is_(None),
        Account.id.not_in(concerned),
        ~kept_away,
    )
    return people.where(Account.lang == news.lang) if news.lang is not None else people


@timed("news.old")
def remove_old() -> int:
    """Nobody's inbox keeps anything as long as this."""
    done = db.session.execute(sa.delete(News).where(News.at < now() - personal_terms.NOTICE_UNREAD))
    db.session.commit()
    return int(getattr(done, "rowcount", 0))

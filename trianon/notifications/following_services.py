"""Following and no longer following, the rhythm of mails, and writing news down. Nothing here commits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from trianon.accounts.models import Account
from trianon.bilingual.lang import Lang
from trianon.core.clock import now
from trianon.core.database import db, lock
from trianon.core.errors import RuleViolation
from trianon.notifications.following_models import Follow, MailRhythm, News, NewsTopic
from trianon.notifications.following_rules import MOST_FOLLOWED, Rhythm, next_due, zone_of
from trianon.notifications.models import Notification

# Who begins to follow something wants to hear of it, and not of each thing at once.
FIRST_RHYTHM = Rhythm.DAILY


def follow(account: Account, subject: str, subject_id: int) -> None:
    """Tell this person from now on; the second of two clicks changes nothing. Raises RuleViolation("follows_too_much").

    The caller has looked whether there is such a thing.
    """
    lock(Account, account.id)
    known = sa.select(sa.func.count(Follow.id)).where(Follow.account_id == account.id)
    if (db.session.scalar(known) or 0) >= MOST_FOLLOWED:
        raise RuleViolation("follows_too_much", most=MOST_FOLLOWED)
    insert = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    row = {"account_id": account.id, "subject": subject, "subject_id": subject_id, "since": now()}
    db.session.execute(insert(Follow).values(**row).on_conflict_do_nothing())
    if db.session.get(MailRhythm, account.id) is None:
        choose_rhythm(account, FIRST_RHYTHM)


def unfollow(account: Account, subject: str, subject_id: int) -> None:
    """Nothing more about it; nothing happens where it was not followed."""
    own = sa.delete(Follow).where(Follow.account_id == account.id)
    db.session.execute(own.where(Follow.subject == subject, Follow.subject_id == subject_id))


def choose_rhythm(account: Account, rhythm: Rhythm) -> None:
    """From now on mails come in this rhythm; what has waited for the next one comes with it."""
    row = db.session.get(MailRhythm, account.id, with_for_update=True)
    if row is None:
        # Whatever stands in the inbox already was told when it came.
        last = sa.select(sa.func.max(Notification.id)).where(Notification.account_id == account.id)
        row = MailRhythm(account_id=account.id, told_to=db.session.scalar(last) or 0)
        db.session.add(row)
    row.rhythm = rhythm
    row.due_at = (
        now() if rhythm is Rhythm.AT_ONCE else next_due(rhythm, zone_of(account.time_zone, account.side), now())
    )


def tell_with_news(account_id: int) -> bool:
    """A line of a kind that comes with mails about what somebody follows is new: “at once” is now.

    False for whoever has never chosen how often these mails come, and gets none.
    """
    row = db.session.get(MailRhythm, account_id, with_for_update=True)
    if row is not None and row.rhythm is Rhythm.AT_ONCE:
        row.due_at = row.due_at or now()
    return row is not None


def write_news(
    kind: str,
    topics: Iterable[tuple[str, int | None]],
    data: dict[str, Any],
    *,
    author: int | None,
    by: int | None,
    lang: Lang | None = None,
    searched: bool = False,
) -> None:
    """Write down what followers of these topics are to be told, in the caller's transaction: one row, however many.

    `data` are codes and ids, as in a notification; `searched`: followed searches are asked, too.
    """
    wanted = sorted({(subject, number) for subject, number in topics if number is not None})
    if not wanted and not searched:
        return
    news = News(kind=kind, data=data, lang=lang, author_id=author, by_id=by, at=now(), is_matched=not searched)
    db.session.add(news)
    db.session.flush()
    db.session.add_all(NewsTopic(news_id=news.id, subject=subject, subject_id=number) for subject, number in wanted)

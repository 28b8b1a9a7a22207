"""Mails about what people follow: at once, in the morning, or on Mondays, one for each time however often this begins.

The row says from which notification to which; what the mail says is made when it is sent, from what is true then.
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, lazyload

from trianon.accounts.events import PreferencesChanged
from trianon.accounts.models import Account
from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.events import on
from trianon.core.timed import timed
from trianon.mail.outbox import post
from trianon.notifications.following_models import MailRhythm
from trianon.notifications.following_rules import Rhythm, next_due, zone_of
from trianon.notifications.models import Notification
from trianon.notifications.sentences import in_digests

AT_ONCE = 200


@timed("follows.digests")
def post_digests() -> int:
    """Put the mails that are due into the outbox, some people at a time; a killed worker goes on where it was."""
    posted = 0
    while people := _due():
        posted += _post(people)
        db.session.commit()
    return posted


@on(PreferencesChanged)
def follow_the_clock(event: PreferencesChanged) -> None:
    """Whoever lives by another clock now has another morning."""
    row = db.session.get(MailRhythm, event.subject_id)
    if row is not None and row.due_at is not None and row.rhythm is not Rhythm.AT_ONCE:
        row.due_at = next_due(row.rhythm, zone_of(row.account.time_zone, row.account.side), now())


def _due() -> Sequence[MailRhythm]:
    rows = (
        sa.select(MailRhythm)
        .where(MailRhythm.due_at <= now())
        .order_by(MailRhythm.due_at, MailRhythm.account_id)
        .options(joinedload(MailRhythm.account, innerjoin=True).options(lazyload(Account.appointments)))
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True, of=MailRhythm)
    )
    return db.session.scalars(rows).all()


def _post(people: Sequence[MailRhythm]) -> int:
    """One mail for each who has unread news; the mark moves on, and the next time is set, in the same transaction."""
    newest, posted = _newest_news([one.account_id for one in people]), 0
    for one in people:
        last = newest.get(one.account_id, 0)
        if last > one.told_to:
            once = f"follows.digest:{one.account_id}:{last}"
            post("follows.digest", one.account, once=once, account=one.account_id, after=one.told_to, up_to=last)
            one.told_to = last
            posted += 1
        one.due_at = next_due(one.rhythm, zone_of(one.account.time_zone, one.account.side), now())
    return posted


def _newest_news(accounts: Sequence[int]) -> dict[int, int]:
    rows = (
        sa.select(Notification.account_id, sa.func.max(Notification.id))
        .join(MailRhythm, MailRhythm.account_id == Notification.account_id)
        .where(
            Notification.account_id.in_(accounts),
            Notification.id > MailRhythm.told_to,
            sa.or_(Notification.news_id.is_not(None), Notification.kind.in_(in_digests())),
            Notification.read_at.is_(None),
        )
        .group_by(Notification.account_id)
    )
    return {row[0]: row[1] for row in db.session.execute(rows)}

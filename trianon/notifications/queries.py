"""What stands in an inbox."""

from __future__ import annotations

import sqlalchemy as sa

from trianon.accounts.inbox import counted_by
from trianon.accounts.models import Account
from trianon.core.database import db
from trianon.core.paging import Page, page
from trianon.notifications.models import Notification

# More than this many are shown as this many: the count must stay cheap.
MOST_COUNTED = 100


def inbox_of(account: Account, cursor: str | None = None, *, unread: bool = False) -> Page:
    """One page of an inbox, newest first; `unread`: of what was not read yet."""
    rows = sa.select(Notification).where(Notification.account_id == account.id)
    if unread:
        rows = rows.where(Notification.read_at.is_(None))
    return page(rows, Notification.created_at, Notification.id, cursor)


def latest_of(account: Account, size: int = 5) -> list[Notification]:
    """The newest unread notifications, for one's own page."""
    rows = sa.select(Notification).where(Notification.account_id == account.id, Notification.read_at.is_(None))
    return list(db.session.scalars(rows.order_by(Notification.created_at.desc(), Notification.id.desc()).limit(size)))


@counted_by
def unread_count(account_id: int) -> int:
    """How many were not read yet, at most MOST_COUNTED."""
    unread = sa.select(Notification.id).where(Notification.account_id == account_id, Notification.read_at.is_(None))
    return db.session.scalar(sa.select(sa.func.count()).select_from(unread.limit(MOST_COUNTED).subquery())) or 0

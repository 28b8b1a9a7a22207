"""Telling people things, and their saying that they have read them."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from trianon.accounts.models import Account
from trianon.core.clock import now
from trianon.core.database import db, table_of
from trianon.core.rows import put
from trianon.notifications.models import Notification
from trianon.notifications.sentences import Sentence, sentence

_LINE = sa.insert(table_of(Notification)).inline()

__all__ = ["Sentence", "mark_all_read", "mark_read", "notify", "sentence"]


def notify(account_id: int, kind: str, **data: Any) -> None:
    """Put a line in a person's inbox, in the caller's transaction; `data` are codes and ids, never sentences."""
    put(_LINE, {"account_id": account_id, "kind": kind, "data": data, "created_at": now()})


def mark_read(account: Account, number: int) -> bool:
    """One line of the inbox has been read; whether there is such a line in this inbox."""
    own = sa.select(Notification).where(Notification.account_id == account.id, Notification.id == number)
    row = db.session.scalars(own).one_or_none()
    if row is None:
        return False
    row.read_at = row.read_at or now()
    return True


def mark_all_read(account: Account) -> int:
    """Everything that stands in the inbox now has been read; returns how many were new."""
    unread = sa.update(Notification).where(Notification.account_id == account.id, Notification.read_at.is_(None))
    return int(getattr(db.session.execute(unread.values(read_at=now())), "rowcount", 0))

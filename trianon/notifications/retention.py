"""Notifications do not stay for ever: the register says for how long."""

from __future__ import annotations

import sqlalchemy as sa

from trianon import personal_terms
from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.timed import timed
from trianon.notifications.models import Notification


@timed("notifications.old")
def remove_old() -> int:
    """Those read long ago, and those that nobody has read in twice the time."""
    read = Notification.read_at < now() - personal_terms.NOTICE.after
    unread = Notification.created_at < now() - personal_terms.NOTICE_UNREAD
    done = db.session.execute(sa.delete(Notification).where(sa.or_(read, unread)))
    db.session.commit()
    return int(getattr(done, "rowcount", 0))

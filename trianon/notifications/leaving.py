"""When somebody deletes their account: the inbox goes."""

from __future__ import annotations

import sqlalchemy as sa

from trianon.accounts.leaving_events import AccountDeleted
from trianon.core.database import db
from trianon.core.events import on
from trianon.notifications.models import Notification


@on(AccountDeleted)
def empty_inbox(event: AccountDeleted) -> None:
    """Read or not, what it led to may be gone as well."""
    db.session.execute(sa.delete(Notification).where(Notification.account_id == event.subject_id))

"""When somebody deletes their account: the inbox goes, and what they followed."""

from __future__ import annotations

import sqlalchemy as sa

from trianon.accounts.leaving_events import AccountDeleted
from trianon.core.database import db
from trianon.core.events import on
from trianon.notifications.following_models import Follow, MailRhythm, News
from trianon.notifications.models import Notification


@on(AccountDeleted)
def empty_inbox(event: AccountDeleted) -> None:
    """Read or not, what it led to may be gone as well."""
    db.session.execute(sa.delete(Notification).where(Notification.account_id == event.subject_id))


@on(AccountDeleted)
def forget_follows(event: AccountDeleted) -> None:
    """News of what they wrote stays as long as the text, and leads to nobody."""
    for model in (Follow, MailRhythm):
        db.session.execute(sa.delete(model).where(model.account_id == event.subject_id))
    for column in (News.author_id, News.by_id):
        db.session.execute(sa.update(News).where(column == event.subject_id).values({column: None}))

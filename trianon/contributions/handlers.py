"""What follows from what happens to contributions: the author gets a receipt, by mail and on the site."""

from __future__ import annotations

from trianon.accounts.models import Account
from trianon.contributions.events import ContributionSubmitted
from trianon.core.database import db
from trianon.core.events import on
from trianon.mail.outbox import post
from trianon.notifications.services import notify


@on(ContributionSubmitted)
def acknowledge(event: ContributionSubmitted) -> None:
    """One receipt for each version that was sent."""
    author = db.session.get(Account, event.by) if event.by else None
    if author is None or not author.email:
        return
    once = f"contributions.received:{event.subject_id}:{event.version}"
    post("contributions.received", author, once=once, contribution=event.subject_id, version=event.version)
    notify(author.id, "contributions.received", contribution=event.subject_id, version=event.version)

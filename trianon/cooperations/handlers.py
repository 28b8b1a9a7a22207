"""Who is told what of a cooperation; verdicts are told by the committee, which knows the reasons."""

from __future__ import annotations

from typing import Any

from trianon.accounts.models import Account
from trianon.cooperations.events import CooperationConfirmed, CooperationSubmitted
from trianon.cooperations.models import Cooperation
from trianon.cooperations.representing import standing_for
from trianon.core.database import db
from trianon.core.events import on
from trianon.mail.outbox import post
from trianon.notifications.services import notify


@on(CooperationSubmitted)
def tell_the_author(event: CooperationSubmitted) -> None:
    """A receipt for what was sent."""
    author = db.session.get(Account, event.by) if event.by else None
    if author is None or not author.is_active or event.job is not None:
        return
    once = f"cooperations.received:{event.subject_id}:{event.version}"
    post("cooperations.received", author, once=once, cooperation=event.subject_id, version=event.version)
    notify(author.id, "cooperations.received", cooperation=event.subject_id)


@on(CooperationConfirmed)
def tell_who_declared(event: CooperationConfirmed) -> None:
    """The partner has given its side's word; nobody is told what they did themselves."""
    cooperation = db.session.get(Cooperation, event.subject_id)
    data: dict[str, Any] = {"cooperation": event.subject_id, "organisation": event.organisation}
    for person in standing_for(cooperation) if cooperation else []:
        if person.id == event.by:
            continue
        # A claimed record has several managers, each with a mail of their own.
        once = f"cooperations.confirmed:{event.subject_id}:{event.side.value}:{person.id}"
        post("cooperations.confirmed", person, once=once, **data)
        notify(person.id, "cooperations.confirmed", **data)

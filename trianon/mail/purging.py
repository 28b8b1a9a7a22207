"""What the outbox keeps of mails that are long done: that one was sent, no longer to whom or about what."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from trianon import personal_terms
from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.timed import timed
from trianon.mail.models import AddressState, OutboxMail, Route

# As the register of personal data says; longer than any server goes on trying, and than the week that is counted.
KEPT = personal_terms.MAIL.after
# After a year an address is tried again: it may belong to somebody else by then.
PAUSE_KEPT = personal_terms.PAUSE.after
ROUTE_KEPT = timedelta(days=1)

# Every column of the outbox that the register of personal data names.
EMPTY: dict[str, Any] = {
    "address": "",
    "provider": "",
    "data": {},
    "recipient_id": None,
    "report": None,
    "report_status": None,
    "reported_at": None,
}


@timed("mail.finished")
def purge_finished() -> int:
    """Take address and data out of mails that were finished long ago, and forget old pauses."""
    old = sa.update(OutboxMail).where(OutboxMail.finished_at < now() - KEPT, OutboxMail.address != "")
    done = db.session.execute(old.values(EMPTY))
    db.session.execute(sa.delete(AddressState).where(AddressState.changed_at < now() - PAUSE_KEPT))
    db.session.execute(sa.delete(Route).where(Route.held_until < now() - ROUTE_KEPT))
    db.session.commit()
    return int(getattr(done, "rowcount", 0))

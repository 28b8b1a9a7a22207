"""Forgetting whom mails went to, when somebody deletes their account."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from trianon import personal_terms
from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.timed import timed
from trianon.mail import addresses
from trianon.mail.models import Delivery, MailboxMessage, OutboxMail
from trianon.mail.purging import EMPTY

# A shorter name would be found in mails that mean somebody else.
SHORTEST_NAME = 4


def erase_mails_of(account_id: int, known: Collection[str], name: str) -> None:
    """What waits is not sent; what was sent is no longer known to have gone to anybody.

    `known`: the addresses that are or were theirs. In the demonstration the mailbox is cleaned, too, mails to others
    that have the name included: a real mail lies with whoever received it.
    """
    theirs = sa.or_(OutboxMail.recipient_id == account_id, OutboxMail.address.in_(known))
    numbers = sa.select(OutboxMail.message_id).where(theirs)
    named = [column.contains(name, autoescape=True) for column in (MailboxMessage.text, MailboxMessage.subject)]
    quoted = sa.or_(*named) if len(name) >= SHORTEST_NAME else sa.false()
    mine = sa.or_(MailboxMessage.address.in_(known), MailboxMessage.message_id.in_(numbers), quoted)
    db.session.execute(sa.delete(MailboxMessage).where(mine))
    waiting = sa.update(OutboxMail).where(theirs, OutboxMail.state == Delivery.WAITING)
    db.session.execute(waiting.values(state=Delivery.DROPPED, finished_at=now(), leased_until=None))
    db.session.execute(sa.update(OutboxMail).where(theirs).values(EMPTY))
    for address in known:
        addresses.forget(address)


@timed("mailbox.old")
def empty_mailbox() -> int:
    """The demonstration's mails go after their term."""
    old = sa.delete(MailboxMessage).where(MailboxMessage.at < now() - personal_terms.DEMO.after)
    done = db.session.execute(old)
    db.session.commit()
    return int(getattr(done, "rowcount", 0))

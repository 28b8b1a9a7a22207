"""Messages to the office in charge of personal data: kept for their term, mailed to the office, receipted."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from trianon import personal_terms
from trianon.accounts.attempts import Limit, Try, count
from trianon.accounts.leaving_events import AccountDeleted
from trianon.accounts.leaving_services import addresses_of
from trianon.accounts.models import Account
from trianon.bilingual.lang import Lang
from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.events import on
from trianon.core.timed import timed
from trianon.mail.outbox import post_to
from trianon.pages.contact_models import ContactKind, ContactMessage

# A receipt goes to an address that anybody may have typed: no more than this in an hour, and nothing of the text in it.
RECEIPTS = Limit(3, 3600)
SAME_CLICK = timedelta(minutes=10)


def write(kind: ContactKind, *, name: str, address: str, lang: Lang, text: str, office: str) -> ContactMessage:
    """Keep a message and mail it to the office; the same one sent twice is one."""
    recent = sa.select(ContactMessage).filter_by(address=address, text=text, kind=kind)
    known = db.session.scalars(recent.where(ContactMessage.sent_at > now() - SAME_CLICK).limit(1)).one_or_none()
    if known is not None:
        return known
    message = ContactMessage(kind=kind, name=name, address=address, lang=lang, text=text, sent_at=now())
    db.session.add(message)
    db.session.flush()
    post_to("contact.message", office, lang, message=message.id)
    if count(Try("contact.receipt", address, RECEIPTS))["contact.receipt"] <= RECEIPTS.tries:
        post_to("contact.receipt", address, lang, message=message.id)
    return message


@on(AccountDeleted)
def forget_messages(event: AccountDeleted) -> None:
    """What the account's addresses wrote goes with the account: whoever leaves waits for no answer."""
    known = addresses_of(db.session.get_one(Account, event.subject_id))
    db.session.execute(sa.delete(ContactMessage).where(ContactMessage.address.in_(known)))


@timed("contact.old")
def remove_old() -> int:
    """Messages go after their term."""
    old = sa.delete(ContactMessage).where(ContactMessage.sent_at < now() - personal_terms.CONTACT.after)
    done = db.session.execute(old)
    db.session.commit()
    return int(getattr(done, "rowcount", 0))

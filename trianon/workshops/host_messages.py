"""What hosts write to everybody registered: one mail for each, in the recipient's language. Nothing here commits."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _

from trianon.accounts.models import Account
from trianon.bilingual.text import Bilingual, plain
from trianon.core.audit import emit
from trianon.core.clock import now
from trianon.core.database import db, lock
from trianon.mail.message import Button, MailMessage, mail
from trianon.mail.outbox import post
from trianon.workshops import rooms
from trianon.workshops.allocation import LIVING
from trianon.workshops.events import RegistrantsWrittenTo
from trianon.workshops.mails import by_the_clock_of
from trianon.workshops.models import Registration, Workshop
from trianon.workshops.queries import registrations_to_tell
from trianon.workshops.room_models import HostMessage
from trianon.workshops.room_rules import check_no_way_in
from trianon.workshops.words import hours

# A second click finds the message that the first one sent.
SAME_CLICK = timedelta(minutes=10)
MOST_SHOWN = 20


def write(workshop_id: int, subject: Bilingual, text: Bilingual, *, by: Account) -> HostMessage:
    """Write to everybody with a seat or in the list; the same words twice within minutes are one message.

    Raises RuleViolation when they give the way into the room.
    """
    workshop = lock(Workshop, workshop_id)
    check_no_way_in((subject, text), rooms.ways_into(workshop))
    sent = _just_sent(workshop_id, subject, text)
    if sent is not None:
        return sent
    people = registrations_to_tell(workshop_id)
    made = HostMessage(workshop_id=workshop_id, author_id=by.id, sent_at=now(), recipients=len(people))
    made.subject, made.text = subject, text
    db.session.add(made)
    db.session.flush()
    for one in people:
        once = f"workshops.message:{made.id}:{one.id}"
        post("workshops.message", one.account, once=once, message=made.id, registration=one.id)
    emit(RegistrantsWrittenTo(subject_id=workshop_id, by=by.id, message=made.id))
    return made


def sent_messages(workshop_id: int) -> list[HostMessage]:
    """The latest messages of a workshop, newest first."""
    rows = sa.select(HostMessage).filter_by(workshop_id=workshop_id).order_by(HostMessage.id.desc()).limit(MOST_SHOWN)
    return list(db.session.scalars(rows))


@mail("workshops.message")
def message(message: int, registration: int) -> MailMessage | None:
    """The hosts' words, for whoever is registered still."""
    sent, found = db.session.get(HostMessage, message), db.session.get(Registration, registration)
    if sent is None or found is None or found.state not in LIVING or not found.account.email:
        return None
    by_the_clock_of(found.account)
    workshop = found.workshop
    return MailMessage(
        subject=plain(sent.subject),
        paragraphs=[
            _("The hosts of the workshop “%(title)s” write to everybody registered:", title=plain(workshop.title)),
            *(part for part in plain(sent.text).split("\n") if part.strip()),
        ],
        facts=hours(workshop),
        button=Button(_("See the workshop"), url_for("workshops.show", workshop_id=workshop.id, _external=True)),
    )


def _just_sent(workshop_id: int, subject: Bilingual, text: Bilingual) -> HostMessage | None:
    recent = sa.select(HostMessage).where(
        HostMessage.workshop_id == workshop_id, HostMessage.sent_at > now() - SAME_CLICK
    )
    same = (one for one in db.session.scalars(recent) if (one.subject, one.text) == (subject, text))
    return next(same, None)

"""What is due at its time around workshops: seats that are no longer kept, reminders, an alert, what is erased."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, lazyload

from trianon import personal_terms
from trianon.accounts.models import Account
from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.timed import timed
from trianon.mail.models import OutboxMail
from trianon.mail.outbox import post
from trianon.notifications.services import notify
from trianon.workshops.allocation import allocate
from trianon.workshops.models import Registration, RegistrationState, Workshop, WorkshopState
from trianon.workshops.reminder_rules import FIRST, THANKS_UNTIL, which_is_due
from trianon.workshops.seat_rules import ALERT_BEFORE, thin_sides

AT_ONCE = 500
# No workshop is longer than a day.
LONGEST = timedelta(days=1)


@timed("workshops.release")
def release_kept_seats() -> int:
    """Seats kept for a side until a published moment go to those who wait, whichever side they are of.

    Found by what is true and not by a mark: a workshop whose free seats somebody waits for.
    """
    at = now()
    rows = sa.select(Workshop.id).where(
        Workshop.released_at <= at,
        Workshop.starts_at > at - LONGEST,
        Workshop.state != WorkshopState.CANCELLED,
        Workshop.waiting > 0,
        Workshop.taken < Workshop.capacity,
    )
    numbers = list(db.session.scalars(rows.order_by(Workshop.id)))
    for number in numbers:
        allocate(number)
        db.session.commit()
    return len(numbers)


@timed("workshops.reminders")
def write_reminders() -> int:
    """A week, a day and an hour before, and thanks afterwards: one mail for each person, kind and revision."""
    at = now()
    rows = sa.select(Workshop).where(
        Workshop.starts_at > at - LONGEST - THANKS_UNTIL,
        Workshop.starts_at <= at + FIRST,
        Workshop.state != WorkshopState.CANCELLED,
    )
    written = 0
    for workshop in db.session.scalars(rows.order_by(Workshop.id)).all():
        written += _remind(workshop, at)
        db.session.commit()
    return written


def _remind(workshop: Workshop, at: datetime) -> int:
    due = which_is_due(workshop, at)
    mark = f"{workshop.revision}:{due.kind}" if due else ""
    if due is None or workshop.reminded == mark:
        return 0
    # Whoever got the seat, or was told of the hours, after the moment of the reminder has just read all it says.
    told = workshop.told_at is not None and workshop.told_at >= due.moment
    people = [] if told else _to_remind(workshop.id, due.moment)
    for one in people:
        once = f"workshops.reminder:{one.id}:{due.kind}:{workshop.revision}"
        kind = due.kind.value
        post("workshops.reminder", one.account, once=once, registration=one.id, which=kind, revision=workshop.revision)
    workshop.reminded = mark
    return len(people)


def _to_remind(workshop_id: int, moment: datetime) -> list[Registration]:
    rows = (
        sa.select(Registration)
        .filter_by(workshop_id=workshop_id, state=RegistrationState.CONFIRMED, silent_since=None)
        .where(Registration.confirmed_at < moment)
        .options(joinedload(Registration.account).options(lazyload(Account.appointments)))
        .order_by(Registration.arrival)
    )
    return list(db.session.scalars(rows))


@timed("workshops.minimum")
def alert_hosts() -> int:
    """A week before, the host learns that a side is thinner than the dialogue needs."""
    at = now()
    rows = sa.select(Workshop).where(
        Workshop.starts_at > at,
        Workshop.starts_at <= at + ALERT_BEFORE,
        Workshop.state != WorkshopState.CANCELLED,
        Workshop.minimum_france + Workshop.minimum_russia > 0,
    )
    alerted = 0
    for workshop in db.session.scalars(rows.options(joinedload(Workshop.host)).order_by(Workshop.id)).all():
        once = f"workshops.minimum:{workshop.id}:{workshop.revision}"
        known = sa.select(OutboxMail.id).filter_by(unique_key=once)
        if thin_sides(workshop, at) and workshop.host.email and db.session.scalar(known) is None:
            post("workshops.minimum", workshop.host, once=once, workshop=workshop.id)
            notify(workshop.host_id, "workshops.minimum", workshop=workshop.id)
            alerted += 1
        db.session.commit()
    return alerted


@timed("workshops.needs")
def erase_needs() -> int:
    """What somebody needed to take part is nobody's business once the workshop is over."""
    over = sa.select(Registration.id).join(Workshop)
    over = over.where(Registration.needs != "", Workshop.starts_at < now() - personal_terms.NEEDS.after)
    rows = sa.select(Registration).where(Registration.id.in_(over)).options(joinedload(Registration.workshop))
    erased = 0
    for one in db.session.scalars(rows.order_by(Registration.id).limit(AT_ONCE)):
        if one.workshop.ends_at < now() - personal_terms.NEEDS.after:
            one.needs = ""
            erased += 1
    db.session.commit()
    return erased

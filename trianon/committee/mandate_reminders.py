"""A month and a week before a mandate ends, whoever holds it and whoever appoints to it are told: once each."""

from __future__ import annotations

import sqlalchemy as sa

from trianon.accounts.models import Account, Appointment
from trianon.committee.mandate_rules import GIVEN, REMINDERS, goes_on, reminder_due
from trianon.committee.moving import holders
from trianon.committee.posts import span_of
from trianon.core.clock import now
from trianon.core.database import db, lock
from trianon.core.sides import BOTH_SIDES, Role, Side
from trianon.core.timed import timed
from trianon.mail.outbox import post
from trianon.notifications.services import notify

MOST_AT_ONCE = 200


@timed("committee.mandate_reminders")
def remind_of_ends() -> int:
    """Write to those whom it concerns; returns how many mandates were spoken of."""
    moment = now()
    rows = sa.select(Appointment.id).where(
        Appointment.role.in_(GIVEN),
        Appointment.is_acting.is_(False),
        Appointment.reminded < len(REMINDERS),
        Appointment.since <= moment,
        Appointment.until > moment,
        Appointment.until <= moment + max(REMINDERS),
    )
    numbers = list(db.session.scalars(rows.order_by(Appointment.until, Appointment.id).limit(MOST_AT_ONCE)))
    db.session.rollback()
    spoken = 0
    for number in numbers:
        spoken += _remind(lock(Appointment, number))
        db.session.commit()
    return spoken


def is_ending(mandate: Appointment) -> bool:
    """Whether it still ends within the time of the reminders, with nothing after it: asked again at sending."""
    moment = now()
    if mandate.until is None or not mandate.holds_at(moment) or mandate.until > moment + max(REMINDERS):
        return False
    others = [one for one in mandate.account.appointments if one.role is mandate.role and not one.is_acting]
    same = [span_of(one) for one in others if one.id != mandate.id]
    return mandate.account.is_active and not goes_on(span_of(mandate), same)


def side_of(mandate: Appointment) -> Side:
    """The side that an office belongs to: that of whoever gave it, where its holder is of neither."""
    side = mandate.account.side
    giver = db.session.get(Account, mandate.appointed_by_id) if mandate.appointed_by_id is not None else None
    return giver.side if side not in BOTH_SIDES and giver is not None else side


def _remind(mandate: Appointment) -> int:
    level = reminder_due(span_of(mandate), now(), mandate.reminded)
    if not level or not is_ending(mandate):
        return 0
    mandate.reminded = level
    _tell(mandate.account, "committee.mandate_ends", mandate)
    # Nobody appoints themselves: the secretary general's own successor is for the co-president.
    roles = {Role.SECRETARY_GENERAL} | ({Role.CO_PRESIDENT} if mandate.role is Role.SECRETARY_GENERAL else set())
    for person in holders([side_of(mandate)], *roles):
        if person.id != mandate.account_id:
            _tell(person, "committee.mandate_of_side_ends", mandate)
    return 1


def _tell(person: Account, kind: str, mandate: Appointment) -> None:
    notify(person.id, kind, appointment=mandate.id)
    post(kind, person, appointment=mandate.id)

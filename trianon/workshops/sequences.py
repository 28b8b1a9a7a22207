"""iTIP SEQUENCE: calendars obey a message only when its number is above the last one that they saw."""

from __future__ import annotations

import sqlalchemy as sa

from trianon.core.database import db
from trianon.workshops.models import Registration, RegistrationState


def first_sequence(registration: Registration) -> int:
    """The number of the invitation of somebody who found a seat at once: taken when the registration was made."""
    return registration.next_sequence - 1


def take_sequence(registration: Registration) -> int:
    """The next number of this person for this workshop, in the caller's transaction; the workshop is locked."""
    number = registration.next_sequence
    registration.next_sequence = number + 1
    return number


def take_sequences(workshop_id: int) -> dict[int, int]:
    """The next number of everybody with a seat, by registration, in one statement."""
    rows = sa.update(Registration).filter_by(workshop_id=workshop_id, state=RegistrationState.CONFIRMED)
    rows = rows.values(next_sequence=Registration.next_sequence + 1)
    taken = rows.returning(Registration.id, Registration.next_sequence)
    return {row.id: row.next_sequence - 1 for row in db.session.execute(taken)}

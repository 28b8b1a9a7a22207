"""Seats. One function changes them: it locks the workshop first, then counts, then seats people in order of arrival."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, lazyload

from trianon.accounts.models import Account
from trianon.core.audit import emit
from trianon.core.clock import now
from trianon.core.database import db, lock
from trianon.workshops.events import PersonPromoted
from trianon.workshops.models import Registration, RegistrationState, Workshop
from trianon.workshops.rules import Room, gives_seats

LIVING = (RegistrationState.CONFIRMED, RegistrationState.WAITING)

# What is done to the workshop while nobody else can touch it; returns the newcomers, if any came.
Change = Callable[[Workshop, datetime], list[Registration]]


def nothing(_workshop: Workshop, _at: datetime) -> list[Registration]:
    """No change: only seat whoever can be seated."""
    return []


def allocate(workshop_id: int, change: Change = nothing) -> Workshop:
    """Lock the workshop, make the change, give every free seat to the next in the list. The caller commits.

    `change` sees the workshop as it is after everybody who came before; what it raises leaves all as it was.
    Raises LookupError when there is no such workshop.
    """
    workshop: Workshop | None = lock(Workshop, workshop_id)
    if workshop is None:
        raise LookupError(workshop_id)
    at = now()
    newcomers = change(workshop, at)
    seated = _seat(workshop, newcomers, at) if gives_seats(workshop, at) else []
    db.session.flush()
    for registration in seated:
        if registration not in newcomers:
            emit(PersonPromoted(subject_id=workshop.id, registration=registration.id))
    return workshop


def _seat(workshop: Workshop, newcomers: list[Registration], at: datetime) -> list[Registration]:
    room = Room(workshop.capacity, workshop.taken)
    if not (room.free and workshop.waiting):
        return []
    # Where nobody waited before, the newcomers are the list: no need to read it.
    waiting = newcomers if workshop.waiting == len(newcomers) else _first_waiting(workshop, room.free)
    seated = list(room.next_in(waiting))
    for registration in seated:
        registration.state = RegistrationState.CONFIRMED
        registration.confirmed_at = at
    workshop.taken += len(seated)
    workshop.waiting -= len(seated)
    return seated


def _first_waiting(workshop: Workshop, count: int) -> list[Registration]:
    rows = (
        sa.select(Registration)
        .filter_by(workshop_id=workshop.id, state=RegistrationState.WAITING)
        .options(joinedload(Registration.account).options(lazyload(Account.appointments)))
        .order_by(Registration.arrival)
        .limit(count)
    )
    return list(db.session.scalars(rows))


# ---------------------------------------------------------------- what may be done inside a change


def living(workshop: Workshop, account_id: int) -> Registration | None:
    """The person's seat or place in the list, if any."""
    row = sa.select(Registration).where(
        Registration.workshop_id == workshop.id,
        Registration.account_id == account_id,
        Registration.state.in_(LIVING),
    )
    return db.session.scalars(row).one_or_none()


def arrive(workshop: Workshop, account: Account, at: datetime) -> Registration:
    """Put a person at the end of the list."""
    workshop.arrivals += 1
    workshop.waiting += 1
    registration = Registration(
        workshop_id=workshop.id,
        account_id=account.id,
        side=account.side,
        state=RegistrationState.WAITING,
        arrival=workshop.arrivals,
        registered_at=at,
    )
    db.session.add(registration)
    return registration


def depart(workshop: Workshop, registration: Registration, at: datetime) -> None:
    """Take a person off the seats or off the list."""
    if registration.state is RegistrationState.CONFIRMED:
        workshop.taken -= 1
    else:
        workshop.waiting -= 1
    registration.state = RegistrationState.LEFT
    registration.left_at = at


def dismiss_all(workshop: Workshop, at: datetime) -> None:
    """Take everybody off: the workshop will not take place."""
    everybody = sa.update(Registration).where(Registration.workshop_id == workshop.id, Registration.state.in_(LIVING))
    db.session.execute(everybody.values(state=RegistrationState.REMOVED, left_at=at))
    workshop.taken = workshop.waiting = 0

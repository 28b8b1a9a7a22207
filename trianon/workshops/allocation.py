"""Seats. One function changes them: it locks the workshop first, then counts, then seats people in order of arrival."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import joinedload, lazyload, make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value

from trianon.accounts.models import Account
from trianon.bilingual.lang import Lang
from trianon.core.audit import emit
from trianon.core.clock import now
from trianon.core.database import db, lock, table_of, write
from trianon.core.rows import put
from trianon.core.sides import Side
from trianon.workshops.events import PersonPromoted
from trianon.workshops.models import Registration, RegistrationState, Workshop
from trianon.workshops.rules import gives_seats
from trianon.workshops.seat_rules import room_of, waiting_by_side

LIVING = (RegistrationState.CONFIRMED, RegistrationState.WAITING)
CONFIRMED, WAITING = LIVING
# As the partial unique index has it.
LIVING_ROWS = sa.text("state IN ('confirmed', 'waiting')")

# Kept here alone.
COUNTERS = ("arrivals", "taken", "taken_france", "taken_russia", "waiting", "waiting_france", "waiting_russia")
_WORKSHOPS = table_of(Workshop)
_WRITE = (
    sa.update(_WORKSHOPS)
    .where(_WORKSHOPS.c.id == sa.bindparam("number"))
    .values({name: sa.bindparam(f"new_{name}") for name in COUNTERS})
)

# What a newcomer's seat depends on: the texts of a workshop are most of its row, and nobody reads them in the lock.
_OF_SEATS = tuple(
    getattr(Workshop, name)
    for name in (
        *COUNTERS,
        *("capacity", "reserved_france", "reserved_russia", "released_at", "state"),
        *("starts_at", "minutes", "registration_opens_at", "registration_closes_at"),
    )
)

# What is done to the workshop while nobody else can touch it.
Change = Callable[[Workshop, datetime], None]


@dataclass(frozen=True)
class Newcomer:
    """Somebody who asks for a seat, and what they were asked."""

    account: Account
    language: Lang | None = None
    wants_interpretation: bool = False
    needs: str = ""


def nothing(_workshop: Workshop, _at: datetime) -> None:
    """No change: only seat whoever can be seated."""


def allocate(
    workshop_id: int, change: Change = nothing, newcomer: Newcomer | None = None
) -> tuple[Workshop, Registration | None]:
    """Lock the workshop, make the change, give every free seat to the next in the list, then let the newcomer in.

    `change` sees the workshop as it is after everybody who came before; what it raises leaves all as it was. Returns
    the newcomer's registration, None when they have one already. The caller commits.
    Raises LookupError when there is no such workshop.
    """
    workshop: Workshop | None = lock(Workshop, workshop_id, _OF_SEATS if newcomer else ())
    if workshop is None:
        raise LookupError(workshop_id)
    at = now()
    change(workshop, at)
    seated = _seat_waiting(workshop, at) if gives_seats(workshop, at) else []
    arrived = _let_in(workshop, newcomer, at) if newcomer else None
    # First what the change was: a larger room takes more people.
    db.session.flush()
    _write_counters(workshop)
    for registration in seated:
        emit(PersonPromoted(subject_id=workshop.id, registration=registration.id))
    return workshop, arrived


def _seat_waiting(workshop: Workshop, at: datetime) -> list[Registration]:
    """Promote in order of arrival until nobody who waits may take a seat; mostly nobody waits, or no seat is free."""
    promoted: list[Registration] = []
    while sides := _sides_that_may_sit(workshop, at):
        room = room_of(workshop, at)
        for registration in room.seat(_first_waiting(workshop, sides, room.free)):
            registration.state, registration.confirmed_at = CONFIRMED, at
            _count(workshop, registration.side, taken=1, waiting=-1)
            promoted.append(registration)
        # The next turn reads the list anew: those who sit now must not stand in it.
        db.session.flush()
    return promoted


def _sides_that_may_sit(workshop: Workshop, at: datetime) -> list[Side]:
    room = room_of(workshop, at)
    return [side for side, count in waiting_by_side(workshop).items() if count and room.free_for(side)]


def _first_waiting(workshop: Workshop, sides: Iterable[Side], count: int) -> list[Registration]:
    rows = (
        sa.select(Registration)
        .filter_by(workshop_id=workshop.id, state=WAITING)
        .where(Registration.side.in_(sides))
        .options(joinedload(Registration.account).options(lazyload(Account.appointments)))
        .order_by(Registration.arrival)
        .limit(count)
    )
    return list(db.session.scalars(rows))


def _let_in(workshop: Workshop, newcomer: Newcomer, at: datetime) -> Registration | None:
    """A seat, or the end of the list: whoever waited and may take a free seat has it by now.

    The database finds a registration that lives already, in the statement that makes the new one.
    """
    account = newcomer.account
    has_seat = bool(room_of(workshop, at).free_for(account.side))
    asked = {
        "workshop_id": workshop.id,
        "account_id": account.id,
        "side": account.side,
        "state": CONFIRMED if has_seat else WAITING,
        "arrival": workshop.arrivals + 1,
        "registered_at": at,
        "confirmed_at": at if has_seat else None,
        "language": newcomer.language,
        "wants_interpretation": newcomer.wants_interpretation,
        "needs": newcomer.needs,
    }
    earlier = {"same_workshop": workshop.id, "same_account": account.id, "used": int(has_seat)}
    row = write(_unless_living(db.engine.dialect.name), asked | earlier).one_or_none()
    if row is None:
        return None
    _add_up(workshop, arrivals=1)
    _count(workshop, account.side, taken=int(has_seat), waiting=int(not has_seat))
    made = Registration(**asked, id=row.id, next_sequence=row.next_sequence, left_at=None, silent_since=None)
    make_transient_to_detached(made)
    db.session.add(made)
    return made


@cache
def _unless_living(dialect: str) -> Any:
    """The statement that makes a registration, unless its person has one that lives.

    Made once: inside the lock, making it anew would cost more than running it.
    """
    table = table_of(Registration)
    # Above every message of the person's earlier registrations; a seat has used the first number up already.
    earlier = sa.select(sa.func.max(table.c.next_sequence)).where(
        table.c.workshop_id == sa.bindparam("same_workshop"), table.c.account_id == sa.bindparam("same_account")
    )
    first = sa.func.coalesce(earlier.scalar_subquery(), 0) + sa.bindparam("used", type_=sa.Integer)
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    row = insert(table).values(next_sequence=first)
    row = row.on_conflict_do_nothing(index_elements=["workshop_id", "account_id"], index_where=LIVING_ROWS)
    return row.returning(table.c.id, table.c.next_sequence)


def _count(workshop: Workshop, side: Side, *, taken: int = 0, waiting: int = 0) -> None:
    changed = {"taken": taken, "waiting": waiting}
    if side is not Side.OTHER:
        changed |= {f"taken_{side}": taken, f"waiting_{side}": waiting}
    _add_up(workshop, **changed)


def _add_up(workshop: Workshop, **changed: int) -> None:
    # Past the mapper, which would look for other changes of the workshop: `_write_counters` writes these.
    for name, more in changed.items():
        if more:
            set_committed_value(workshop, name, getattr(workshop, name) + more)


def _write_counters(workshop: Workshop) -> None:
    """The counters alone, in one small statement; the database refuses a seat too many here."""
    counted = {f"new_{name}": getattr(workshop, name) for name in COUNTERS}
    put(_WRITE, {"number": workshop.id, **counted})


# ---------------------------------------------------------------- what may be done inside a change


def living(workshop_id: int, account_id: int) -> Registration | None:
    """The person's seat or place in the list, if any."""
    row = sa.select(Registration).where(
        Registration.workshop_id == workshop_id,
        Registration.account_id == account_id,
        Registration.state.in_(LIVING),
    )
    return db.session.scalars(row).one_or_none()


def depart(workshop: Workshop, registration: Registration, at: datetime) -> None:
    """Take a person off the seats or off the list."""
    if registration.state is CONFIRMED:
        _count(workshop, registration.side, taken=-1)
    else:
        _count(workshop, registration.side, waiting=-1)
    registration.state, registration.left_at = RegistrationState.LEFT, at
    # Told to prepare a meeting that this person does not come to.
    registration.needs = ""


def change_side(workshop: Workshop, registration: Registration, side: Side) -> None:
    """Count a person for another side, with the seat or the place in the order of arrival that they have."""
    had = {"taken": 1} if registration.state is CONFIRMED else {"waiting": 1}
    _count(workshop, registration.side, **{name: -one for name, one in had.items()})
    registration.side = side
    _count(workshop, side, **had)


def dismiss_all(workshop: Workshop, at: datetime) -> None:
    """Take everybody off: the workshop will not take place."""
    everybody = sa.update(Registration).where(Registration.workshop_id == workshop.id, Registration.state.in_(LIVING))
    db.session.execute(everybody.values(state=RegistrationState.REMOVED, left_at=at, needs=""))
    workshop.taken = workshop.taken_france = workshop.taken_russia = 0
    workshop.waiting = workshop.waiting_france = workshop.waiting_russia = 0

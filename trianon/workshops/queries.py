"""How workshops and registrations are found: one function for each question."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload, lazyload

from trianon.accounts.models import Account, Appointment
from trianon.core import search
from trianon.core.database import db
from trianon.core.paging import Page, page
from trianon.core.sides import Role
from trianon.workshops.allocation import LIVING
from trianon.workshops.models import Registration, RegistrationState, Workshop

# A workshop that has just begun still stands in the programme; what began before is past.
JUST_BEGUN = timedelta(hours=2)
REGISTRANTS_ON_A_PAGE = 100
MOST_OF_MINE = 20


def programme(
    at: datetime, *, past: bool = False, sub_theme_id: int | None = None, q: str = "", cursor: str | None = None
) -> Page:
    """One page of the programme: what comes next, soonest first; or what is past, latest first."""
    border = at - JUST_BEGUN
    rows = sa.select(Workshop).options(joinedload(Workshop.sub_theme))
    rows = rows.where(Workshop.starts_at < border if past else Workshop.starts_at >= border)
    if sub_theme_id is not None:
        rows = rows.where(Workshop.sub_theme_id == sub_theme_id)
    found = search.matches("workshop", q) if q else None
    if found is not None:
        rows = rows.where(Workshop.id.in_(found))
    return page(rows, Workshop.starts_at, Workshop.id, cursor, newest_first=past)


def workshop_of(workshop_id: int) -> Workshop | None:
    """A workshop with its sub-theme and its host, in one statement."""
    rows = (
        sa.select(Workshop)
        .filter_by(id=workshop_id)
        .options(joinedload(Workshop.sub_theme), joinedload(Workshop.host).options(lazyload(Account.appointments)))
    )
    return db.session.scalars(rows).one_or_none()


def standing(workshop_id: int, account_id: int) -> tuple[Registration, int] | None:
    """A person's seat or place in the list, with the rank in the list (meaningless for a seat)."""
    rows = sa.select(Registration, _rank().label("rank")).where(
        Registration.workshop_id == workshop_id, Registration.account_id == account_id, Registration.state.in_(LIVING)
    )
    row = db.session.execute(rows).one_or_none()
    return (row[0], row[1]) if row else None


def rank_of(registration: Registration) -> int:
    """The place in the waiting list, from 1."""
    return db.session.scalar(sa.select(_rank()).where(Registration.id == registration.id)) or 0


def seat_of(account_id: int, workshop_id: int) -> Registration | None:
    """The person's confirmed registration, if any."""
    rows = sa.select(Registration).filter_by(
        account_id=account_id, workshop_id=workshop_id, state=RegistrationState.CONFIRMED
    )
    return db.session.scalars(rows).one_or_none()


def registrations_to_tell(workshop_id: int) -> list[Registration]:
    """Everybody with a seat or in the list, with their accounts, in order of arrival."""
    rows = (
        sa.select(Registration)
        .where(Registration.workshop_id == workshop_id, Registration.state.in_(LIVING))
        .options(joinedload(Registration.account).options(lazyload(Account.appointments)))
        .order_by(Registration.arrival)
    )
    return list(db.session.scalars(rows))


def registrants(workshop_id: int, cursor: str | None = None) -> Page:
    """Names and states for the host, in order of arrival."""
    rows = (
        sa.select(Registration)
        .where(Registration.workshop_id == workshop_id)
        .options(joinedload(Registration.account).options(lazyload(Account.appointments)))
    )
    return page(rows, Registration.arrival, Registration.id, cursor, newest_first=False, size=REGISTRANTS_ON_A_PAGE)


def registrations_of(account_id: int, at: datetime) -> list[Registration]:
    """A person's registrations for workshops to come, soonest first."""
    rows = (
        sa.select(Registration)
        .join(Workshop)
        .where(Registration.account_id == account_id, Registration.state.in_(LIVING))
        .where(Workshop.starts_at >= at - JUST_BEGUN)
        .options(joinedload(Registration.workshop))
        .order_by(Workshop.starts_at, Workshop.id)
        .limit(MOST_OF_MINE)
    )
    return list(db.session.scalars(rows))


def possible_hosts(at: datetime) -> list[Account]:
    """Hosts and secretaries general in office, by name."""
    in_office = sa.select(Appointment.account_id).where(
        Appointment.role.in_([Role.HOST, Role.SECRETARY_GENERAL]),
        Appointment.since <= at,
        sa.or_(Appointment.until.is_(None), Appointment.until > at),
    )
    rows = sa.select(Account).where(Account.id.in_(in_office), Account.deleted_at.is_(None)).order_by(Account.name)
    return list(db.session.scalars(rows.options(lazyload(Account.appointments))))


def _rank() -> sa.ScalarSelect[int]:
    """How many of the same side wait no later than this registration."""
    other = aliased(Registration)
    return (
        sa.select(sa.func.count())
        .select_from(other)
        .where(other.workshop_id == Registration.workshop_id, other.state == RegistrationState.WAITING)
        .where(other.side == Registration.side, other.arrival <= Registration.arrival)
        .correlate(Registration)
        .scalar_subquery()
    )

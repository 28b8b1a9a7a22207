"""Finding people."""

from __future__ import annotations

import sqlalchemy as sa

from trianon.accounts.models import Account, Appointment, FactorKind, SecondFactor
from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.sides import Role, Side


def account_with(email: str) -> Account | None:
    """The living account of an address, which is normalised already."""
    row = sa.select(Account).where(Account.email == email, Account.deleted_at.is_(None))
    return db.session.scalars(row).one_or_none()


def credentials_of(email: str) -> tuple[int, str] | None:
    """Number and password hash of the living account of an address."""
    row = sa.select(Account.id, Account.password_hash).where(Account.email == email, Account.deleted_at.is_(None))
    found = db.session.execute(row).one_or_none()
    return (found.id, found.password_hash) if found else None


def one_time_password_of(account_id: int) -> SecondFactor | None:
    """The confirmed code generator of an account, if it has one."""
    row = sa.select(SecondFactor).where(
        SecondFactor.account_id == account_id,
        SecondFactor.kind == FactorKind.TOTP,
        SecondFactor.confirmed_at.is_not(None),
    )
    return db.session.scalars(row.order_by(SecondFactor.id).limit(1)).one_or_none()


def recovery_codes_of(account_id: int) -> list[SecondFactor]:
    """The recovery codes that were not used yet."""
    rows = sa.select(SecondFactor).filter_by(account_id=account_id, kind=FactorKind.RECOVERY_CODE, used_at=None)
    return list(db.session.scalars(rows.order_by(SecondFactor.id)))


def names_with_a_role(*, but: int | None = None) -> list[str]:
    """The names of people who have or had a role: nobody else may look like them."""
    rows = sa.select(Account.name).where(Account.appointments.any(), Account.deleted_at.is_(None))
    return list(db.session.scalars(rows.where(Account.id != but) if but is not None else rows))


def is_leaderless(side: Side) -> bool:
    """Whether nobody of this side is co-president or secretary general, or will be; whoever stands in counts."""
    at_its_head = (Role.CO_PRESIDENT, Role.SECRETARY_GENERAL)
    rows = sa.select(Appointment.id).join(Account, Account.id == Appointment.account_id)
    rows = rows.where(
        Account.side == side,
        Account.deleted_at.is_(None),
        Appointment.role.in_(at_its_head),
        sa.or_(Appointment.until.is_(None), Appointment.until > now()),
    )
    return db.session.scalar(rows.limit(1)) is None


def appointed_by_command() -> frozenset[tuple[Role, Side]]:
    """Which first roles were given by command, and to which side: for good, even when the mandate has ended since."""
    rows = sa.select(Appointment.role, Account.side).join(Account, Account.id == Appointment.account_id)
    return frozenset(
        (row.role, row.side) for row in db.session.execute(rows.where(Appointment.appointed_by_id.is_(None)))
    )

"""Which version of the table of voices is in force, which one comes, which one waits, which ones there were."""

from __future__ import annotations

from datetime import datetime
from functools import cache

import sqlalchemy as sa

from trianon.committee.policy_models import Policy, PolicyState
from trianon.committee.policy_rules import FIRST_NUMBER, cells_of, table_of
from trianon.committee.rules import TABLE, Table
from trianon.core.clock import now
from trianon.core.database import db

# One a year would be many; what is older is read by its number.
MOST = 100


def in_force(moment: datetime) -> Policy | None:
    """The version for what is opened at a moment; None is the first one."""
    return db.session.scalars(_in_force(), {"moment": moment}).one_or_none()


@cache
def _in_force() -> sa.Select[Policy]:
    return sa.select(Policy).where(Policy.id == id_in_force(sa.bindparam("moment")))


def id_in_force(moment: sa.BindParameter[datetime]) -> sa.ScalarSelect[int]:
    """Its number, for a statement of which it is a part; none is the first version."""
    agreed = sa.select(Policy.id).where(Policy.state == PolicyState.AGREED, Policy.in_force_from <= moment)
    return agreed.order_by(Policy.number.desc()).limit(1).scalar_subquery()


def coming() -> Policy | None:
    """The version that both sides have agreed to and whose day has not come."""
    rows = sa.select(Policy).where(Policy.state == PolicyState.AGREED, Policy.in_force_from > now())
    return db.session.scalars(rows.order_by(Policy.number.desc()).limit(1)).one_or_none()


def proposed() -> Policy | None:
    """The one that waits for the other side's answer: there is one at a time."""
    return db.session.scalars(sa.select(Policy).filter_by(state=PolicyState.PROPOSED)).one_or_none()


def versions() -> list[Policy]:
    """All that are or were in force, or will be, the newest first; without the first one."""
    rows = sa.select(Policy).filter_by(state=PolicyState.AGREED)
    return list(db.session.scalars(rows.order_by(Policy.number.desc()).limit(MOST)))


def by_number(number: int) -> Policy | None:
    """One of them."""
    return db.session.scalars(sa.select(Policy).filter_by(number=number)).one_or_none()


def by_id(policy_id: int | None) -> Policy | None:
    """From the session's memory where it is known: a page of cases asks once for each version."""
    return db.session.get(Policy, policy_id) if policy_id is not None else None


def table_by_id(policy_id: int | None) -> Table:
    """The table by which a case is decided."""
    policy = by_id(policy_id)
    return TABLE if policy is None else table_of(policy.cells)


def number_of(policy: Policy | None) -> int:
    """The number that everybody reads."""
    return FIRST_NUMBER if policy is None or policy.number is None else policy.number


def cells_before(policy: Policy) -> dict[str, str]:
    """The cells of the version that an agreed one follows, or that a proposed one would."""
    rows = sa.select(Policy).filter_by(state=PolicyState.AGREED)
    if policy.number is not None:
        rows = rows.where(Policy.number < policy.number)
    before = db.session.scalars(rows.order_by(Policy.number.desc()).limit(1)).one_or_none()
    return cells_of(TABLE) if before is None else dict(before.cells)


def newest_cells() -> dict[str, str]:
    """What a new proposal starts from."""
    newest = next(iter(versions()), None)
    return cells_of(TABLE) if newest is None else dict(newest.cells)

"""What a text can be about, beside a sub-theme: a workshop or a cooperation, found by the number in an address."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from trianon.accounts.organisation_models import Membership, MembershipState
from trianon.cooperations.models import Cooperation, CooperationVersion
from trianon.core.database import db
from trianon.core.publication import PUBLIC
from trianon.workshops.models import Workshop

# How many of a person's own cooperations the form offers, the newest first.
MOST_OFFERED = 60


def workshop(number: str | None) -> Workshop | None:
    """The workshop of this number."""
    found = _number(number)
    return db.session.get(Workshop, found) if found else None


def cooperation(number: str | None) -> Cooperation | None:
    """The public cooperation of this number."""
    found = _number(number)
    return db.session.scalar(_public().where(Cooperation.id == found)) if found else None


def cooperations_to_write_on(account_id: int | None, asked: Iterable[str | None]) -> list[Cooperation]:
    """The public cooperations that the person or their organisations have declared, and those that were asked for."""
    numbers = [number for number in map(_number, asked) if number]
    wanted: sa.ColumnElement[bool] = Cooperation.id.in_(numbers)
    if account_id is not None:
        mine = sa.select(Membership.organisation_id).where(
            Membership.account_id == account_id, Membership.state == MembershipState.ACCEPTED
        )
        wanted = sa.or_(wanted, Cooperation.declared_by_id == account_id, Cooperation.on_behalf_of_id.in_(mine))
    elif not numbers:
        return []
    rows = _public().where(wanted).order_by(Cooperation.id.in_(numbers).desc(), Cooperation.id.desc())
    return list(db.session.scalars(rows.limit(MOST_OFFERED)))


def _public() -> sa.Select[Cooperation]:
    title = joinedload(Cooperation.public_version).load_only(CooperationVersion.title)
    return sa.select(Cooperation).where(Cooperation.state.in_(PUBLIC)).options(title)


def _number(text: str | None) -> int:
    """A number that a table can hold; 0 for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0

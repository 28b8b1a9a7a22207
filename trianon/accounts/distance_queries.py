"""Whom somebody keeps at a distance."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, lazyload

from trianon.accounts.distance_models import Distance, DistanceKind
from trianon.accounts.models import Account
from trianon.core.database import db
from trianon.core.paging import Page, page


def kept_away(owner_id: int) -> dict[int, DistanceKind]:
    """Everybody whom this person mutes or blocks, by number."""
    rows = sa.select(Distance.other_id, Distance.kind).where(Distance.owner_id == owner_id)
    return {row.other_id: row.kind for row in db.session.execute(rows)}


def own_distances(owner: Account, cursor: str | None = None) -> Page:
    """One page of them, with their names, the last first."""
    rows = sa.select(Distance).where(Distance.owner_id == owner.id)
    names = joinedload(Distance.other, innerjoin=True).options(lazyload(Account.appointments))
    return page(rows.options(names), Distance.since, Distance.other_id, cursor)


def keeps_away(owner_id: int, other_id: int) -> bool:
    """Whether one mutes or blocks the other."""
    return db.session.get(Distance, (owner_id, other_id)) is not None


def is_blocked(other_id: int, by: Iterable[int]) -> bool:
    """Whether one of these people blocks this one."""
    row = sa.select(Distance.owner_id).where(
        Distance.other_id == other_id, Distance.owner_id.in_(list(by)), Distance.kind == DistanceKind.BLOCKED
    )
    return db.session.scalar(row.limit(1)) is not None

"""How cooperations are found: the public list, its figures, one record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from trianon.cooperations.filters import Filters
from trianon.cooperations.models import (
    ActivityStatement,
    Confirmation,
    Cooperation,
    CooperationDomain,
    CooperationVersion,
    Partner,
)
from trianon.cooperations.publishing import SCOPES, SOURCES, SUBJECT, UNKNOWN
from trianon.cooperations.vocabulary import Activity, Agreement
from trianon.core import counters, search
from trianon.core.database import db
from trianon.core.paging import Page, page
from trianon.core.sides import Side

# The words of the partial index, literally: with a bound value SQLite would not use it.
LISTED = sa.text("cooperation.state = 'published'")
# A search stops counting here.
MOST_COUNTED = 1000

Statements = dict[Side | None, ActivityStatement]


@dataclass(frozen=True)
class Stated:
    """One statement in a list: who says what, from when."""

    side: Side | None
    activity: Activity
    as_of: date | None


@dataclass(frozen=True)
class Figures:
    """How many records the list has, and for each filter how many each value would leave (None: not counted)."""

    total: int
    is_more: bool
    facets: dict[str, dict[str, int] | None]


def listed(filters: Filters, cursor: str | None = None) -> Page:
    """One page of the directory, newest first, as rows; `stated` of a row comes from `stated_of`."""
    rows = sa.select(
        Cooperation.id,
        Cooperation.published_at,
        Cooperation.kind,
        Cooperation.activity,
        Cooperation.agreement,
        Cooperation.declared_side,
        Cooperation.confirmed_france_at,
        Cooperation.confirmed_russia_at,
        Cooperation.weak_sources,
        CooperationVersion.title,
        CooperationVersion.domains,
        CooperationVersion.first_year,
    ).join(CooperationVersion, CooperationVersion.id == Cooperation.public_version_id)
    return page(rows.where(LISTED, *_conditions(filters)), Cooperation.published_at, Cooperation.id, cursor)


def stated_of(ids: Iterable[int]) -> dict[int, dict[Side | None, Stated]]:
    """The newest accepted statement of each side, and of the sources, about each of some cooperations."""
    rows = (
        sa.select(
            ActivityStatement.cooperation_id,
            ActivityStatement.side,
            ActivityStatement.activity,
            ActivityStatement.as_of,
        )
        .where(ActivityStatement.cooperation_id.in_(tuple(ids)), ActivityStatement.accepted_at.is_not(None))
        .order_by(ActivityStatement.id)
    )
    found: dict[int, dict[Side | None, Stated]] = {}
    for row in db.session.execute(rows):
        found.setdefault(row.cooperation_id, {})[row.side] = Stated(row.side, row.activity, row.as_of)
    return found


def figures(filters: Filters) -> Figures:
    """The numbers beside the filters, from the counters: a value is counted while nothing but its own filter is set."""
    known = counters.counts(*SCOPES)
    facets = {
        "domain": known["cooperations.domain"],
        "kind": known["cooperations.kind"],
        "activity": known["cooperations.activity"],
        "agreement": known["cooperations.agreement"],
        "declared": known["cooperations.declared_side"],
    }
    chosen = filters.in_force()
    shown = {name: facet if filters.alone(name) else None for name, facet in facets.items()}
    if not chosen:
        return Figures(known["cooperations"].get("all", 0), False, shown)
    (name, value), *more = chosen.items()
    if not more and name in facets:
        return Figures(facets[name].get(value, 0), False, shown)
    found = _counted(filters)
    return Figures(min(found, MOST_COUNTED), found > MOST_COUNTED, shown)


def _counted(filters: Filters) -> int:
    ids = sa.select(Cooperation.id).where(LISTED, *_conditions(filters)).limit(MOST_COUNTED + 1)
    return int(db.session.scalar(sa.select(sa.func.count()).select_from(ids.subquery())) or 0)


def _conditions(filters: Filters) -> list[Any]:
    conditions: list[Any] = []
    found = search.matches(SUBJECT, filters.q) if filters.q else None
    if found is not None:
        conditions.append(Cooperation.id.in_(found))
    if filters.domain:
        # Asked row by row, in the order of the list: six domains are never so rare that this takes long.
        of_domain = sa.select(1).where(
            CooperationDomain.cooperation_id == Cooperation.id, CooperationDomain.domain == filters.domain
        )
        conditions.append(of_domain.exists())
    if filters.kind:
        conditions.append(Cooperation.kind.is_(None) if filters.kind == UNKNOWN else Cooperation.kind == filters.kind)
    if filters.activity:
        # Where the sides differ, no one state is the record's: it is found under "differ".
        conditions += [Cooperation.activity == filters.activity, Cooperation.agreement != Agreement.DIFFER]
    if filters.agreement:
        conditions.append(Cooperation.agreement == filters.agreement)
    if filters.declared:
        side = Cooperation.declared_side
        conditions.append(side.is_(None) if filters.declared == SOURCES else side == filters.declared)
    return conditions


def cooperation(cooperation_id: int) -> Cooperation | None:
    """One record with all that its page shows, in five statements."""
    version = joinedload(Cooperation.public_version)
    shown = version.selectinload(CooperationVersion.partners)
    wanted = (
        sa.select(Cooperation)
        .where(Cooperation.id == cooperation_id)
        .options(
            version.joinedload(CooperationVersion.sub_themes),
            shown.joinedload(Partner.place),
            shown.joinedload(Partner.organisation),
            joinedload(Cooperation.on_behalf_of),
            selectinload(Cooperation.statements),
            selectinload(Cooperation.confirmations).joinedload(Confirmation.organisation),
        )
    )
    return db.session.scalars(wanted).unique().one_or_none()


@dataclass(frozen=True)
class Recorded:
    """One version in the history of a record."""

    number: int
    recorded_at: datetime
    true_from: date | None


def history(cooperation_id: int, up_to: int) -> list[Recorded]:
    """The versions of a record as far as they may be told, newest first."""
    rows = (
        sa.select(CooperationVersion.number, CooperationVersion.recorded_at, CooperationVersion.true_from)
        .where(CooperationVersion.cooperation_id == cooperation_id, CooperationVersion.number <= up_to)
        .order_by(CooperationVersion.number.desc())
    )
    return [Recorded(*row) for row in db.session.execute(rows)]

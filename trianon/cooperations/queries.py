"""How cooperations are found: the public list, its figures, one record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from trianon.accounts.organisation_models import Organisation
from trianon.bilingual.text import Bilingual
from trianon.cooperations.models import (
    ActivityStatement,
    Confirmation,
    Cooperation,
    CooperationVersion,
    Partner,
    Place,
)
from trianon.cooperations.vocabulary import Activity, Agreement, Kind
from trianon.core import search
from trianon.core.database import db
from trianon.core.publication import PUBLIC
from trianon.core.sides import Side
from trianon.themes.models import SubTheme

LISTED = sa.text("cooperation.state = 'published'")
MOST_ORGANISATIONS = 5


@dataclass(frozen=True)
class Stated:
    """One statement in a list: who says what, from when."""

    side: Side | None
    activity: Activity
    as_of: date | None


@dataclass(frozen=True)
class Listed:
    """A record as lists show it; `stated` is the newest accepted statement of each side, under None of a source."""

    id: int
    kind: Kind | None
    activity: Activity
    agreement: Agreement
    declared_side: Side | None
    confirmed_france_at: datetime | None
    confirmed_russia_at: datetime | None
    weak_sources: bool
    title: Bilingual
    domains: list[str]
    first_year: int | None
    first_year_about: bool
    stated: dict[Side | None, Stated]


_SHOWN = tuple(field.name for field in fields(Listed) if field.name != "stated")


def listed(ids: Sequence[int]) -> list[Listed]:
    """These records as rows, in this order, in one statement; what has left the list meanwhile is left out."""
    rows = (
        sa.select(
            Cooperation.id,
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
            CooperationVersion.first_year_about,
            ActivityStatement.side.label("stated_side"),
            ActivityStatement.activity.label("stated"),
            ActivityStatement.as_of,
        )
        .join(CooperationVersion, CooperationVersion.id == Cooperation.public_version_id)
        .outerjoin(
            ActivityStatement,
            sa.and_(ActivityStatement.cooperation_id == Cooperation.id, ActivityStatement.accepted_at.is_not(None)),
        )
        .where(LISTED, Cooperation.id.in_(ids))
        .order_by(ActivityStatement.id)
    )
    known: dict[int, Listed] = {}
    for row in db.session.execute(rows):
        record = known.setdefault(row.id, Listed(**{name: getattr(row, name) for name in _SHOWN}, stated={}))
        if row.stated is not None:
            # The newest of each side comes last.
            record.stated[row.stated_side] = Stated(row.stated_side, row.stated, row.as_of)
    return [known[one] for one in ids if one in known]


def ids_of_organisations(query: str) -> sa.ScalarSelect[Any] | None:
    """A few public organisations that a search of the records is about, too: their ids as one value ("7,3"), to be
    asked for beside something else. None when the query has no word in it."""
    found = search.matches("organisation", query)
    if found is None:
        return None
    rows = sa.select(Organisation.id).where(Organisation.id.in_(found), Organisation.state.in_(PUBLIC))
    some = rows.order_by(Organisation.id.desc()).limit(MOST_ORGANISATIONS).subquery()
    return sa.select(sa.func.aggregate_strings(sa.cast(some.c.id, sa.String), ",")).scalar_subquery()


def organisations(ids: Sequence[int]) -> list[tuple[int, Bilingual]]:
    """The names of some organisations that are still public, the newest first."""
    rows = sa.select(Organisation.id, Organisation.name)
    rows = rows.where(Organisation.id.in_(ids), Organisation.state.in_(PUBLIC)).order_by(Organisation.id.desc())
    return [(row.id, row.name) for row in db.session.execute(rows)]


def regions(codes: Iterable[str]) -> dict[str, Bilingual]:
    """The names of regions by their codes."""
    rows = sa.select(Place.region_code, Place.region).where(Place.region_code.in_(tuple(codes))).distinct()
    return {row.region_code: row.region for row in db.session.execute(rows)}


def sub_themes(ids: Iterable[int]) -> dict[int, Bilingual]:
    """The titles of sub-themes, of whichever year."""
    rows = sa.select(SubTheme.id, SubTheme.title).where(SubTheme.id.in_(tuple(ids)))
    return {row.id: row.title for row in db.session.execute(rows)}


def at_place(place_id: int) -> Sequence[int]:
    """The ids of the public records that have a partner at a place."""
    rows = sa.select(Cooperation.id).join(Partner, Partner.version_id == Cooperation.public_version_id)
    return db.session.scalars(rows.where(LISTED, Partner.place_id == place_id).distinct()).all()


def places(ids: Iterable[int]) -> dict[int, Bilingual]:
    """The names of places."""
    rows = sa.select(Place.id, Place.name).where(Place.id.in_(tuple(ids)))
    return {row.id: row.name for row in db.session.execute(rows)}


def cooperation(cooperation_id: int) -> Cooperation | None:
    """One record with all that its page shows, in three statements."""
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
            joinedload(Cooperation.for_member),
            # Few, one or two: a statement of their own would cost more than the rows that they repeat.
            joinedload(Cooperation.statements),
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


def history(shown: CooperationVersion) -> list[Recorded]:
    """The versions of a record up to the one that is shown, newest first; a record has mostly one."""
    if shown.number == 1:
        return [Recorded(shown.number, shown.recorded_at, shown.true_from)]
    rows = (
        sa.select(CooperationVersion.number, CooperationVersion.recorded_at, CooperationVersion.true_from)
        .where(CooperationVersion.cooperation_id == shown.cooperation_id, CooperationVersion.number <= shown.number)
        .order_by(CooperationVersion.number.desc())
    )
    return [Recorded(*row) for row in db.session.execute(rows)]

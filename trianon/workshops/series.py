"""The same workshop on further days: each date is an entry of its own, at the same hour of the wall clock."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from trianon.accounts.models import Account
from trianon.core.clock import now
from trianon.core.database import db, lock
from trianon.core.errors import RuleViolation
from trianon.workshops import rooms, services
from trianon.workshops.models import Workshop
from trianon.workshops.rules import moment_of
from trianon.workshops.services import Plan

MOST_DATES = 12


@dataclass(frozen=True)
class Series:
    """How often, and how many dates beside the first."""

    every_days: int
    times: int

    def days(self, first: date) -> list[date]:
        """The further days."""
        return [first + timedelta(days=self.every_days * n) for n in range(1, self.times + 1)]


def plan_of(workshop: Workshop) -> Plan:
    """What was decided about a workshop, to be decided again."""
    return Plan(**{one.name: getattr(workshop, one.name) for one in fields(Plan)})


def moved(plan: Plan, days: int) -> Plan:
    """The same some days later, every moment at the same hour on the wall of its zone.

    Raises RuleViolation("series_hour", day=…) when the clocks leave out or repeat that hour.
    """
    dated = {one.name: getattr(plan, one.name) for one in fields(plan)}
    dated = {name: _moved(value, plan.zone, days) for name, value in dated.items() if isinstance(value, datetime)}
    # A moment that is past says nothing about the new date; seats that were kept need their end all the same.
    needed = ("starts_at", "released_at")
    kept = {name: value if name in needed or value > now() else None for name, value in dated.items()}
    return replace(plan, **kept)  # type: ignore[arg-type]


def plans(workshop: Workshop, series: Series) -> list[Plan]:
    """The further dates of a series; raises RuleViolation."""
    plan = plan_of(workshop)
    return [moved(plan, series.every_days * n) for n in range(1, series.times + 1)]


def repeat(workshop_id: int, series: Series, *, by: Account) -> list[Workshop]:
    """Put the further dates into the programme; a date that is there already is not put twice. Nothing here commits."""
    workshop: Workshop | None = lock(Workshop, workshop_id)
    if workshop is None:
        raise LookupError(workshop_id)
    made = [services.create(plan, by=by) for plan in plans(workshop, series) if not _is_there(plan)]
    for one in made:
        rooms.furnish_like(workshop_id, one, by=by)
    return made


def _is_there(plan: Plan) -> bool:
    rows = sa.select(Workshop).filter_by(starts_at=plan.starts_at, sub_theme_id=plan.sub_theme_id)
    return any(one.title == plan.title for one in db.session.scalars(rows))


def _moved(moment: datetime, zone: str, days: int) -> datetime:
    wall = moment.astimezone(ZoneInfo(zone))
    day = wall.date() + timedelta(days=days)
    try:
        return moment_of(day, wall.time(), zone)
    except RuleViolation:
        raise RuleViolation("series_hour", day=day.isoformat()) from None

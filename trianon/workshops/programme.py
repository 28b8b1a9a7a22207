"""The programme by week and by month: its periods, and what happens on each of their days."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from trianon.core.database import db
from trianon.workshops.agenda_models import AgendaEntry
from trianon.workshops.models import Workshop

# Addresses of other years lead nowhere: no programme was made for them.
YEARS = range(2000, 2101)
MOST_ON_A_PAGE = 200
_WEEK = re.compile(r"(\d{4})-W(\d{2})", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)


@dataclass(frozen=True)
class Period:
    """Some days in a row, and the addresses of the period, of the one before and of the one after."""

    first: date
    last: date
    name: str
    before: str | None
    after: str | None

    @property
    def days(self) -> list[date]:
        """Its days in order."""
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]

    def between(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """The moments at which it begins and is over, on the clocks of a zone."""
        after = self.last + timedelta(days=1)
        return datetime.combine(self.first, time(), zone), datetime.combine(after, time(), zone)


@dataclass
class Day:
    """What happens on one day."""

    date: date
    workshops: list[Workshop] = field(default_factory=list)
    events: list[AgendaEntry] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.workshops or self.events)


def week_named(name: str | None, today: date) -> Period:
    """The week of an address such as 2027-W05, from Monday on, or this week; raises LookupError."""
    if name is None:
        monday = today - timedelta(days=today.weekday())
    else:
        year, number = _numbers(_WEEK, name)
        try:
            monday = date.fromisocalendar(year, number, 1)
        except ValueError:
            raise LookupError(name) from None
    step = timedelta(days=7)
    before, after = (_known(_week_name(day), day) for day in (monday - step, monday + step))
    return Period(monday, monday + timedelta(days=6), _week_name(monday), before, after)


def month_named(name: str | None, today: date) -> Period:
    """The month of an address such as 2027-05, or this month; raises LookupError."""
    year, number = (today.year, today.month) if name is None else _numbers(_MONTH, name)
    if not 1 <= number <= 12:
        raise LookupError(name)
    first = date(year, number, 1)
    following = (first + timedelta(days=31)).replace(day=1)
    previous = (first - timedelta(days=1)).replace(day=1)
    before, after = (_known(f"{day:%Y-%m}", day) for day in (previous, following))
    return Period(first, following - timedelta(days=1), f"{first:%Y-%m}", before, after)


def days_of(period: Period, zone: ZoneInfo, sub_theme_id: int | None = None) -> list[Day]:
    """What happens in a period, day by day on the clocks of a zone. An event of several days stands on each."""
    begins, ends = period.between(zone)
    days = {day: Day(day) for day in period.days}
    workshops = sa.select(Workshop).where(Workshop.starts_at >= begins, Workshop.starts_at < ends)
    if sub_theme_id is not None:
        workshops = workshops.where(Workshop.sub_theme_id == sub_theme_id)
    workshops = workshops.options(joinedload(Workshop.sub_theme)).order_by(Workshop.starts_at, Workshop.id)
    for workshop in db.session.scalars(workshops.limit(MOST_ON_A_PAGE)):
        days[workshop.starts_at.astimezone(zone).date()].workshops.append(workshop)
    if sub_theme_id is None:
        _add_events(days, period)
    return list(days.values())


def _add_events(days: dict[date, Day], period: Period) -> None:
    events = sa.select(AgendaEntry).where(AgendaEntry.starts_on <= period.last, AgendaEntry.ends_on >= period.first)
    for event in db.session.scalars(events.order_by(AgendaEntry.starts_on, AgendaEntry.id).limit(MOST_ON_A_PAGE)):
        for day in _days_between(max(event.starts_on, period.first), min(event.ends_on, period.last)):
            days[day].events.append(event)


def _days_between(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _numbers(pattern: re.Pattern[str], name: str) -> tuple[int, int]:
    found = pattern.fullmatch(name)
    if found is None or int(found[1]) not in YEARS:
        raise LookupError(name)
    return int(found[1]), int(found[2])


def _week_name(monday: date) -> str:
    year, number, _weekday = monday.isocalendar()
    return f"{year}-W{number:02}"


def _known(name: str, day: date) -> str | None:
    """The address of a neighbour, unless there is no such page."""
    return name if int(name[:4]) in YEARS and day.year in YEARS else None

"""Choosing an hour: one day of several places side by side, their waking hours, what the clocks and holidays do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from trianon.core.errors import RuleViolation
from trianon.workshops.public_holidays import Holiday, holidays_on
from trianon.workshops.rules import ZONES, moment_of

STEP = timedelta(minutes=30)
FIRST, LAST = time(6), time(23, 30)
# People of working age, at home: from breakfast on until late in the evening; in between they may be had.
AWAKE = (time(8), time(22))
HALF_AWAKE = (time(7), time(23))
MOST_PLACES = 3
# Days around the chosen one that can be chosen at once.
DAYS_SHOWN = 14
NEAR = timedelta(days=10)


class Ease(StrEnum):
    """How a whole meeting falls into a place's day."""

    AWAKE = "awake"
    EDGE = "edge"
    ASLEEP = "asleep"


@dataclass(frozen=True)
class There:
    """A slot in one place: the hands of its clock, and how it falls."""

    at: datetime
    ease: Ease
    is_other_day: bool


@dataclass(frozen=True)
class Slot:
    """One start on the base clock. `fault` is a code of the rules where the hour does not exist or comes twice."""

    hour: time
    there: tuple[There, ...]
    fault: str = ""

    @property
    def ease(self) -> Ease:
        """The worst of all places: one that sleeps is missing."""
        found = {one.ease for one in self.there}
        return Ease.ASLEEP if Ease.ASLEEP in found else Ease.EDGE if Ease.EDGE in found else Ease.AWAKE


@dataclass(frozen=True)
class Change:
    """The clocks of a zone are put forward (positive) or back on a day."""

    zone: str
    day: date
    by: timedelta


@dataclass(frozen=True)
class DayMark:
    """A day that can be chosen, with what makes it special."""

    day: date
    holidays: list[Holiday]
    changes: list[Change]

    @property
    def is_weekend(self) -> bool:
        """Saturday or Sunday."""
        return self.day.weekday() >= 5


def places_of(base: str, wanted: list[str], known: tuple[str, ...]) -> list[str]:
    """The zones that are drawn: the base, the other capital, and up to three more, each once."""
    more = [zone for zone in dict.fromkeys(wanted) if zone in known and zone not in ZONES]
    return [base, *(zone for zone in ZONES if zone != base), *more[:MOST_PLACES]]


def slots_of(day: date, minutes: int, places: list[str]) -> list[Slot]:
    """Every half hour of a day on the clock of the first place."""
    found = []
    hour = datetime.combine(day, FIRST)
    while hour <= datetime.combine(day, LAST):
        found.append(_slot(day, hour.time(), minutes, places))
        hour += STEP
    return found


def good_hours(slots: list[Slot]) -> list[tuple[time, time]]:
    """The stretches of starts, first and last, at which everybody is awake for the whole meeting."""
    stretches: list[tuple[time, time]] = []
    before: Slot | None = None
    for slot in slots:
        if not slot.fault and slot.ease is Ease.AWAKE:
            joined = bool(stretches) and before is not None and stretches[-1][1] == before.hour
            stretches[-1:] = [(stretches[-1][0], slot.hour)] if joined else [*stretches[-1:], (slot.hour, slot.hour)]
        before = slot
    return stretches


def days_around(day: date, places: list[str]) -> list[DayMark]:
    """Two weeks from the Monday of the chosen day on."""
    monday = day - timedelta(days=day.weekday())
    days = [monday + timedelta(days=n) for n in range(DAYS_SHOWN)]
    return [DayMark(one, holidays_on(one), changes_on(one, places)) for one in days]


def changes_near(day: date, places: list[str]) -> list[Change]:
    """Changes of the clocks some days before or after, in the order of the days."""
    span = range(-NEAR.days, NEAR.days + 1)
    return [change for n in span for change in changes_on(day + timedelta(days=n), places)]


def changes_on(day: date, places: list[str]) -> list[Change]:
    """The zones whose clocks change on a day."""
    found = []
    for zone in places:
        begins, ends = (datetime.combine(one, time(), ZoneInfo(zone)) for one in (day, day + timedelta(days=1)))
        by = (ends.utcoffset() or timedelta()) - (begins.utcoffset() or timedelta())
        if by:
            found.append(Change(zone, day, by))
    return found


def ahead_of_paris(day: date) -> timedelta:
    """How much Moscow's clock shows more than that of Paris at noon."""
    noon = datetime.combine(day, time(12), UTC)
    paris, moscow = (noon.astimezone(ZoneInfo(zone)).utcoffset() or timedelta() for zone in ZONES)
    return moscow - paris


def _slot(day: date, hour: time, minutes: int, places: list[str]) -> Slot:
    try:
        moment = moment_of(day, hour, places[0])
    except RuleViolation as refusal:
        return Slot(hour, (), refusal.code)
    ends = moment + timedelta(minutes=minutes)
    return Slot(hour, tuple(_there(moment, ends, zone, day) for zone in places))


def _there(begins: datetime, ends: datetime, zone: str, day: date) -> There:
    local, until = (moment.astimezone(ZoneInfo(zone)) for moment in (begins, ends))
    ease = next(
        (ease for ease, span in ((Ease.AWAKE, AWAKE), (Ease.EDGE, HALF_AWAKE)) if _within(local, until, span)), None
    )
    return There(local, ease or Ease.ASLEEP, local.date() != day)


def _within(begins: datetime, ends: datetime, span: tuple[time, time]) -> bool:
    return begins.date() == ends.date() and span[0] <= begins.time() and ends.time() <= span[1]

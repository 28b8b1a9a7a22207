"""How often somebody wants mails about what they follow, and when the next one is due."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from trianon.core.sides import Side

# In the morning of whoever reads it; a week begins on Monday.
HOUR = time(8)
MONDAY = 0
# More than this nobody can read; a script could.
MOST_FOLLOWED = 300


class Rhythm(StrEnum):
    """When news of what one follows comes by mail; the inbox has it in any case."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


def zone_of(time_zone: str | None, side: Side) -> ZoneInfo:
    """The person's own clock, failing that the one of the capital of their side."""
    return ZoneInfo(time_zone or ("Europe/Moscow" if side is Side.RUSSIA else "Europe/Paris"))


def next_due(rhythm: Rhythm, zone: ZoneInfo, at: datetime) -> datetime | None:
    """The first morning after `at` on which a mail is due; None where it waits for news, or never comes.

    Counted in days of the calendar: where clocks change in between, it is 8 o'clock there all the same.
    """
    if rhythm not in {Rhythm.DAILY, Rhythm.WEEKLY}:
        return None
    there = at.astimezone(zone)
    day = there.date()
    if there.time() >= HOUR:
        day += timedelta(days=1)
    if rhythm is Rhythm.WEEKLY:
        day += timedelta(days=(MONDAY - day.weekday()) % 7)
    return datetime.combine(day, HOUR, zone)

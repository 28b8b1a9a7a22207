"""Which reminder is due: a week, a day, an hour before the start, and thanks after the end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any


class Which(StrEnum):
    """The four of them, in their order."""

    WEEK = "week"
    DAY = "day"
    HOUR = "hour"
    THANKS = "thanks"


@dataclass(frozen=True)
class Due:
    """A reminder and the moment it was for."""

    kind: Which
    moment: datetime


BEFORE_START = {Which.WEEK: timedelta(days=7), Which.DAY: timedelta(days=1), Which.HOUR: timedelta(hours=1)}
FIRST = BEFORE_START[Which.WEEK]
# Thanks that come later than this are odd; a reminder is good until the next one, the last until the start.
THANKS_UNTIL = timedelta(days=2)


def which_is_due(workshop: Any, at: datetime) -> Due | None:
    """The latest whose moment has come; none before the first, during the workshop, and long after it."""
    if workshop.state == "cancelled":
        return None
    if at >= workshop.ends_at:
        return Due(Which.THANKS, workshop.ends_at) if at < workshop.ends_at + THANKS_UNTIL else None
    if at >= workshop.starts_at:
        return None
    past = [Due(kind, workshop.starts_at - before) for kind, before in BEFORE_START.items()]
    return next((due for due in reversed(past) if due.moment <= at), None)

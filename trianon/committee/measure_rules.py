"""Measures on a person: which there are, how long they last, what stays open meanwhile. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import StrEnum

from trianon.core.errors import RuleViolation


class MeasureKind(StrEnum):
    """From the lightest to the heaviest."""

    WARNING = "warning"
    PAUSE = "pause"
    EXCLUSION = "exclusion"


# For how many days somebody may be asked to pause.
PAUSES = (7, 30, 90, 180)
# No end of its own: only an appeal ends it.
WITHOUT_END = datetime(9000, 1, 1, tzinfo=UTC)


def check_measure(kind: MeasureKind, days: int | None) -> None:
    """A pause lasts so many days, of those that the list offers; nothing else has a length."""
    if kind is MeasureKind.PAUSE and days not in PAUSES:
        raise RuleViolation("pause_needs_days")
    if kind is not MeasureKind.PAUSE and days is not None:
        raise RuleViolation("only_a_pause_has_days")


def ends_at(kind: MeasureKind, days: int | None, begun_at: datetime) -> datetime | None:
    """Until when its effect lasts, counted from the decision; None for a warning, which has none."""
    if kind is MeasureKind.PAUSE and days is not None:
        return begun_at + timedelta(days=days)
    return WITHOUT_END if kind is MeasureKind.EXCLUSION else None


# What somebody may still send while a measure keeps them from acting: whatever is their own – their account and their
# data, leaving, taking back, contesting a decision – and writing to the office. All the rest is closed: a page that
# is new is closed until somebody puts it here.
OPEN_FEATURES = frozenset({"accounts", "notifications", "mailbox"})
OPEN_PAGES = frozenset(
    {
        "committee.confirm_flag",
        "committee.statement",
        "committee.withdraw_flag",
        "contributions.withdraw",
        "contributions.withdraw_reply",
        "declaring.discard",
        "declaring.withdraw",
        "organisations.quit_organisation",
        "pages.contact",
        "workshops.give_back",
        "workshops.leave",
        "workshops.no_reminders",
        "workshops.renew_calendar",
        "workshops.stop_calendar",
    }
)


def stays_open(endpoint: str) -> bool:
    """Whether a page that something can be sent to stays open."""
    return endpoint.partition(".")[0] in OPEN_FEATURES or endpoint in OPEN_PAGES

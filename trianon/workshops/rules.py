"""Rules of workshops: who may edit one, when one may register, who gets a seat, which hours exist."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from trianon.core.errors import RuleViolation
from trianon.core.sides import Role
from trianon.workshops.seat_rules import is_full

ZONES = ("Europe/Paris", "Europe/Moscow")


def may_view_workshop(_person: Any, _workshop: Any) -> bool:
    """Every workshop of the programme is public."""
    return True


def may_edit_workshop(person: Any, workshop: Any) -> bool:
    """Its host, and the secretaries general."""
    return workshop.host_id == person.id or Role.SECRETARY_GENERAL in person.roles


def reads_needs(person: Any, workshop: Any) -> bool:
    """Its host alone, as people were told when they wrote it: not whoever else may edit the workshop."""
    return bool(workshop.host_id == person.id)


class Phase(StrEnum):
    """What a workshop is for its readers at a moment: its state, its dates and its seats taken together."""

    ANNOUNCED = "announced"
    OPEN = "open"
    FULL = "full"
    CLOSED = "closed"
    HELD = "held"
    CANCELLED = "cancelled"


def phase(workshop: Any, at: datetime) -> Phase:
    """The phase of a workshop; registration closes at the start unless another moment was chosen."""
    stage = _stage(workshop, at)
    return Phase.FULL if stage is Phase.OPEN and is_full(workshop, at) else stage


def _stage(workshop: Any, at: datetime) -> Phase:
    """The same without looking at the seats: most rules ask for no more, some of them inside the lock."""
    if workshop.state == "cancelled":
        return Phase.CANCELLED
    if workshop.state == "held" or at >= workshop.ends_at:
        return Phase.HELD
    if at >= closing(workshop):
        return Phase.CLOSED
    return Phase.OPEN if _has_opened(workshop, at) else Phase.ANNOUNCED


def closing(workshop: Any) -> datetime:
    """When registration ends: never after the start."""
    chosen: datetime | None = workshop.registration_closes_at
    start: datetime = workshop.starts_at
    return min(chosen or start, start)


def _has_opened(workshop: Any, at: datetime) -> bool:
    """An open workshop with a later date waits for it; an announced one opens by itself on its date, if it has one."""
    opens: datetime | None = workshop.registration_opens_at
    return opens <= at if opens is not None else bool(workshop.state == "open")


def check_registration(workshop: Any, at: datetime) -> None:
    """Raise RuleViolation("registration_<phase>") unless one may register now; a full workshop has a waiting list."""
    now = _stage(workshop, at)
    if now is not Phase.OPEN:
        raise RuleViolation(f"registration_{now}")


def check_answers(workshop: Any, at: datetime) -> None:
    """Answers serve to prepare a meeting: one that is over or cancelled has nothing to prepare."""
    if not gives_seats(workshop, at):
        raise RuleViolation("too_late_to_answer")


def check_change(workshop: Any) -> None:
    """A cancelled workshop stays as it was told to everybody."""
    if workshop.state == "cancelled":
        raise RuleViolation("workshop_is_cancelled")


def check_opening(workshop: Any, at: datetime) -> None:
    """Registration is opened once, before it would open by itself."""
    check_change(workshop)
    if _stage(workshop, at) is not Phase.ANNOUNCED:
        raise RuleViolation("registration_not_to_open")


def check_cancel(workshop: Any, at: datetime) -> None:
    """What is cancelled or over cannot be cancelled."""
    check_change(workshop)
    if _stage(workshop, at) is Phase.HELD:
        raise RuleViolation("workshop_is_over")


def gives_seats(workshop: Any, at: datetime) -> bool:
    """A free seat goes to the next in the list until the workshop is over or cancelled."""
    return _stage(workshop, at) not in {Phase.HELD, Phase.CANCELLED}


def check_leaving(workshop: Any, at: datetime) -> None:
    """Whoever had a seat at a meeting that is over had it: nobody can have it instead."""
    if not gives_seats(workshop, at):
        raise RuleViolation("too_late_to_leave")


def check_dates(plan: Any, at: datetime | None) -> None:
    """A workshop is planned for later than `at` (None: its start is not new), and registration opens before it ends."""
    if at is not None and plan.starts_at <= at:
        raise RuleViolation("start_is_past")
    closes = plan.registration_closes_at or plan.starts_at
    if closes > plan.starts_at:
        raise RuleViolation("closing_after_start")
    if plan.registration_opens_at is not None and plan.registration_opens_at >= closes:
        raise RuleViolation("opening_after_closing")


def moment_of(day: date, hour: time, zone: str) -> datetime:
    """The moment of an hour on the wall of a zone; refused when a change of the clocks skips or repeats that hour."""
    wall = datetime.combine(day, hour)
    first = wall.replace(tzinfo=ZoneInfo(zone))
    if first.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != wall:
        raise RuleViolation("hour_skipped")
    if first.utcoffset() != first.replace(fold=1).utcoffset():
        raise RuleViolation("hour_repeated")
    return first.astimezone(UTC)

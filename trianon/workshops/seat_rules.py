"""Rules of seats: which are kept for whom and until when, who gets the next one, what a host may ask of a room."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from trianon.core.errors import RuleViolation
from trianon.core.sides import BOTH_SIDES, Side

Waiting = TypeVar("Waiting")
NO_SEATS: Mapping[Side, int] = {}
# A side that is thinner than this long before the start can still be invited.
ALERT_BEFORE = timedelta(days=7)


@dataclass(frozen=True)
class Room:
    """Seats offered, taken by each side, and kept for each side now. Whoever is from elsewhere has none kept."""

    capacity: int
    taken: Mapping[Side, int] = field(default_factory=dict)
    reserved: Mapping[Side, int] = field(default_factory=dict)

    @property
    def free(self) -> int:
        """Seats that nobody has, kept or not."""
        return max(0, self.capacity - sum(self.taken.values()))

    def kept_free(self, side: Side) -> int:
        """Of the seats kept for a side, those that nobody of it has taken yet: its first people sit on these."""
        return max(0, self.reserved.get(side, 0) - self.taken.get(side, 0))

    def free_for(self, side: Side) -> int:
        """Seats that somebody of this side may take: all that are free but those kept for others."""
        return max(0, self.free - sum(self.kept_free(other) for other in Side if other is not side))

    def with_one_of(self, side: Side) -> Room:
        """The same room when one more person has come in."""
        return replace(self, taken={**self.taken, side: self.taken.get(side, 0) + 1})

    def seat(self, waiting: Iterable[Waiting]) -> Iterator[Waiting]:
        """Who gets a seat now, of those who wait in order of arrival: each the next one that he may take.

        One pass is enough, for nobody who sits down makes room for anybody else.
        """
        room = self
        for person in waiting:
            side: Side = person.side  # type: ignore[attr-defined]
            if room.free_for(side):
                room = room.with_one_of(side)
                yield person


def kept_until(workshop: Any, at: datetime) -> datetime | None:
    """Until when seats are kept for the sides; None when none are, or no longer."""
    kept = workshop.reserved_france or workshop.reserved_russia
    until: datetime | None = workshop.released_at
    return until if kept and until is not None and at < until else None


def room_of(workshop: Any, at: datetime) -> Room:
    """The seats of a workshop as they may be given at a moment."""
    reserved = NO_SEATS
    if kept_until(workshop, at) is not None:
        reserved = {Side.FRANCE: workshop.reserved_france, Side.RUSSIA: workshop.reserved_russia}
    return Room(workshop.capacity, taken_by_side(workshop), reserved)


def taken_by_side(workshop: Any) -> dict[Side, int]:
    """Confirmed registrations of each side and from elsewhere."""
    france, russia = workshop.taken_france, workshop.taken_russia
    return {Side.FRANCE: france, Side.RUSSIA: russia, Side.OTHER: workshop.taken - france - russia}


def waiting_by_side(workshop: Any) -> dict[Side, int]:
    """How many wait, of each side and from elsewhere."""
    france, russia = workshop.waiting_france, workshop.waiting_russia
    return {Side.FRANCE: france, Side.RUSSIA: russia, Side.OTHER: workshop.waiting - france - russia}


def may_sit_at_once(workshop: Any, side: Side, at: datetime) -> bool:
    """Whether a newcomer of this side would find a seat: there is one, and nobody waits who may take it."""
    room = room_of(workshop, at)
    ahead = (count for other, count in waiting_by_side(workshop).items() if count and room.free_for(other))
    return room.free_for(side) > sum(ahead)


def is_full(workshop: Any, at: datetime) -> bool:
    """Whether nobody at all would find a seat at once."""
    return not any(may_sit_at_once(workshop, side, at) for side in Side)


def check_room(plan: Any, taken: Mapping[Side, int], at: datetime) -> None:
    """Nobody who has a seat loses it to a smaller room, and a seat that is taken cannot be kept for anybody."""
    seated = sum(taken.values())
    if plan.capacity < seated:
        raise RuleViolation("capacity_below_confirmed", taken=seated)
    if kept_until(plan, at) is not None:
        room = Room(plan.capacity, taken, {Side.FRANCE: plan.reserved_france, Side.RUSSIA: plan.reserved_russia})
        if sum(room.kept_free(side) for side in BOTH_SIDES) > room.free:
            raise RuleViolation("reserved_are_taken", free=room.free)


def check_seats(plan: Any) -> None:
    """What is kept fits into the room and has a published end, before the start; a minimum can be reached."""
    reserved = plan.reserved_france + plan.reserved_russia
    if reserved > plan.capacity:
        raise RuleViolation("reserved_over_capacity", capacity=plan.capacity)
    if reserved and plan.released_at is None:
        raise RuleViolation("release_missing")
    if reserved and plan.released_at > plan.starts_at:
        raise RuleViolation("release_after_start")
    if plan.minimum_france + plan.minimum_russia > plan.capacity:
        raise RuleViolation("minimum_over_capacity", capacity=plan.capacity)
    most_of = {Side.FRANCE: plan.capacity - plan.reserved_russia, Side.RUSSIA: plan.capacity - plan.reserved_france}
    if plan.minimum_france > most_of[Side.FRANCE] or plan.minimum_russia > most_of[Side.RUSSIA]:
        raise RuleViolation("minimum_over_capacity", capacity=plan.capacity)


def thin_sides(workshop: Any, at: datetime) -> list[Side]:
    """Sides with fewer people than the minimum, in the week before the start."""
    if not workshop.starts_at - ALERT_BEFORE <= at < workshop.starts_at:
        return []
    least = {Side.FRANCE: workshop.minimum_france, Side.RUSSIA: workshop.minimum_russia}
    taken = taken_by_side(workshop)
    return [side for side in BOTH_SIDES if taken[side] < least[side]]

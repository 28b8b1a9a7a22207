"""Who sits in the Committee, from when until when, and who appoints whom. Pure.

Nobody appoints themselves: the secretary general appoints those of the same side; that post itself is filled by the
co-president of the side, or, for a successor, by the secretary general who leaves.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from trianon.core.errors import RuleViolation
from trianon.core.sides import BOTH_SIDES, COMMITTEE, Role, Side

# How many of each a side may have at one moment; the other roles are not counted.
SEATS = {Role.MEMBER: 15, Role.CO_PRESIDENT: 1, Role.SECRETARY_GENERAL: 1}
# The posts that somebody stands in for.
POSTS = (Role.CO_PRESIDENT, Role.SECRETARY_GENERAL)
# What is given by an invitation; the administrator decides nothing and is appointed by command.
GIVEN = (Role.MEMBER, Role.CO_PRESIDENT, Role.SECRETARY_GENERAL, Role.TRANSLATOR, Role.HOST)
INVITATION_LIFETIME = timedelta(days=14)
LONGEST_MANDATE = timedelta(days=5 * 366)
LONGEST_DELEGATION = timedelta(days=183)
LONGEST_NOTE = 1000
# How long before its end a mandate is spoken of: to whoever holds it, and to whoever would appoint the next one.
REMINDERS = (timedelta(days=30), timedelta(days=7))
# A mandate begins and ends at midnight of its side's capital.
CAPITALS = {Side.FRANCE: ZoneInfo("Europe/Paris"), Side.RUSSIA: ZoneInfo("Europe/Moscow")}


@dataclass(frozen=True)
class Span:
    """From a moment until another one, which is not part of it; `until` None is for good."""

    since: datetime
    until: datetime | None

    def holds_at(self, moment: datetime) -> bool:
        """Whether the moment is part of it."""
        return self.since <= moment and (self.until is None or moment < self.until)

    def meets(self, other: Span) -> bool:
        """Whether the two have a moment in common."""
        return (self.until is None or other.since < self.until) and (other.until is None or self.since < other.until)


def span_of(begins_on: date, ends_on: date, side: Side) -> Span:
    """The days of a mandate, the last one included, by the clock of its side's capital."""
    return Span(datetime.combine(begins_on, time(), _zone(side)), last_moment_of(ends_on, side))


def last_moment_of(last_day: date, side: Side) -> datetime:
    """The midnight after this day, by the clock of the side's capital."""
    return datetime.combine(last_day + timedelta(days=1), time(), _zone(side))


def last_day_of(until: datetime, side: Side) -> date:
    """The last day of a mandate that ends at this moment, by the same clock."""
    return (until - timedelta(microseconds=1)).astimezone(_zone(side)).date()


def reminder_due(mandate: Span, at: datetime, sent: int) -> int:
    """Which reminder of its end goes out now: 1 a month before, 2 a week before, 0 none; `sent` is the last that did.

    A mandate that is shorter than that is not spoken of: its end was told with its beginning. Whoever missed the first
    gets the second alone.
    """
    if mandate.until is None or at >= mandate.until:
        return 0
    moments = [mandate.until - before for before in REMINDERS]
    due = max((level for level, when in enumerate(moments, 1) if mandate.since <= when <= at), default=0)
    return due if due > sent else 0


def goes_on(mandate: Span, others: Iterable[Span]) -> bool:
    """Whether whoever holds it has been given the same office from its end on: `others` are their other mandates."""
    end = mandate.until
    return end is None or any(span.since <= end and (span.until is None or end < span.until) for span in others)


def _zone(side: Side) -> ZoneInfo:
    """Somebody from another country keeps Paris time."""
    return CAPITALS.get(side, CAPITALS[Side.FRANCE])


def may_appoint(by: int, roles: frozenset[Role], side: Side, *, role: Role, to_side: Side, person: int | None) -> bool:
    """Whether somebody of these roles and this side gives or ends this role for a person of `to_side`."""
    if side not in BOTH_SIDES or role not in GIVEN or by == person:
        return False
    if to_side is not side and (role in COMMITTEE or to_side is not Side.OTHER):
        return False
    return Role.SECRETARY_GENERAL in roles or (Role.CO_PRESIDENT in roles and role is Role.SECRETARY_GENERAL)


def gives(roles: frozenset[Role]) -> list[Role]:
    """The roles that somebody may give at all, in their order."""
    if Role.SECRETARY_GENERAL in roles:
        return list(GIVEN)
    return [Role.SECRETARY_GENERAL] if Role.CO_PRESIDENT in roles else []


def check_days(begins_on: date, ends_on: date, today: date) -> None:
    """A mandate lasts from today or later, for five years at most."""
    if begins_on < today:
        raise RuleViolation("mandate_in_the_past")
    if ends_on < begins_on:
        raise RuleViolation("mandate_ends_before")
    if ends_on - begins_on > LONGEST_MANDATE:
        raise RuleViolation("mandate_too_long")


def check_room(role: Role, taken: Iterable[Span], wanted: Span) -> None:
    """Never more than fifteen members a side, nor two people in one post; `taken` counts invitations that wait."""
    seats = SEATS.get(role)
    if seats is None:
        return
    met = [span for span in taken if span.meets(wanted)]
    # As many as sit together at one moment are seen at the beginning of one of them.
    moments = [wanted.since, *(span.since for span in met if span.since > wanted.since)]
    if max(sum(span.holds_at(moment) for span in met) for moment in moments) >= seats:
        raise RuleViolation("no_seat" if role is Role.MEMBER else "post_taken")


def check_person(role: Role, *, is_adult: bool, is_pseudonym: bool, side: Side, for_side: Side) -> None:
    """Whoever accepts is an adult of the side; the names of the Committee are public, so they are real ones."""
    if side is not for_side and (role in COMMITTEE or side is not Side.OTHER):
        raise RuleViolation("mandate_of_other_side")
    if not is_adult:
        raise RuleViolation("mandate_needs_adult")
    if is_pseudonym and role in COMMITTEE:
        raise RuleViolation("mandate_needs_name")


def stands_in_until(
    holders: Iterable[Span], delegations: Iterable[Span], deputy: Span, at: datetime
) -> datetime | None:
    """Until when a deputy acts now: while the post is vacant or delegated. None: there is nothing to stand in for.

    `holders` are the mandates of the post itself, past, present and to come. The end is known beforehand, so that
    nobody acts a minute longer than they may.
    """
    if deputy.until is None or not deputy.holds_at(at):
        return None
    holders = list(holders)
    delegated = [span.until for span in delegations if span.holds_at(at) and span.until is not None]
    if delegated:
        return min(max(delegated), deputy.until)
    if any(span.holds_at(at) for span in holders):
        return None
    return min([deputy.until, *(span.since for span in holders if span.since > at)])

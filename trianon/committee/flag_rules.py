"""Readers' reports: what may be reported, what a report must say, how much many of them weigh. Pure.

A report never hides anything: it opens a review and moves its case forward in the queue. Every further voice of one
side weighs half of the one before, so a crowd of one side never outweighs one reader of each.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from trianon.committee.rules import Reason
from trianon.core.errors import RuleViolation
from trianon.core.sides import Side

LONGEST_FLAG = 2000
# For how long a link that confirms a notice works.
CONFIRM_WITHIN = timedelta(days=2)
# All that a reader may say is wrong: the public list of reasons, but for what only its author can mend.
CATEGORIES = tuple(reason for reason in Reason if reason is not Reason.INSUFFICIENT_DETAIL)

# What the voices of one side can at most move a case forward, and what a text that is said to break the law adds.
SIDE_AT_MOST = timedelta(hours=48)
UNLAWFUL_ADDS = timedelta(hours=72)


class FlagOutcome(StrEnum):
    """What became of a reported text."""

    KEPT = "kept"
    REMOVED = "removed"
    # Its author has changed it or taken it back before a decision.
    GONE = "gone"


@dataclass(frozen=True)
class Raised:
    """One standing report as the weighing takes it; no side where the reader has no account."""

    side: Side | None
    # Where it came from, as a fingerprint.
    network: str
    is_unlawful: bool = False


def may_report(category: Reason, *, has_account: bool) -> bool:
    """Anybody reports what is against the law; the rest is for those who take part."""
    return category in CATEGORIES and (has_account or category is Reason.UNLAWFUL)


def check_flag(words: str) -> None:
    """Words that say what is wrong, and that somebody can read to their end."""
    if not words.strip():
        raise RuleViolation("flag_needs_words")
    if len(words) > LONGEST_FLAG:
        raise RuleViolation("flag_too_long", most=LONGEST_FLAG)


def voices(reports: Iterable[Raised]) -> dict[Side | None, int]:
    """How many voices each side has: all that comes from one network is the one voice of whoever came first."""
    first: dict[str, Side | None] = {}
    for report in reports:
        first.setdefault(report.network, report.side)
    sides = list(first.values())
    return {side: sides.count(side) for side in set(sides)}


def share(count: int) -> float:
    """How much of its most a side has reached with so many voices: 0, 1/2, 3/4, 7/8 … never all of it."""
    return 1 - 0.5**count


def moved_forward(reports: Iterable[Raised]) -> timedelta:
    """By how much reports, the oldest first, move a case forward in the queue; the same for either side."""
    reports = list(reports)
    # Whoever belongs to neither side, or says nothing of it, has one share together.
    counted = voices(reports)
    elsewhere = counted.pop(None, 0) + counted.pop(Side.OTHER, 0)
    shares = sum(share(count) for count in (*counted.values(), elsewhere))
    return SIDE_AT_MOST * shares + (UNLAWFUL_ADDS if any(report.is_unlawful for report in reports) else timedelta())

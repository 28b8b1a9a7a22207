"""Common ground on proposals: what both sides agree on, where they differ, and when a result may be shown.

Pure. The score is the product of the two sides' smoothed rates of agreement (Polis: group-informed consensus), so that
neither side's numbers can outvote the other's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import sqrt
from typing import Any

from trianon.core.errors import RuleViolation
from trianon.core.publication import State
from trianon.core.sides import BOTH_SIDES, Side

# Below this number of answers of either side nothing is told: a rate of three says little, and of whom.
FEWEST = 5
# A stance counts from the day after its account's address was confirmed.
WAITING = timedelta(days=1)
PROPOSAL = "proposal"
# 95 %.
Z = 1.959964
# What leaves the site as a file is coarser than the page: numbers by five, rates by five hundredths.
GRAIN = 5


class Answer(StrEnum):
    """What somebody says of a proposal."""

    AGREE = "agree"
    DISAGREE = "disagree"
    UNSURE = "unsure"


class Ground(StrEnum):
    """How the two sides stand to each other on one proposal; OPEN while too few people have answered."""

    OPEN = "open"
    COMMON = "common"
    DIFFER = "differ"
    NEITHER = "neither"


@dataclass(frozen=True)
class Counts:
    """The answers of one side."""

    agree: int = 0
    disagree: int = 0
    unsure: int = 0

    @property
    def total(self) -> int:
        """How many people of this side have answered."""
        return self.agree + self.disagree + self.unsure

    @property
    def rate(self) -> float:
        """The share of those who agree, from 0 to 1; 0 where nobody has answered."""
        return self.agree / self.total if self.total else 0.0

    @property
    def smoothed(self) -> float:
        """The rate with one imagined person who agrees and one who does not: few answers say little."""
        return (self.agree + 1) / (self.total + 2)

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval of the rate, from 0 to 1; everything where nobody has answered."""
        if not self.total:
            return 0.0, 1.0
        n, p = self.total, self.rate
        middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
        half = Z / (1 + Z * Z / n) * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
        return max(0.0, middle - half), min(1.0, middle + half)


def common(one: Counts, other: Counts) -> float:
    """How far both sides agree, from 0 to 1; the order of the sides changes nothing."""
    return one.smoothed * other.smoothed


def apart(one: Counts, other: Counts) -> float:
    """How far the sides are from each other, from 0 to 1; the order of the sides changes nothing."""
    return abs(one.smoothed - other.smoothed)


def ground(one: Counts, other: Counts) -> Ground:
    """Common where most people of each side agree, different where most of one side do and of the other do not."""
    if min(one.total, other.total) < FEWEST:
        return Ground.OPEN
    agreeing = [counts.smoothed > 1 / 2 for counts in (one, other)]
    if all(agreeing):
        return Ground.COMMON
    return Ground.DIFFER if any(agreeing) else Ground.NEITHER


def may_show(has_answered: bool, standing: Ground) -> bool:
    """A result is shown to those who have answered, and when enough people of each side have."""
    return has_answered and standing is not Ground.OPEN


def counts_from(confirmed_at: datetime, given_at: datetime) -> datetime:
    """The moment from which a stance counts."""
    return max(confirmed_at + WAITING, given_at)


def takes_stances(contribution: Any) -> bool:
    """Whether people may say what they think of this text: an accepted proposal."""
    return contribution.state is State.PUBLISHED and contribution.kind == PROPOSAL


def check_stance(contribution: Any, person: Any) -> None:
    """Raises RuleViolation("no_stances_here") or, for its author, RuleViolation("own_proposal")."""
    if not takes_stances(contribution):
        raise RuleViolation("no_stances_here")
    if contribution.author_id == person.id:
        raise RuleViolation("own_proposal")


def coarse(number: int) -> int:
    """A number as the data file tells it: a multiple of five, never more than the truth."""
    return number - number % GRAIN


def coarse_rate(rate: float) -> float:
    """A rate as the data file tells it: to the nearest twentieth."""
    return round(rate * 20) / 20


def in_rates(side: Side) -> bool:
    """People of other countries may answer; they are shown apart and count in neither side's rate."""
    return side in BOTH_SIDES

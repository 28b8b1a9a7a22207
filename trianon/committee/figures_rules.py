"""Half-yearly figures: which half-year, and what small numbers hide so that nobody can be found. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

# What concerns fewer decisions than this is not told.
FEWEST = 5


@dataclass(frozen=True, order=True)
class Half:
    """A half-year, counted in UTC."""

    year: int
    number: int

    @property
    def begins(self) -> datetime:
        """Its first moment."""
        return datetime(self.year, 1 if self.number == 1 else 7, 1, tzinfo=UTC)

    @property
    def ends(self) -> datetime:
        """The first moment of the next one."""
        return self.next.begins

    @property
    def next(self) -> Half:
        """The half-year after it."""
        return Half(self.year, 2) if self.number == 1 else Half(self.year + 1, 1)

    @property
    def before(self) -> Half:
        """The half-year before it."""
        return Half(self.year, 1) if self.number == 2 else Half(self.year - 1, 2)

    @property
    def name(self) -> str:
        """As an address has it: 2026-1."""
        return f"{self.year}-{self.number}"


def half_of(moment: datetime) -> Half:
    """The half-year of a moment."""
    utc = moment.astimezone(UTC)
    return Half(utc.year, 1 if utc.month <= 6 else 2)


def half_named(text: str) -> Half | None:
    """The half-year of an address; None for what is none."""
    found = re.fullmatch(r"(20\d\d)-([12])", text)
    return Half(int(found[1]), int(found[2])) if found else None


def guarded(counts: Sequence[int]) -> list[int | None]:
    """The numbers of one breakdown, None where they are not told.

    Small ones are hidden; and where the hidden ones together are still small – so that the total would tell them –
    the next smallest is hidden too. Zero is told: nobody is in it.
    """
    told: list[int | None] = [count if count == 0 or count >= FEWEST else None for count in counts]
    hidden = [count for count, shown in zip(counts, told, strict=True) if shown is None]
    while hidden and (len(hidden) < 2 or sum(hidden) < FEWEST):
        rest = [(count, place) for place, (count, shown) in enumerate(zip(counts, told, strict=True)) if shown]
        if not rest:
            break
        smallest, place = min(rest)
        told[place] = None
        hidden.append(smallest)
    return told


def share(part: int, whole: int) -> int | None:
    """A percentage; None where it would speak of too few."""
    return round(100 * part / whole) if whole >= FEWEST else None

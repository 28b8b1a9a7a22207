"""How many notifications a person has not read: the feature that keeps them stands above and registers the count."""

from __future__ import annotations

from collections.abc import Callable

Count = Callable[[int], int]
_counts: list[Count] = []


def counted_by(count: Count) -> Count:
    """Register the function that counts the unread notifications of an account's id."""
    _counts[:] = [count]
    return count


def unread_of(account_id: int) -> int:
    """The number of unread notifications of an account; none while nobody counts."""
    return sum(count(account_id) for count in _counts)

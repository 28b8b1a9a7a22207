"""The one place that asks what time it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _told.get() or datetime.now(UTC)


def to_microseconds(moment: datetime) -> int:
    """A moment as a whole number that sorts as moments do."""
    return round(moment.timestamp() * 1_000_000)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """What is done inside happened at this moment: the demonstration tells its invented past so."""
    token = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(token)

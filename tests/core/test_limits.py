"""What is counted for limits is forgotten when its time is over, however many networks there were."""

from __future__ import annotations

import threading

import time_machine
from limits import parse
from limits.strategies import FixedWindowRateLimiter

from trianon.core.limits import SWEPT_EVERY, SweptMemory


def test_a_limit_holds_and_what_is_over_is_swept() -> None:
    counts = SweptMemory()
    limiter, twice = FixedWindowRateLimiter(counts), parse("2 per minute")
    with time_machine.travel("2026-05-03 12:00:01", tick=False) as clock:
        assert [limiter.hit(twice, "one") for _try in range(3)] == [True, True, False]
        for number in range(50):
            limiter.hit(twice, f"network {number}")
        clock.shift(SWEPT_EVERY + 60)
        known = threading.active_count()
        assert limiter.hit(twice, "one")
        assert threading.active_count() == known
        assert len(counts.storage) == len(counts.expirations) == 1

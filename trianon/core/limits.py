"""How often something may be tried, by network; the numbers are settings."""

from __future__ import annotations

import time

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits.storage import MemoryStorage

# Seconds.
SWEPT_EVERY = 60.0


class SweptMemory(MemoryStorage):
    """Counts in memory, of which those that are over are thrown away once a minute.

    The library would begin a thread at each request that is counted, to walk through the addresses of all of them.
    """

    STORAGE_SCHEME = ["swept-memory"]
    next_sweep = 0.0

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count one more try."""
        moment = time.time()
        if moment > self.next_sweep:
            self.next_sweep = moment + SWEPT_EVERY
            for old in list(self.expirations):
                self.get(old)
        self.get(key)
        with self.locks[key]:
            self.storage[key] += amount
            if self.storage[key] == amount:
                self.expirations[key] = moment + expiry
            return self.storage[key]


# Counted by each process for itself: with three processes a limit is up to three times as wide.
limiter = Limiter(get_remote_address, storage_uri="swept-memory://", strategy="fixed-window")


def init_limits(app: Flask) -> None:
    """Bind the limiter; views name their own limits, nothing is limited by default.

    A view that has a limit checks it. The library would also look at each request of all the others, for limits of
    the whole site, of which there are none.
    """
    hooks = (app.before_request_funcs, app.after_request_funcs, app.teardown_request_funcs)
    before = [list(functions[None]) for functions in hooks]
    limiter.init_app(app)
    for functions, known in zip(hooks, before, strict=True):
        functions[None][:] = known  # type: ignore[index]

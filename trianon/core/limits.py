"""How often something may be tried, by network; the numbers are settings."""

from __future__ import annotations

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

# Counted by each process for itself: with three processes a limit is up to three times as wide.
limiter = Limiter(get_remote_address, storage_uri="memory://", strategy="fixed-window")


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

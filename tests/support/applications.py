"""The application in this process: making one takes longer than most tests, so it goes from test to test.

What a test could leave behind goes with the test: its database, what the application remembers of it, the counts of
the limits. An application that was changed (settings, views, hooks) is not used again.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import event

from tests.support import databases

# Some tests name the port of a server of their own: their applications are never asked for again.
MOST = 6
_resting: OrderedDict[Any, Flask] = OrderedDict()


@contextmanager
def application(url: str, settings: Mapping[str, str], *, of_its_own: bool = False) -> Iterator[Flask]:
    """The application on the database at `url`; `of_its_own` for a test that adds views or hooks to it."""
    from trianon.core.database import db
    from trianon.core.limits import limiter

    key = (url, *sorted(settings.items()))
    app = (None if of_its_own else _resting.pop(key, None)) or _made(url, settings)
    limiter.reset()
    before, known = _shape(app), set(app.extensions)
    try:
        yield app
    finally:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
        if not of_its_own and _shape(app) == before:
            for name in set(app.extensions) - known:
                del app.extensions[name]
            _resting[key] = app
            while len(_resting) > MOST:
                _resting.popitem(last=False)


def _made(url: str, settings: Mapping[str, str]) -> Flask:
    from trianon import create_app
    from trianon.core.database import db
    from trianon.core.settings import Settings

    app = create_app(Settings.from_environment(databases.settings_for(url, **settings)))
    app.testing = True
    app.jinja_env.bytecode_cache = databases.template_cache()
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            # A test's data need not survive the machine: the disk is not waited for.
            event.listen(db.engine, "connect", lambda made, _record: made.execute("PRAGMA synchronous=OFF"))
    return app


def _shape(app: Flask) -> Any:
    """What makes this application the one that `_made` returns."""
    hooks = (app.before_request_funcs, app.after_request_funcs, app.teardown_request_funcs, app.error_handler_spec)
    return (
        dict(app.config),
        dict(app.view_functions),
        [{name: list(found) for name, found in kind.items()} for kind in hooks],
        len(app.url_map._rules),
        dict(app.jinja_env.globals),
        app.wsgi_app,
    )

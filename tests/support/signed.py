"""The cookie of somebody who has signed in, for browsers and for measurements that are not about signing in."""

from __future__ import annotations

from typing import Any

from flask import Flask, g, session
from flask.sessions import SecureCookieSessionInterface
from flask_wtf.csrf import generate_csrf

from tests.support.people import identity_of


def cookie_and_mark(app: Flask, account: Any) -> tuple[str, str]:
    """The whole cookie, as a header has it, of a browser on this machine that names itself nowhere; the mark of its
    forms. Does not commit."""
    from trianon.accounts.sessions import open_session

    _row, identity = open_session(account, "Mozilla/5.0 Firefox/130", with_code=False)
    with app.test_request_context(environ_base={"REMOTE_ADDR": "127.0.0.1"}):
        session["_user_id"], session["_fresh"] = identity, True
        # Of the browser, which is the same one afterwards: the library notes a change in the cookie.
        session["_id"] = app.login_manager._session_identifier_generator()  # type: ignore[attr-defined]
        # Kept for the time of a request, and here one context may be all of them.
        g.pop("csrf_token", None)
        mark = generate_csrf()
        name, value = _signed(app, dict(session))
    return f"{name}={value}", mark


def cookie_of(app: Flask, database: Any, account: Any) -> tuple[str, str]:
    """Name and value; commits."""
    return _signed(app, {"_user_id": identity_of(database, account), "_fresh": True})


def _signed(app: Flask, kept: dict[str, Any]) -> tuple[str, str]:
    interface = app.session_interface
    assert isinstance(interface, SecureCookieSessionInterface)
    serializer = interface.get_signing_serializer(app)
    assert serializer is not None
    return interface.get_cookie_name(app), str(serializer.dumps(kept))

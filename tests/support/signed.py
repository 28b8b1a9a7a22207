"""The cookie of somebody who has signed in, for browsers and for measurements that are not about signing in."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from tests.support.people import identity_of


def cookie_of(app: Flask, session: Any, account: Any) -> tuple[str, str]:
    """Name and value; commits."""
    interface = app.session_interface
    assert isinstance(interface, SecureCookieSessionInterface)
    serializer = interface.get_signing_serializer(app)
    assert serializer is not None
    return interface.get_cookie_name(app), str(
        serializer.dumps({"_user_id": identity_of(session, account), "_fresh": True})
    )

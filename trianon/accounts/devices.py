"""Browsers that their owner has signed in with: strangers who try passwords cannot keep them out.

One signed cookie, set after a successful sign-in, good for nothing else: it names accounts, and opens none.
"""

from __future__ import annotations

import secrets

from flask import Response, after_this_request, current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from trianon.accounts.models import Account

COOKIE = "dialogue_device"
LONGEST_SECONDS = 365 * 24 * 3600
# A family, or an office, in front of one machine.
MOST_ACCOUNTS = 5
LONGEST = 1000


def name_for(account_id: int | None) -> str | None:
    """The random name of this browser, if this account has signed in with it before."""
    name, known = _read()
    return name if account_id in known else None


def remember(account: Account) -> None:
    """Set the cookie with the answer to this request."""
    name, known = _read()
    known = [account.id, *(one for one in known if one != account.id)][:MOST_ACCOUNTS]
    value = _serializer().dumps([name or secrets.token_hex(8), known])

    @after_this_request
    def set_cookie(response: Response) -> Response:
        response.set_cookie(
            COOKIE,
            str(value),
            max_age=LONGEST_SECONDS,
            secure=current_app.config["SESSION_COOKIE_SECURE"],
            httponly=True,
            samesite="Lax",
        )
        return response


def _read() -> tuple[str | None, list[int]]:
    text = request.cookies.get(COOKIE, "")
    try:
        name, known = _serializer().loads(text, max_age=LONGEST_SECONDS) if len(text) <= LONGEST else (None, [])
    except (BadSignature, ValueError, TypeError):
        return None, []
    return name, known


def _serializer() -> URLSafeTimedSerializer:
    keys = [*current_app.config["SECRET_KEY_FALLBACKS"], current_app.config["SECRET_KEY"]]
    return URLSafeTimedSerializer(keys, salt="trianon.accounts.devices")

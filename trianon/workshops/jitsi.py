"""Jitsi: a short-lived signed token opens one room for one person."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import quote, urlsplit

import jwt

from trianon.core.meeting_settings import Meetings

# Read when the browser arrives; a copied link is soon good for nothing.
LIFETIME = timedelta(minutes=3)
# The clocks of the two servers need not agree to the second.
TOLERANCE = timedelta(seconds=30)
AUDIENCE = "jitsi"


def way_in(settings: Meetings, *, room: str, name: str, is_host: bool, at: datetime) -> str:
    """The address of a room with the token of one person."""
    claims = {
        "iss": settings.jitsi_app_id,
        "aud": AUDIENCE,
        "sub": urlsplit(settings.jitsi_url).hostname,
        "room": room,
        "nbf": at - TOLERANCE,
        "exp": at + LIFETIME,
        "context": {"user": {"name": name, "affiliation": "owner" if is_host else "member"}},
    }
    token = jwt.encode(claims, settings.jitsi_secret, algorithm="HS256")
    return f"{settings.jitsi_url}/{quote(room)}?jwt={token}"

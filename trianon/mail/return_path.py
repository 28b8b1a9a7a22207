"""A return address for each mail: a report that comes back names its mail, and nobody can invent one."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable

from flask import current_app

PURPOSE = b"trianon.mail.bounce:"
# 80 bits, in letters that survive servers which make addresses small.
MAC_BYTES = 10
TOKEN = re.compile(r"\+(\d{1,10})-([a-z2-7]{16})(?![a-z0-9])", re.IGNORECASE)


def envelope_sender(mail_id: int) -> str:
    """The address that reports about this mail go to."""
    settings = current_app.config["SETTINGS"]
    if settings.bounce_address is None:
        return str(settings.mail_from)
    local, _, domain = settings.bounce_address.partition("@")
    return f"{local}+{token(mail_id)}@{domain}"


def token(mail_id: int) -> str:
    """A short text that only we can make for this mail."""
    return f"{mail_id}-{_mac(mail_id, current_app.config['SECRET_KEY'])}"


def mail_named_in(texts: Iterable[str]) -> int | None:
    """The mail of the first valid return address in these texts; older keys are good as long as they are kept."""
    for text in texts:
        for number, mac in TOKEN.findall(text):
            if _is_ours(int(number), mac.lower()):
                return int(number)
    return None


def _is_ours(mail_id: int, mac: str) -> bool:
    keys = [current_app.config["SECRET_KEY"], *current_app.config["SECRET_KEY_FALLBACKS"]]
    return mail_id < 2**31 and any(hmac.compare_digest(_mac(mail_id, key), mac) for key in keys)


def _mac(mail_id: int, key: str) -> str:
    made = hmac.digest(key.encode(), PURPOSE + str(mail_id).encode(), hashlib.sha256)
    return base64.b32encode(made[:MAC_BYTES]).decode().lower()

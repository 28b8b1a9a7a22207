"""The link that confirms a notice made without an account: a signature, made at sending and kept nowhere."""

from __future__ import annotations

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from trianon.core.errors import RuleViolation

LONGEST = 200


def signed(flag_id: int) -> str:
    """What stands in the address of the mail."""
    return str(_serializer().dumps(flag_id))


def number_in(text: str) -> int:
    """The number of the notice; raises RuleViolation("notice_link_wrong")."""
    try:
        number = _serializer().loads(text) if len(text) <= LONGEST else None
    except BadSignature:
        number = None
    if not isinstance(number, int):
        raise RuleViolation("notice_link_wrong")
    return number


def _serializer() -> URLSafeSerializer:
    keys = [*current_app.config["SECRET_KEY_FALLBACKS"], current_app.config["SECRET_KEY"]]
    return URLSafeSerializer(keys, salt="trianon.committee.flag")

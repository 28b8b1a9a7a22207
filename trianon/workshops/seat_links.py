"""Links in mails that concern one registration: give the seat back, end the reminders. The signature is the right."""

from __future__ import annotations

from enum import StrEnum

from flask import current_app, url_for
from itsdangerous import BadSignature, URLSafeSerializer

from trianon.core.database import db
from trianon.workshops.models import Registration

LONGEST = 200


class Purpose(StrEnum):
    """What a link is good for: each opens nothing but its own page."""

    GIVE_BACK = "give_back"
    NO_REMINDERS = "no_reminders"


def address_of(purpose: Purpose, registration: Registration) -> str:
    """The whole address, in the language of the page or mail being made."""
    endpoint = {Purpose.GIVE_BACK: "workshops.give_back", Purpose.NO_REMINDERS: "workshops.no_reminders"}[purpose]
    return url_for(endpoint, key=key_of(purpose, registration), _external=True)


def key_of(purpose: Purpose, registration: Registration) -> str:
    """What stands in the address."""
    return str(_serializer(purpose).dumps(registration.id))


def registration_of(purpose: Purpose, key: str) -> Registration | None:
    """Whose link this is; None when nobody made it, or made it for something else."""
    try:
        number = _serializer(purpose).loads(key) if len(key) <= LONGEST else None
    except BadSignature:
        return None
    return db.session.get(Registration, number) if isinstance(number, int) else None


def _serializer(purpose: Purpose) -> URLSafeSerializer:
    """Older keys are good as long as they are kept; the newest comes last."""
    keys = [*current_app.config["SECRET_KEY_FALLBACKS"], current_app.config["SECRET_KEY"]]
    return URLSafeSerializer(keys, salt=f"trianon.workshops.{purpose}")

"""The link of an invitation: it leads to the page, and is good only for the account of the address it was sent to."""

from __future__ import annotations

from flask import current_app, url_for
from itsdangerous import BadSignature, URLSafeSerializer

from trianon.committee.mandate_models import Nomination
from trianon.core.database import db

LONGEST = 200


def address_of(nomination: Nomination) -> str:
    """The whole address, in the language of the mail being made."""
    return url_for("committee.invitation", link=key_of(nomination), _external=True)


def key_of(nomination: Nomination) -> str:
    """What stands in the address."""
    return str(_serializer().dumps(nomination.id))


def nomination_of(link: str) -> Nomination | None:
    """Whose link this is; None when nobody made it."""
    try:
        number = _serializer().loads(link) if len(link) <= LONGEST else None
    except BadSignature:
        return None
    return db.session.get(Nomination, number) if isinstance(number, int) else None


def _serializer() -> URLSafeSerializer:
    """Older keys are good as long as they are kept; the newest comes last."""
    keys = [*current_app.config["SECRET_KEY_FALLBACKS"], current_app.config["SECRET_KEY"]]
    return URLSafeSerializer(keys, salt="trianon.committee.invitation")

"""The link that ends mails about what somebody follows: its signature is the right, whoever opens it.

It ends nothing else, opens no page of the account, and works as long as the account exists: a mail may be old.
"""

from __future__ import annotations

from flask import current_app, url_for
from itsdangerous import BadSignature, URLSafeSerializer

from trianon.accounts.models import Account
from trianon.core.database import db

LONGEST = 200


def address_for(account: Account) -> str:
    """The whole address, in the language of the page or mail being made."""
    return url_for("following.no_mails", key=key_of(account), _external=True)


def key_of(account: Account) -> str:
    """What stands in the address."""
    return str(_serializer().dumps(account.id))


def owner_of(key: str) -> Account | None:
    """Whose mails it ends; None when nobody made it, or the account is no more."""
    try:
        number = _serializer().loads(key) if len(key) <= LONGEST else None
    except BadSignature:
        return None
    account = db.session.get(Account, number) if isinstance(number, int) else None
    return account if account is not None and account.is_active else None


def _serializer() -> URLSafeSerializer:
    """Older keys are good as long as they are kept; the newest comes last."""
    keys = [*current_app.config["SECRET_KEY_FALLBACKS"], current_app.config["SECRET_KEY"]]
    return URLSafeSerializer(keys, salt="trianon.following.no_mails")

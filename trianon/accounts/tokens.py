"""Links in mails that give a right once: the row says what for and until when, the signature is made at sending."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from trianon import personal_terms
from trianon.accounts.models import Account, Token, TokenPurpose
from trianon.accounts.rules import check_link
from trianon.core.clock import now
from trianon.core.database import db, lock
from trianon.core.errors import RuleViolation
from trianon.core.timed import timed

LONGEST = 200
# As the register of personal data says.
KEPT = personal_terms.LINK.after


def issue(account: Account, purpose: TokenPurpose, lifetime: timedelta, *, new_email: str | None = None) -> Token:
    """A new right for the present address of an account; `new_email` is what may take its place."""
    moment = now()
    token = Token(
        account_id=account.id,
        purpose=purpose,
        email=account.email,
        new_email=new_email,
        created_at=moment,
        expires_at=moment + lifetime,
        used_at=None,
    )
    db.session.add(token)
    db.session.flush()
    return token


def was_just_issued(account: Account, purpose: TokenPurpose, pause: timedelta) -> bool:
    """Whether a link of this purpose is on its way already."""
    recent = sa.select(Token.id).where(
        Token.account_id == account.id, Token.purpose == purpose, Token.used_at.is_(None)
    )
    return db.session.scalar(recent.where(Token.created_at > now() - pause).limit(1)) is not None


def signed(token: Token) -> str:
    """What stands in the address of the mail."""
    return sign(token.id, token.purpose.value)


def sign(number: int, salt: str) -> str:
    """A number that only this house can have written; the salt says for what."""
    return str(_serializer(salt).dumps(number))


def unsign(text: str, salt: str) -> int:
    """The number; raises RuleViolation link_wrong."""
    try:
        number = _serializer(salt).loads(text) if len(text) <= LONGEST else None
    except BadSignature:
        number = None
    if not isinstance(number, int):
        raise RuleViolation("link_wrong")
    return number


def read(text: str, purpose: TokenPurpose) -> tuple[Token, Account]:
    """The living token of an address and its account; raises RuleViolation link_wrong, link_used or link_expired."""
    found = db.session.get(Token, _number(text, purpose))
    return _living(found, purpose)


def take(text: str, purpose: TokenPurpose) -> tuple[Token, Account]:
    """The same, used up by this call: of two that come at once, the second finds it used."""
    token, account = _living(lock(Token, _number(text, purpose)), purpose)
    token.used_at = now()
    return token, account


def end_all(account: Account, purpose: TokenPurpose) -> None:
    """No other link of this purpose works any more."""
    living = sa.update(Token).where(Token.account_id == account.id, Token.purpose == purpose, Token.used_at.is_(None))
    db.session.execute(living.values(used_at=now()))


def is_living(token: Token | None) -> bool:
    """Whether the link of this row is still worth sending."""
    try:
        _living(token, token.purpose if token else None)
    except RuleViolation:
        return False
    return True


@timed("tokens.ended")
def remove_ended() -> int:
    """Remove links that ended long ago."""
    removed = db.session.execute(sa.delete(Token).where(Token.expires_at < now() - KEPT))
    db.session.commit()
    return int(getattr(removed, "rowcount", 0))


def _living(token: Token | None, purpose: TokenPurpose | None) -> tuple[Token, Account]:
    account = db.session.get(Account, token.account_id) if token else None
    if token is None or account is None or token.purpose is not purpose:
        raise RuleViolation("link_wrong")
    check_link(used_at=token.used_at, expires_at=token.expires_at, made_for=token.email, email=account.email, at=now())
    return token, account


def _number(text: str, purpose: TokenPurpose) -> int:
    return unsign(text, purpose.value)


def _serializer(salt: str) -> URLSafeSerializer:
    """The purpose is part of the signature: a link for one thing opens no other. The newest key comes last."""
    keys = [*current_app.config["SECRET_KEY_FALLBACKS"], current_app.config["SECRET_KEY"]]
    return URLSafeSerializer(keys, salt=f"trianon.accounts.{salt}")

"""Sessions: opened at sign-in, seen by their owner, ended one by one or all together."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from contextlib import nullcontext
from datetime import timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import defer, lazyload

from trianon import personal_terms
from trianon.accounts.models import Account
from trianon.accounts.session_models import AccountSession
from trianon.core.clock import now
from trianon.core.database import db, read_before_writing
from trianon.core.timed import timed

# A session in which nobody has signed in nor sent a form for so long is worth nothing.
LIFETIME = timedelta(days=30)
# How precisely "last seen" is known: writing it at each form would be a statement too many.
SEEN_EVERY = timedelta(hours=1)
# As the register of personal data says.
KEPT_AFTER = personal_terms.SESSION.after

# Of an account, what no page but its own asks for: the password's hash is read where it is compared.
RARELY_READ = (
    Account.password_hash,
    Account.wanted_name,
    Account.age_band,
    Account.created_at,
)

# The first that matches; the order matters, for browsers name each other.
BROWSERS = {
    "edge": r"Edg(e|A|iOS)?/",
    "opera": r"OPR/|Opera",
    "yandex": r"YaBrowser/",
    "samsung": r"SamsungBrowser/",
    "firefox": r"Firefox/|FxiOS/",
    "chrome": r"Chrome/|Chromium/|CriOS/",
    "safari": r"Safari/",
}
SYSTEMS = {
    "android": r"Android",
    "ios": r"iPhone|iPad|iPod",
    "windows": r"Windows",
    "macos": r"Mac OS X|Macintosh",
    "linux": r"Linux|X11",
}


def open_session(account: Account, agent: str, *, with_code: bool) -> tuple[AccountSession, str]:
    """A new session, and the identity that its cookie keeps."""
    key = secrets.token_hex(16)
    moment = now()
    row = AccountSession(
        account_id=account.id,
        key_digest=digest_of(key),
        started_at=moment,
        seen_at=moment,
        browser=family_of(agent, BROWSERS),
        system=family_of(agent, SYSTEMS),
        second_factor_at=moment if with_code else None,
    )
    db.session.add(row)
    db.session.flush()
    return row, f"{row.id}-{key}"


def living(identity: str) -> AccountSession | None:
    """The session of a cookie; None when it was ended, is too old, or forged."""
    number, key = _parts(identity)
    row = db.session.get(AccountSession, number) if number else None
    return row if row is not None and _holds(row, key) and row.account.is_active else None


def whose(identity: str, *, acts: bool, alone: bool = False) -> Account | None:
    """The account of a cookie's session, in one statement, as `current_user` has it; `acts`: the request may write.
    `alone`: nobody else acts for the account meanwhile.

    Of the session a few columns are enough, and roles are read when somebody asks for them: each request of everybody
    signed in comes by here.
    """
    number, key = _parts(identity)
    with nullcontext() if alone else read_before_writing():
        found = db.session.execute(_account_of(alone), {"number": number}).one_or_none() if number else None
    if found is None or not _holds(found, key) or not found.Account.is_active:
        return None
    if acts and now() - found.seen_at > SEEN_EVERY:
        db.session.execute(sa.update(AccountSession).filter_by(id=found.id).values(seen_at=now()))
    account: Account = found.Account
    account.identity, account.session_id = identity, found.id
    account.without_code = found.second_factor_at is None
    return account


@cache
def _account_of(alone: bool) -> Any:
    row = AccountSession
    columns = (row.id, row.key_digest, row.ended_at, row.seen_at, row.second_factor_at)
    accounts = sa.select(Account, *columns).join(row, row.account_id == Account.id)
    rarely = [defer(column) for column in RARELY_READ]
    accounts = accounts.where(row.id == sa.bindparam("number")).options(lazyload(Account.appointments), *rarely)
    return accounts.with_for_update(of=Account, key_share=True) if alone else accounts


def _parts(identity: str) -> tuple[int, str]:
    number, _, key = identity.partition("-")
    return (int(number) if number.isdecimal() and len(number) <= 10 else 0), key


def _holds(row: Any, key: str) -> bool:
    is_over = row.ended_at is not None or now() - row.seen_at > LIFETIME
    return not is_over and hmac.compare_digest(row.key_digest, digest_of(key))


def sessions_of(account: Account) -> list[AccountSession]:
    """Where somebody is signed in now, the one seen last first."""
    rows = _living_of(account.id).order_by(AccountSession.seen_at.desc(), AccountSession.id.desc())
    return list(db.session.scalars(rows))


def session_of(account: Account, number: int) -> AccountSession | None:
    """One of them."""
    found: AccountSession | None = db.session.scalars(
        _living_of(account.id).where(AccountSession.id == number)
    ).one_or_none()
    return found


def end(row: AccountSession) -> None:
    """Its cookie is refused from the next request on."""
    row.ended_at = now()


def end_all(account: Account, *, but: int | None = None) -> int:
    """End every session of somebody, maybe but one; returns how many."""
    living_ones = sa.update(AccountSession).where(
        AccountSession.account_id == account.id, AccountSession.ended_at.is_(None)
    )
    if but is not None:
        living_ones = living_ones.where(AccountSession.id != but)
    return int(getattr(db.session.execute(living_ones.values(ended_at=now())), "rowcount", 0))


@timed("sessions.ended")
def remove_ended() -> int:
    """Remove sessions that ended, or were last seen, long ago."""
    before = now() - KEPT_AFTER
    old = sa.or_(AccountSession.ended_at < before, AccountSession.seen_at < before - LIFETIME)
    removed = db.session.execute(sa.delete(AccountSession).where(old))
    db.session.commit()
    return int(getattr(removed, "rowcount", 0))


def family_of(agent: str, families: dict[str, str]) -> str | None:
    """The family of a browser or a system by what it says of itself, of which nothing else is kept."""
    return next((name for name, pattern in families.items() if re.search(pattern, agent[:500])), None)


def digest_of(key: str) -> str:
    """What is kept of a session's key: 128 random bits need no slow hash."""
    return hashlib.sha256(key.encode()).hexdigest()


def _living_of(account_id: int) -> sa.Select[Any]:
    return sa.select(AccountSession).where(
        AccountSession.account_id == account_id,
        AccountSession.ended_at.is_(None),
        AccountSession.seen_at > now() - LIFETIME,
    )

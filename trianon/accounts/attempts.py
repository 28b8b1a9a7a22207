"""Counting tries in the database, so that a limit is the same however many processes serve the site.

Whom and from where is kept only as a fingerprint made with the site's secret, and only until the window is over.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import sqlalchemy as sa
from flask import current_app
from limits import parse
from sqlalchemy.dialects import postgresql, sqlite

from trianon.accounts.session_models import SignInAttempt
from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.timed import timed


class Limit(NamedTuple):
    """So many tries in so many seconds."""

    tries: int
    seconds: int


class Try(NamedTuple):
    """What is counted: a scope, whom or where it concerns, and how often it may be."""

    scope: str
    key: str
    limit: Limit


def limit_of(text: str) -> Limit:
    """A limit as settings spell it: "10 per 5 minutes"."""
    item = parse(text)
    return Limit(item.amount, item.get_expiry())


def count(*tries: Try) -> dict[str, int]:
    """Count one more of each, and say how many there are now; two at once are both counted.

    Counted before anything is checked: of a thousand at once no more than the limit get as far as the password.
    """
    rows = _in_order(tries)
    insert = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    statement = insert(SignInAttempt).values(rows)
    counted = statement.on_conflict_do_update(
        index_elements=["digest", "begins_at"], set_={"tries": SignInAttempt.tries + 1}
    ).returning(SignInAttempt.digest, SignInAttempt.tries)
    numbers = {row.digest: row.tries for row in db.session.execute(counted)}
    return {one.scope: numbers[_digest(one)] for one in tries}


def give_back(*tries: Try) -> None:
    """What went well is no try against anybody."""
    for row in _in_order(tries):
        db.session.execute(
            sa.update(SignInAttempt)
            .where(SignInAttempt.digest == row["digest"], SignInAttempt.begins_at == row["begins_at"])
            .where(SignInAttempt.tries > 0)
            .values(tries=SignInAttempt.tries - 1)
        )


def _in_order(tries: Iterable[Try]) -> list[dict[str, object]]:
    """Always the same order, so that two people, or two tabs of one, never wait for each other."""
    return sorted((_row(one) for one in tries), key=lambda row: str(row["digest"]))


@timed("sign_in_attempts.over")
def remove_over() -> int:
    """Forget the windows that are over."""
    removed = db.session.execute(sa.delete(SignInAttempt).where(SignInAttempt.ends_at < now()))
    db.session.commit()
    return int(getattr(removed, "rowcount", 0))


def _row(one: Try) -> dict[str, object]:
    seconds = one.limit.seconds
    begin = datetime.fromtimestamp(int(now().timestamp()) // seconds * seconds, UTC)
    ends = begin + timedelta(seconds=seconds)
    return {"digest": _digest(one), "begins_at": begin, "ends_at": ends, "tries": 1}


def _digest(one: Try) -> str:
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(secret, f"{one.scope}|{one.key}".encode(), hashlib.sha256).hexdigest()

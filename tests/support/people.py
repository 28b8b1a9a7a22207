"""People for tests, of every role and side, whose password is known."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from itertools import count
from typing import Any

PASSWORD = "a long password of the tests"
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
_numbers = count(1)


def add_person(session: Any, role: str | None = None, *, side: str = "france", **more: Any) -> Any:
    """A confirmed adult account, with a role if one is named; `more` replaces columns of `Account`."""
    from trianon.accounts.models import Account, AgeBand, Appointment
    from trianon.bilingual.lang import Lang
    from trianon.core.sides import Role, Side

    number = next(_numbers)
    columns: dict[str, Any] = {
        "email": f"person{number}@example.org",
        "name": f"Person {number}",
        "password_hash": password_hash(),
        "side": Side(side),
        "lang": Lang("ru" if side == "russia" else "fr"),
        "age_band": AgeBand.ADULT,
        "created_at": LONG_AGO,
        "confirmed_at": LONG_AGO,
        "session_key": f"{number:032d}",
    }
    account = Account(**columns | more)
    if role:
        account.appointments.append(Appointment(role=Role(role), since=LONG_AGO))
    session.add(account)
    session.flush()
    return account


@cache
def password_hash() -> str:
    """Made once: an honest hash takes its time."""
    from trianon.accounts.passwords import hash_password

    return hash_password(PASSWORD)

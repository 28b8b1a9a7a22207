"""People for tests, of every role and side, whose password is known."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from itertools import count
from typing import Any

# The second factor of everybody with a role.
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "a long password of the tests"
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
_numbers = count(1)


def add_person(session: Any, role: str | None = None, *, side: str = "france", **more: Any) -> Any:
    """A confirmed adult account, with a role (and its second factor) if one is named; `more` replaces columns."""
    from trianon.accounts.charter import CHARTER, CHARTER_VERSION
    from trianon.accounts.models import Account, AgeBand, Appointment, Consent
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
    session.add(Consent(account_id=account.id, document=CHARTER, version=CHARTER_VERSION, given_at=LONG_AGO))
    session.flush()
    if role:
        add_factor(session, account)
    return account


def add_factor(session: Any, account: Any) -> None:
    """The second factor that a role needs; `Visitor.sign_in` knows its codes."""
    from trianon.accounts.models import FactorKind, SecondFactor

    session.add(
        SecondFactor(
            account_id=account.id, kind=FactorKind.TOTP, secret=SECRET, created_at=LONG_AGO, confirmed_at=LONG_AGO
        )
    )
    session.flush()


def identity_of(session: Any, account: Any, *, with_code: bool = True) -> str:
    """What the cookie of somebody signed in would keep, without the pages that lead there; commits."""
    from trianon.accounts.sessions import open_session

    _row, identity = open_session(account, "Mozilla/5.0 (X11; Linux) Firefox/140.0", with_code=with_code)
    session.commit()
    return identity


def session_of(session: Any, email: str) -> str:
    """The identity of a new session of whoever has this address; commits."""
    import sqlalchemy as sa

    from trianon.accounts.models import Account

    return identity_of(session, session.scalars(sa.select(Account).filter_by(email=email)).one())


def fresh_code(session: Any, email: str) -> str:
    """A code that works now, however often somebody signs in within half a minute: what was used is forgotten."""
    import pyotp
    import sqlalchemy as sa

    from trianon.accounts.models import Account, FactorKind, SecondFactor
    from trianon.core.clock import now

    rows = sa.select(SecondFactor).join(Account, Account.id == SecondFactor.account_id)
    rows = rows.where(Account.email == email, SecondFactor.kind == FactorKind.TOTP)
    factor = session.scalars(rows.where(SecondFactor.confirmed_at.is_not(None))).one()
    factor.used_at = None
    code = str(pyotp.TOTP(s=factor.secret).at(now()))
    session.commit()
    return code


@cache
def password_hash() -> str:
    """Made once: an honest hash takes its time."""
    from trianon.accounts.passwords import hash_password

    return hash_password(PASSWORD)

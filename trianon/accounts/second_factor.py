"""The second factor at sign-in: a code of an authenticator application, good for one use."""

from __future__ import annotations

import hmac
from datetime import UTC, datetime

import pyotp

from trianon.accounts.models import Account, SecondFactor
from trianon.accounts.queries import one_time_password_of
from trianon.core.clock import now
from trianon.core.database import lock

STEP_SECONDS = 30
# A clock may be one step slow or fast.
DRIFT = (0, -1, 1)


def is_asked_of(account: Account) -> bool:
    """Whether this account signs in with two factors."""
    return one_time_password_of(account.id) is not None


def accept_code(account: Account, code: str) -> bool:
    """Whether the code is right and newer than the last one used; it is used up by this call."""
    known = one_time_password_of(account.id)
    factor: SecondFactor | None = lock(SecondFactor, known.id) if known else None
    step = _step_of(code, factor.secret) if factor else None
    if factor is None or step is None or (factor.used_at and step <= _step_at(factor.used_at)):
        return False
    factor.used_at = datetime.fromtimestamp(step * STEP_SECONDS, UTC)
    return True


def _step_of(code: str, secret: str) -> int | None:
    """The step of the clock that this code belongs to."""
    generator = pyotp.TOTP(s=secret, interval=STEP_SECONDS)
    present = _step_at(now())
    steps = (present + drift for drift in DRIFT)
    wanted = code.encode()
    return next((step for step in steps if hmac.compare_digest(generator.generate_otp(step).encode(), wanted)), None)


def _step_at(moment: datetime) -> int:
    return int(moment.timestamp()) // STEP_SECONDS

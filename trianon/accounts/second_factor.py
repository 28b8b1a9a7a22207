"""The second factor at sign-in: a code of an authenticator application, or a recovery code; each good for one use."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime

import pyotp

from trianon.accounts.models import Account, SecondFactor
from trianon.accounts.queries import one_time_password_of, recovery_codes_of
from trianon.core.clock import now
from trianon.core.database import lock

STEP_SECONDS = 30
# A clock may be one step slow or fast.
DRIFT = (0, -1, 1)


def is_asked_of(account: Account) -> bool:
    """Whether this account signs in with two factors."""
    return one_time_password_of(account.id) is not None


def accept_code(account: Account, code: str) -> bool:
    """Whether the code is right and was never used; it is used up by this call."""
    return _accept_time_code(account, code) or _accept_recovery_code(account, code)


def proves(factor: SecondFactor, code: str) -> bool:
    """Whether the code belongs to this generator and is newer than the last one used; it is used up by this call."""
    step = _step_of(code, factor.secret)
    if step is None or (factor.used_at and step <= _step_at(factor.used_at)):
        return False
    factor.used_at = datetime.fromtimestamp(step * STEP_SECONDS, UTC)
    return True


def next_code(factor: SecondFactor) -> str | None:
    """The code that will be accepted now; None while all that would be were used. For the demonstration alone."""
    step = _step_at(now())
    if factor.used_at is not None:
        step = max(step, _step_at(factor.used_at) + 1)
    if step > _step_at(now()) + max(DRIFT):
        return None
    return str(pyotp.TOTP(s=factor.secret, interval=STEP_SECONDS).generate_otp(step))


def digest_of_recovery_code(code: str, salt: str) -> str:
    """What is kept of a recovery code: 80 random bits and a salt need no slow hash."""
    return f"{salt}${hashlib.sha256(f'{salt}{code}'.encode()).hexdigest()}"


def _accept_time_code(account: Account, code: str) -> bool:
    known = one_time_password_of(account.id)
    factor: SecondFactor | None = lock(SecondFactor, known.id) if known else None
    return factor is not None and proves(factor, code)


def _accept_recovery_code(account: Account, code: str) -> bool:
    typed = "".join(c for c in code.upper() if c.isalnum())
    for row in recovery_codes_of(account.id):
        expected = digest_of_recovery_code(typed, row.secret.partition("$")[0])
        if hmac.compare_digest(expected, row.secret) and lock(SecondFactor, row.id).used_at is None:
            row.used_at = now()
            return True
    return False


def _step_of(code: str, secret: str) -> int | None:
    """The step of the clock that this code belongs to."""
    generator = pyotp.TOTP(s=secret, interval=STEP_SECONDS)
    present = _step_at(now())
    steps = (present + drift for drift in DRIFT)
    wanted = code.encode()
    return next((step for step in steps if hmac.compare_digest(generator.generate_otp(step).encode(), wanted)), None)


def _step_at(moment: datetime) -> int:
    return int(moment.timestamp()) // STEP_SECONDS

"""Setting up the second factor: a secret shown once as a picture, a first code as proof, ten recovery codes."""

from __future__ import annotations

import secrets
from base64 import b32encode

import pyotp
import sqlalchemy as sa

from trianon.accounts import second_factor
from trianon.accounts.events import RecoveryCodesMade, SecondFactorEnrolled, SecondFactorRemoved
from trianon.accounts.models import Account, FactorKind, SecondFactor
from trianon.accounts.queries import one_time_password_of
from trianon.core.audit import emit
from trianon.core.clock import now
from trianon.core.database import db, lock
from trianon.core.errors import RuleViolation
from trianon.mail.outbox import post

RECOVERY_CODES = 10
# The name beside the codes in the application, the same in both languages.
ISSUER = "Trianon"


def begin(account: Account) -> SecondFactor:
    """A new secret that counts for nothing until a code proves it; one that was begun before is forgotten."""
    lock(Account, account.id)
    if one_time_password_of(account.id) is not None:
        raise RuleViolation("factor_exists")
    _forget(account, SecondFactor.confirmed_at.is_(None))
    factor = SecondFactor(
        account_id=account.id, kind=FactorKind.TOTP, secret=pyotp.random_base32(), created_at=now(), confirmed_at=None
    )
    db.session.add(factor)
    db.session.flush()
    return factor


def begun(account: Account) -> SecondFactor | None:
    """What was begun and is not proved yet."""
    rows = sa.select(SecondFactor).filter_by(account_id=account.id, kind=FactorKind.TOTP, confirmed_at=None)
    return db.session.scalars(rows.order_by(SecondFactor.id.desc()).limit(1)).one_or_none()


def address_of(factor: SecondFactor, account: Account) -> str:
    """What the picture says to the application."""
    return pyotp.TOTP(s=factor.secret).provisioning_uri(name=str(account.email), issuer_name=ISSUER)


def finish(account: Account, code: str) -> list[str]:
    """The first code proves that the application works; returns the recovery codes, shown this once."""
    lock(Account, account.id)
    factor = begun(account)
    if factor is None or one_time_password_of(account.id) is not None:
        raise RuleViolation("factor_exists")
    if not second_factor.proves(factor, code):
        raise RuleViolation("code_wrong")
    factor.confirmed_at = now()
    codes = _new_codes(account)
    emit(SecondFactorEnrolled(subject_id=account.id, by=account.id))
    post("accounts.factor_changed", account, account=account.id, enrolled=True)
    return codes


def renew_codes(account: Account) -> list[str]:
    """Ten new recovery codes; the old ones are worth nothing."""
    lock(Account, account.id)
    if one_time_password_of(account.id) is None:
        raise RuleViolation("factor_missing")
    codes = _new_codes(account)
    emit(RecoveryCodesMade(subject_id=account.id, by=account.id))
    return codes


def remove(account: Account) -> None:
    """Sign in with the password alone again; not for somebody with a role."""
    lock(Account, account.id)
    if account.mandates:
        raise RuleViolation("factor_required")
    if one_time_password_of(account.id) is None:
        raise RuleViolation("factor_missing")
    _forget(account)
    emit(SecondFactorRemoved(subject_id=account.id, by=account.id))
    post("accounts.factor_changed", account, account=account.id, enrolled=False)


def _new_codes(account: Account) -> list[str]:
    _forget(account, SecondFactor.kind == FactorKind.RECOVERY_CODE)
    codes = [b32encode(secrets.token_bytes(10)).decode() for _number in range(RECOVERY_CODES)]
    moment = now()
    for code in codes:
        kept = second_factor.digest_of_recovery_code(code, secrets.token_hex(8))
        db.session.add(
            SecondFactor(
                account_id=account.id,
                kind=FactorKind.RECOVERY_CODE,
                secret=kept,
                created_at=moment,
                confirmed_at=moment,
            )
        )
    return ["-".join(code[start : start + 4] for start in range(0, len(code), 4)) for code in codes]


def _forget(account: Account, *which: sa.ColumnElement[bool]) -> None:
    db.session.execute(sa.delete(SecondFactor).where(SecondFactor.account_id == account.id, *which))

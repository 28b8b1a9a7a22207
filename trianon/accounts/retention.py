"""Accounts whose address nobody confirmed do not stay: the register says for how long."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from trianon import personal_terms
from trianon.accounts.leaving_services import delete_account
from trianon.accounts.models import Account
from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.errors import RuleViolation
from trianon.core.timed import timed

AT_ONCE = 100


@timed("accounts.unconfirmed")
def remove_unconfirmed() -> int:
    """Delete them like anybody's, then the empty row: nothing public can hang on it."""
    old = sa.select(Account.id).where(
        Account.confirmed_at.is_(None),
        Account.deleted_at.is_(None),
        Account.created_at < now() - personal_terms.ACCOUNT.after,
    )
    numbers = db.session.scalars(old.order_by(Account.id).limit(AT_ONCE)).all()
    db.session.commit()
    return sum(_remove(number) for number in numbers)


def _remove(number: int) -> bool:
    account = db.session.get(Account, number)
    if account is None or account.is_confirmed:
        return False
    try:
        delete_account(account, by=None)
    except RuleViolation:
        db.session.rollback()
        return False
    try:
        with db.session.begin_nested():
            db.session.execute(sa.delete(Account).where(Account.id == number))
    except IntegrityError:
        # Something keeps the number after all: the nameless row stays.
        db.session.refresh(account)
    db.session.commit()
    return True

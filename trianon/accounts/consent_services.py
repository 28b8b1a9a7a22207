"""Consent to the charter, version by version."""

from __future__ import annotations

import sqlalchemy as sa

from trianon.accounts import charter
from trianon.accounts.leaving_events import ConsentGiven
from trianon.accounts.models import Account, Consent
from trianon.core.audit import emit
from trianon.core.clock import now
from trianon.core.database import db, lock


def has_consented(account: Account) -> bool:
    """Whether the version in force is the one that the account has agreed to, or an older one."""
    given = sa.select(sa.func.max(Consent.version)).filter_by(account_id=account.id, document=charter.CHARTER)
    latest = db.session.scalar(given)
    return latest is not None and latest >= charter.CHARTER_VERSION


def consent(account: Account) -> bool:
    """Agree to the version in force; False when that was done before (a double click)."""
    lock(Account, account.id)
    if has_consented(account):
        return False
    db.session.add(
        Consent(account_id=account.id, document=charter.CHARTER, version=charter.CHARTER_VERSION, given_at=now())
    )
    emit(ConsentGiven(subject_id=account.id, by=account.id, document=charter.CHARTER, version=charter.CHARTER_VERSION))
    return True

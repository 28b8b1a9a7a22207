"""Asking somebody who is signed in for their password once more; tries are counted here, too."""

from __future__ import annotations

from flask import abort
from flask_login import current_user

from trianon.accounts import throttle
from trianon.accounts.models import Account
from trianon.accounts.passwords import is_password
from trianon.accounts.settings_forms import ProvenForm
from trianon.core.database import db, lock


def proves_password(form: ProvenForm) -> bool:
    """Whether the form has the current password; no transaction is open while it is checked. Leaves the row locked."""
    number, hashed = current_user.id, current_user.password_hash
    verdict = throttle.begin("current", str(number), number)
    db.session.commit()
    if verdict.is_refused:
        abort(429)
    if not is_password(form.current.data, hashed):
        form.refuse_password()
        return False
    account: Account | None = lock(Account, number)
    # Somebody may have changed it in between.
    if account is None or account.password_hash != hashed:
        form.refuse_password()
        return False
    throttle.went_well(verdict)
    return True

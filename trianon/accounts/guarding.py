"""Telling the owner that somebody is trying to get in."""

from __future__ import annotations

from trianon.accounts.events import TriesNoticed
from trianon.accounts.models import Account
from trianon.accounts.throttle import CODES_WORTH_TELLING, WORTH_TELLING
from trianon.core.audit import emit
from trianon.core.clock import now
from trianon.core.database import db
from trianon.mail.outbox import post


def notice(account_id: int | None, tries: int, *, codes: bool = False) -> None:
    """Once there are many failures within the hour, tell the account's owner by mail and on the site, once a day."""
    account = db.session.get(Account, account_id) if account_id is not None else None
    if account is None or not account.is_active or tries != (CODES_WORTH_TELLING if codes else WORTH_TELLING):
        return
    emit(TriesNoticed(subject_id=account.id, by=None, tries=tries, codes=codes))
    once = f"accounts.tries:{account.id}:{now():%Y%m%d}:{int(codes)}"
    post("accounts.tries", account, once=once, account=account.id, tries=tries, codes=codes)

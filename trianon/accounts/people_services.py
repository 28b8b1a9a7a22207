"""What secretaries general decide about people: names that wait, and the side somebody takes part for."""

from __future__ import annotations

import sqlalchemy as sa

from trianon.accounts.events import NameSettled, SideChangeAsked, SideChanged, SideChangeSettled
from trianon.accounts.models import Account
from trianon.accounts.people_rules import may_settle_side
from trianon.accounts.request_models import RequestState, SideChangeRequest
from trianon.core.audit import emit
from trianon.core.clock import now
from trianon.core.database import db, lock
from trianon.core.errors import RuleViolation
from trianon.core.sides import Side


def ask_side(account: Account, side: Side, reason: str) -> bool:
    """Ask to take part for another side; returns whether it was done at once, before the first act in public."""
    lock(Account, account.id)
    if side is account.side:
        raise RuleViolation("side_same")
    if account.mandates:
        raise RuleViolation("side_of_mandate")
    if account.side_fixed_at is None:
        _change_side(account, side, by=account)
        return True
    _replace_older(account)
    request = SideChangeRequest(
        account_id=account.id, side=side, reason=reason, state=RequestState.ASKED, asked_at=now()
    )
    db.session.add(request)
    db.session.flush()
    emit(SideChangeAsked(subject_id=account.id, by=account.id, request_id=request.id))
    return False


def settle_side(request: SideChangeRequest, *, accepted: bool, by: Account) -> None:
    """The answer of a secretary general; of two at once the first one counts."""
    lock(SideChangeRequest, request.id)
    if not may_settle_side(by, request):
        raise RuleViolation("not_yours")
    if request.state is not RequestState.ASKED:
        raise RuleViolation("settled")
    if accepted and request.account.mandates:
        raise RuleViolation("side_of_mandate")
    request.state = RequestState.ACCEPTED if accepted else RequestState.DECLINED
    request.settled_at, request.settled_by_id = now(), by.id
    account = request.account
    emit(SideChangeSettled(subject_id=account.id, by=by.id, request_id=request.id, accepted=accepted))
    if accepted:
        _change_side(account, request.side, by=by)


def settle_name(account: Account, wanted: str, *, accepted: bool, by: Account) -> None:
    """Let a name be shown, or not: exactly the one that the secretary general has read."""
    lock(Account, account.id)
    if account.id == by.id:
        raise RuleViolation("not_yours")
    if account.wanted_name is None or account.wanted_name != wanted:
        raise RuleViolation("settled")
    if accepted:
        account.name = account.wanted_name
    account.wanted_name = None
    emit(NameSettled(subject_id=account.id, by=by.id, accepted=accepted))


def _change_side(account: Account, side: Side, *, by: Account) -> None:
    before = account.side
    account.side = side
    emit(SideChanged(subject_id=account.id, by=by.id, before=before.value, after=side.value))


def _replace_older(account: Account) -> None:
    older = sa.update(SideChangeRequest).filter_by(account_id=account.id, state=RequestState.ASKED)
    db.session.execute(older.values(state=RequestState.REPLACED, settled_at=now()))

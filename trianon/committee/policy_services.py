"""Changing the table of voices: one secretary general proposes, the other one agrees.

Cases that were opened before keep the version that was in force then.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy.exc import IntegrityError

from trianon.accounts.events import AppointmentEnded
from trianon.accounts.models import Account
from trianon.accounts.people_queries import secretaries_general
from trianon.bilingual.text import Bilingual
from trianon.committee import moving
from trianon.committee import policy_queries as queries
from trianon.committee.policy_events import PolicyAgreed, PolicyDeclined, PolicyProposed, PolicyWithdrawn
from trianon.committee.policy_models import Policy, PolicyState
from trianon.committee.policy_rules import Cells, check_cells, check_day, may_answer, moment_of
from trianon.core.audit import emit
from trianon.core.clock import now
from trianon.core.database import db, lock
from trianon.core.errors import RuleViolation
from trianon.core.events import on
from trianon.core.sides import BOTH_SIDES, COMMITTEE, Role
from trianon.mail.outbox import post
from trianon.notifications.services import notify


def propose(cells: Cells, reason: Bilingual, wanted_from: date, *, by: Account) -> Policy:
    """Propose a version. RuleViolation: not_yours, policy_waits, policy_coming, policy_same, policy_day."""
    if Role.SECRETARY_GENERAL not in by.roles or by.side not in BOTH_SIDES:
        raise RuleViolation("not_yours")
    if queries.proposed() is not None:
        raise RuleViolation("policy_waits")
    if queries.coming() is not None:
        raise RuleViolation("policy_coming")
    check_cells(cells, queries.newest_cells())
    check_day(wanted_from, now())
    policy = Policy(
        cells=dict(cells),
        reason=reason,
        wanted_from=wanted_from,
        state=PolicyState.PROPOSED,
        proposed_side=by.side,
        proposed_by_id=by.id,
        proposed_at=now(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(policy)
    except IntegrityError:
        # Both secretaries general in the same moment: the second one reads the first one's proposal.
        raise RuleViolation("policy_waits") from None
    emit(PolicyProposed(subject_id=policy.id, by=by.id, side=by.side))
    for person in secretaries_general(by.side.opposite):
        notify(person.id, "committee.policy_proposed", policy=policy.id)
        post("committee.policy_proposed", person, policy=policy.id)
    return policy


def answer(policy: Policy, *, agreed: bool, by: Account) -> None:
    """The other secretary general's word. RuleViolation: not_yours, settled, policy_void."""
    lock(Policy, policy.id)
    if Role.SECRETARY_GENERAL not in by.roles or not may_answer(by.side, policy.proposed_side):
        raise RuleViolation("not_yours")
    if policy.state is not PolicyState.PROPOSED:
        raise RuleViolation("settled")
    if policy.proposed_by_id not in {person.id for person in secretaries_general(policy.proposed_side)}:
        raise RuleViolation("policy_void")
    policy.answered_by_id, policy.answered_at = by.id, now()
    if not agreed:
        policy.state = PolicyState.DECLINED
        emit(PolicyDeclined(subject_id=policy.id, by=by.id, side=by.side))
        _tell_proposer(policy)
        return
    policy.number = queries.number_of(next(iter(queries.versions()), None)) + 1
    # A day that has come while it waited: from now on, never backwards.
    policy.in_force_from = max(moment_of(policy.wanted_from), now())
    policy.state = PolicyState.AGREED
    db.session.flush()
    emit(PolicyAgreed(subject_id=policy.id, by=by.id, side=by.side, number=policy.number))
    _tell_proposer(policy)
    for person in moving.holders(BOTH_SIDES, *COMMITTEE):
        notify(person.id, "committee.policy_agreed", policy=policy.id)


def withdraw(policy: Policy, *, by: Account) -> None:
    """Take a proposal of one's own side back. RuleViolation: not_yours, settled."""
    lock(Policy, policy.id)
    if Role.SECRETARY_GENERAL not in by.roles or by.side is not policy.proposed_side:
        raise RuleViolation("not_yours")
    if policy.state is not PolicyState.PROPOSED:
        raise RuleViolation("settled")
    _withdraw(policy, by.id)


@on(AppointmentEnded)
def withdraw_with_office(event: AppointmentEnded) -> None:
    """A word that stands alone is void when its office ends, as voices are."""
    policy = queries.proposed()
    if event.role is Role.SECRETARY_GENERAL and policy is not None and policy.proposed_by_id == event.subject_id:
        lock(Policy, policy.id)
        if policy.state is PolicyState.PROPOSED:
            _withdraw(policy, event.by)


def _withdraw(policy: Policy, by: int | None) -> None:
    policy.state, policy.answered_at = PolicyState.WITHDRAWN, now()
    db.session.flush()
    emit(PolicyWithdrawn(subject_id=policy.id, by=by, side=policy.proposed_side))


def _tell_proposer(policy: Policy) -> None:
    for person in secretaries_general(policy.proposed_side):
        post("committee.policy_answered", person, policy=policy.id)
        notify(person.id, "committee.policy_answered", policy=policy.id)

"""Whose turn a case is, as conditions of a statement: what a queue of any length is narrowed by.

The rules (`rules.is_needed`) have the last word on each line; these conditions only spare reading the others.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from trianon.accounts.models import Account
from trianon.committee import policy_queries
from trianon.committee.desk_models import Handover, SteppedAside
from trianon.committee.models import Appeal, Case, Removal, Voice
from trianon.committee.policy_models import Policy
from trianon.committee.procedure import STANDS_IN_AFTER
from trianon.committee.rules import NOTHING_OPENED, TARGET_HOURS, Matter, Openings, verdicts_for
from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.sides import Role, Side

Condition = sa.ColumnElement[bool]


def waits_for(person: Account) -> Condition:
    """Whether a case waits for this member's side, and they may speak for it."""
    standing_in = Openings(silent=frozenset({person.side}))
    late = Case.opened_at <= now() - STANDS_IN_AFTER
    counts = sa.or_(
        _counts(person, NOTHING_OPENED),
        sa.and_(late, _counts(person, standing_in)) if Role.CO_PRESIDENT in person.roles else sa.false(),
    )
    turn = sa.and_(counts, ~_spoken(person.side), ~passed_by(person.side))
    if Role.CO_PRESIDENT not in person.roles:
        return turn
    disputed = sa.and_(Case.disputed_at.is_not(None), ~_spoken(person.side, Voice.is_co_president.is_(True)))
    return sa.or_(turn, disputed)


def is_late() -> Condition:
    """Whether a case has waited for longer than the target."""
    return Case.opened_at <= now() - timedelta(hours=TARGET_HOURS)


def passed_by(side: Side) -> Condition:
    """Whether this side has asked the other to begin, and the other has not spoken yet."""
    passed = sa.select(Handover.id).where(Handover.case_id == Case.id, Handover.side == side)
    return sa.and_(passed.exists(), ~_spoken(side.opposite))


def not_left(person: Account) -> Condition:
    """Without the cases from which this member has stepped aside, whatever their kind: one statement of its own."""
    rows = sa.select(SteppedAside.subject, SteppedAside.subject_id).filter_by(member_id=person.id)
    left = [(row.subject, row.subject_id) for row in db.session.execute(rows)]
    return ~cases_about(left) if left else sa.true()


def cases_about(records: list[tuple[str, int]]) -> Condition:
    """Whether a case is about one of these records: directly, or about its removal or a decision on it."""
    removals = sa.select(Removal.id).where(_is_among(Removal, records))
    contested = sa.select(Case.id).where(
        sa.or_(_is_among(Case, records), sa.and_(Case.subject == "removal", Case.subject_id.in_(removals)))
    )
    appeals = sa.select(Appeal.id).where(Appeal.contested_id.in_(contested))
    return sa.or_(
        _is_among(Case, records),
        sa.and_(Case.subject == "removal", Case.subject_id.in_(removals)),
        sa.and_(Case.subject == "appeal", Case.subject_id.in_(appeals)),
    )


def _is_among(table: Any, records: list[tuple[str, int]]) -> Condition:
    by_kind: dict[str, list[int]] = defaultdict(list)
    for subject, number in records:
        by_kind[subject].append(number)
    return sa.or_(*(sa.and_(table.subject == kind, table.subject_id.in_(ids)) for kind, ids in by_kind.items()))


def _counts(person: Account, openings: Openings) -> Condition:
    """The kinds of cases and the sides of authors for which the table of voices takes this member's voice."""
    return sa.or_(*(_counts_by(policy, person, openings) for policy in (None, *policy_queries.versions())))


def _counts_by(policy: Policy | None, person: Account, openings: Openings) -> Condition:
    """Among the cases that were opened under this version of the table."""
    table = policy_queries.table_by_id(policy.id if policy else None)
    kinds: dict[Side, list[Matter]] = {
        side: [
            matter for matter in Matter if verdicts_for(matter, side, person.side, person.roles, openings, table=table)
        ]
        for side in Side
    }
    counted = sa.or_(
        *(sa.and_(Case.side == side, Case.matter.in_(matters)) for side, matters in kinds.items() if matters),
        sa.false(),
    )
    return sa.and_(Case.policy_id == policy.id if policy else Case.policy_id.is_(None), counted)


def _spoken(side: Side, *more: Condition) -> Condition:
    return sa.select(Voice.id).where(Voice.case_id == Case.id, Voice.side == side, *more).exists()

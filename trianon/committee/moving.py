"""A case moves: a voice or the clock brings about a disagreement, a reminder, the end of a hold, a decision."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from trianon.accounts.models import Account, Appointment
from trianon.committee import hiding, queries
from trianon.committee.events import CaseDecided, CaseDisputed, SideReminded
from trianon.committee.models import Case, CaseState, Removal
from trianon.committee.procedure import Course, Decision, hold_is_over, next_at, reminder_due, settle
from trianon.committee.subjects import SUBJECTS
from trianon.core import counters
from trianon.core.audit import emit
from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.sides import BOTH_SIDES, COMMITTEE, Role, Side
from trianon.mail.outbox import post
from trianon.notifications.services import notify

OPEN_CASES = "committee.open"


def move(case: Case, item: Any, *, by: Account | None = None) -> None:
    """Everything that this moment brings; record and case are locked. The clock calls it with nobody in `by`."""
    moment, course = now(), queries.course_of(case)
    if course.is_disputed and case.disputed_at is None:
        # Its days are counted anew, so that the co-presidents have all of theirs.
        case.disputed_at, case.reminded = moment, 0
        course = queries.course_of(case)
        emit(CaseDisputed(**_about(case, by)))
        for person in holders(BOTH_SIDES, Role.CO_PRESIDENT):
            _tell_member(person, "committee.disputed", case, "")
    decision = settle(course, moment)
    if decision is not None:
        decide(case, item, decision, by=by)
        return
    if isinstance(item, Removal) and hold_is_over(course, moment) and hiding.lift(item, by=by):
        tell_authors("committee.restored", item, removal=item.id)
        course = queries.course_of(case)
    level = reminder_due(course, moment)
    if level:
        case.reminded = level
        _remind(case, course, level)
        course = queries.course_of(case)
    case.next_at = next_at(course)


def decide(case: Case, item: Any, decision: Decision, *, by: Account | None) -> None:
    """Carry the decision out in the record, and tell its authors."""
    case.state, case.verdict, case.decided_at = CaseState.DECIDED, decision.verdict, now()
    case.ending, case.next_at = decision.ending, None
    counters.bump(OPEN_CASES, case.matter.value, -1)
    SUBJECTS[case.subject].carry_out(decision.verdict, item, by)
    emit(CaseDecided(**_about(case, by), verdict=decision.verdict, ending=decision.ending))
    for person in SUBJECTS[case.subject].authors(item):
        if not person.is_active:
            # Whoever deleted their account is told nothing more.
            continue
        notify(person.id, "committee.decided", case=case.id)
        post("committee.decided", person, once=f"committee.decided:{case.id}:{person.id}", case=case.id)


def tell_authors(kind: str, item: Removal, **data: Any) -> None:
    """Tell the authors of the text what has happened to it, on the site and by mail."""
    for person in SUBJECTS["removal"].authors(item):
        if person.is_active:
            notify(person.id, kind, **data)
            post(kind, person, **data)


def tell_reviewers(side: Side, case: Case) -> None:
    """A hold waits for this side: all its members on the site, those who answer for it by mail."""
    for person in holders([side], *COMMITTEE):
        if person.roles & {Role.SECRETARY_GENERAL, Role.CO_PRESIDENT}:
            _tell_member(person, "committee.hold_to_review", case, f":{case.next_at}")
        else:
            notify(person.id, "committee.hold_to_review", case=case.id)


def holders(sides: Any, *roles: Role) -> list[Account]:
    """The people of these sides who hold one of these roles now."""
    moment = now()
    rows = sa.select(Account).join(Appointment, Appointment.account_id == Account.id)
    rows = rows.where(
        Account.side.in_(list(sides)),
        Account.deleted_at.is_(None),
        Appointment.role.in_(roles),
        Appointment.since <= moment,
        sa.or_(Appointment.until.is_(None), Appointment.until > moment),
    )
    return list(db.session.scalars(rows.order_by(Account.id).distinct()))


def _remind(case: Case, course: Course, level: int) -> None:
    """Tell the silent sides: first their secretary general, then their co-president, who may now speak for it."""
    for side in course.silent:
        emit(SideReminded(**_about(case, None), side=side, level=level))
        first = Role.CO_PRESIDENT if course.is_disputed else Role.SECRETARY_GENERAL
        for person in holders([side], first if level == 1 else Role.CO_PRESIDENT):
            _tell_member(person, "committee.silent", case, f":{level}:{course.is_disputed}")


def _tell_member(person: Account, kind: str, case: Case, occasion: str) -> None:
    notify(person.id, kind, case=case.id)
    post(kind, person, once=f"{kind}:{case.id}{occasion}:{person.id}", case=case.id)


def _about(case: Case, by: Account | None) -> dict[str, Any]:
    return {
        "subject_id": case.id,
        "by": by.id if by else None,
        "about": case.subject,
        "about_id": case.subject_id,
    }

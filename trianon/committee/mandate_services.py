"""Offices: resign, take back, delegate. The end of one is the end of its rights, at once."""

from __future__ import annotations

from datetime import datetime, timedelta

from trianon.accounts.events import AppointmentEnded
from trianon.accounts.models import Account, Appointment
from trianon.committee import leaving, posts
from trianon.committee import mandate_queries as queries
from trianon.committee.mandate_events import DeputyEnded, MandateShortened, PostDelegated
from trianon.committee.mandate_models import Deputy
from trianon.committee.mandate_rules import GIVEN, LONGEST_DELEGATION, LONGEST_NOTE, POSTS, may_appoint
from trianon.core.audit import emit
from trianon.core.clock import now
from trianon.core.database import db, lock
from trianon.core.errors import RuleViolation
from trianon.core.sides import Role
from trianon.mail.outbox import post


def end(appointment: Appointment, *, by: Account, note: str = "", at: datetime | None = None) -> None:
    """Resign (at once, or `at` a moment), or take a role back with a note to the person.

    RuleViolation: not_yours, mandate_over, end_needs_note, end_note_too_long, end_too_late.

    The open cases on which the person has spoken are locked first, then the person: as whoever gives a voice does.
    """
    person = appointment.account
    if not may_end(appointment, by):
        raise RuleViolation("not_yours")
    is_own = person.id == by.id
    if not is_own and not note.strip():
        raise RuleViolation("end_needs_note")
    if len(note) > LONGEST_NOTE:
        raise RuleViolation("end_note_too_long")
    leaving.lock_open_cases(person.id)
    lock(Account, person.id)
    lock(Appointment, appointment.id)
    moment = now()
    if appointment.until is not None and appointment.until <= moment:
        raise RuleViolation("mandate_over")
    if at is not None and is_own:
        _end_later(appointment, at, moment)
        return
    appointment.until = max(appointment.since, moment)
    appointment.end_note = "" if is_own else note.strip()
    db.session.flush()
    emit(AppointmentEnded(subject_id=person.id, by=by.id, role=appointment.role))
    if not is_own:
        post("committee.mandate_ended", person, appointment=appointment.id)
    posts.settle(person.side)


def _end_later(appointment: Appointment, at: datetime, moment: datetime) -> None:
    """An end that is known beforehand: until then its rights stay, and a successor may be invited."""
    if at <= max(moment, appointment.since) or (appointment.until is not None and at > appointment.until):
        raise RuleViolation("end_too_late")
    # Another end, other reminders of it.
    appointment.until, appointment.reminded = at, 0
    db.session.flush()
    emit(MandateShortened(subject_id=appointment.id, by=appointment.account_id, role=appointment.role))
    posts.settle(appointment.account.side)


def end_deputy(deputy: Deputy, *, by: Account) -> None:
    """Somebody does not stand in any more: by their own choice, or by that of whoever appoints."""
    if not may_end_deputy(deputy, by):
        raise RuleViolation("not_yours")
    lock(Deputy, deputy.id)
    if deputy.until <= now():
        raise RuleViolation("mandate_over")
    deputy.until = max(deputy.since, now())
    db.session.flush()
    emit(DeputyEnded(subject_id=deputy.id, by=by.id, account_id=deputy.account_id, role=deputy.role))
    posts.settle(deputy.account.side)


def delegate(appointment: Appointment, until: datetime, *, by: Account) -> None:
    """Let one's deputy act until a moment. RuleViolation: not_yours, mandate_over, no_deputy, delegation_too_long."""
    moment = now()
    _check_own_post(appointment, by, moment)
    if not moment < until <= moment + LONGEST_DELEGATION:
        raise RuleViolation("delegation_too_long")
    if not any(one.role is appointment.role and one.span.holds_at(moment) for one in queries.deputies_of(by.side)):
        raise RuleViolation("no_deputy")
    appointment.delegated_since, appointment.delegated_until = moment, until
    days = max(1, (until - moment) // timedelta(days=1))
    emit(PostDelegated(subject_id=appointment.id, by=by.id, role=appointment.role, days=days))
    db.session.flush()
    posts.settle(by.side)


def take_back(appointment: Appointment, *, by: Account) -> None:
    """Act again oneself."""
    _check_own_post(appointment, by, now())
    appointment.delegated_since = appointment.delegated_until = None
    emit(PostDelegated(subject_id=appointment.id, by=by.id, role=appointment.role, days=0))
    db.session.flush()
    posts.settle(by.side)


def may_end(appointment: Appointment, by: Account) -> bool:
    """One's own, or that of somebody whom one may appoint; standing in ends with the reason for it, or as deputy."""
    if appointment.role not in GIVEN or appointment.is_acting:
        return False
    return appointment.account_id == by.id or _appoints(by, appointment.role, appointment.account)


def may_end_deputy(deputy: Deputy, by: Account) -> bool:
    """The deputy, and whoever may appoint one."""
    return deputy.account_id == by.id or _appoints(by, deputy.role, deputy.account)


def _appoints(by: Account, role: Role, person: Account) -> bool:
    return may_appoint(by.id, by.roles, by.side, role=role, to_side=person.side, person=person.id)


def _check_own_post(appointment: Appointment, by: Account, moment: datetime) -> None:
    lock(Appointment, appointment.id)
    if appointment.account_id != by.id or appointment.role not in POSTS or appointment.is_acting:
        raise RuleViolation("not_yours")
    if not appointment.holds_at(moment):
        raise RuleViolation("mandate_over")

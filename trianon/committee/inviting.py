"""Invitations to an office: sent, taken back, accepted, declined. Nothing is given before it is accepted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from trianon.accounts.events import AppointmentMade
from trianon.accounts.models import Account, AgeBand, Appointment
from trianon.accounts.queries import account_with
from trianon.bilingual.lang import Lang
from trianon.committee import mandate_queries as queries
from trianon.committee import posts
from trianon.committee.mandate_events import InvitationCancelled, InvitationSettled, Invited
from trianon.committee.mandate_models import Deputy, Nomination, NominationState
from trianon.committee.mandate_rules import (
    CAPITALS,
    INVITATION_LIFETIME,
    POSTS,
    check_days,
    check_person,
    check_room,
    may_appoint,
    span_of,
)
from trianon.core.audit import emit
from trianon.core.clock import now
from trianon.core.database import db, lock
from trianon.core.errors import RuleViolation
from trianon.core.sides import Role, Side
from trianon.mail.outbox import post_to
from trianon.notifications.services import notify


@dataclass(frozen=True)
class Offer:
    """What somebody is invited to; the last day is part of the mandate."""

    email: str
    role: Role
    begins_on: date
    ends_on: date
    is_deputy: bool = False


def invite(offer: Offer, *, by: Account) -> Nomination:
    """Send a personal invitation. RuleViolation: not_yours, those of the days, no_seat, post_taken, invited_already."""
    side = by.side
    if not may_appoint(by.id, by.roles, side, role=offer.role, to_side=side, person=None):
        raise RuleViolation("not_yours")
    if offer.is_deputy and offer.role not in POSTS:
        raise RuleViolation("deputy_of_a_post")
    if offer.email == by.email:
        raise RuleViolation("not_oneself")
    moment = now()
    check_days(offer.begins_on, offer.ends_on, moment.astimezone(CAPITALS[side]).date())
    _one_at_a_time(side)
    _cancel_expired(offer, moment)
    check_room(
        offer.role,
        queries.taken(offer.role, side, is_deputy=offer.is_deputy),
        span_of(offer.begins_on, offer.ends_on, side),
    )
    known = account_with(offer.email)
    nomination = Nomination(
        email=offer.email,
        side=side,
        role=offer.role,
        is_deputy=offer.is_deputy,
        lang=known.lang if known else Lang.RU if side is Side.RUSSIA else Lang.FR,
        begins_on=offer.begins_on,
        ends_on=offer.ends_on,
        invited_at=moment,
        invited_by_id=by.id,
        expires_at=moment + INVITATION_LIFETIME,
    )
    db.session.add(nomination)
    db.session.flush()
    emit(Invited(**_about(nomination, by)))
    post_to("committee.invited", nomination.email, nomination.lang, nomination=nomination.id)
    return nomination


def cancel(nomination: Nomination, *, by: Account) -> None:
    """Take an invitation back; of two who act at once, the first one counts."""
    lock(Nomination, nomination.id)
    if not may_appoint(by.id, by.roles, by.side, role=nomination.role, to_side=nomination.side, person=None):
        raise RuleViolation("not_yours")
    if nomination.state is not NominationState.ASKED:
        raise RuleViolation("settled")
    nomination.state, nomination.settled_at = NominationState.CANCELLED, now()
    emit(InvitationCancelled(**_about(nomination, by)))


def accept(nomination: Nomination, *, by: Account) -> None:
    """Take the office. RuleViolation: link_used, link_expired, those of the person, of the room, mandate_twice."""
    moment = _take_answer(nomination, by)
    check_person(
        nomination.role,
        is_adult=by.age_band is AgeBand.ADULT,
        is_pseudonym=by.is_pseudonym,
        side=by.side,
        for_side=nomination.side,
    )
    span = nomination.span
    if nomination.is_deputy:
        _check_deputy(by, moment)
    elif any(one.role is nomination.role and posts.span_of(one).meets(span) for one in by.appointments):
        raise RuleViolation("mandate_twice")
    _one_at_a_time(nomination.side)
    taken = queries.taken(nomination.role, nomination.side, is_deputy=nomination.is_deputy, but=nomination)
    check_room(nomination.role, taken, span)
    nomination.state, nomination.account_id = NominationState.ACCEPTED, by.id
    # Whoever accepts after its first day begins then.
    since = max(span.since, moment)
    _give(nomination, by, since, span.until or since)
    emit(InvitationSettled(**_about(nomination, by), accepted=True))
    notify(nomination.invited_by_id, "committee.invitation_settled", nomination=nomination.id)
    posts.settle(nomination.side)


def decline(nomination: Nomination, *, by: Account) -> None:
    """Do not take it."""
    _take_answer(nomination, by)
    nomination.state = NominationState.DECLINED
    emit(InvitationSettled(**_about(nomination, by), accepted=False))
    notify(nomination.invited_by_id, "committee.invitation_settled", nomination=nomination.id)


def _take_answer(nomination: Nomination, by: Account) -> datetime:
    """An answer is given once, in time, by the person whose address it was sent to."""
    lock(Nomination, nomination.id)
    lock(Account, by.id)
    moment = now()
    if nomination.email != by.email:
        raise RuleViolation("link_wrong")
    if nomination.state is not NominationState.ASKED:
        raise RuleViolation("link_used")
    if not nomination.waits_at(moment):
        raise RuleViolation("link_expired")
    nomination.settled_at = moment
    return moment


def _check_deputy(person: Account, moment: datetime) -> None:
    held = {one.role for one in person.appointments if one.holds_at(moment) and not one.is_acting}
    if Role.MEMBER not in held or held & set(POSTS):
        raise RuleViolation("deputy_is_member")


def _give(nomination: Nomination, person: Account, since: datetime, until: datetime) -> None:
    inviter = nomination.invited_by_id
    if nomination.is_deputy:
        deputy = Deputy(account_id=person.id, role=nomination.role, since=since, until=until, appointed_by_id=inviter)
        db.session.add(deputy)
    else:
        person.appointments.append(Appointment(role=nomination.role, since=since, until=until, appointed_by_id=inviter))
        emit(AppointmentMade(subject_id=person.id, by=inviter, role=nomination.role))
    db.session.flush()


def _one_at_a_time(side: Side) -> None:
    """Two who fill the last seat at once wait for each other at the mandates that give the right to."""
    rows = sa.select(Appointment.id).join(Account, Account.id == Appointment.account_id)
    rows = rows.where(Account.side == side, Appointment.role.in_(POSTS)).order_by(Appointment.id)
    db.session.execute(rows.with_for_update(of=Appointment))


def _cancel_expired(offer: Offer, moment: datetime) -> None:
    """An invitation that nobody answered gives way to a new one; one that still waits does not."""
    rows = sa.select(Nomination).filter_by(
        email=offer.email, role=offer.role, is_deputy=offer.is_deputy, state=NominationState.ASKED
    )
    for one in db.session.scalars(rows.with_for_update()):
        if one.waits_at(moment):
            raise RuleViolation("invited_already")
        one.state, one.settled_at = NominationState.CANCELLED, moment
    db.session.flush()


def _about(nomination: Nomination, by: Account) -> dict[str, Any]:
    return {
        "subject_id": nomination.id,
        "by": by.id,
        "role": nomination.role,
        "side": nomination.side,
        "deputy": nomination.is_deputy,
    }

"""Posts are never without somebody to act while there is a deputy: who stands in now, and until when.

Standing in is an appointment of its own, so that rights, voices and mails need not know of deputies. Its end is known
when it begins; whatever changes a post earlier settles it anew, and so does the clock.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from trianon import personal_terms
from trianon.accounts.events import AppointmentEnded, AppointmentMade
from trianon.accounts.leaving_events import AccountDeleted, AccountLeaving
from trianon.accounts.models import Account, Appointment
from trianon.committee import mandate_queries as queries
from trianon.committee.mandate_events import DeputyEnded
from trianon.committee.mandate_models import Deputy, Nomination, NominationState
from trianon.committee.mandate_rules import POSTS, Span, stands_in_until
from trianon.core.audit import emit
from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.events import on
from trianon.core.sides import BOTH_SIDES, Role, Side
from trianon.core.timed import timed
from trianon.mail.outbox import post
from trianon.notifications.services import notify

# As the register of personal data says.
KEPT = personal_terms.INVITATION.after


def span_of(appointment: Appointment) -> Span:
    """From when until when a mandate runs."""
    return Span(appointment.since, appointment.until)


def settle(side: Side) -> int:
    """Let deputies begin and stop to act; returns how many did either."""
    return sum(_settle(side, role) for role in POSTS)


@timed("committee.posts")
def settle_all() -> int:
    """The same by the clock: a mandate has ended, another has begun, a delegation is over."""
    changed = sum(settle(side) for side in BOTH_SIDES)
    db.session.commit()
    return changed


@on(AccountDeleted)
def end_deputies(event: AccountDeleted) -> None:
    """Whoever has left stands in for nobody, and a post may be vacant now."""
    side = db.session.get_one(Account, event.subject_id).side
    if side not in BOTH_SIDES:
        return
    for deputy in db.session.scalars(sa.select(Deputy).where(Deputy.account_id == event.subject_id)):
        deputy.until = max(deputy.since, min(deputy.until, now()))
    db.session.flush()
    settle(side)


@on(AccountLeaving)
def forget_invitations(event: AccountLeaving) -> None:
    """What was sent to the address of somebody who leaves."""
    account = db.session.get_one(Account, event.subject_id)
    theirs = sa.or_(Nomination.email == account.email, Nomination.account_id == account.id)
    db.session.execute(sa.delete(Nomination).where(theirs))


@timed("committee.invitations")
def remove_old_invitations() -> int:
    """Remove invitations some time after they were answered or have expired."""
    before = now() - KEPT
    over = sa.or_(
        Nomination.settled_at < before,
        sa.and_(Nomination.state == NominationState.ASKED, Nomination.expires_at < before),
    )
    removed = db.session.execute(sa.delete(Nomination).where(over))
    db.session.commit()
    return int(getattr(removed, "rowcount", 0))


def _settle(side: Side, role: Role) -> int:
    moment = now()
    rows = queries.appointments_of(side, (role,))
    holders = [one for one in rows if not one.is_acting]
    acting = [one for one in rows if one.is_acting and one.holds_at(moment)]
    delegations = [
        Span(one.delegated_since, one.delegated_until)
        for one in holders
        if one.delegated_since is not None and one.holds_at(moment)
    ]
    deputy = next((one for one in queries.deputies_of(side) if one.role is role and one.span.holds_at(moment)), None)
    until = None
    if deputy is not None and Role.MEMBER in deputy.account.mandates:
        until = stands_in_until([span_of(one) for one in holders], delegations, deputy.span, moment)
    changed = 0
    for one in acting:
        if deputy is not None and until is not None and one.account_id == deputy.account_id:
            one.until, until = until, None
        else:
            one.until = moment
            emit(AppointmentEnded(subject_id=one.account_id, by=None, role=role))
            changed += 1
    if deputy is not None and until is not None and until > moment:
        _stand_in(deputy, role, until)
        changed += 1
    db.session.flush()
    return changed


def _stand_in(deputy: Deputy, role: Role, until: datetime) -> None:
    person = deputy.account
    made = Appointment(role=role, since=now(), until=until, appointed_by_id=deputy.appointed_by_id, is_acting=True)
    person.appointments.append(made)
    db.session.flush()
    emit(AppointmentMade(subject_id=person.id, by=deputy.appointed_by_id, role=role))
    notify(person.id, "committee.stands_in", appointment=made.id)
    post("committee.stands_in", person, appointment=made.id)


def end_for_members(account_id: int) -> None:
    """Whoever is no member any more stands in for nobody."""
    account = db.session.get_one(Account, account_id)
    if Role.MEMBER in account.mandates:
        return
    rows = sa.select(Deputy).where(Deputy.account_id == account_id, Deputy.until > now())
    for deputy in db.session.scalars(rows):
        deputy.until = max(deputy.since, now())
        emit(DeputyEnded(subject_id=deputy.id, by=None, account_id=account_id, role=deputy.role))
    db.session.flush()

"""When a mandate ends, or a member deletes their account: voices stand; one that is alone on an open case is void."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from trianon.accounts.events import AppointmentEnded
from trianon.accounts.leaving_events import AccountLeaving
from trianon.accounts.models import Account, Appointment
from trianon.committee import aside, posts, services
from trianon.committee.events import VoiceVoided
from trianon.committee.models import Appeal, Case, CaseState, Voice
from trianon.committee.subjects import SUBJECTS
from trianon.core.audit import emit
from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.events import on
from trianon.core.sides import COMMITTEE
from trianon.core.timed import timed

# What goes with its author, when they say so; the text of an organisation is the organisation's.
OWN_WORDS = frozenset({"contribution", "comment"})


@on(AccountLeaving)
def void_lone_voices(event: AccountLeaving) -> None:
    """Domain, "Who decides": pending voices alone on a case are void when a mandate ends."""
    _void(event.subject_id)


@on(AccountLeaving)
def end_appeals(event: AccountLeaving) -> None:
    """Whoever wants none of their texts kept contests nothing: an appeal that is upheld would make one public."""
    if not event.withdraw_texts:
        return
    rows = sa.select(Appeal).filter_by(made_by_id=event.subject_id).order_by(Appeal.id)
    for appeal in db.session.scalars(rows).all():
        subject, number = aside.record_behind(appeal.contested)
        if subject in OWN_WORDS and getattr(SUBJECTS[subject].load(number), "on_behalf_of_id", None) is None:
            services.close_cases("appeal", appeal.id, by=event.by)


@on(AppointmentEnded)
def void_after_office(event: AppointmentEnded) -> None:
    """The same for whoever does not sit in the Committee any more: at once, not with the next round of the clock."""
    account = db.session.get_one(Account, event.subject_id)
    db.session.expire(account, ["appointments"])
    if not account.mandates & COMMITTEE:
        _void(account.id)
    posts.end_for_members(account.id)


def lock_open_cases(member_id: int) -> None:
    """Lock the open cases on which somebody has spoken, before their account is: as voices lock them."""
    _open_cases_of(member_id)


@timed("committee.mandates")
def void_after_mandates() -> int:
    """The same for every member whose mandate has run out. Returns how many members that was."""
    moment = now()
    sits = sa.select(Appointment.id).where(
        Appointment.account_id == Voice.member_id,
        Appointment.role.in_(COMMITTEE),
        Appointment.since <= moment,
        sa.or_(Appointment.until.is_(None), Appointment.until > moment),
    )
    spoken = sa.select(Voice.member_id).join(Case, Voice.case_id == Case.id)
    others = aliased(Voice)
    alone = ~sa.exists().where(others.case_id == Voice.case_id, others.member_id != Voice.member_id)
    ended = spoken.where(Case.state == CaseState.OPEN, ~sits.exists(), alone).distinct()
    members = list(db.session.scalars(ended))
    for member in members:
        _void(member)
    db.session.commit()
    return len(members)


def _void(member_id: int) -> None:
    for case in _open_cases_of(member_id):
        if any(voice.member_id != member_id for voice in case.voices):
            continue
        for voice in list(case.voices):
            db.session.delete(voice)
        db.session.flush()
        db.session.expire(case, ["voices"])
        # The clock looks at it again: a side that had spoken is silent now.
        case.next_at = now()
        emit(VoiceVoided(subject_id=case.id, by=member_id, about=case.subject, about_id=case.subject_id))


def _open_cases_of(member_id: int) -> list[Case]:
    """The open cases on which somebody has spoken, locked in the order of their numbers."""
    spoken = sa.select(Voice.case_id).where(Voice.member_id == member_id)
    cases = sa.select(Case).where(Case.id.in_(spoken), Case.state == CaseState.OPEN).order_by(Case.id)
    return list(db.session.scalars(cases.with_for_update().execution_options(populate_existing=True)))

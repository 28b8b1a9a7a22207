"""“I step aside”: a member declares a conflict of interest about a record, and decides on it no more."""

from __future__ import annotations

import sqlalchemy as sa

from trianon.accounts.models import Account
from trianon.committee import claims, moving, turns
from trianon.committee.desk_models import SteppedAside
from trianon.committee.events import MemberSteppedAside, VoiceVoided
from trianon.committee.models import Appeal, Case, CaseState, Removal, Voice
from trianon.committee.subjects import SUBJECTS
from trianon.core.audit import emit
from trianon.core.clock import now
from trianon.core.database import db, lock

Record = tuple[str, int]


def record_behind(case: Case) -> Record:
    """The record that a case is about in the end: a removal is about a text, an appeal about a decision on one."""
    if case.subject == "removal":
        removal = db.session.get_one(Removal, case.subject_id)
        return removal.subject, removal.subject_id
    if case.subject == "appeal":
        return record_behind(db.session.get_one(Appeal, case.subject_id).contested)
    return case.subject, case.subject_id


def has_stepped_aside(person: Account, case: Case) -> bool:
    """Whether this member has declared a conflict about the record."""
    subject, number = record_behind(case)
    row = sa.select(SteppedAside.id).filter_by(member_id=person.id, subject=subject, subject_id=number)
    return db.session.scalar(row) is not None


def step_aside(case: Case, *, by: Account) -> None:
    """Declare it, for all cases of the record, for good. Voices of theirs on open cases are void; twice is once."""
    subject, number = record_behind(case)
    SUBJECTS[subject].lock(number)
    if has_stepped_aside(by, case):
        return
    db.session.add(SteppedAside(member_id=by.id, subject=subject, subject_id=number, declared_at=now()))
    claims.release(case, by=by)
    db.session.flush()
    emit(MemberSteppedAside(subject_id=case.id, by=by.id, about=subject, about_id=number))
    spoken = sa.select(Voice.id).where(Voice.case_id == Case.id, Voice.member_id == by.id).exists()
    about = turns.cases_about([(subject, number)])
    rows = sa.select(Case.id).where(Case.state == CaseState.OPEN, about, spoken).order_by(Case.id)
    for case_id in list(db.session.scalars(rows)):
        _void(case_id, by)


def _void(case_id: int, by: Account) -> None:
    known = db.session.get_one(Case, case_id)
    item = SUBJECTS[known.subject].lock(known.subject_id)
    case = lock(Case, case_id)
    for voice in [voice for voice in case.voices if voice.member_id == by.id]:
        db.session.delete(voice)
    db.session.flush()
    db.session.expire(case, ["voices"])
    emit(VoiceVoided(subject_id=case.id, by=by.id, about=case.subject, about_id=case.subject_id))
    # What the others have said may decide now; it is not this member who decides.
    if item is not None and case.state is CaseState.OPEN:
        moving.move(case, item)

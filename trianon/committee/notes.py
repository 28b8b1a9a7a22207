"""What one side says among itself about a case: notes to colleagues, and the word with which it passes a case on."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, lazyload

from trianon.accounts.models import Account
from trianon.bilingual.checking import clean
from trianon.bilingual.lang import likely_lang
from trianon.committee import claims, queries
from trianon.committee.desk_models import Handover, Note
from trianon.committee.events import CasePassed, NoteWritten
from trianon.committee.models import Case, CaseState
from trianon.committee.rules import LONGEST_NOTE
from trianon.core.audit import emit
from trianon.core.clock import now
from trianon.core.database import db, lock
from trianon.core.errors import RuleViolation, StaleForm

# The newest ones: a case is not a forum.
MOST_SHOWN = 100


def notes_of(case: Case, person: Account) -> list[Note]:
    """What this member's side wrote, oldest first; never the other side's."""
    rows = sa.select(Note).filter_by(case_id=case.id, side=person.side).order_by(Note.id.desc()).limit(MOST_SHOWN)
    rows = rows.options(joinedload(Note.member).options(lazyload(Account.appointments)))
    return list(reversed(db.session.scalars(rows).all()))


def note_for(number: int, person: Account) -> Note | None:
    """A note of this member's side by its number; None for one of the other side, as if it did not exist."""
    return db.session.scalars(sa.select(Note).filter_by(id=number, side=person.side)).one_or_none()


def write(case: Case, *, by: Account, text: str) -> Note:
    """Leave a note to the colleagues of one's side. RuleViolation: note_empty, note_too_long."""
    text = _checked(text)
    note = Note(case_id=case.id, member_id=by.id, side=by.side, text=text, lang=likely_lang(text), written_at=now())
    db.session.add(note)
    emit(NoteWritten(subject_id=case.id, by=by.id, about=case.subject, about_id=case.subject_id, side=by.side))
    return note


def take_back(note: Note, *, by: Account) -> None:
    """Its writer takes it away. RuleViolation: note_of_another."""
    if note.member_id != by.id:
        raise RuleViolation("note_of_another")
    db.session.delete(note)


def handover_of(case: Case) -> Handover | None:
    """That a side has passed the case on, if one has."""
    return db.session.scalars(sa.select(Handover).filter_by(case_id=case.id)).one_or_none()


def pass_on(case: Case, *, by: Account, text: str) -> None:
    """Ask the other side to look at it first; the table of voices stays as it is, and so does every term.

    StaleForm when the case is no longer open. RuleViolation: passed_once, other_side_has_no_voice, and those of a note.
    """
    case = lock(Case, case.id)
    if case.state is not CaseState.OPEN:
        raise StaleForm
    if handover_of(case) is not None:
        raise RuleViolation("passed_once")
    if by.side.opposite not in queries.course_of(case).expected:
        raise RuleViolation("other_side_has_no_voice")
    text = _checked(text)
    db.session.add(
        Handover(case_id=case.id, member_id=by.id, side=by.side, text=text, lang=likely_lang(text), passed_at=now())
    )
    claims.release(case, by=by)
    emit(CasePassed(subject_id=case.id, by=by.id, about=case.subject, about_id=case.subject_id, side=by.side))


def _checked(text: str) -> str:
    text = clean(text)
    if not text.strip():
        raise RuleViolation("note_empty")
    if len(text) > LONGEST_NOTE:
        raise RuleViolation("note_too_long", most=LONGEST_NOTE)
    return text

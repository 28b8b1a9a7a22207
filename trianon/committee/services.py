"""Cases and voices: open a case, close it, give a voice; the voice that completes the table is carried out."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from trianon.accounts.models import Account
from trianon.bilingual.lang import Lang
from trianon.committee import aside, moving, policy_queries, queries
from trianon.committee.events import CaseClosed, CaseOpened, VoiceGiven
from trianon.committee.models import Case, CaseState, Voice
from trianon.committee.moving import OPEN_CASES
from trianon.committee.procedure import next_at
from trianon.committee.rules import Reason, Verdict, check_voice, may_vote, speaks_as_secretary
from trianon.committee.subjects import SUBJECTS, Subject
from trianon.core import counters
from trianon.core.audit import emit
from trianon.core.clock import now
from trianon.core.database import db, lock
from trianon.core.errors import RuleViolation, StaleForm
from trianon.core.rows import insert
from trianon.core.sides import Role

# The table of voices by which a case is decided that is opened now.
_IN_FORCE = policy_queries.id_in_force(sa.bindparam("moment", callable_=now))


def open_case(subject: str, item_id: int, version: int, *, by: int | None = None, is_first: bool = False) -> Case:
    """A case for this version of a record; the older open case of the same record is closed.

    `is_first`: the record has just been made, so that no case of it can be there.

    Raises RuleViolation("already_decided") when the committee has decided on this very version.
    """
    cases = [] if is_first else queries.open_or_of(version, subject, item_id)
    case = next((one for one in cases if one.version == version), None)
    if case is not None and case.state is CaseState.OPEN:
        return case
    if case is not None and case.state is CaseState.DECIDED:
        raise RuleViolation("already_decided")
    for older in cases:
        if older.state is CaseState.OPEN:
            _close(older, by=by)
    is_new = case is None
    if case is None:
        case = Case(subject=subject, subject_id=item_id, version=version, voices=[])
    _describe(case, SUBJECTS[subject])
    case.state, case.opened_at = CaseState.OPEN, now()
    case.ranked_at = case.opened_at
    case.disputed_at, case.reminded = None, 0
    counters.bump(OPEN_CASES, case.matter.value)
    case.next_at = next_at(queries.course_of(case))
    # Once all of it is known: it is written in one statement.
    if is_new:
        insert(case, policy_id=_IN_FORCE)
    else:
        policy = policy_queries.in_force(case.opened_at)
        case.policy_id = policy.id if policy else None
    emit(CaseOpened(subject_id=case.id, by=by, about=subject, about_id=item_id, version=version))
    return case


def close_cases(subject: str, item_id: int, *, by: int | None = None) -> None:
    """Nothing is decided any more on a text that was changed or withdrawn."""
    open_ones = sa.select(Case).filter_by(subject=subject, subject_id=item_id, state=CaseState.OPEN)
    for case in db.session.scalars(open_ones.with_for_update()):
        _close(case, by=by)


def _close(case: Case, *, by: int | None) -> None:
    case.state, case.next_at = CaseState.CLOSED, None
    counters.bump(OPEN_CASES, case.matter.value, -1)
    emit(CaseClosed(subject_id=case.id, by=by, about=case.subject, about_id=case.subject_id))


def give_voice(
    case: Case,
    *,
    by: Account,
    verdict: Verdict,
    reasons: Sequence[Reason] = (),
    note: str = "",
    note_lang: Lang,
    shown_version: int,
) -> Voice:
    """Record what a member says; when it completes the table, carry out the decision and tell the authors.

    StaleForm when the case was decided, or its text has changed, since the member saw it. The same voice given twice
    (a double click) is one voice. RuleViolation: own_text, stepped_aside, voice_does_not_count, and those of
    `check_voice`.
    """
    subject = SUBJECTS[case.subject]
    # The record first, then its case: whoever sends a new version takes them in the same order.
    item = subject.lock(case.subject_id)
    case = lock(Case, case.id)
    _as_it_is_now(by)
    course = queries.course_of(case)
    openings = course.openings(now())
    voice = Voice(
        member_id=by.id,
        side=by.side,
        is_secretary=speaks_as_secretary(by.side, by.roles, openings),
        is_co_president=Role.CO_PRESIDENT in by.roles,
        verdict=verdict,
        reasons=[reason.value for reason in reasons] if verdict is Verdict.REFUSE else [],
        note=note.strip(),
        note_lang=note_lang,
        given_at=now(),
    )
    if (repeated := _said_before(case, voice)) is not None:
        return repeated
    if item is not None and subject.own(by, item):
        raise RuleViolation("took_part" if subject.took_part(by, item) else "own_text")
    if aside.has_stepped_aside(by, case):
        raise RuleViolation("stepped_aside")
    if not may_vote(case.matter, verdict, case.side, by.side, by.roles, openings=openings, table=course.table):
        raise RuleViolation("voice_does_not_count")
    if item is None or case.state is not CaseState.OPEN or shown_version != case.version:
        raise StaleForm
    if not subject.is_current(item, case.version):
        raise StaleForm
    readable = note_lang in queries.author_langs(case, subject.authors(item))
    check_voice(verdict, voice.reasons, voice.note, readable=readable)
    _record(case, voice)
    moving.move(case, item, by=by)
    return voice


def _as_it_is_now(member: Account) -> None:
    """The member's roles, read anew under a lock: a mandate that ends meanwhile ends before this voice, or after it."""
    account = lock(Account, member.id)
    db.session.expire(account, ["appointments"])


def _describe(case: Case, subject: Subject) -> None:
    """Copy what the queue shows and filters by, so that it reads one table."""
    item = subject.load(case.subject_id)
    case.matter, case.side, case.lang = subject.matter(item), subject.side(item), subject.lang(item)
    case.title, case.sub_theme_id = subject.title(item), subject.sub_theme_id(item)


def _said_before(case: Case, voice: Voice) -> Voice | None:
    """The member's own standing voice, when it says just this."""
    own = [given for given in case.voices if given.member_id == voice.member_id]
    if not own:
        return None
    said = (voice.verdict, voice.reasons, voice.note)
    return own[-1] if (own[-1].verdict, own[-1].reasons, own[-1].note) == said else None


def _record(case: Case, voice: Voice) -> None:
    case.voices.append(voice)
    db.session.flush()
    emit(
        VoiceGiven(
            subject_id=case.id,
            by=voice.member_id,
            about=case.subject,
            about_id=case.subject_id,
            side=voice.side,
            verdict=voice.verdict,
        )
    )

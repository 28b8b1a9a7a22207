"""What the committee looks at: the queue, a case, what was decided on a record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from trianon.accounts.models import Account
from trianon.bilingual.lang import Lang
from trianon.committee import claims, turns
from trianon.committee.claims import Looking
from trianon.committee.desk_models import Handover
from trianon.committee.hiding import as_held
from trianon.committee.labels import reasons_in_words
from trianon.committee.models import Case, CaseState, Removal, Voice
from trianon.committee.policy_queries import table_by_id
from trianon.committee.procedure import Course
from trianon.committee.rules import Matter, Said, Verdict, is_needed
from trianon.committee.subjects import SUBJECTS
from trianon.core import counters
from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.paging import page
from trianon.core.sides import Side
from trianon.themes.models import SubTheme, Theme

# A text waits once, but may be judged many times: this many earlier cases are listed.
MOST_EARLIER = 20


@dataclass(frozen=True)
class Filters:
    """What the queue is narrowed to; None is no filter."""

    matter: Matter | None = None
    lang: Lang | None = None
    side: Side | None = None
    sub_theme_id: int | None = None
    # Only what waits for this member's voice; only what has waited for longer than the target.
    is_mine: bool = False
    is_late: bool = False

    def __bool__(self) -> bool:
        return bool(self.in_address())

    def in_address(self) -> dict[str, Any]:
        """The same as the parameters of an address."""
        values = {
            "kind": self.matter,
            "language": self.lang,
            "side": self.side,
            "sub_theme": self.sub_theme_id,
            "voice": "mine" if self.is_mine else None,
            "delay": "late" if self.is_late else None,
        }
        return {name: str(value) for name, value in values.items() if value is not None}


@dataclass(frozen=True)
class Line:
    """One case of the queue as a member sees it."""

    case: Case
    hours: int
    standing: list[Voice]
    is_own: bool
    is_needed: bool
    is_disputed: bool
    # Who else looks at it; the side that asked the other to begin.
    claims: list[Looking]
    passed_by: Side | None


@dataclass(frozen=True)
class Queue:
    """A page of the queue and the cursors around it."""

    lines: list[Line]
    before: str | None
    after: str | None


def queue(person: Account, filters: Filters, cursor: str | None = None) -> Queue:
    """Open cases, as this member sees them: oldest first, those that readers report moved forward."""
    found = page(narrowed(person, filters), Case.ranked_at, Case.id, cursor, newest_first=False)
    return Queue(lines_of(person, found.items), found.before, found.after)


def narrowed(person: Account, filters: Filters) -> sa.Select[Any]:
    """The open cases of these filters, without those from which this member has stepped aside."""
    rows = sa.select(Case).where(Case.state == CaseState.OPEN, turns.not_left(person))
    for column, value in (
        (Case.matter, filters.matter),
        (Case.lang, filters.lang),
        (Case.side, filters.side),
        (Case.sub_theme_id, filters.sub_theme_id),
    ):
        if value is not None:
            rows = rows.where(column == value)
    if filters.is_mine:
        rows = rows.where(turns.waits_for(person))
    return rows.where(turns.is_late()) if filters.is_late else rows


def lines_of(person: Account, cases: Sequence[Case]) -> list[Line]:
    """These cases as this member sees them: as many statements for twenty as for one."""
    ids = [case.id for case in cases]
    own, looked_at = _own_cases(person, cases), claims.standing(ids)
    passed = dict(db.session.execute(sa.select(Handover.case_id, Handover.side).where(Handover.case_id.in_(ids))).all())
    return [
        _line(case, person, case.id in own, claims=looked_at.get(case.id, []), passed_by=passed.get(case.id))
        for case in cases
    ]


def case_by_id(case_id: int) -> Case | None:
    """The case, or None."""
    return db.session.get(Case, case_id)


def case_of(subject: str, item_id: int, version: int) -> Case | None:
    """The case of this version of a record, locked; None when there is none yet."""
    row = sa.select(Case).filter_by(subject=subject, subject_id=item_id, version=version)
    return db.session.scalars(row.with_for_update()).one_or_none()


def open_or_of(version: int, subject: str, item_id: int) -> list[Case]:
    """The case of this version of a record, and those that are open about another version; locked."""
    about = {"about": subject, "about_id": item_id, "shown": version}
    return list(db.session.scalars(_open_or_of(), about))


@cache
def _open_or_of() -> sa.Select[Case]:
    rows = sa.select(Case).where(Case.subject == sa.bindparam("about"), Case.subject_id == sa.bindparam("about_id"))
    rows = rows.where(sa.or_(Case.version == sa.bindparam("shown"), Case.state == CaseState.OPEN))
    return rows.order_by(Case.id).with_for_update()


def waiting(subject: str, item_ids: Sequence[int]) -> set[int]:
    """Those of these records that an open case is about."""
    rows = sa.select(Case.subject_id).where(Case.subject == subject, Case.state == CaseState.OPEN)
    return set(db.session.scalars(rows.where(Case.subject_id.in_(item_ids))))


def case_about(subject: str, item_id: int, version: int) -> Case | None:
    """The same without a lock, for whoever only reads."""
    row = sa.select(Case).filter_by(subject=subject, subject_id=item_id, version=version)
    return db.session.scalars(row).one_or_none()


def newest_case(case: Case) -> Case:
    """The case of the newest version of the same record."""
    rows = sa.select(Case).filter_by(subject=case.subject, subject_id=case.subject_id)
    return db.session.scalars(rows.order_by(Case.version.desc()).limit(1)).one()


def earlier_cases(case: Case) -> list[Case]:
    """The other cases of the same record, newest first."""
    rows = sa.select(Case).filter_by(subject=case.subject, subject_id=case.subject_id).where(Case.id != case.id)
    return list(db.session.scalars(rows.order_by(Case.version.desc()).limit(MOST_EARLIER)))


def open_counts() -> dict[str, int]:
    """How many cases are open, by matter, without counting them."""
    return counters.counts("committee.open")["committee.open"]


def sub_themes() -> list[SubTheme]:
    """The sub-themes a case may belong to, those of the newest theme first."""
    rows = sa.select(SubTheme).join(Theme).order_by(Theme.year.desc(), SubTheme.position)
    return list(db.session.scalars(rows))


def said_on(case: Case) -> list[Said]:
    """The voices on a case as the rules take them, oldest first."""
    return [
        Said(voice.member_id, voice.side, voice.verdict, voice.is_secretary, voice.is_co_president)
        for voice in case.voices
    ]


def course_of(case: Case) -> Course:
    """The case as time and disagreement see it."""
    removal = db.session.get(Removal, case.subject_id) if case.matter is Matter.REMOVAL else None
    return Course(
        matter=case.matter,
        own_side=case.side,
        opened_at=case.opened_at,
        voices=said_on(case),
        disputed_at=case.disputed_at,
        held=as_held(removal) if removal is not None else None,
        reminded=case.reminded,
        table=table_by_id(case.policy_id),
    )


def standing_voices(case: Case) -> list[Voice]:
    """The newest voice of each member, oldest first."""
    newest = {voice.member_id: voice for voice in case.voices}
    return sorted(newest.values(), key=lambda voice: voice.id)


def carrying_voices(case: Case) -> list[Voice]:
    """The standing voices that say what was decided."""
    return [voice for voice in standing_voices(case) if voice.verdict is case.verdict]


def author_langs(case: Case, authors: Iterable[Account]) -> list[Lang]:
    """The languages an explanation may be in: those that the authors chose, else that of the text."""
    langs = [person.lang for person in authors]
    return list(dict.fromkeys([*langs, case.lang]))


def last_decision(subject: str, item_id: int) -> dict[str, Any] | None:
    """The newest decision on a record, for its author's own pages: never who gave which voice."""
    rows = sa.select(Case).filter_by(subject=subject, subject_id=item_id, state=CaseState.DECIDED)
    case = db.session.scalars(rows.order_by(Case.version.desc()).limit(1)).one_or_none()
    if case is None:
        return None
    voices = carrying_voices(case)
    return {
        "case": case.id,
        "verdict": case.verdict,
        "version": case.version,
        "reasons": reasons_in_words(code for voice in voices for code in voice.reasons),
        "notes": [(voice.note, voice.note_lang.value) for voice in voices if voice.note],
        "sides": list(dict.fromkeys(voice.side for voice in voices)),
        "decided_at": case.decided_at,
    }


def removal_of(subject: str, item_id: int) -> int | None:
    """The case that took a record off the site: its author finds the reasons and the appeal there."""
    rows = sa.select(Case.id).join(Removal, Removal.id == Case.subject_id)
    about = rows.where(Case.subject == "removal", Removal.subject == subject, Removal.subject_id == item_id)
    return db.session.scalar(about.where(Case.verdict == Verdict.REFUSE).order_by(Case.id.desc()).limit(1))


def hours_since(opened_at: datetime, moment: datetime) -> int:
    """Whole hours that a text has waited."""
    return max(0, int((moment - opened_at).total_seconds() // 3600))


def _line(case: Case, person: Account, is_own: bool, *, claims: list[Looking], passed_by: Side | None) -> Line:
    course, moment = course_of(case), now()
    heard = {said.side for said in course.voices}
    waits_for_others = passed_by is person.side and passed_by.opposite not in heard
    openings = course.openings(moment)
    return Line(
        case=case,
        hours=hours_since(case.opened_at, moment),
        # On one's own text, who said what is not shown.
        standing=[] if is_own else standing_voices(case),
        is_own=is_own,
        is_needed=not is_own
        and not waits_for_others
        and is_needed(
            case.matter, case.side, course.voices, person.side, person.roles, openings=openings, table=course.table
        ),
        is_disputed=course.is_disputed,
        claims=[one for one in claims if one.member_id != person.id],
        passed_by=passed_by,
    )


def _own_cases(person: Account, cases: Sequence[Case]) -> set[int]:
    """The cases on this member's own texts: one statement for each kind of record, however long the page."""
    own: set[int] = set()
    for name, subject in SUBJECTS.items():
        about = {case.subject_id: case.id for case in cases if case.subject == name}
        if about:
            own |= {about[item_id] for item_id in subject.own_ids(person, about)}
    return own

"""A request for changes, point by point: each line of the note is a point, and its author answers each of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from trianon.accounts.models import Account
from trianon.bilingual.checking import clean
from trianon.bilingual.lang import Lang, likely_lang
from trianon.committee import queries
from trianon.committee.models import Case, CaseState
from trianon.committee.point_models import PointAnswer
from trianon.committee.rules import Verdict
from trianon.core.clock import now
from trianon.core.database import db, lock
from trianon.core.errors import RuleViolation

LONGEST_ANSWER = 1000
MOST_POINTS = 20
# A point may be written as a list: “1. …”, “2) …”, “- …”, “• …”, “— …”.
_MARK = re.compile(r"^(?:\d{1,2}[.)]|[-–—•*])\s+")


@dataclass(frozen=True)
class Point:
    """One thing that is asked for, in the language of the note, and what the author has answered."""

    position: int
    text: str
    lang: Lang
    answer: PointAnswer | None = None


def split(note: str) -> list[str]:
    """The points of a note: its lines, without the marks of a list; what is left over stays with the last one."""
    lines = [_MARK.sub("", line.strip()) for line in note.splitlines() if line.strip()]
    if len(lines) <= MOST_POINTS:
        return lines
    return [*lines[: MOST_POINTS - 1], " ".join(lines[MOST_POINTS - 1 :])]


def points_of(case: Case) -> list[Point]:
    """What a decided case asks for, with the answers so far; empty where no changes were asked for."""
    if case.verdict is not Verdict.ASK_CHANGES:
        return []
    asked = [(text, voice.note_lang) for voice in queries.carrying_voices(case) for text in split(voice.note)]
    known = {one.position: one for one in db.session.scalars(sa.select(PointAnswer).filter_by(case_id=case.id))}
    return [Point(place, text, lang, known.get(place)) for place, (text, lang) in enumerate(asked)]


def answered_before(case: Case) -> list[Point]:
    """For whoever reads the next version: the points of the last request about this record, if one was answered."""
    rows = sa.select(Case).filter_by(subject=case.subject, subject_id=case.subject_id, state=CaseState.DECIDED)
    rows = rows.where(Case.version < case.version).order_by(Case.version.desc())
    former = db.session.scalars(rows.limit(1)).one_or_none()
    found = points_of(former) if former is not None else []
    return found if any(point.answer for point in found) else []


def may_be_answered(case: Case) -> bool:
    """Until the next version is sent: then the answers stand beside it."""
    return case.verdict is Verdict.ASK_CHANGES and queries.newest_case(case).id == case.id


def answer(case: Case, *, by: Account, said: Mapping[int, tuple[bool, str]]) -> None:
    """Keep what the author says of each point: done or not, and words; a point that is not done says why.

    RuleViolation: points_closed (a newer version was sent), point_needs_why, point_too_long.
    """
    lock(Case, case.id)
    if not may_be_answered(case):
        raise RuleViolation("points_closed")
    for point in points_of(case):
        if point.position not in said:
            continue
        is_done, words = said[point.position]
        words = clean(words)
        if not is_done and not words:
            raise RuleViolation("point_needs_why", number=point.position + 1)
        if len(words) > LONGEST_ANSWER:
            raise RuleViolation("point_too_long", number=point.position + 1, most=LONGEST_ANSWER)
        kept = point.answer or PointAnswer(case_id=case.id, position=point.position)
        kept.author_id, kept.is_done, kept.words = by.id, is_done, words
        kept.lang, kept.answered_at = likely_lang(words) if words else by.lang, now()
        db.session.add(kept)
    db.session.flush()

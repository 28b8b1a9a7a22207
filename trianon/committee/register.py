"""The public register of decisions: what was decided on what kind of text, why and how long it took; never the text
of what is not public, never a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from trianon.accounts.claiming_models import OrganisationClaim
from trianon.bilingual.text import Bilingual
from trianon.committee import queries
from trianon.committee.labels import reasons_in_words
from trianon.committee.models import Appeal, Case, CaseState, Removal
from trianon.committee.rules import Matter, Verdict
from trianon.committee.subjects import SUBJECTS
from trianon.contributions.comment_models import Comment
from trianon.contributions.models import Contribution
from trianon.cooperations.claiming_models import RecordClaim
from trianon.core import search
from trianon.core.database import db
from trianon.core.paging import page
from trianon.core.publication import PUBLIC
from trianon.core.sides import Side

EXPORTED = 500


@dataclass(frozen=True)
class Wanted:
    """What the register is narrowed to."""

    words: str = ""
    matter: Matter | None = None
    verdict: Verdict | None = None
    side: Side | None = None

    def in_address(self) -> dict[str, str]:
        """The same as the parameters of an address."""
        values = {"q": self.words, "kind": self.matter, "decision": self.verdict, "side": self.side}
        return {name: str(value) for name, value in values.items() if value}


@dataclass(frozen=True)
class Decided:
    """One line of the register; title and address only while the record is public."""

    case: Case
    title: Bilingual | None
    url: str
    sides: list[Side]
    reasons: list[str]

    @property
    def hours(self) -> int:
        """How long it took."""
        return queries.hours_since(self.case.opened_at, self.case.decided_at or self.case.opened_at)


def decisions(wanted: Wanted, cursor: str | None) -> tuple[list[Decided], str | None, str | None]:
    """A page of decisions, newest first, and the cursors around it."""
    found = page(_rows(wanted), Case.decided_at, Case.id, cursor)
    return _lines(found.items), found.before, found.after


def all_decisions(wanted: Wanted) -> Iterator[Decided]:
    """Every decision, newest first, a batch at a time."""
    cursor = None
    while True:
        found = page(_rows(wanted), Case.decided_at, Case.id, cursor, size=EXPORTED)
        yield from _lines(found.items)
        cursor = found.after
        if cursor is None:
            return
        db.session.expunge_all()


def _rows(wanted: Wanted) -> sa.Select[Any]:
    rows = sa.select(Case).where(Case.state == CaseState.DECIDED)
    for column, value in ((Case.matter, wanted.matter), (Case.verdict, wanted.verdict), (Case.side, wanted.side)):
        if value is not None:
            rows = rows.where(column == value)
    if wanted.words.isascii() and wanted.words.isdigit() and len(wanted.words) < 10:
        return rows.where(Case.id == int(wanted.words))
    # The index of the public search holds public records alone: nothing else can be found by its words.
    named = []
    for subject in ("cooperation", "contribution", "organisation"):
        ids = search.matches(subject, wanted.words)
        if ids is not None:
            named.append(sa.and_(Case.subject == subject, Case.subject_id.in_(ids)))
    return rows.where(sa.or_(*named)) if named else rows


def _lines(cases: Sequence[Case]) -> list[Decided]:
    public = _public(cases)
    lines = []
    for case in cases:
        voices = queries.carrying_voices(case)
        title, url = public.get((case.subject, case.subject_id), (None, ""))
        reasons = reasons_in_words(code for voice in voices for code in voice.reasons)
        lines.append(Decided(case, title, url, list(dict.fromkeys(voice.side for voice in voices)), reasons))
    return lines


def _claimed(records: set[tuple[str, int]]) -> dict[tuple[str, int], tuple[str, int]]:
    """For claims, the public record or organisation that is claimed."""
    found: dict[tuple[str, int], tuple[str, int]] = {}
    for name, model, target, column in (
        ("record_claim", RecordClaim, "cooperation", RecordClaim.cooperation_id),
        ("organisation_claim", OrganisationClaim, "organisation", OrganisationClaim.organisation_id),
    ):
        ids = [number for subject, number in records if subject == name]
        rows = sa.select(model.id, column).where(model.id.in_(ids))
        for number, about in db.session.execute(rows) if ids else ():
            found[name, number] = (target, about)
    return found


def _public(cases: Sequence[Case]) -> dict[tuple[str, int], tuple[Bilingual, str]]:
    """Title and address of what is public now: one statement for each kind of record, however long the page."""
    about = {(case.subject, case.subject_id): (case.subject, case.subject_id) for case in cases}
    removals = [number for subject, number in about if subject == "removal"]
    for removal in db.session.scalars(sa.select(Removal).where(Removal.id.in_(removals))) if removals else ():
        about[("removal", removal.id)] = (removal.subject, removal.subject_id)
    appeals = [number for subject, number in about if subject == "appeal"]
    rows = sa.select(Appeal.id, Case).join(Case, Case.id == Appeal.contested_id).where(Appeal.id.in_(appeals))
    for number, contested in db.session.execute(rows) if appeals else ():
        if contested.subject not in {"removal", "appeal"}:
            about[("appeal", number)] = (contested.subject, contested.subject_id)
    claimed = _claimed(set(about.values()))
    about = {key: claimed.get(real, real) for key, real in about.items()}
    found: dict[tuple[str, int], tuple[Bilingual, str]] = {}
    for name in ("cooperation", "contribution", "organisation", "workshop"):
        wanted = {number for subject, number in about.values() if subject == name}
        kind = SUBJECTS[name]
        records = sa.select(kind.model).where(kind.model.id.in_(wanted), kind.model.state.in_(list(PUBLIC)))
        for record in db.session.scalars(records) if wanted else ():
            version = getattr(record, "public_version", None)
            found[(name, record.id)] = (version.title if version else kind.title(record), kind.url(record.id))
    replies = {number for subject, number in about.values() if subject == "comment"}
    everybody = list(PUBLIC)
    below = sa.select(Comment).join(Comment.contribution)
    below = below.where(Comment.id.in_(replies), Comment.state.in_(everybody), Contribution.state.in_(everybody))
    # A reply has no title: it bears that of the text below which everybody reads it.
    shown = contains_eager(Comment.contribution).joinedload(Contribution.public_version)
    for reply in db.session.scalars(below.options(shown)) if replies else ():
        if (version := reply.contribution.public_version) is not None:
            found[("comment", reply.id)] = (version.title, SUBJECTS["comment"].url(reply.id))
    return {key: found[real] for key, real in about.items() if real in found}

"""Asking for the removal of what is public, and hiding it at once: one side begins, the other reviews."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from trianon.accounts.models import Account
from trianon.bilingual.lang import Lang
from trianon.committee import hiding, moving, queries, services
from trianon.committee.events import RemovalAsked, ReviewOpened
from trianon.committee.flag_models import Flag
from trianon.committee.models import Case, CaseState, Hold, Removal
from trianon.committee.procedure import is_unlawful
from trianon.committee.rules import Reason, Verdict
from trianon.committee.subjects import SUBJECTS
from trianon.core.audit import emit
from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.errors import RuleViolation, StaleForm
from trianon.core.publication import PUBLIC, State


def ask(
    subject: str,
    item_id: int,
    *,
    by: Account,
    reasons: Sequence[Reason],
    note: str,
    note_lang: Lang,
    shown_version: int,
    hold: bool,
) -> Case:
    """A member asks for the removal of a public version, with reasons; with `hold` it is hidden at once.

    StaleForm when another version is public by now, or none. RuleViolation: held_once (this side has hidden this
    version before), already_reviewed (the other side has said that it stays), and those of a refusal.
    """
    record = SUBJECTS[subject].lock(item_id)
    if record is None or record.state not in PUBLIC | {State.ON_HOLD}:
        raise StaleForm
    if hiding.public_number(record) != shown_version:
        raise StaleForm
    if SUBJECTS[subject].own(by, record):
        raise RuleViolation("own_text")
    removal = running(subject, item_id) or begin(subject, item_id, shown_version, by=by)
    if hold:
        _check_hold(removal, by)
    case = services.open_case("removal", removal.id, removal.version, by=by.id)
    services.give_voice(
        case,
        by=by,
        verdict=Verdict.REFUSE,
        reasons=reasons,
        note=note,
        note_lang=note_lang,
        shown_version=removal.version,
    )
    if hold and case.state is CaseState.OPEN and hiding.held_now(removal) is None:
        _hold(removal, case, record, by=by, unlawful=is_unlawful(reasons))
    return case


def end_for(subject: str, item_id: int, *, by: int | None = None) -> None:
    """The public version that it was about is gone: there is nothing to decide any more."""
    removal = running(subject, item_id)
    if removal is not None:
        removal.ended_at = now()
        # Of somebody who leaves while their text is hidden.
        hiding.lift(removal, by=None)
        services.close_cases("removal", removal.id, by=by)


def asked(subject: str, item_ids: Sequence[int]) -> set[int]:
    """Those of these records whose removal is being decided."""
    rows = sa.select(Removal.subject_id).where(Removal.subject == subject, Removal.ended_at.is_(None))
    return set(db.session.scalars(rows.where(Removal.subject_id.in_(item_ids))))


def follow(subject: str, item_id: int, *, before: int, after: int) -> None:
    """A slip was mended in the public version: what was asked, hidden and said about it is about the mended one."""
    about = sa.and_(Hold.subject == subject, Hold.subject_id == item_id, Hold.version == before)
    db.session.execute(
        sa.update(Hold).where(about).values(version=after).execution_options(synchronize_session="fetch")
    )
    reports = sa.and_(Flag.subject == subject, Flag.subject_id == item_id, Flag.version == before)
    db.session.execute(
        sa.update(Flag).where(reports).values(version=after).execution_options(synchronize_session="fetch")
    )
    removal = running(subject, item_id)
    if removal is not None and removal.version == before:
        case = queries.case_of("removal", removal.id, before)
        removal.version = after
        if case is not None:
            case.version = after


def may_hold(subject: str, item_id: int, version: int, by: Account) -> bool:
    """Whether this side may still hide this version."""
    return _held_by(subject, item_id, version, by) is None


def running(subject: str, item_id: int) -> Removal | None:
    """The open question about a record, locked; None where nobody asks."""
    row = sa.select(Removal).filter_by(subject=subject, subject_id=item_id, ended_at=None)
    return db.session.scalars(row.with_for_update()).one_or_none()


def begin(subject: str, item_id: int, version: int, *, by: Account | None, from_report: bool = False) -> Removal:
    """Ask whether a public version stays: a member does, or with nobody in `by` readers’ reports do."""
    removal = Removal(subject=subject, subject_id=item_id, version=version, asked_at=now(), from_report=from_report)
    db.session.add(removal)
    db.session.flush()
    about: dict[str, Any] = {"subject_id": removal.id, "about": subject, "about_id": item_id, "version": version}
    emit(ReviewOpened(**about) if by is None else RemovalAsked(**about, by=by.id, side=by.side))
    return removal


def _check_hold(removal: Removal, by: Account) -> None:
    """Once for each side and version, and not after the other side's review."""
    former = _held_by(removal.subject, removal.subject_id, removal.version, by)
    if former is not None and former.lifted_at is not None:
        raise RuleViolation("held_once")
    case = queries.case_of("removal", removal.id, removal.version)
    said = queries.standing_voices(case) if case is not None else []
    if any(voice.side is by.side.opposite and voice.verdict is Verdict.ACCEPT for voice in said):
        raise RuleViolation("already_reviewed")


def _held_by(subject: str, item_id: int, version: int, by: Account) -> Hold | None:
    row = sa.select(Hold).filter_by(subject=subject, subject_id=item_id, version=version, side=by.side)
    return db.session.scalars(row).one_or_none()


def _hold(removal: Removal, case: Case, record: Any, *, by: Account, unlawful: bool) -> None:
    services.close_cases(removal.subject, removal.subject_id, by=by.id)
    hiding.place(removal, by=by, is_unlawful=unlawful)
    moving.move(case, removal, by=by)
    moving.tell_authors("committee.held", removal, removal=removal.id)
    moving.tell_reviewers(by.side.opposite, case)

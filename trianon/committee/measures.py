"""Measures on a person: proposed by a member, taken by one voice of each side, ended by their date or an appeal."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from trianon.accounts.leaving_events import AccountLeaving
from trianon.accounts.models import Account
from trianon.bilingual.lang import Lang
from trianon.committee import services
from trianon.committee.events import MeasureEnded, MeasureProposed, MeasureTaken
from trianon.committee.measure_models import Measure
from trianon.committee.measure_rules import MeasureKind, check_measure, ends_at
from trianon.committee.models import Case
from trianon.committee.rules import Reason, Verdict
from trianon.core.audit import emit
from trianon.core.clock import now
from trianon.core.database import db, lock
from trianon.core.errors import RuleViolation
from trianon.core.events import on
from trianon.core.timed import timed
from trianon.mail.outbox import post
from trianon.notifications.services import notify


def propose(
    account: Account,
    *,
    by: Account,
    kind: MeasureKind,
    days: int | None,
    reasons: Sequence[Reason],
    note: str,
    note_lang: Lang,
) -> Case:
    """Ask for a measure, with reasons and a note in the person's language: the first of the voices that it needs.

    RuleViolation: measure_on_oneself, measure_asked (another one is being decided on), and those of a refusal.
    """
    check_measure(kind, days)
    lock(Account, account.id)
    if account.id == by.id:
        raise RuleViolation("measure_on_oneself")
    if not account.is_active:
        raise RuleViolation("measure_on_nobody")
    if _asked(account) is not None:
        raise RuleViolation("measure_asked")
    measure = Measure(account=account, kind=kind, days=days, asked_at=now())
    db.session.add(measure)
    db.session.flush()
    emit(MeasureProposed(subject_id=account.id, by=by.id, measure=measure.id, kind=kind, side=by.side))
    case = services.open_case("measure", measure.id, 1, by=by.id)
    services.give_voice(
        case, by=by, verdict=Verdict.REFUSE, reasons=reasons, note=note, note_lang=note_lang, shown_version=1
    )
    return case


def take(measure: Measure, *, by: Account | None) -> None:
    """Both sides have decided on it: it works from this moment."""
    measure.begun_at = now()
    measure.until = ends_at(measure.kind, measure.days, measure.begun_at)
    _tell(MeasureTaken, measure, by)
    _apply(measure.account_id)


def end(measure: Measure, *, by: Account | None) -> None:
    """Not taken, over, or lifted by an appeal: nothing of it works any more."""
    if measure.ended_at is None:
        measure.ended_at = now()
        _tell(MeasureEnded, measure, by)
        _apply(measure.account_id)


def of_account(account_id: int) -> list[Measure]:
    """Every measure that was taken on a person, newest first."""
    rows = sa.select(Measure).where(Measure.account_id == account_id, Measure.begun_at.is_not(None))
    return list(db.session.scalars(rows.order_by(Measure.id.desc())))


def by_number(measure_id: int) -> Measure | None:
    """The measure, or None."""
    return db.session.get(Measure, measure_id)


def standing(account_id: int) -> Measure | None:
    """The measure that keeps somebody from acting now: the one that ends last."""
    moment = now()
    rows = sa.select(Measure).where(Measure.account_id == account_id, Measure.ended_at.is_(None))
    return db.session.scalars(rows.where(Measure.until > moment).order_by(Measure.until.desc()).limit(1)).first()


@timed("committee.measures")
def end_measures() -> int:
    """What is over is written down, and its person told; its effect has ended by itself, whenever this runs."""
    rows = sa.select(Measure.id).where(Measure.until <= now(), Measure.ended_at.is_(None)).order_by(Measure.id)
    numbers = list(db.session.scalars(rows))
    for number in numbers:
        measure = lock(Measure, number)
        if measure.ended_at is None:
            end(measure, by=None)
            if measure.account.is_active:
                notify(measure.account_id, "committee.measure_over", measure=number)
                post("committee.measure_over", measure.account, once=f"measure_over:{number}", measure=number)
        db.session.commit()
    return len(numbers)


@on(AccountLeaving)
def stop_deciding(event: AccountLeaving) -> None:
    """Nothing is decided on whoever has left."""
    measure = _asked(db.session.get_one(Account, event.subject_id))
    if measure is not None:
        measure.ended_at = now()
        services.close_cases("measure", measure.id, by=event.by)


def _asked(account: Account) -> Measure | None:
    rows = sa.select(Measure).filter_by(account_id=account.id, begun_at=None, ended_at=None)
    return db.session.scalars(rows).one_or_none()


def _apply(account_id: int) -> None:
    """The account knows until when it may not act: every act asks it, at no cost."""
    db.session.flush()
    account = db.session.get_one(Account, account_id)
    found = standing(account_id)
    account.paused_until = found.until if found is not None else None


def _tell(event: type[MeasureTaken | MeasureEnded], measure: Measure, by: Account | None) -> None:
    emit(event(subject_id=measure.account_id, by=by.id if by else None, measure=measure.id, kind=measure.kind))

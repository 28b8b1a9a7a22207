"""What the committee has decided in a half-year: a few statements over whole sets, however many there were."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from trianon.bilingual.lang import Lang
from trianon.committee.figures_rules import FEWEST, Half, guarded, half_of, share
from trianon.committee.models import Case, CaseState, Voice
from trianon.committee.rules import TARGET_HOURS, Ending, Matter, Reason, Verdict
from trianon.core.database import db
from trianon.core.sides import BOTH_SIDES, Side


class Breakdown(StrEnum):
    """By what the decisions of a half-year are told apart."""

    SIDE = "side"
    MATTER = "matter"
    LANG = "lang"
    VERDICT = "verdict"
    ENDING = "ending"
    REASON = "reason"


# Every value of each, so that what did not happen is told as well.
VALUES: Mapping[Breakdown, tuple[StrEnum, ...]] = {
    Breakdown.SIDE: (*BOTH_SIDES, Side.OTHER),
    Breakdown.MATTER: tuple(Matter),
    Breakdown.LANG: tuple(Lang),
    Breakdown.VERDICT: tuple(Verdict),
    Breakdown.ENDING: tuple(Ending),
    Breakdown.REASON: tuple(Reason),
}


@dataclass(frozen=True)
class Figures:
    """A half-year in numbers; None where a number would speak of too few."""

    half: Half
    decided: int | None
    # Half of the decisions took at most so many hours.
    median_hours: int | None
    # Of a hundred decisions, how many within the target.
    in_time: int | None
    reported: int | None
    breakdowns: dict[Breakdown, list[tuple[StrEnum, int | None]]]
    appeals: int | None
    upheld: int | None
    # Cases on which both sides have spoken, and of a hundred of them how often they said the same.
    both_spoke: int | None
    agreed: int | None


def figures_of(half: Half) -> Figures:
    """All figures of a half-year."""
    total, reported, in_time, appeals, upheld = _totals(half)
    both, agreed = _agreement(half)
    return Figures(
        half=half,
        decided=_told(total),
        median_hours=_median_hours(half) if total >= FEWEST else None,
        in_time=share(in_time, total),
        reported=_told(reported),
        breakdowns=_breakdowns(half),
        appeals=_told(appeals),
        upheld=share(upheld, appeals),
        both_spoke=_told(both),
        agreed=share(agreed, both),
    )


def first_half() -> Half | None:
    """The half-year of the first decision; None when nothing was decided yet."""
    first = db.session.scalar(sa.select(Case.decided_at).where(_decided()).order_by(Case.decided_at, Case.id).limit(1))
    return half_of(first) if first is not None else None


def _decided() -> sa.ColumnElement[bool]:
    return Case.state == CaseState.DECIDED


def _of(half: Half) -> sa.ColumnElement[bool]:
    return sa.and_(_decided(), Case.decided_at >= half.begins, Case.decided_at < half.ends)


def _totals(half: Half) -> tuple[int, int, int, int, int]:
    appeal = Case.matter == Matter.APPEAL
    row = db.session.execute(
        sa.select(
            sa.func.count(),
            _count_if(Case.reports > 0),
            _count_if(_hours() <= TARGET_HOURS),
            _count_if(appeal),
            _count_if(sa.and_(appeal, Case.verdict == Verdict.ACCEPT)),
        ).where(_of(half))
    ).one()
    total, reported, in_time, appeals, upheld = (int(value or 0) for value in row)
    return total, reported, in_time, appeals, upheld


def _breakdowns(half: Half) -> dict[Breakdown, list[tuple[StrEnum, int | None]]]:
    columns = {
        Breakdown.SIDE: Case.side,
        Breakdown.MATTER: Case.matter,
        Breakdown.LANG: Case.lang,
        Breakdown.VERDICT: Case.verdict,
        Breakdown.ENDING: Case.ending,
    }
    # One row for each combination that occurs: a few hundred at most, however many decisions.
    rows = sa.select(*columns.values(), sa.func.count()).where(_of(half)).group_by(*columns.values())
    found: dict[Breakdown, dict[Any, int]] = {kind: {} for kind in Breakdown}
    for *values, count in db.session.execute(rows):
        for kind, value in zip(columns, values, strict=True):
            found[kind][value] = found[kind].get(value, 0) + count
    found[Breakdown.REASON] = _reasons(half)
    told = {kind: _guarded(VALUES[kind], found[kind]) for kind in Breakdown}
    # Neither side is hidden alone so that a few texts from other countries cannot be counted: the register tells them.
    told[Breakdown.SIDE] = [(side, _told(found[Breakdown.SIDE].get(side, 0))) for side in VALUES[Breakdown.SIDE]]
    return told


def _reasons(half: Half) -> dict[Any, int]:
    """How many decisions each reason was given for; one decision may have several."""
    if _is_postgresql():
        listed = sa.func.json_array_elements_text(Voice.reasons).table_valued("value").render_derived()
    else:
        listed = sa.func.json_each(Voice.reasons).table_valued("value")
    rows = (
        sa.select(listed.c.value, sa.func.count(sa.distinct(Case.id)))
        .select_from(Case)
        .join(Voice, sa.and_(Voice.case_id == Case.id, Voice.verdict == Case.verdict, Voice.id.in_(_newest())))
        .join(listed, sa.true())
        .where(_of(half), Case.verdict == Verdict.REFUSE)
        .group_by(listed.c.value)
    )
    return {Reason(value): count for value, count in db.session.execute(rows)}


def _newest() -> sa.Select[Any]:
    """The newest voice of each member on each case: the one that counts."""
    return sa.select(sa.func.max(Voice.id)).group_by(Voice.case_id, Voice.member_id)


def _agreement(half: Half) -> tuple[int, int]:
    """Cases on which both sides have spoken, and those on which their newest voices say the same."""
    last = (
        sa.select(sa.func.max(Voice.id).label("id"), Voice.case_id, Voice.side)
        .join(Case, Case.id == Voice.case_id)
        .where(_of(half))
        .group_by(Voice.case_id, Voice.side)
        .subquery()
    )
    french, russian = sa.alias(last), sa.alias(last)
    one, other = sa.orm.aliased(Voice), sa.orm.aliased(Voice)
    pairs = (
        sa.select(sa.func.count(), _count_if(one.verdict == other.verdict))
        .select_from(french)
        .join(russian, sa.and_(russian.c.case_id == french.c.case_id, russian.c.side == Side.RUSSIA))
        .join(one, one.id == french.c.id)
        .join(other, other.id == russian.c.id)
        .where(french.c.side == Side.FRANCE)
    )
    both, agreed = db.session.execute(pairs).one()
    return int(both), int(agreed or 0)


def _median_hours(half: Half) -> int:
    """The middle of the delays, or the mean of the two in the middle; the same on both engines."""
    hours = _hours().label("hours")
    ranked = (
        sa.select(
            hours,
            sa.func.row_number().over(order_by=_hours()).label("place"),
            sa.func.count().over().label("total"),
        )
        .where(_of(half))
        .subquery()
    )
    middle = sa.select(sa.func.avg(ranked.c.hours)).where(
        ranked.c.place * 2 >= ranked.c.total, ranked.c.place * 2 <= ranked.c.total + 2
    )
    return round(db.session.scalar(middle) or 0)


def _hours() -> sa.ColumnElement[Any]:
    """How long a decision took, in hours and parts of them."""
    if _is_postgresql():
        return sa.extract("epoch", Case.decided_at - Case.opened_at) / 3600
    return (sa.func.julianday(Case.decided_at) - sa.func.julianday(Case.opened_at)) * 24.0


def _count_if(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[Any]:
    return sa.func.sum(sa.case((condition, 1), else_=0))


def _guarded(values: Iterable[StrEnum], counts: Mapping[Any, int]) -> list[tuple[StrEnum, int | None]]:
    known = list(values)
    return list(zip(known, guarded([counts.get(value, 0) for value in known]), strict=True))


def _told(count: int) -> int | None:
    return count if count == 0 or count >= FEWEST else None


def _is_postgresql() -> bool:
    return db.engine.dialect.name == "postgresql"

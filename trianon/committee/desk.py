"""Going through the queue without losing one's place: where a case stands in a list, and which one comes next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from trianon.accounts.models import Account
from trianon.committee import queries, turns
from trianon.committee.models import Case
from trianon.committee.policy_queries import table_by_id
from trianon.committee.queries import Filters, Line
from trianon.committee.rules import Quorum, Verdict, quorum
from trianon.core.database import db
from trianon.core.paging import PAGE_SIZE, beginning_at

# Places are counted so far and no further: a queue of any length costs the same.
MOST_COUNTED = 1000
# How many cases are read to find the next one, and how often.
AT_ONCE, TIMES = 30, 3


@dataclass(frozen=True)
class Place:
    """Where a case stands in a list; `rank` is None when it is not in it, more than MOST_COUNTED is not counted."""

    rank: int | None
    total: int
    # The page of the list that holds it.
    cursor: str | None


def place_of(case: Case, person: Account, filters: Filters) -> Place:
    """Its place among the open cases of these filters, counted in one statement."""
    rows = queries.narrowed(person, filters).with_only_columns(Case.id)
    here = sa.tuple_(Case.ranked_at, Case.id)
    point = sa.tuple_(sa.literal(case.ranked_at, Case.ranked_at.type), sa.literal(case.id))
    before, total, known = db.session.execute(
        sa.select(_count(rows.where(here < point)), _count(rows), _count(rows.where(Case.id == case.id)))
    ).one()
    first = before < PAGE_SIZE
    return Place(before + 1 if known else None, total, None if first else beginning_at(case, Case.ranked_at, Case.id))


def total_of(person: Account, filters: Filters) -> int:
    """How many open cases these filters leave, at most one more than MOST_COUNTED."""
    rows = queries.narrowed(person, filters).with_only_columns(Case.id)
    return db.session.scalar(sa.select(_count(rows))) or 0


def next_case(person: Account, filters: Filters, after: Case | None = None) -> Case | None:
    """The oldest case of the list behind this one that waits for the member and at which nobody is who could do it
    alone; from the beginning again at the end of the list; None when there is none."""
    for line in _waiting(person, filters, after):
        if line.is_needed and not is_taken(line, person):
            return line.case
    return None


def is_taken(line: Line, person: Account) -> bool:
    """Whether somebody looks at it whose voice would make this member's one superfluous."""
    alone = (
        quorum(line.case.matter, Verdict.ACCEPT, line.case.side, table_by_id(line.case.policy_id))
        is Quorum.ONE_OF_EITHER
    )
    return any(alone or one.side is person.side for one in line.claims)


def _waiting(person: Account, filters: Filters, after: Case | None) -> Iterator[Line]:
    rows = queries.narrowed(person, filters).where(turns.waits_for(person))
    if after is None:
        yield from _lines(person, rows)
        return
    here = sa.tuple_(Case.ranked_at, Case.id)
    point = sa.tuple_(sa.literal(after.ranked_at, Case.ranked_at.type), sa.literal(after.id))
    yield from _lines(person, rows.where(here > point))
    yield from _lines(person, rows.where(here < point))


def _lines(person: Account, rows: sa.Select[Any]) -> Iterator[Line]:
    last: Case | None = None
    for _time in range(TIMES):
        some = rows.order_by(Case.ranked_at, Case.id).limit(AT_ONCE)
        if last is not None:
            point = sa.tuple_(sa.literal(last.ranked_at, Case.ranked_at.type), sa.literal(last.id))
            some = some.where(sa.tuple_(Case.ranked_at, Case.id) > point)
        found = list(db.session.scalars(some))
        yield from queries.lines_of(person, found)
        if len(found) < AT_ONCE:
            return
        last = found[-1]


def _count(rows: sa.Select[Any]) -> sa.ScalarSelect[int]:
    some = rows.limit(MOST_COUNTED + 1).subquery()
    return sa.select(sa.func.count()).select_from(some).scalar_subquery()

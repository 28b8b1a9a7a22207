"""Versions of the table of voices: what may be changed, into what, and by whom. Pure.

Three matters are no matter of policy: a disputed place, a removal and an appeal always take both sides (rules 3, 4
and 5). What is left has a short list of quorums for each cell, so that no version can let one side remove, or decide
for nobody. A version is in force for cases that are opened from its day on; those opened before keep theirs.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from trianon.committee.rules import TABLE, Matter, Quorum, Table, Verdict
from trianon.core.errors import RuleViolation
from trianon.core.sides import BOTH_SIDES, Side

FIRST_NUMBER = 1
LATEST = timedelta(days=366)
LONGEST_REASON = 2000

_PUBLISH_OR_REFUSE = (Quorum.ONE_OF_EITHER, Quorum.ONE_OF_EACH, Quorum.BOTH_SECRETARIES)
_TEXT = (*_PUBLISH_OR_REFUSE, Quorum.ONE_OF_OWN_SIDE_ELSE_EACH)
_BODY = (*_PUBLISH_OR_REFUSE, Quorum.ONE_OF_OWN_SIDE)
# Asking for changes decides nothing for good: one voice is always enough.
CHANGEABLE: Mapping[tuple[Matter, Verdict], tuple[Quorum, ...]] = {
    (Matter.COOPERATION, Verdict.ACCEPT): _TEXT,
    (Matter.COOPERATION, Verdict.REFUSE): _TEXT,
    (Matter.COOPERATION, Verdict.ASK_CHANGES): (Quorum.ONE_OF_EITHER, Quorum.ONE_SECRETARY),
    (Matter.CONTRIBUTION, Verdict.ACCEPT): _TEXT,
    (Matter.CONTRIBUTION, Verdict.REFUSE): _TEXT,
    (Matter.CONTRIBUTION, Verdict.ASK_CHANGES): (Quorum.ONE_OF_EITHER, Quorum.ONE_SECRETARY),
    (Matter.ORGANISATION, Verdict.ACCEPT): _BODY,
    (Matter.ORGANISATION, Verdict.REFUSE): _BODY,
    (Matter.ORGANISATION, Verdict.ASK_CHANGES): (Quorum.ONE_OF_OWN_SIDE, Quorum.ONE_OF_EITHER, Quorum.ONE_SECRETARY),
    (Matter.CLAIM, Verdict.ACCEPT): _BODY,
    (Matter.CLAIM, Verdict.REFUSE): _BODY,
    (Matter.CLAIM, Verdict.ASK_CHANGES): (Quorum.ONE_OF_OWN_SIDE, Quorum.ONE_OF_EITHER, Quorum.ONE_SECRETARY),
}
Cells = Mapping[str, str]


def key_of(matter: Matter, verdict: Verdict) -> str:
    """The name of a cell, as it is stored and as forms have it."""
    return f"{matter.value}.{verdict.value}"


def cells_of(table: Table) -> dict[str, str]:
    """The cells of a table that may change, as they are stored."""
    return {key_of(matter, verdict): table[matter, verdict].value for matter, verdict in CHANGEABLE}


def table_of(cells: Cells) -> Table:
    """The whole table of a version; what may not change stands in the code."""
    return {**TABLE, **{cell: Quorum(cells[key_of(*cell)]) for cell in CHANGEABLE}}


def check_cells(cells: Cells, before: Cells) -> None:
    """Every cell is there, has one of its quorums, and something is different from the version before."""
    for cell, allowed in CHANGEABLE.items():
        if cells.get(key_of(*cell)) not in {one.value for one in allowed}:
            raise RuleViolation("policy_cell_unknown")
    if set(cells) != {key_of(*cell) for cell in CHANGEABLE}:
        raise RuleViolation("policy_cell_unknown")
    if dict(cells) == dict(before):
        raise RuleViolation("policy_same")


def differences(before: Cells, after: Cells) -> list[tuple[Matter, Verdict, Quorum, Quorum]]:
    """The cells that differ, in the order of the table: what they were, what they become."""
    return [
        (matter, verdict, Quorum(before[key_of(matter, verdict)]), Quorum(after[key_of(matter, verdict)]))
        for matter, verdict in CHANGEABLE
        if before[key_of(matter, verdict)] != after[key_of(matter, verdict)]
    ]


def moment_of(day: date) -> datetime:
    """Midnight UTC: it is that day in Paris and in Moscow, whatever the season."""
    return datetime.combine(day, time(), UTC)


def check_day(day: date, at: datetime) -> None:
    """From tomorrow on, within a year: nobody changes the rules of a day that has begun."""
    if not at < moment_of(day) <= at + LATEST:
        raise RuleViolation("policy_day")


def may_answer(side: Side, proposed_by: Side) -> bool:
    """The secretary general of the other side; the table is changed by both."""
    return side in BOTH_SIDES and side is proposed_by.opposite

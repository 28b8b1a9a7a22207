"""The table of voices as rows of words: what everybody reads is what the rules decide by."""

from __future__ import annotations

from trianon.committee.labels import MATTERS, QUORUMS, decision_in_words
from trianon.committee.procedure import STANDING
from trianon.committee.rules import TABLE, Matter, Verdict


def rows_of_table() -> list[list[str]]:
    """For each matter: its name, then whose voices publish, refuse, and ask for changes."""
    order = (Verdict.ACCEPT, Verdict.REFUSE, Verdict.ASK_CHANGES)
    rows = [[str(MATTERS[matter]), *(_in_words(matter, verdict) for verdict in order)] for matter in Matter]
    return [row for row, matter in zip(rows, Matter, strict=True) if matter not in {*STANDING, Matter.APPEAL}]


def removal_in_words() -> str:
    """Whose voices take what is public off the site."""
    return str(QUORUMS[TABLE[(Matter.REMOVAL, Verdict.REFUSE)]])


def row_in_words(matter: Matter, verdict: Verdict) -> str:
    """“Cooperation: one voice of each side”, for a statement of reasons."""
    return f"{MATTERS[matter]} – {decision_in_words(matter, verdict)} – {_in_words(matter, verdict)}"


def _in_words(matter: Matter, verdict: Verdict) -> str:
    row = TABLE.get((matter, verdict))
    return str(QUORUMS[row]) if row is not None else "–"

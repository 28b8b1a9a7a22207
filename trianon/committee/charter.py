"""The table of voices as rows of words: what everybody reads is what the rules decide by."""

from __future__ import annotations

from flask_babel import gettext as _

from trianon.committee.labels import MATTERS, decision_in_words, quorum_in_words
from trianon.committee.procedure import STANDING
from trianon.committee.rules import TABLE, Matter, Quorum, Table, Verdict

ORDER = (Verdict.ACCEPT, Verdict.REFUSE, Verdict.ASK_CHANGES)


def rows_of_table(table: Table = TABLE) -> list[list[str]]:
    """For each matter: its name, then whose voices publish, refuse, and ask for changes."""
    rows = [[str(MATTERS[matter]), *(_in_words(matter, verdict, table) for verdict in ORDER)] for matter in Matter]
    return [row for row, matter in zip(rows, Matter, strict=True) if matter not in {*STANDING, Matter.APPEAL}]


def removal_in_words() -> str:
    """Whose voices take what is public off the site."""
    return quorum_in_words(TABLE[(Matter.REMOVAL, Verdict.REFUSE)], Verdict.REFUSE)


def row_in_words(matter: Matter, verdict: Verdict, table: Table = TABLE) -> str:
    """“Cooperation: one voice of each side”, for a statement of reasons."""
    words = {"matter": MATTERS[matter], "decision": decision_in_words(matter, verdict)}
    return _("%(matter)s, “%(decision)s”: %(voices)s", **words, voices=_in_words(matter, verdict, table))


def changes_in_words(changes: list[tuple[Matter, Verdict, Quorum, Quorum]]) -> list[list[str]]:
    """What a version changes: the matter, the decision, whose voices it took before and takes now."""
    return [
        [
            str(MATTERS[matter]),
            decision_in_words(matter, verdict),
            quorum_in_words(before, verdict),
            quorum_in_words(after, verdict),
        ]
        for matter, verdict, before, after in changes
    ]


def _in_words(matter: Matter, verdict: Verdict, table: Table) -> str:
    row = table.get((matter, verdict))
    return quorum_in_words(row, verdict) if row is not None else "–"

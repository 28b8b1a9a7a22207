"""The table of voices as rows of words: what everybody reads is what the rules decide by."""

from __future__ import annotations

from trianon.committee.labels import MATTERS, QUORUMS
from trianon.committee.rules import TABLE, Matter, Verdict


def rows_of_table() -> list[list[str]]:
    """For each matter: its name, then whose voices publish, refuse, and ask for changes."""
    order = (Verdict.ACCEPT, Verdict.REFUSE, Verdict.ASK_CHANGES)
    return [[str(MATTERS[matter]), *(str(QUORUMS[TABLE[(matter, verdict)]]) for verdict in order)] for matter in Matter]

"""Which decisions may be contested, for how long, and with what. Pure."""

from __future__ import annotations

from datetime import timedelta

from trianon.committee.rules import LONGEST_NOTE, Matter, Verdict
from trianon.core.errors import RuleViolation

# Six months, counted in days so that they are as long whenever they begin.
APPEAL_WITHIN = timedelta(days=183)


def may_be_contested(matter: Matter, verdict: Verdict | None) -> bool:
    """Refusals and removals; not the answer to an appeal."""
    return verdict is Verdict.REFUSE and matter is not Matter.APPEAL


def check_appeal(text: str) -> None:
    """A text that says something, and that somebody can read to its end."""
    if not text.strip():
        raise RuleViolation("appeal_needs_text")
    if len(text) > LONGEST_NOTE:
        raise RuleViolation("appeal_too_long", most=LONGEST_NOTE)

"""Next year's theme: who proposes, which proposal leads, who confirms the choice. Pure.

Each member has one voice a year, which they may move. A proposal leads on a side when more voices of that side are for
it than for any other. Where the same one leads on both sides the two secretaries general confirm it; where the sides
differ, the two co-presidents agree on one of the two. Nobody chooses before a session on it has begun, or alone.
"""

from __future__ import annotations

from collections.abc import Mapping

from trianon.core.errors import RuleViolation
from trianon.core.sides import BOTH_SIDES, Role, Side

LONGEST_TITLE, LONGEST_WHY = 200, 2000
MOST_SUB_THEMES = 20
# For how many years ahead a theme may be proposed.
YEARS_AHEAD = 2
Tally = Mapping[int, Mapping[Side, int]]


def years_open(this_year: int) -> list[int]:
    """The years whose theme may be proposed."""
    return [this_year + more for more in range(1, YEARS_AHEAD + 1)]


def leading(tally: Tally, side: Side) -> int | None:
    """The proposal that leads on a side; None without voices, or when two have as many."""
    counts = sorted(((found.get(side, 0), number) for number, found in tally.items()), reverse=True)
    if not counts or counts[0][0] == 0 or (len(counts) > 1 and counts[1][0] == counts[0][0]):
        return None
    return counts[0][1]


def check_confirmation(
    number: int, tally: Tally, side: Side, roles: frozenset[Role], *, session_began: bool, is_whole: bool
) -> None:
    """Whether somebody of these roles may confirm this proposal for their side."""
    if side not in BOTH_SIDES:
        raise RuleViolation("not_yours")
    leads = [leading(tally, one) for one in BOTH_SIDES]
    needed = Role.SECRETARY_GENERAL if leads[0] == leads[1] else Role.CO_PRESIDENT
    if needed not in roles:
        raise RuleViolation("theme_by_secretaries" if needed is Role.SECRETARY_GENERAL else "theme_by_presidents")
    if number not in leads:
        raise RuleViolation("theme_not_leading")
    if not session_began:
        raise RuleViolation("theme_without_session")
    if not is_whole:
        raise RuleViolation("theme_in_one_language")


def check_sub_themes(french: list[str], russian: list[str]) -> None:
    """As many titles in each language, in the same order."""
    if not french or len(french) != len(russian):
        raise RuleViolation("sub_themes_uneven", french=len(french), russian=len(russian))
    if len(french) > MOST_SUB_THEMES:
        raise RuleViolation("sub_themes_too_many", most=MOST_SUB_THEMES)
    if any(len(title) > LONGEST_TITLE for title in french + russian):
        raise RuleViolation("sub_theme_too_long", most=LONGEST_TITLE)

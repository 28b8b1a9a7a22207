"""Rules of cooperations: pure functions over values."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from trianon.cooperations.vocabulary import Activity, Agreement, Level
from trianon.core.publication import PENDING, TRANSITIONS, Action, State
from trianon.core.sides import BOTH_SIDES, Side

FIRST_YEAR_KNOWN = 1500
LAST_YEAR_PLAUSIBLE = 2100
LONGEST_TITLE = 200
LONGEST_SUMMARY = 5000
LONGEST_DETAIL = 3000
MOST_RENEWALS = 20
LONGEST_NAME = 200
LONGEST_PLACE = 100
LONGEST_SOURCE = 500
LONGEST_LINK = 500
MOST_PARTNERS = 30
MOST_LINKS = 20

FRENCH_LEVELS = (Level.COMMUNE, Level.EPCI, Level.DEPARTMENT, Level.FRENCH_REGION)
RUSSIAN_LEVELS = (
    Level.TOWN,
    Level.CITY_DISTRICT,
    Level.FEDERAL_CITY,
    Level.OBLAST,
    Level.KRAI,
    Level.REPUBLIC,
    Level.AUTONOMOUS_OKRUG,
)


def agreement(statements: Mapping[Side, Activity]) -> Agreement:
    """How what the two sides said last stands to each other; UNKNOWN is not a statement (rule 1)."""
    said = {side: state for side, state in statements.items() if side in BOTH_SIDES and state is not Activity.UNKNOWN}
    if not said:
        return Agreement.NOBODY
    if len(said) == 1:
        return Agreement.ONE_SIDE
    return Agreement.AGREE if len(set(said.values())) == 1 else Agreement.DIFFER


def declaring_side(person: Side, organisation: Side | None) -> Side:
    """Whose word a declaration is: the side of the verified organisation it is made for, else the person's own."""
    return organisation or person


def side_may_confirm(
    side: Side, *, declared_side: Side | None, declared_for_verified: bool, confirmed: Collection[Side]
) -> bool:
    """A side of the Dialogue confirms once; a declaration made for its verified organisation was its word already."""
    has_spoken = side in confirmed or (declared_for_verified and side is declared_side)
    return side in BOTH_SIDES and not has_spoken


def year_is_possible(year: int, this_year: int, ahead: int = 10) -> bool:
    """Neither legend nor a wish for a far future."""
    return FIRST_YEAR_KNOWN <= year <= min(this_year + ahead, LAST_YEAR_PLAUSIBLE)


def level_fits(side: Side, level: Level | None) -> bool:
    """A French partner has a French kind of place, a Russian one a Russian; another country has neither's."""
    fitting = {Side.FRANCE: FRENCH_LEVELS, Side.RUSSIA: RUSSIAN_LEVELS}.get(side, ())
    return level is None or level in fitting


def missing_sides(partners: Collection[Side]) -> list[Side]:
    """The sides of the Dialogue that have no partner yet: a cooperation needs one of each."""
    return [side for side in BOTH_SIDES if side not in partners]


def may_be_corrected(state: State, pending: State | None) -> bool:
    """Whether a new version may be sent now; what is public stays so meanwhile."""
    if state is State.PUBLISHED:
        return (Action.SUBMIT, pending) in PENDING
    return (Action.SUBMIT, state) in TRANSITIONS


def may_be_completed(state: State, pending: State | None) -> bool:
    """Whether somebody else than its author may send a version now: never over one that waits."""
    return state is State.PUBLISHED and pending in {None, State.REFUSED}


def may_be_withdrawn(state: State) -> bool:
    """Whether its author may take it back now."""
    return (Action.WITHDRAW, state) in TRANSITIONS

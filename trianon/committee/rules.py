"""The table of voices: who decides what (domain: "Who decides"). Pure; the charter's page is made of this table.

What time and disagreement change – reminders, co-presidents, the end of every case – stands in `procedure.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from trianon.core.errors import RuleViolation
from trianon.core.sides import BOTH_SIDES, COMMITTEE, Role, Side

LONGEST_NOTE = 3000
# Stands in prepared words where only the member can say what is meant; a note that still holds it is not sent.
GAP = "[…]"
# How long a text should wait at most, and how long a waiting text is told in hours.
TARGET_HOURS = 48


class Matter(StrEnum):
    """What can be decided on."""

    COOPERATION = "cooperation"
    CONTRIBUTION = "contribution"
    ORGANISATION = "organisation"
    # A record that was read in public sources, or an organisation that nobody acts for here.
    CLAIM = "claim"
    DISPUTED_PLACE = "disputed_place"
    # What is public already: accepting keeps it there, refusing takes it away.
    REMOVAL = "removal"
    # A decision that its author contests: accepting upholds the appeal, refusing leaves the decision as it is.
    APPEAL = "appeal"
    # Whether a measure is taken on a person: accepting leaves them be, refusing takes it.
    MEASURE = "measure"


class Verdict(StrEnum):
    """What a voice says."""

    ACCEPT = "accept"
    ASK_CHANGES = "ask_changes"
    REFUSE = "refuse"


class Reason(StrEnum):
    """The public list of reasons for refusal (rule 6)."""

    INSUFFICIENT_DETAIL = "insufficient_detail"
    OFF_TOPIC = "off_topic"
    POLITICAL = "political"
    ATTACK = "attack"
    PERSONAL_DATA = "personal_data"
    COMMERCIAL = "commercial"
    DUPLICATE = "duplicate"
    NOT_VERIFIABLE = "not_verifiable"
    UNLAWFUL = "unlawful"
    OTHER = "other"


class Ending(StrEnum):
    """How a case came to its end."""

    VOICES = "voices"
    CO_PRESIDENTS = "co_presidents"
    NO_AGREEMENT = "no_agreement"
    SILENCE = "silence"


class Quorum(StrEnum):
    """Whose voices a verdict needs."""

    ONE_OF_EITHER = "one_of_either"
    ONE_OF_EACH = "one_of_each"
    ONE_OF_OWN_SIDE = "one_of_own_side"
    ONE_OF_OWN_SIDE_ELSE_EACH = "one_of_own_side_else_each"
    BOTH_SECRETARIES = "both_secretaries"
    ONE_SECRETARY = "one_secretary"


Table = Mapping[tuple[Matter, Verdict], Quorum]
# The first version; a case is decided by the version that was in force when it was opened (`policy_rules`).
TABLE: Table = {
    (Matter.COOPERATION, Verdict.ACCEPT): Quorum.ONE_OF_EACH,
    (Matter.COOPERATION, Verdict.REFUSE): Quorum.ONE_OF_EACH,
    (Matter.COOPERATION, Verdict.ASK_CHANGES): Quorum.ONE_OF_EITHER,
    (Matter.CONTRIBUTION, Verdict.ACCEPT): Quorum.ONE_OF_EITHER,
    (Matter.CONTRIBUTION, Verdict.REFUSE): Quorum.ONE_OF_OWN_SIDE_ELSE_EACH,
    (Matter.CONTRIBUTION, Verdict.ASK_CHANGES): Quorum.ONE_OF_EITHER,
    (Matter.ORGANISATION, Verdict.ACCEPT): Quorum.ONE_OF_OWN_SIDE,
    (Matter.ORGANISATION, Verdict.REFUSE): Quorum.ONE_OF_OWN_SIDE,
    (Matter.ORGANISATION, Verdict.ASK_CHANGES): Quorum.ONE_OF_OWN_SIDE,
    (Matter.CLAIM, Verdict.ACCEPT): Quorum.ONE_OF_OWN_SIDE,
    (Matter.CLAIM, Verdict.REFUSE): Quorum.ONE_OF_OWN_SIDE,
    (Matter.CLAIM, Verdict.ASK_CHANGES): Quorum.ONE_OF_OWN_SIDE,
    (Matter.DISPUTED_PLACE, Verdict.ACCEPT): Quorum.BOTH_SECRETARIES,
    (Matter.DISPUTED_PLACE, Verdict.REFUSE): Quorum.BOTH_SECRETARIES,
    (Matter.DISPUTED_PLACE, Verdict.ASK_CHANGES): Quorum.ONE_SECRETARY,
    # One voice keeps it where nobody (any more) asks for its removal; against a voice that does, it is a disagreement.
    (Matter.REMOVAL, Verdict.ACCEPT): Quorum.ONE_OF_EITHER,
    (Matter.REMOVAL, Verdict.REFUSE): Quorum.ONE_OF_EACH,
    (Matter.MEASURE, Verdict.ACCEPT): Quorum.ONE_OF_EITHER,
    (Matter.MEASURE, Verdict.REFUSE): Quorum.ONE_OF_EACH,
    # Of members who took no part in the decision.
    (Matter.APPEAL, Verdict.ACCEPT): Quorum.ONE_OF_EACH,
    (Matter.APPEAL, Verdict.REFUSE): Quorum.ONE_OF_EACH,
}

OF_SECRETARIES = frozenset({Quorum.BOTH_SECRETARIES, Quorum.ONE_SECRETARY})
OF_EACH = frozenset({Quorum.ONE_OF_EACH, Quorum.BOTH_SECRETARIES})
# Asking for changes comes first: it decides nothing for good, so it never waits for a disagreement to end.
_IN_ORDER = (Verdict.ASK_CHANGES, Verdict.ACCEPT, Verdict.REFUSE)


@dataclass(frozen=True)
class Said:
    """One voice: whose, of which side, saying what. A newer voice of the same member replaces the older one."""

    member: int
    side: Side
    verdict: Verdict
    # As secretary general, or as the co-president who stands in for a silent one.
    is_secretary: bool = False
    is_co_president: bool = False


@dataclass(frozen=True)
class Openings:
    """What disagreement and time have opened: the co-presidents' word, and that of a co-president for a silent side."""

    is_disputed: bool = False
    silent: frozenset[Side] = frozenset()


NOTHING_OPENED = Openings()


@dataclass(frozen=True)
class Missing:
    """The voices that a verdict still needs: of which sides, of all of them or of any one, of secretaries general."""

    sides: frozenset[Side]
    any_one: bool = False
    secretaries: bool = False

    def __bool__(self) -> bool:
        return bool(self.sides)


def quorum(matter: Matter, verdict: Verdict, own_side: Side, table: Table = TABLE) -> Quorum | None:
    """The row of the table for this author's side; None where the table has none (what is public is never asked back).

    An author or a body from another country has no side of its own: then one voice of each side is needed (the table's
    "otherwise one of each"), and asking for changes, which decides nothing for good, takes one of either.
    """
    row = table.get((matter, verdict))
    if own_side in BOTH_SIDES or row not in {Quorum.ONE_OF_OWN_SIDE, Quorum.ONE_OF_OWN_SIDE_ELSE_EACH}:
        return row
    return Quorum.ONE_OF_EITHER if verdict is Verdict.ASK_CHANGES else Quorum.ONE_OF_EACH


def standing(matter: Matter, own_side: Side, voices: Iterable[Said], table: Table = TABLE) -> list[Said]:
    """The newest voice of each member, without those that do not count for what they say; `voices` oldest first."""
    return [said for said in newest(voices) if _counts(quorum(matter, said.verdict, own_side, table), own_side, said)]


def newest(voices: Iterable[Said]) -> list[Said]:
    """The newest voice of each member; `voices` oldest first."""
    return list({said.member: said for said in voices}.values())


def outcome(matter: Matter, own_side: Side, voices: Iterable[Said], table: Table = TABLE) -> Verdict | None:
    """The verdict that the voices carry, or None while they do not suffice; `voices` oldest first.

    A verdict is carried when its quorum is met and no standing voice says the opposite: a disagreement is not decided
    here, it goes to the co-presidents. Asking for changes takes effect at once.
    """
    counted = standing(matter, own_side, voices, table)
    for verdict in _IN_ORDER:
        saying = [said for said in counted if said.verdict is verdict]
        met = saying and not _missing(quorum(matter, verdict, own_side, table), own_side, saying)
        if met and (verdict is Verdict.ASK_CHANGES or len(saying) == len(counted)):
            return verdict
    return None


def disagree(matter: Matter, own_side: Side, voices: Iterable[Said], table: Table = TABLE) -> bool:
    """Whether some of the standing voices accept what others refuse."""
    said = {voice.verdict for voice in standing(matter, own_side, voices, table)}
    return {Verdict.ACCEPT, Verdict.REFUSE} <= said


def missing(matter: Matter, verdict: Verdict, own_side: Side, voices: Iterable[Said], table: Table = TABLE) -> Missing:
    """The voices that this verdict still needs, disagreement aside."""
    saying = [said for said in standing(matter, own_side, voices, table) if said.verdict is verdict]
    return _missing(quorum(matter, verdict, own_side, table), own_side, saying)


def speaks_as_secretary(side: Side, roles: frozenset[Role], openings: Openings) -> bool:
    """A secretary general, or the co-president of a side that has been silent for too long."""
    return Role.SECRETARY_GENERAL in roles or (Role.CO_PRESIDENT in roles and side in openings.silent)


def may_vote(
    matter: Matter,
    verdict: Verdict,
    own_side: Side,
    side: Side,
    roles: frozenset[Role],
    *,
    openings: Openings = NOTHING_OPENED,
    table: Table = TABLE,
) -> bool:
    """Whether a voice of this side and these roles counts for this verdict at all."""
    row = quorum(matter, verdict, own_side, table)
    if row is None or side not in BOTH_SIDES or not roles & COMMITTEE:
        return False
    if openings.is_disputed and Role.CO_PRESIDENT in roles and verdict is not Verdict.ASK_CHANGES:
        return True
    return _counts(row, own_side, Said(0, side, verdict, speaks_as_secretary(side, roles, openings)))


def verdicts_for(
    matter: Matter,
    own_side: Side,
    side: Side,
    roles: frozenset[Role],
    openings: Openings = NOTHING_OPENED,
    *,
    table: Table = TABLE,
) -> list[Verdict]:
    """What a member of this side and these roles may say on such a case; empty: their voice does not count."""
    return [
        verdict
        for verdict in Verdict
        if may_vote(matter, verdict, own_side, side, roles, openings=openings, table=table)
    ]


def is_needed(
    matter: Matter,
    own_side: Side,
    voices: Sequence[Said],
    side: Side,
    roles: frozenset[Role],
    *,
    openings: Openings = NOTHING_OPENED,
    table: Table = TABLE,
) -> bool:
    """Whether the case waits for this person's side: it counts here, and nobody of it has spoken yet.

    In a disagreement it waits for the co-presidents who have not spoken.
    """
    if openings.is_disputed:
        spoken = {said.side for said in newest(voices) if said.is_co_president}
        return Role.CO_PRESIDENT in roles and side in BOTH_SIDES and side not in spoken
    heard = {said.side for said in standing(matter, own_side, voices, table)}
    return side not in heard and bool(verdicts_for(matter, own_side, side, roles, openings, table=table))


def check_voice(verdict: Verdict, reasons: Sequence[str], note: str, *, readable: bool = True) -> None:
    """A refusal always carries a reason and a note in the author's language (`readable`), asking for changes always a
    note, which a translator may still help with (rule 6)."""
    if len(note) > LONGEST_NOTE:
        raise RuleViolation("note_too_long", most=LONGEST_NOTE)
    if verdict is Verdict.REFUSE and not reasons:
        raise RuleViolation("reason_needed")
    if verdict in {Verdict.REFUSE, Verdict.ASK_CHANGES} and not note.strip():
        raise RuleViolation("note_needed")
    if GAP in note:
        raise RuleViolation("note_has_gap", gap=GAP)
    if verdict is Verdict.REFUSE and not readable:
        raise RuleViolation("note_in_author_language")


def _missing(needed: Quorum | None, own_side: Side, saying: Sequence[Said]) -> Missing:
    """What remains of the quorum after these voices, which all count and say the same."""
    if needed is None:
        return Missing(frozenset())
    heard = frozenset(said.side for said in saying)
    of_secretaries = needed in OF_SECRETARIES
    if needed in OF_EACH:
        return Missing(frozenset(BOTH_SIDES) - heard, secretaries=of_secretaries)
    if needed in {Quorum.ONE_OF_OWN_SIDE, Quorum.ONE_OF_OWN_SIDE_ELSE_EACH}:
        return Missing(frozenset({own_side}) - heard)
    return Missing(frozenset() if heard else frozenset(BOTH_SIDES), any_one=True, secretaries=of_secretaries)


def _counts(needed: Quorum | None, own_side: Side, said: Said) -> bool:
    """Whether this voice is one that the quorum asks for."""
    if needed is None or said.side not in BOTH_SIDES:
        return False
    if needed in OF_SECRETARIES:
        return said.is_secretary
    return needed is not Quorum.ONE_OF_OWN_SIDE or said.side is own_side

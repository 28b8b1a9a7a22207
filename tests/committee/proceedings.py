"""A case played without a database: voices, silences, holds and clock steps, decided by the product's own rules.

What is allowed is said a second time here, differently, in `faults_of`: the table of `domain` in plain sets.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from trianon.committee.procedure import ENDS_AFTER, Course, Decision, Held, hold_is_over, settle
from trianon.committee.rules import Ending, Matter, Openings, Said, Verdict, may_vote, speaks_as_secretary
from trianon.core.sides import Role, Side

OPENED = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
FRANCE, RUSSIA = Side.FRANCE, Side.RUSSIA
ACCEPT, REFUSE, ASK = Verdict.ACCEPT, Verdict.REFUSE, Verdict.ASK_CHANGES

# Two members, the secretaries general and the co-presidents: number, side, role.
PEOPLE = {
    "F": (1, FRANCE, Role.MEMBER),
    "F.sg": (2, FRANCE, Role.SECRETARY_GENERAL),
    "F.cp": (3, FRANCE, Role.CO_PRESIDENT),
    "R": (4, RUSSIA, Role.MEMBER),
    "R.sg": (5, RUSSIA, Role.SECRETARY_GENERAL),
    "R.cp": (6, RUSSIA, Role.CO_PRESIDENT),
}
SIGNS = {"+": ACCEPT, "-": REFUSE, "?": ASK}
STEPS = {"3 days": timedelta(days=3), "8 days": timedelta(days=8), "15 days": timedelta(days=15)}
VOICES = tuple(f"{name}{sign}" for name in PEOPLE for sign in SIGNS)
HOLDS = ("F hides", "R hides", "F hides unlawful", "R hides unlawful")


@dataclass(frozen=True)
class Play:
    """Where a case stands in a play; equal plays have equal futures."""

    matter: Matter
    own_side: Side
    at: datetime = OPENED
    voices: tuple[Said, ...] = ()
    disputed_at: datetime | None = None
    held: Held | None = None
    hidden_by: frozenset[Side] = frozenset()
    decision: Decision | None = None

    @property
    def course(self) -> Course:
        """The same as the rules take it."""
        return Course(self.matter, self.own_side, OPENED, self.voices, self.disputed_at, self.held)


def moves_of(play: Play) -> Iterator[tuple[str, Play]]:
    """Every move that somebody or the clock may make now, and where it leads; none once it is decided."""
    if play.decision is not None:
        return
    openings = play.course.openings(play.at)
    for move in VOICES:
        said = voice_of(play, move, openings)
        if said is not None:
            yield move, after_voice(play, said)
    for move in HOLDS if play.matter is Matter.REMOVAL else ():
        side = FRANCE if move.startswith("F") else RUSSIA
        kept = any(said.side is side.opposite and said.verdict is ACCEPT for said in play.voices)
        if play.held is None and side not in play.hidden_by and not kept:
            number = PEOPLE[side.value[0].upper()][0]
            hidden = replace(
                play,
                held=Held(side, play.at, move.endswith("unlawful")),
                hidden_by=play.hidden_by | {side},
            )
            yield move, after_voice(hidden, Said(number, side, REFUSE))
    for move, step in STEPS.items():
        yield move, moved(replace(play, at=play.at + step))


def voice_of(play: Play, move: str, openings: Openings) -> Said | None:
    """This voice if it counts now and says something new."""
    number, side, role = PEOPLE[move[:-1]]
    verdict, roles = SIGNS[move[-1]], frozenset({role})
    if not may_vote(play.matter, verdict, play.own_side, side, roles, openings=openings):
        return None
    said = Said(
        number, side, verdict, speaks_as_secretary(side, roles, openings), is_co_president=role is Role.CO_PRESIDENT
    )
    return None if said in play.voices else said


def after_voice(play: Play, said: Said) -> Play:
    """A newer voice of the same member replaces the older one; who spoke first plays no part."""
    others = [voice for voice in play.voices if voice.member != said.member]
    return moved(replace(play, voices=tuple(sorted([*others, said], key=lambda voice: voice.member))))


def moved(play: Play) -> Play:
    """What `committee.moving` does, without telling anybody."""
    if play.course.is_disputed and play.disputed_at is None:
        play = replace(play, disputed_at=play.at)
    decision = settle(play.course, play.at)
    if decision is not None:
        return replace(play, decision=decision, held=None)
    return replace(play, held=None) if hold_is_over(play.course, play.at) else play


def faults_of(before: Play, move: str, after: Play) -> Iterator[str]:
    """What the rules of the domain forbid, said again in plain sets."""
    if before.held is not None and after.held is None:
        yield from _faults_of_end_of_hold(before, move, after)
    if after.decision is None:
        if after.at >= OPENED + 2 * ENDS_AFTER and not (after.held and after.held.is_unlawful):
            yield "it waits for more than twice 28 days"
        return
    if after.decision.ending is Ending.VOICES:
        if not _table_allows(after, after.decision.verdict):
            yield f"{after.decision.verdict} against the table"
    elif after.decision.ending is Ending.CO_PRESIDENTS:
        said = {one.side for one in after.voices if one.is_co_president and one.verdict is after.decision.verdict}
        if said != {FRANCE, RUSSIA} or not _disagree(after):
            yield "the co-presidents decide alone"
    elif after.decision.verdict is not (ACCEPT if after.matter is Matter.REMOVAL else REFUSE):
        yield "something changes without an agreement"
    elif after.decision.ending is Ending.SILENCE and after.at < OPENED + ENDS_AFTER:
        yield "it ends too early"


def _faults_of_end_of_hold(before: Play, move: str, after: Play) -> Iterator[str]:
    held = before.held
    if held is None or (after.decision is not None and move in VOICES):
        return
    reviewed = any(said.side is held.side.opposite and said.verdict is ACCEPT for said in after.voices)
    if reviewed:
        return
    if held.is_unlawful and move in STEPS:
        yield "unlawful content comes back by a clock"
    if after.at < held.since + timedelta(hours=72) and after.decision is None:
        yield "a hold ends too early"


def _disagree(play: Play) -> bool:
    said = {one.verdict for one in play.voices}
    return {ACCEPT, REFUSE} <= said


def _table_allows(play: Play, verdict: Verdict) -> bool:
    """The table of voices, row by row."""
    saying = [one for one in play.voices if one.verdict is verdict]
    sides = {one.side for one in saying}
    deputies = {one.side for one in saying if one.is_secretary}
    both, has_side = {FRANCE, RUSSIA}, play.own_side in {FRANCE, RUSSIA}
    match play.matter, verdict:
        case Matter.COOPERATION, Verdict.ACCEPT | Verdict.REFUSE:
            return sides == both
        case Matter.REMOVAL, Verdict.REFUSE:
            return sides == both
        case Matter.CONTRIBUTION, Verdict.REFUSE:
            return sides == both or (has_side and play.own_side in sides)
        case Matter.ORGANISATION | Matter.CLAIM, _:
            if has_side:
                return play.own_side in sides
            return bool(sides) if verdict is ASK else sides == both
        case Matter.DISPUTED_PLACE, Verdict.ASK_CHANGES:
            return bool(deputies)
        case Matter.DISPUTED_PLACE, _:
            return deputies == both
        case _:
            return bool(sides)

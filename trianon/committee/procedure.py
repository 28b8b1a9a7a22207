"""What time and disagreement do to a case, so that every case ends. Pure: the same code decides, reminds and is tested.

Disagreement goes to the co-presidents. A silent side is reminded after 7 days, from when its secretary general is asked
for its voice; after 7 more its co-president may give it. A case for which no voices suffice ends 28 days after it was
opened (or after the voices first disagreed) as when the co-presidents disagree: what is not published is not published
and its author may appeal; what is published stays. One thing ends by no clock: the hold of unlawful content.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from trianon.committee.rules import (
    TABLE,
    Ending,
    Matter,
    Openings,
    Reason,
    Said,
    Table,
    Verdict,
    disagree,
    missing,
    newest,
    outcome,
    standing,
)
from trianon.core.sides import BOTH_SIDES, Side

# What is as it is until both sides change it: without an agreement it stays.
STANDING = frozenset({Matter.REMOVAL, Matter.MEASURE})
REMINDED_AFTER = timedelta(days=7)
STANDS_IN_AFTER = timedelta(days=14)
ENDS_AFTER = timedelta(days=28)
HOLD_LASTS = timedelta(hours=72)


@dataclass(frozen=True)
class Decision:
    """What was decided, and how it came about."""

    verdict: Verdict
    ending: Ending


@dataclass(frozen=True)
class Held:
    """A hold that stands: by which side, since when, whether for unlawful content."""

    side: Side
    since: datetime
    is_unlawful: bool

    @property
    def until(self) -> datetime | None:
        """When it lifts by itself; never, for unlawful content."""
        return None if self.is_unlawful else self.since + HOLD_LASTS


@dataclass(frozen=True)
class Course:
    """An open case as time sees it."""

    matter: Matter
    own_side: Side
    opened_at: datetime
    voices: Sequence[Said] = ()
    disputed_at: datetime | None = None
    held: Held | None = None
    # How many of the two reminders have gone out.
    reminded: int = 0
    # The version of the table of voices that was in force when it was opened.
    table: Table = field(default_factory=lambda: TABLE)

    @property
    def is_disputed(self) -> bool:
        """Whether standing voices accept what others refuse."""
        return disagree(self.matter, self.own_side, self.voices, self.table)

    @property
    def waits_since(self) -> datetime:
        """From when its days are counted: its opening, or the first disagreement."""
        return max(self.opened_at, self.disputed_at or self.opened_at)

    @property
    def ends_at(self) -> datetime | None:
        """When it ends by itself; None while unlawful content is held and not reviewed."""
        if self.held is not None and self.held.is_unlawful:
            return None
        return self.waits_since + ENDS_AFTER

    def openings(self, at: datetime) -> Openings:
        """Who may speak now beside those whom the table names."""
        late = at >= self.opened_at + STANDS_IN_AFTER
        return Openings(self.is_disputed, frozenset(self.silent) if late else frozenset())

    @property
    def silent(self) -> list[Side]:
        """The sides whose voice is waited for: those the case needs and that have said nothing; co-presidents' sides
        in a disagreement."""
        if self.is_disputed:
            spoken = {said.side for said in newest(self.voices) if said.is_co_president}
        else:
            spoken = {said.side for said in standing(self.matter, self.own_side, self.voices, self.table)}
        return [side for side in self.expected if side not in spoken]

    @property
    def expected(self) -> list[Side]:
        """The sides that have a word here."""
        if self.is_disputed or self.matter in STANDING:
            return list(BOTH_SIDES)
        asked = missing(self.matter, Verdict.ACCEPT, self.own_side, (), self.table).sides
        return [side for side in BOTH_SIDES if side in asked]


def settle(course: Course, at: datetime) -> Decision | None:
    """The decision that voices, co-presidents or the last day have brought about; None while the case goes on."""
    decided = outcome(course.matter, course.own_side, course.voices, course.table)
    if decided is not None:
        return Decision(decided, Ending.VOICES)
    if course.is_disputed:
        said = {voice.side: voice.verdict for voice in newest(course.voices) if voice.is_co_president}
        heard = {said[side] for side in BOTH_SIDES if side in said}
        if len(said) == len(BOTH_SIDES) and Verdict.ASK_CHANGES not in heard:
            if len(heard) == 1:
                return Decision(heard.pop(), Ending.CO_PRESIDENTS)
            return Decision(as_it_stands(course.matter), Ending.NO_AGREEMENT)
    if course.ends_at is not None and at >= course.ends_at:
        return Decision(as_it_stands(course.matter), Ending.SILENCE)
    return None


def as_it_stands(matter: Matter) -> Verdict:
    """Without an agreement nothing changes: what is public stays public, what is not does not become it."""
    return Verdict.ACCEPT if matter in STANDING else Verdict.REFUSE


def hold_is_over(course: Course, at: datetime) -> bool:
    """Whether the hold lifts: the other side has said that the text stays, or 72 hours have passed."""
    if course.held is None:
        return False
    reviewer = course.held.side.opposite
    reviews = [said for said in newest(course.voices) if said.side is reviewer]
    if any(said.verdict is Verdict.ACCEPT for said in reviews):
        return True
    return course.held.until is not None and at >= course.held.until


def reminder_due(course: Course, at: datetime) -> int:
    """Which reminder is due: 1 to the silent sides’ secretaries general, 2 to their co-presidents; else 0."""
    level = sum(at >= course.waits_since + after for after in (REMINDED_AFTER, STANDS_IN_AFTER))
    return level if level > course.reminded and course.silent else 0


def next_at(course: Course) -> datetime | None:
    """When the clock next matters to this case; None when only a voice can move it."""
    since = course.waits_since
    moments = [since + after for after in (REMINDED_AFTER, STANDS_IN_AFTER)][course.reminded :]
    if course.held is not None and course.held.until is not None:
        moments.append(course.held.until)
    if course.ends_at is not None:
        moments.append(course.ends_at)
    return min(moments, default=None)


def is_unlawful(reasons: Sequence[str]) -> bool:
    """Whether a hold for these reasons lasts until it is reviewed."""
    return Reason.UNLAWFUL.value in reasons

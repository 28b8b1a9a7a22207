"""What happens to cases. The journal keeps who said what; mails and pages name sides, never members."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from trianon.committee.measure_rules import MeasureKind
from trianon.committee.rules import Ending, Reason, Verdict
from trianon.core.events import Event
from trianon.core.sides import Side


@dataclass(frozen=True, kw_only=True)
class CaseEvent(Event):
    """Something about a case; `about` and `about_id` name the record that it is on."""

    subject: ClassVar[str] = "case"
    about: str
    about_id: int


@dataclass(frozen=True, kw_only=True)
class CaseOpened(CaseEvent):
    """A version waits for voices."""

    version: int


@dataclass(frozen=True, kw_only=True)
class CaseClosed(CaseEvent):
    """Its text was changed or withdrawn before a decision."""


@dataclass(frozen=True, kw_only=True)
class VoiceGiven(CaseEvent):
    """A member of a side said this."""

    side: Side
    verdict: Verdict


@dataclass(frozen=True, kw_only=True)
class VoiceVoided(CaseEvent):
    """The only voices on an open case were those of a member whose mandate has ended."""


@dataclass(frozen=True, kw_only=True)
class CaseDecided(CaseEvent):
    """It has come to its end: this verdict, in this way."""

    verdict: Verdict
    ending: Ending = Ending.VOICES


@dataclass(frozen=True, kw_only=True)
class CaseDisputed(CaseEvent):
    """Its voices disagree: it goes to the co-presidents."""


@dataclass(frozen=True, kw_only=True)
class SideReminded(CaseEvent):
    """A side has been silent for 7 days (level 1) or 14 (level 2)."""

    side: Side
    level: int


@dataclass(frozen=True, kw_only=True)
class MemberSteppedAside(CaseEvent):
    """A member has declared a conflict of interest: `about` names the record that they decide on no more."""


@dataclass(frozen=True, kw_only=True)
class CasePassed(CaseEvent):
    """This side asks the other to look at it first."""

    side: Side


@dataclass(frozen=True, kw_only=True)
class NoteWritten(CaseEvent):
    """A member wrote to the colleagues of this side."""

    side: Side


@dataclass(frozen=True, kw_only=True)
class RemovalEvent(Event):
    """Something about the question whether a public version stays."""

    subject: ClassVar[str] = "removal"
    about: str
    about_id: int
    version: int


@dataclass(frozen=True, kw_only=True)
class RemovalAsked(RemovalEvent):
    """A side asks for a public version to be removed."""

    side: Side


@dataclass(frozen=True, kw_only=True)
class HoldPlaced(RemovalEvent):
    """A side has hidden it at once."""

    side: Side
    is_unlawful: bool


@dataclass(frozen=True, kw_only=True)
class HoldLifted(RemovalEvent):
    """The hold of this side has ended, by a review or by itself."""

    side: Side


@dataclass(frozen=True, kw_only=True)
class ReviewOpened(RemovalEvent):
    """Readers’ reports ask whether a public version stays."""


@dataclass(frozen=True, kw_only=True)
class FlagEvent(Event):
    """Something about a reader’s report; its words stay in its own row."""

    subject: ClassVar[str] = "flag"
    about: str
    about_id: int
    version: int
    category: Reason


@dataclass(frozen=True, kw_only=True)
class FlagMade(FlagEvent):
    """Somebody with an account reports a text, or changes their report."""


@dataclass(frozen=True, kw_only=True)
class FlagConfirmed(FlagEvent):
    """Somebody without an account has confirmed the address of their notice."""


@dataclass(frozen=True, kw_only=True)
class FlagWithdrawn(FlagEvent):
    """Its reader has taken it back."""


@dataclass(frozen=True, kw_only=True)
class MeasureEvent(Event):
    """Something about a measure on a person."""

    subject: ClassVar[str] = "account"
    measure: int
    kind: MeasureKind


@dataclass(frozen=True, kw_only=True)
class MeasureProposed(MeasureEvent):
    """A member of this side asks for it."""

    side: Side


@dataclass(frozen=True, kw_only=True)
class MeasureTaken(MeasureEvent):
    """Both sides have decided on it."""


@dataclass(frozen=True, kw_only=True)
class MeasureEnded(MeasureEvent):
    """Not taken, over, or lifted by an appeal."""

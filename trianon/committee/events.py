"""What happens to cases. The journal keeps who said what; mails and pages name sides, never members."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from trianon.committee.rules import Verdict
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
    """The voices carried this verdict."""

    verdict: Verdict

"""What happens to cooperations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from trianon.cooperations.vocabulary import Activity
from trianon.core.events import Event
from trianon.core.sides import Side


@dataclass(frozen=True, kw_only=True)
class CooperationEvent(Event):
    """Base of the events about one cooperation and one of its versions."""

    subject: ClassVar[str] = "cooperation"
    version: int


@dataclass(frozen=True, kw_only=True)
class CooperationSubmitted(CooperationEvent):
    """Sent for examination, for the first time or again; `draft` was its draft, so that a second click finds it.

    `job`: it came in by an import (0: by the command), whose author hears of all its records at once.
    """

    draft: int | None = None
    job: int | None = None


@dataclass(frozen=True, kw_only=True)
class CooperationPublished(CooperationEvent):
    """This version is the public one now."""


@dataclass(frozen=True, kw_only=True)
class CooperationChangesAsked(CooperationEvent):
    """The committee asked its author for changes."""


@dataclass(frozen=True, kw_only=True)
class CooperationRefused(CooperationEvent):
    """The committee refused this version."""


@dataclass(frozen=True, kw_only=True)
class CooperationHeld(CooperationEvent):
    """Hidden by one side of the committee until it is reviewed."""


@dataclass(frozen=True, kw_only=True)
class CooperationRestored(CooperationEvent):
    """Shown again after a hold or an appeal."""


@dataclass(frozen=True, kw_only=True)
class CooperationRemoved(CooperationEvent):
    """Taken off the site by both sides."""


@dataclass(frozen=True, kw_only=True)
class CooperationWithdrawn(CooperationEvent):
    """Taken back by its author."""


@dataclass(frozen=True, kw_only=True)
class CooperationConfirmed(CooperationEvent):
    """A verified organisation of a side said that the cooperation is its own too (rule 1)."""

    side: Side
    organisation: int


@dataclass(frozen=True, kw_only=True)
class ActivityStated(CooperationEvent):
    """A side said at which date the cooperation is active, suspended, ended…"""

    side: Side
    activity: Activity


@dataclass(frozen=True, kw_only=True)
class CooperationTranslated(CooperationEvent):
    """A reviewed translation stands beside the public version, in this language."""

    lang: str

"""What happens to the agenda of other events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from trianon.core.events import Event


@dataclass(frozen=True, kw_only=True)
class AgendaEvent(Event):
    """About an entry of the agenda: `subject_id` is its number."""

    subject: ClassVar[str] = "agenda_entry"


@dataclass(frozen=True, kw_only=True)
class AgendaEntryAdded(AgendaEvent):
    """An event came into the agenda."""


@dataclass(frozen=True, kw_only=True)
class AgendaEntryChanged(AgendaEvent):
    """Its words or its days are different now."""


@dataclass(frozen=True, kw_only=True)
class AgendaEntryRemoved(AgendaEvent):
    """It is no longer in the agenda."""

"""What happens to the table of voices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from trianon.core.events import Event
from trianon.core.sides import Side


@dataclass(frozen=True, kw_only=True)
class PolicyEvent(Event):
    """Something about a version."""

    subject: ClassVar[str] = "policy"
    side: Side


@dataclass(frozen=True, kw_only=True)
class PolicyProposed(PolicyEvent):
    """One secretary general proposes a version."""


@dataclass(frozen=True, kw_only=True)
class PolicyAgreed(PolicyEvent):
    """The other one agrees: it has a number and a day."""

    number: int


@dataclass(frozen=True, kw_only=True)
class PolicyDeclined(PolicyEvent):
    """The other one does not."""


@dataclass(frozen=True, kw_only=True)
class PolicyWithdrawn(PolicyEvent):
    """Taken back, or its proposer has left the office before an answer."""

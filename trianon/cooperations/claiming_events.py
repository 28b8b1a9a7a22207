"""What happens to the claim of a record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from trianon.cooperations.events import CooperationEvent
from trianon.core.events import Event
from trianon.core.sides import Side


@dataclass(frozen=True, kw_only=True)
class RecordClaimEvent(Event):
    """Base of the events about one claim and one of its versions."""

    subject: ClassVar[str] = "record_claim"
    version: int


@dataclass(frozen=True, kw_only=True)
class RecordClaimed(RecordClaimEvent):
    """Sent, for the first time or again."""


@dataclass(frozen=True, kw_only=True)
class RecordClaimEnded(RecordClaimEvent):
    """Nothing remains to be decided: taken back; with nobody in `by`, another organisation has it, or it is gone."""


@dataclass(frozen=True, kw_only=True)
class CooperationTakenOver(CooperationEvent):
    """A claim was accepted: this organisation stands for the record, and its side has given its word."""

    claim_id: int
    side: Side
    organisation: int

"""What happens to offices beside their beginning and end, which accounts tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from trianon.core.events import Event
from trianon.core.sides import Role, Side


@dataclass(frozen=True, kw_only=True)
class NominationEvent(Event):
    """Something about an invitation; the address stands nowhere in the journal."""

    subject: ClassVar[str] = "nomination"
    role: Role
    side: Side
    deputy: bool


@dataclass(frozen=True, kw_only=True)
class Invited(NominationEvent):
    """Somebody is invited to an office."""


@dataclass(frozen=True, kw_only=True)
class InvitationSettled(NominationEvent):
    """The person has answered."""

    accepted: bool


@dataclass(frozen=True, kw_only=True)
class InvitationCancelled(NominationEvent):
    """It was taken back before an answer."""


@dataclass(frozen=True, kw_only=True)
class DeputyEnded(Event):
    """Somebody does not stand in for a post any more."""

    subject: ClassVar[str] = "deputy"
    account_id: int
    role: Role


@dataclass(frozen=True, kw_only=True)
class PostDelegated(Event):
    """Whoever holds a post lets their deputy act for some days, or (`days` 0) takes it back."""

    subject: ClassVar[str] = "appointment"
    role: Role
    days: int


@dataclass(frozen=True, kw_only=True)
class MandateShortened(Event):
    """Somebody has named the day on which their own mandate will end."""

    subject: ClassVar[str] = "appointment"
    role: Role

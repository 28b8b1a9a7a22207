"""What happens to workshops and to the people who register."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from trianon.core.events import Event


@dataclass(frozen=True, kw_only=True)
class WorkshopEvent(Event):
    """About a workshop: `subject_id` is its number."""

    subject: ClassVar[str] = "workshop"


@dataclass(frozen=True, kw_only=True)
class WorkshopAnnounced(WorkshopEvent):
    """A workshop came into the programme."""


@dataclass(frozen=True, kw_only=True)
class RegistrationOpened(WorkshopEvent):
    """One may register from now on."""


@dataclass(frozen=True, kw_only=True)
class WorkshopChanged(WorkshopEvent):
    """Edited: the names of the fields that are different now."""

    fields: tuple[str, ...]
    revision: int


@dataclass(frozen=True, kw_only=True)
class WorkshopTextsEvent(WorkshopEvent):
    """About what hosts wrote of it, in one version."""

    version: int


@dataclass(frozen=True, kw_only=True)
class WorkshopTextsHeld(WorkshopTextsEvent):
    """Hidden by one side of the committee until they are reviewed."""


@dataclass(frozen=True, kw_only=True)
class WorkshopTextsRestored(WorkshopTextsEvent):
    """Shown again after a hold or an appeal."""


@dataclass(frozen=True, kw_only=True)
class WorkshopTextsRemoved(WorkshopTextsEvent):
    """Taken off the site by both sides."""


@dataclass(frozen=True, kw_only=True)
class WorkshopTextsChanged(WorkshopTextsEvent):
    """Hosts have written others."""


@dataclass(frozen=True, kw_only=True)
class WorkshopMoved(WorkshopEvent):
    """Edited in what people have in their calendars: time, length, languages."""

    revision: int


@dataclass(frozen=True, kw_only=True)
class WorkshopCancelled(WorkshopEvent):
    """It will not take place; all registrations went with it."""

    revision: int


@dataclass(frozen=True, kw_only=True)
class RegistrationEvent(WorkshopEvent):
    """About one person's registration for the workshop."""

    registration: int


@dataclass(frozen=True, kw_only=True)
class SeatConfirmed(RegistrationEvent):
    """A newcomer found a free seat."""


@dataclass(frozen=True, kw_only=True)
class PersonQueued(RegistrationEvent):
    """A newcomer found no free seat and waits."""


@dataclass(frozen=True, kw_only=True)
class PersonPromoted(RegistrationEvent):
    """Somebody who waited has a seat now."""


@dataclass(frozen=True, kw_only=True)
class AnswersChanged(RegistrationEvent):
    """Somebody registered has answered anew what was asked; which of the answers, never their words."""

    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PersonLeft(RegistrationEvent):
    """Somebody gave up a seat, or a place in the list."""

    had_seat: bool


@dataclass(frozen=True, kw_only=True)
class RoomDescribed(WorkshopEvent):
    """Hosts have said where it is held and how it is watched."""


@dataclass(frozen=True, kw_only=True)
class PresenceMarked(WorkshopEvent):
    """Hosts have noted who was there, and who was not."""

    present: int


@dataclass(frozen=True, kw_only=True)
class RegistrantsWrittenTo(WorkshopEvent):
    """Hosts have written to everybody registered."""

    message: int

"""Reactions to what happens to registrations: mails and notices, in the same transaction."""

from __future__ import annotations

from typing import Any

from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.events import on
from trianon.mail.outbox import post
from trianon.notifications.services import notify
from trianon.workshops.events import (
    PersonLeft,
    PersonPromoted,
    PersonQueued,
    RegistrationEvent,
    SeatConfirmed,
    WorkshopCancelled,
    WorkshopMoved,
)
from trianon.workshops.models import Registration, RegistrationState
from trianon.workshops.queries import registrations_to_tell
from trianon.workshops.sequences import next_sequences


@on(SeatConfirmed)
def tell_confirmed(event: SeatConfirmed) -> None:
    """The invitation, at once."""
    _tell_seated("workshops.confirmed", event)


@on(PersonPromoted)
def tell_promoted(event: PersonPromoted) -> None:
    """The invitation, and a line on the site: the person did nothing to get it."""
    _tell_seated("workshops.promoted", event)


@on(PersonQueued)
def tell_waiting(event: PersonQueued) -> None:
    """The place in the list; nothing for the calendar."""
    registration = _registration(event)
    post("workshops.waiting", registration.account, once=_once("waiting", registration), registration=registration.id)
    notify(registration.account_id, "workshops.waiting", workshop=event.subject_id)


@on(PersonLeft)
def tell_left(event: PersonLeft) -> None:
    """Whoever had a seat has an entry in the calendar to take back."""
    if not event.had_seat:
        return
    registration = _registration(event)
    post(
        "workshops.left",
        registration.account,
        once=_once("left", registration),
        registration=registration.id,
        **_stamp(registration),
    )


@on(WorkshopMoved)
def tell_moved(event: WorkshopMoved) -> None:
    """New hours or languages, for everybody with a seat or in the list."""
    _tell_all("changed", event)


@on(WorkshopCancelled)
def tell_cancelled(event: WorkshopCancelled) -> None:
    """The end, for everybody with a seat or in the list."""
    _tell_all("cancelled", event)


def _tell_seated(kind: str, event: RegistrationEvent) -> None:
    registration = _registration(event)
    post(
        kind,
        registration.account,
        once=_once(kind.partition(".")[2], registration),
        registration=registration.id,
        **_stamp(registration),
    )
    notify(registration.account_id, kind, workshop=event.subject_id)


def _tell_all(word: str, event: WorkshopMoved | WorkshopCancelled) -> None:
    registrations = registrations_to_tell(event.subject_id)
    seated = [one.account_id for one in registrations if one.state is RegistrationState.CONFIRMED]
    sequences = next_sequences(event.subject_id, seated)
    at = now().isoformat()
    for one in registrations:
        post(
            f"workshops.{word}",
            one.account,
            once=f"{_once(word, one)}:{event.revision}",
            registration=one.id,
            sequence=sequences.get(one.account_id),
            at=at,
        )
        notify(one.account_id, f"workshops.{word}", workshop=event.subject_id)


def _registration(event: RegistrationEvent) -> Registration:
    return db.session.get_one(Registration, event.registration)


def _once(word: str, registration: Registration) -> str:
    return f"workshops.{word}:{registration.id}"


def _stamp(registration: Registration) -> dict[str, Any]:
    """The number and the moment of a calendar message, kept with the mail so that sending it again sends the same."""
    taken = next_sequences(registration.workshop_id, [registration.account_id])
    return {"sequence": taken[registration.account_id], "at": now().isoformat()}

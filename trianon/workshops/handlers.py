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
from trianon.workshops.models import Registration
from trianon.workshops.queries import registrations_to_tell
from trianon.workshops.sequences import first_sequence, take_sequence, take_sequences


@on(SeatConfirmed)
def tell_confirmed(event: SeatConfirmed) -> None:
    """The invitation, at once; the site says so on the page that answers, a line in the inbox would say it twice."""
    registration = _registration(event)
    _post("confirmed", registration, sequence=first_sequence(registration), at=now().isoformat())


@on(PersonPromoted)
def tell_promoted(event: PersonPromoted) -> None:
    """The invitation, and a line on the site: the person did nothing to get it."""
    registration = _registration(event)
    _post("promoted", registration, sequence=take_sequence(registration), at=now().isoformat())
    notify(registration.account_id, "workshops.promoted", workshop=event.subject_id)


@on(PersonQueued)
def tell_waiting(event: PersonQueued) -> None:
    """The place in the list; nothing for the calendar."""
    _post("waiting", _registration(event))


@on(PersonLeft)
def tell_left(event: PersonLeft) -> None:
    """Whoever had a seat has an entry in the calendar to take back."""
    if not event.had_seat:
        return
    registration = _registration(event)
    _post("left", registration, sequence=take_sequence(registration), at=now().isoformat())


@on(WorkshopMoved)
def tell_moved(event: WorkshopMoved) -> None:
    """New hours or languages, for everybody with a seat or in the list."""
    _tell_all("changed", event)


@on(WorkshopCancelled)
def tell_cancelled(event: WorkshopCancelled) -> None:
    """The end, for everybody with a seat or in the list."""
    _tell_all("cancelled", event)


def _post(word: str, registration: Registration, **stamp: Any) -> None:
    """One mail; the number and the moment of a calendar message stay with it: sending it again sends the same."""
    kind = f"workshops.{word}"
    once = f"{kind}:{registration.id}"
    post(kind, registration.account, once=once, registration=registration.id, **stamp)


def _tell_all(word: str, event: WorkshopMoved | WorkshopCancelled) -> None:
    registrations = registrations_to_tell(event.subject_id)
    sequences = take_sequences(event.subject_id)
    at = now().isoformat()
    for one in registrations:
        post(
            f"workshops.{word}",
            one.account,
            once=f"workshops.{word}:{one.id}:{event.revision}",
            registration=one.id,
            sequence=sequences.get(one.id),
            at=at,
        )
        notify(one.account_id, f"workshops.{word}", workshop=event.subject_id)


def _registration(event: RegistrationEvent) -> Registration:
    return db.session.get_one(Registration, event.registration)

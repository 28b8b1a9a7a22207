"""iCalendar objects of workshops (RFC 5545, 5546, 6047). The link of the meeting is in none of them."""

from __future__ import annotations

from datetime import datetime

from flask import current_app, url_for
from flask_babel import gettext as _
from icalendar import Calendar, Event, vCalAddress, vText

from trianon.accounts.models import Account
from trianon.bilingual.text import plain, reader_lang
from trianon.mail.message import CalendarPart
from trianon.workshops.models import Workshop, WorkshopState
from trianon.workshops.words import hours, languages_in_words

PRODUCT = "-//Trianon Dialogue//Workshops//EN"


def invitation(workshop: Workshop, person: Account, sequence: int, at: datetime) -> CalendarPart:
    """Put into one person's calendar, or changed there: METHOD:REQUEST with exactly one attendee."""
    event = _event(workshop, at, sequence)
    event.add("status", "CONFIRMED")
    event.add("attendee", _attendee(person))
    return _part("REQUEST", event)


def withdrawal(workshop: Workshop, person: Account, sequence: int, at: datetime) -> CalendarPart:
    """One person does not come: METHOD:CANCEL without STATUS, because the workshop itself takes place."""
    event = _event(workshop, at, sequence)
    event.add("attendee", _attendee(person))
    return _part("CANCEL", event)


def cancellation(workshop: Workshop, person: Account, sequence: int, at: datetime) -> CalendarPart:
    """The workshop does not take place: METHOD:CANCEL with STATUS:CANCELLED."""
    event = _event(workshop, at, sequence)
    event.add("status", "CANCELLED")
    event.add("attendee", _attendee(person))
    return _part("CANCEL", event)


def public_file(workshop: Workshop) -> CalendarPart:
    """For everybody: METHOD:PUBLISH, nobody invited. Without SEQUENCE: it must never outrank a person's invitation."""
    return _part("PUBLISH", public_event(workshop))


def public_event(workshop: Workshop) -> Event:
    """The same for a calendar that many subscribe to."""
    event = _event(workshop, workshop.updated_at, None)
    event.add("status", "CANCELLED" if workshop.state is WorkshopState.CANCELLED else "CONFIRMED")
    event.add("last-modified", workshop.updated_at.replace(microsecond=0))
    return event


def uid_of(workshop: Workshop) -> str:
    """The same for ever and everywhere: the number of the workshop and the domain of the mails."""
    return f"workshop-{workshop.id}@{_sender().rpartition('@')[2]}"


def workshop_named(uid: str) -> int | None:
    """The workshop of a UID of ours."""
    name, _at, domain = uid.partition("@")
    number = name.removeprefix("workshop-")
    ours = domain == _sender().rpartition("@")[2] and number.isascii() and number.isdecimal() and len(number) < 10
    return int(number) if ours else None


def _sender() -> str:
    return str(current_app.config["SETTINGS"].mail_from)


def _event(workshop: Workshop, at: datetime, sequence: int | None) -> Event:
    address = url_for("workshops.show", workshop_id=workshop.id, _external=True)
    event = Event()
    event.add("uid", uid_of(workshop))
    event.add("dtstamp", at.replace(microsecond=0))
    if sequence is not None:
        event.add("sequence", sequence)
    event.add("dtstart", workshop.starts_at)
    event.add("dtend", workshop.ends_at)
    event.add("summary", plain(workshop.title), parameters={"LANGUAGE": reader_lang().value})
    event.add("description", _description(workshop, address), parameters={"LANGUAGE": reader_lang().value})
    event.add("url", address)
    event.add("organizer", _person(_sender(), _("Trianon Dialogue")))
    return event


def _description(workshop: Workshop, address: str) -> str:
    lines = [_("%(label)s: %(value)s", label=place, value=when) for place, when in hours(workshop)]
    return "\n".join([*lines, languages_in_words(workshop), address])


def _attendee(person: Account) -> vCalAddress:
    """Who gets the message: they registered themselves, so no reply is asked of their calendar."""
    attendee = _person(person.email or "", person.name)
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    attendee.params["PARTSTAT"] = vText("ACCEPTED")
    attendee.params["RSVP"] = vText("FALSE")
    return attendee


def _person(address: str, name: str) -> vCalAddress:
    person = vCalAddress(f"mailto:{address}")
    # A double quote cannot stand in a parameter (RFC 5545, 3.2).
    person.params["CN"] = vText(name.replace('"', "'"))
    return person


def _part(method: str, event: Event) -> CalendarPart:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(event)
    return CalendarPart(method, calendar.to_ical())

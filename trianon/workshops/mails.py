"""What people are told about their registrations, made at sending from what is true then."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import g, url_for
from flask_babel import gettext as _

from trianon.accounts.models import Account
from trianon.bilingual.text import plain
from trianon.core.clock import now
from trianon.core.database import db
from trianon.mail.message import Button, CalendarPart, MailMessage, mail
from trianon.workshops import calendar
from trianon.workshops.models import Registration, RegistrationState, Workshop, WorkshopState
from trianon.workshops.queries import rank_of, seat_of
from trianon.workshops.rules import gives_seats
from trianon.workshops.seat_links import Purpose, address_of
from trianon.workshops.seat_words import hope_in_words, rank_in_words, seats_in_words
from trianon.workshops.words import hours, languages_in_words

CONFIRMED, WAITING = RegistrationState.CONFIRMED, RegistrationState.WAITING


@mail("workshops.confirmed")
def confirmed(registration: int, sequence: int, at: str) -> MailMessage | None:
    """A seat at once; carries the invitation."""
    found = registration_for(registration, CONFIRMED)
    if found is None:
        return None
    return MailMessage(
        subject=_("You are registered: %(title)s", title=plain(found.workshop.title)),
        paragraphs=[_("Your registration for this online workshop is confirmed.")],
        after=[_("The invitation for your calendar is attached."), standing_leave_words(found)],
        calendar=calendar.invitation(found.workshop, found.account, sequence, datetime.fromisoformat(at)),
        **common(found.workshop),
    )


@mail("workshops.waiting")
def waiting(registration: int) -> MailMessage | None:
    """No seat yet, and therefore nothing for the calendar."""
    found = registration_for(registration, WAITING)
    if found is None:
        return None
    return MailMessage(
        subject=_("Waiting list: %(title)s", title=plain(found.workshop.title)),
        paragraphs=[
            _("No seat is free for you at this moment: you are on the waiting list."),
            *seats_in_words(found.workshop, now()),
            rank_in_words(found.side, rank_of(found)) + ".",
            hope_in_words(found.workshop, found.side, now()),
        ],
        after=[_("When a seat comes free for you, we write to you at once.")],
        **common(found.workshop),
    )


@mail("workshops.promoted")
def promoted(registration: int, sequence: int, at: str) -> MailMessage | None:
    """A seat came free for somebody who waited; carries the invitation."""
    found = registration_for(registration, CONFIRMED)
    if found is None:
        return None
    return MailMessage(
        subject=_("A seat is yours: %(title)s", title=plain(found.workshop.title)),
        paragraphs=[_("A seat came free and it is yours: your registration is confirmed.")],
        after=[_("The invitation for your calendar is attached."), standing_leave_words(found)],
        calendar=calendar.invitation(found.workshop, found.account, sequence, datetime.fromisoformat(at)),
        **common(found.workshop),
    )


@mail("workshops.left")
def left(registration: int, sequence: int, at: str) -> MailMessage | None:
    """Somebody gave up a seat; takes the workshop out of their calendar, unless they have come back meanwhile."""
    found = registration_for(registration, RegistrationState.LEFT)
    if found is None or seat_of(found.account_id, found.workshop_id) is not None:
        return None
    return MailMessage(
        subject=_("Registration cancelled: %(title)s", title=plain(found.workshop.title)),
        paragraphs=[
            _("Your registration for this online workshop is cancelled, as you asked. Your seat is free again."),
        ],
        after=[_("If you change your mind, you can register again on the page of the workshop.")],
        calendar=calendar.withdrawal(found.workshop, found.account, sequence, datetime.fromisoformat(at)),
        **common(found.workshop),
    )


@mail("workshops.changed")
def changed(registration: int, sequence: int | None, at: str) -> MailMessage | None:
    """The day, the hour or the languages are others; the calendars of those with a seat follow, until it is over."""
    found = registration_for(registration, CONFIRMED, WAITING)
    if found is None or not gives_seats(found.workshop, now()):
        return None
    seated = found.state is CONFIRMED and sequence is not None
    return MailMessage(
        subject=_("Workshop changed: %(title)s", title=plain(found.workshop.title)),
        paragraphs=[
            _("The hours or the languages of this online workshop have changed. Here is what holds now."),
            _("You keep your seat.") if found.state is CONFIRMED else _("You keep your place on the waiting list."),
        ],
        after=[_("The new invitation replaces the one in your calendar."), standing_leave_words(found)]
        if seated
        else [],
        calendar=_invitation(found, sequence, at) if seated else None,
        **common(found.workshop),
    )


@mail("workshops.cancelled")
def cancelled(registration: int, sequence: int | None, at: str) -> MailMessage | None:
    """The workshop does not take place; it leaves the calendars of those who had a seat."""
    found = db.session.get(Registration, registration)
    if found is None or found.workshop.state is not WorkshopState.CANCELLED or not found.account.email:
        return None
    by_the_clock_of(found.account)
    part = None
    if sequence is not None:
        part = calendar.cancellation(found.workshop, found.account, sequence, datetime.fromisoformat(at))
    return MailMessage(
        subject=_("Workshop cancelled: %(title)s", title=plain(found.workshop.title)),
        paragraphs=[_("This online workshop is cancelled and will not take place. We are sorry.")],
        after=[_("Other workshops stand in the programme: %(url)s", url=url_for("workshops.index", _external=True))],
        calendar=part,
        **common(found.workshop),
    )


def registration_for(number: int, *states: RegistrationState) -> Registration | None:
    """The registration while it stands so, the workshop takes place and there is somebody to write to."""
    found = db.session.get(Registration, number)
    if found is None or found.state not in states or not found.account.email:
        return None
    by_the_clock_of(found.account)
    return None if found.workshop.state is WorkshopState.CANCELLED else found


def by_the_clock_of(person: Account) -> None:
    """A third clock, where the recipient's zone is neither of the two."""
    g.time_zone = person.time_zone


def _invitation(found: Registration, sequence: int | None, at: str) -> CalendarPart:
    return calendar.invitation(found.workshop, found.account, sequence or 0, datetime.fromisoformat(at))


def common(workshop: Workshop) -> dict[str, Any]:
    """What every mail says: when on both clocks, in which languages, the way to the page. Never the meeting link."""
    return {
        "facts": [*hours(workshop), (_("Languages"), languages_in_words(workshop))],
        "button": Button(_("See the workshop"), url_for("workshops.show", workshop_id=workshop.id, _external=True)),
    }


def standing_leave_words(found: Registration) -> str:
    """The one link that gives the seat back: it leads to a page with a button, without signing in."""
    address = address_of(Purpose.GIVE_BACK, found)
    return _("You cannot come? Give your seat to the next person: %(url)s", url=address)

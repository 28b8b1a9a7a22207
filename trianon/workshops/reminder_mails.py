"""Reminders, thanks, and the host's alert, made at sending from what is true then."""

from __future__ import annotations

from datetime import timedelta

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from trianon.bilingual.text import plain
from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.sides import Side
from trianon.mail.message import Button, MailMessage, mail
from trianon.workshops.mails import by_the_clock_of, common, registration_for, standing_leave_words
from trianon.workshops.models import Registration, RegistrationState, Workshop
from trianon.workshops.presence import was_absent
from trianon.workshops.reminder_rules import THANKS_UNTIL, Which
from trianon.workshops.seat_links import Purpose, address_of
from trianon.workshops.seat_rules import taken_by_side, thin_sides
from trianon.workshops.words import hours


@mail("workshops.reminder")
def reminder(registration: int, which: str, revision: int) -> MailMessage | None:
    """It begins soon, or thanks; dropped when the workshop was moved or its owner wants none."""
    found = registration_for(registration, RegistrationState.CONFIRMED)
    if found is None or found.silent_since is not None or found.workshop.revision != revision:
        return None
    return _thanks(found) if which == Which.THANKS else _soon(found)


def _soon(found: Registration) -> MailMessage | None:
    left = found.workshop.starts_at - now()
    if left <= timedelta():
        return None
    return MailMessage(
        subject=_("Reminder: %(title)s", title=plain(found.workshop.title)),
        paragraphs=[_begins_in(left), _("The door opens fifteen minutes before, on the page of the workshop.")],
        after=[standing_leave_words(found), _silence_words(found)],
        unsubscribe=address_of(Purpose.NO_REMINDERS, found),
        **common(found.workshop),
    )


def _begins_in(left: timedelta) -> str:
    """Counted from the moment of sending, to the nearest whole day, hour or minute."""
    minutes = max(1, round(left / timedelta(minutes=1)))
    if minutes < 90:
        return ngettext("The workshop begins in %(num)s minute.", "The workshop begins in %(num)s minutes.", minutes)
    hours_left = round(minutes / 60)
    if hours_left < 36:
        return ngettext("The workshop begins in %(num)s hour.", "The workshop begins in %(num)s hours.", hours_left)
    days = round(hours_left / 24)
    return ngettext("The workshop begins in %(num)s day.", "The workshop begins in %(num)s days.", days)


def _thanks(found: Registration) -> MailMessage | None:
    if not found.workshop.ends_at <= now() < found.workshop.ends_at + THANKS_UNTIL:
        return None
    title = plain(found.workshop.title)
    # Nobody is thanked for what they did not do, nor blamed: who is noted as present may be incomplete.
    if was_absent(found.account_id, found.workshop_id):
        subject = _("Held: %(title)s", title=title)
        said = [_("This workshop of the Dialogue, for which you had a seat, has been held.")]
    else:
        subject = _("Thank you: %(title)s", title=title)
        said = [
            _("Thank you for having taken part in this workshop of the Dialogue."),
            _("What you have learned or would propose interests the other side, too: write a contribution."),
        ]
    return MailMessage(
        subject=subject,
        paragraphs=said,
        after=[_("The recording and the minutes, if there are any, will stand on the page of the workshop.")],
        unsubscribe=address_of(Purpose.NO_REMINDERS, found),
        **common(found.workshop),
    )


def _silence_words(found: Registration) -> str:
    address = address_of(Purpose.NO_REMINDERS, found)
    return _("No more reminders of this workshop, and keep your seat: %(url)s", url=address)


@mail("workshops.minimum")
def minimum(workshop: int) -> MailMessage | None:
    """A week before, to the host: a side is thinner than it should be. Dropped when enough people have come since."""
    found = db.session.get(Workshop, workshop)
    thin = thin_sides(found, now()) if found and found.state != "cancelled" else []
    if found is None or not thin:
        return None
    by_the_clock_of(found.host)
    return MailMessage(
        subject=_("Too few registrations: %(title)s", title=plain(found.title)),
        paragraphs=[_("A week before this workshop, a side has fewer people than you wished.")],
        facts=[*(_thin(found, side) for side in thin), *hours(found)],
        after=[_("You can write to people of this side, move the workshop or hold it as it is.")],
        button=Button(_("See the workshop"), url_for("workshops.show", workshop_id=found.id, _external=True)),
    )


def _thin(workshop: Workshop, side: Side) -> tuple[str, str]:
    least = workshop.minimum_france if side is Side.FRANCE else workshop.minimum_russia
    name = _("French side") if side is Side.FRANCE else _("Russian side")
    return name, _("%(taken)s of %(least)s", taken=taken_by_side(workshop)[side], least=least)

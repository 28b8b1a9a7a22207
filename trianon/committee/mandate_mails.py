"""Mails and notices about offices, made from what is true when they are sent."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from trianon.accounts.models import Appointment
from trianon.bilingual.formats import day, moment
from trianon.committee.invitation_links import address_of
from trianon.committee.labels import SIDES
from trianon.committee.mandate_models import Nomination, NominationState
from trianon.committee.mandate_reminders import is_ending, side_of
from trianon.committee.mandate_rules import INVITATION_LIFETIME, last_day_of
from trianon.committee.mandate_words import office_in_words
from trianon.core.clock import now
from trianon.core.database import db
from trianon.mail.message import Button, MailMessage, Quote, mail
from trianon.notifications.sentences import Sentence, sentence

WHAT_STAYS = _l(
    "What you did under it stays: the voices that you gave remain signed and count, save one that stands alone on a "
    "case not yet decided."
)


@mail("committee.invited", even_if_paused=True)
def invited(nomination: int) -> MailMessage | None:
    """To the person: which office, of which side, for how long, and how to answer."""
    row = db.session.get(Nomination, nomination)
    if row is None or not row.waits_at(now()):
        return None
    return MailMessage(
        subject=_("You are invited to an office of the Trianon Dialogue"),
        paragraphs=[
            _("This invitation is for you alone: it can be accepted only with the account of this address."),
            _("You have no account yet? Sign up with this address, confirm it, then open the link once more."),
        ],
        facts=[
            (_("Office"), office_in_words(row.role, deputy=row.is_deputy)),
            (_("Side"), str(SIDES[row.side])),
            (_("First day"), day(row.begins_on)),
            (_("Last day"), day(row.ends_on)),
        ],
        button=Button(_("Answer the invitation"), address_of(row)),
        after=[
            _("The invitation can be answered once, until %(at)s.", at=moment(row.expires_at)),
            _("An office needs a code at each sign-in: the site leads you to it."),
        ],
    )


@mail("committee.mandate_ended")
def mandate_ended(appointment: int) -> MailMessage | None:
    """To whoever lost an office: since when, and why."""
    row = db.session.get(Appointment, appointment)
    if row is None or row.until is None:
        return None
    return MailMessage(
        subject=_("Your mandate has ended"),
        paragraphs=[
            _("Whoever appoints to this office has ended your mandate. Its rights have ended with it."),
            str(WHAT_STAYS),
        ],
        facts=[(_("Office"), office_in_words(row.role)), (_("Ended on"), moment(row.until))],
        quotes=[Quote(row.end_note, row.account.lang.value)] if row.end_note else [],
        button=Button(_("Write to the Committee"), url_for("pages.contact", _external=True)),
    )


@mail("committee.stands_in")
def stands_in(appointment: int) -> MailMessage | None:
    """To a deputy who acts from now on."""
    row = db.session.get(Appointment, appointment)
    if row is None or not row.holds_at(now()) or row.until is None:
        return None
    return MailMessage(
        subject=_("You stand in for an office of your side"),
        paragraphs=[_("The office is vacant or was delegated to you: from now on you act in it.")],
        facts=[(_("Office"), office_in_words(row.role)), (_("Until at most"), moment(row.until))],
        button=Button(_("Open my space"), url_for("accounts.space", _external=True)),
    )


@sentence("committee.stands_in")
def stands_in_on_site(appointment: int) -> Sentence | None:
    """The same in a line."""
    row = db.session.get(Appointment, appointment)
    if row is None:
        return None
    words = _("You stand in for this office: %(office)s", office=office_in_words(row.role))
    return Sentence(words, url_for("committee.members"))


@mail("committee.mandate_ends")
def mandate_ends(appointment: int) -> MailMessage | None:
    """To whoever holds it, a month and a week before; nothing once it was prolonged or left."""
    row = _ending(appointment)
    if row is None:
        return None
    return MailMessage(
        subject=_("Your mandate ends on %(day)s", day=_last_day(row)),
        paragraphs=[
            _("Until then nothing changes. With the end of that day its rights end by themselves."),
            str(WHAT_STAYS),
            _(
                "If you are to go on, you get an invitation by mail, as for the first time: accept it, and nothing "
                "stops."
            ),
        ],
        facts=[(_("Office"), office_in_words(row.role)), (_("Last day"), _last_day(row))],
        button=Button(_("Open my space"), url_for("accounts.space", _external=True)),
    )


@sentence("committee.mandate_ends")
def mandate_ends_on_site(appointment: int) -> Sentence | None:
    """The same in a line."""
    row = _ending(appointment)
    if row is None:
        return None
    words = _("Your mandate ends on %(day)s: %(office)s", day=_last_day(row), office=office_in_words(row.role))
    return Sentence(words, url_for("accounts.space"))


@mail("committee.mandate_of_side_ends")
def mandate_of_side_ends(appointment: int) -> MailMessage | None:
    """To whoever appoints to it."""
    row = _ending(appointment)
    if row is None:
        return None
    return MailMessage(
        subject=_("A mandate of your side ends on %(day)s", day=_last_day(row)),
        paragraphs=[
            _(
                "This person has not been given the office for the days after it. You may invite them again, or "
                "somebody else."
            ),
            _(
                "An invitation can be answered for %(days)s days: leave enough time for it.",
                days=INVITATION_LIFETIME.days,
            ),
        ],
        facts=[
            (_("Name of the person"), row.account.name),
            (_("Office"), office_in_words(row.role)),
            (_("Last day"), _last_day(row)),
        ],
        button=Button(_("Open the mandates of my side"), url_for("committee.mandates", _external=True)),
    )


@sentence("committee.mandate_of_side_ends")
def mandate_of_side_ends_on_site(appointment: int) -> Sentence | None:
    """The same in a line."""
    row = _ending(appointment)
    if row is None:
        return None
    words = _("The mandate of %(name)s ends on %(day)s.", name=row.account.name, day=_last_day(row))
    return Sentence(words, url_for("committee.mandates"))


def _ending(appointment: int) -> Appointment | None:
    row = db.session.get(Appointment, appointment)
    return row if row is not None and is_ending(row) else None


def _last_day(row: Appointment) -> str:
    return day(last_day_of(row.until, side_of(row))) if row.until is not None else ""


@sentence("committee.invitation_settled")
def invitation_settled(nomination: int) -> Sentence | None:
    """To whoever has invited."""
    row = db.session.get(Nomination, nomination)
    if row is None:
        return None
    office = office_in_words(row.role, deputy=row.is_deputy)
    said = (
        _("Your invitation was accepted: %(office)s", office=office)
        if row.state is NominationState.ACCEPTED
        else _("Your invitation was declined: %(office)s", office=office)
    )
    return Sentence(said, url_for("committee.mandates"))

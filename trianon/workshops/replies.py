"""What calendar programs answer by mail (iTIP REPLY): an acceptance changes nothing, a refusal is answered once.

Anybody can send a mail in another's name, so no reply takes a seat away: the person gets the link that does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import sqlalchemy as sa
from flask_babel import gettext as _

from trianon.accounts.models import Account
from trianon.bilingual.text import plain
from trianon.core.clock import now
from trianon.core.database import db
from trianon.mail.message import Button, MailMessage, mail
from trianon.mail.outbox import post
from trianon.mail.receiving import on_calendar_reply
from trianon.workshops.calendar import workshop_named
from trianon.workshops.mails import common, registration_for
from trianon.workshops.models import Registration, RegistrationState
from trianon.workshops.rules import gives_seats
from trianon.workshops.seat_links import Purpose, address_of

FOLD = re.compile(r"\r?\n[ \t]")
LINE = re.compile(
    r"^(UID|SEQUENCE|ATTENDEE)((?:;[^:\"\n]*(?:\"[^\"\n]*\"[^:\"\n]*)*)?):(.*?)\s*$", re.MULTILINE | re.IGNORECASE
)
ANSWER = re.compile(r";PARTSTAT=\"?([A-Z-]+)", re.IGNORECASE)
LONGEST = 100_000


@dataclass(frozen=True)
class Reply:
    """What a calendar says: about which event, for whom, as of which message, and what."""

    uid: str
    address: str
    sequence: int
    answer: str


def read(text: str) -> Reply | None:
    """The reply in a calendar object; None when it is not one person's about one event."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name, parameters, value in LINE.findall(FOLD.sub("", text[:LONGEST])):
        found.setdefault(name.upper(), []).append((parameters, value))
    if len(found.get("UID", ())) != 1 or len(found.get("ATTENDEE", ())) != 1:
        return None
    (parameters, value), sequence = found["ATTENDEE"][0], found.get("SEQUENCE", [("", "0")])[0][1]
    answer = ANSWER.search(parameters)
    if not value.lower().startswith("mailto:") or answer is None or not re.fullmatch(r"\d{1,9}", sequence, re.ASCII):
        return None
    return Reply(found["UID"][0][1], value[len("mailto:") :], int(sequence), answer[1].upper())


@on_calendar_reply
def take(text: str) -> str:
    """Note a reply and tell, in a word for the operator, what it was."""
    reply = read(text)
    number = workshop_named(reply.uid) if reply else None
    if reply is None or number is None:
        return ""
    if reply.answer != "DECLINED":
        return "calendar_reply"
    rows = (
        sa.select(Registration)
        .join(Account)
        .where(
            Registration.workshop_id == number,
            Registration.state == RegistrationState.CONFIRMED,
            sa.func.lower(Account.email) == reply.address.lower(),
        )
    )
    found = db.session.scalars(rows).one_or_none()
    # A reply to an invitation of before says nothing of the one that holds now.
    if found is None or reply.sequence < found.next_sequence - 1 or not gives_seats(found.workshop, now()):
        return "calendar_reply"
    post("workshops.declined", found.account, once=f"workshops.declined:{found.id}", registration=found.id)
    return "calendar_decline"


@mail("workshops.declined")
def declined(registration: int) -> MailMessage | None:
    """The one answer to a calendar that declines: the seat is still theirs, and here is how to give it back."""
    found = registration_for(registration, RegistrationState.CONFIRMED)
    if found is None or not gives_seats(found.workshop, now()):
        return None
    return MailMessage(
        subject=_("Your calendar declined: %(title)s", title=plain(found.workshop.title)),
        paragraphs=[
            _("Your calendar says that you do not come. Your seat is still yours: a calendar cannot give it up."),
            _("If you do not come, cancel your registration on the page below: your seat goes to the next person."),
        ],
        after=[_("If you come, you have nothing to do.")],
        **common(found.workshop)
        | {"button": Button(_("Cancel my registration"), address_of(Purpose.GIVE_BACK, found))},
    )

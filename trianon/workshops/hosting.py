"""What hosts see of their workshop: seats by side, mails and their delivery, the list as a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload, lazyload

from trianon.accounts.models import Account
from trianon.accounts.people_words import name_of
from trianon.bilingual.formats import both_clocks, clock
from trianon.core.database import db
from trianon.core.sheet_writing import csv_of
from trianon.core.sides import Side
from trianon.mail.models import Delivery, OutboxMail
from trianon.workshops.forms import LANGUAGE_NAMES
from trianon.workshops.models import Registration, RegistrationState, Workshop
from trianon.workshops.presence import present_at

# The kinds of mail that concern a registration, as they are named in a list.
MOST_MAILS = 20_000
MOST_WISHES = 500


def seats_by_side(workshop_id: int) -> Mapping[Side, Mapping[RegistrationState, int]]:
    """How many have a seat, wait, or left, of each side."""
    rows = sa.select(Registration.side, Registration.state, sa.func.count()).filter_by(workshop_id=workshop_id)
    found: dict[Side, dict[RegistrationState, int]] = {side: dict.fromkeys(RegistrationState, 0) for side in Side}
    for side, state, count in db.session.execute(rows.group_by(Registration.side, Registration.state)):
        found[side][state] = count
    return found


def wishes_of(workshop_id: int, *, needs: bool) -> list[Registration]:
    """Those with a seat who said which language they speak, or what they need, when the reader may know it."""
    rows = sa.select(Registration).filter_by(workshop_id=workshop_id, state=RegistrationState.CONFIRMED)
    said = Registration.language.is_not(None) | Registration.wants_interpretation
    rows = rows.where(said | (Registration.needs != "") if needs else said)
    rows = rows.options(joinedload(Registration.account).options(lazyload(Account.appointments)))
    return list(db.session.scalars(rows.order_by(Registration.arrival).limit(MOST_WISHES)))


def mails_of(workshop_id: int) -> list[tuple[str, dict[Delivery, int], int]]:
    """For each kind of mail about this workshop: how many stand where, and how many came back."""
    people = sa.select(Registration.account_id).filter_by(workshop_id=workshop_id)
    registrations = set(db.session.scalars(sa.select(Registration.id).filter_by(workshop_id=workshop_id)))
    rows = sa.select(OutboxMail.kind, OutboxMail.state, OutboxMail.report, OutboxMail.data).where(
        OutboxMail.recipient_id.in_(people), OutboxMail.kind.startswith("workshops.")
    )
    counted: dict[str, Counter[Delivery]] = {}
    came_back: Counter[str] = Counter()
    for kind, state, report, data in db.session.execute(rows.limit(MOST_MAILS)):
        if data.get("registration") in registrations:
            counted.setdefault(kind, Counter())[state] += 1
            came_back[kind] += report is not None
    return [(kind, dict(states), came_back[kind]) for kind, states in sorted(counted.items())]


def registrants_file(workshop: Workshop) -> bytes:
    """Everybody registered, in order of arrival, for a spreadsheet; no address, which hosts do not see either.

    What people need to take part stays on the page, where it is erased after the workshop: a file would keep it.
    """
    there = present_at(workshop.id)
    lines = [_head()]
    for one in _everybody(workshop.id):
        words = [str(one.arrival), name_of(one.account), _side(one.side), _state(one.state), *_when(one)]
        spoken = LANGUAGE_NAMES[one.language] if one.language else ""
        wants = _("yes") if one.wants_interpretation else ""
        lines.append([*words, str(spoken), wants, _("yes") if one.account_id in there else ""])
    return b"".join(csv_of(lines, ";"))


def _everybody(workshop_id: int) -> Iterable[Registration]:
    rows = (
        sa.select(Registration)
        .filter_by(workshop_id=workshop_id)
        .options(joinedload(Registration.account).options(lazyload(Account.appointments)))
        .order_by(Registration.arrival)
    )
    return db.session.scalars(rows)


def _head() -> list[str]:
    names = [_("Order of arrival"), _("Name of the person"), _("Country"), _("State"), _("Registered at")]
    return [*names, _("Language"), _("Interpretation"), _("Present")]


def _when(one: Registration) -> list[str]:
    there = both_clocks(one.registered_at)[0]
    return [f"{there.at:%Y-%m-%d} {clock(there.at)} ({there.place})"]


def _side(side: Side) -> str:
    return {Side.FRANCE: _("France"), Side.RUSSIA: _("Russia")}.get(side, _("Other country"))


def _state(state: RegistrationState) -> str:
    words = {
        RegistrationState.CONFIRMED: _("has a seat"),
        RegistrationState.WAITING: _("waits"),
        RegistrationState.LEFT: _("gave the seat back"),
    }
    return words.get(state, _("removed with the workshop"))

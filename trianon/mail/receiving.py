"""What follows from a message that came back; only one with a valid return address changes anything."""

from __future__ import annotations

from collections.abc import Callable

from trianon.core.counters import bump
from trianon.core.database import lock
from trianon.mail import addresses
from trianon.mail.models import OutboxMail
from trianon.mail.reports import Incoming, Kind, Outcome, read
from trianon.mail.return_path import mail_named_in
from trianon.mail.rules import Report

COUNTER = "mail.received"

# What a feature makes of a calendar's reply: a word for the operator, empty when it is not about its records.
Taker = Callable[[str], str]
_takers: list[Taker] = []


def on_calendar_reply(taker: Taker) -> Taker:
    """Register a function that gets the calendar object of each reply; it trusts nothing in it."""
    if taker not in _takers:
        _takers.append(taker)
    return taker


def receive(raw: bytes, envelope_to: str = "") -> str:
    """Take one message and tell, in a word for the operator, what was done; raises Unreadable."""
    incoming = read(raw, envelope_to)
    done = _act_on(incoming)
    bump(COUNTER, done)
    return done


def _act_on(incoming: Incoming) -> str:
    if incoming.kind is Kind.CALENDAR_REPLY:
        return next((done for take in _takers if (done := take(incoming.calendar))), incoming.kind.value)
    if incoming.kind not in {Kind.REPORT, Kind.COMPLAINT}:
        return incoming.kind.value
    number = mail_named_in(incoming.traces)
    mail = lock(OutboxMail, number) if number else None
    if mail is None:
        return f"{incoming.kind}_without_proof"
    if incoming.kind is Kind.COMPLAINT:
        return Report.COMPLAINT.value if addresses.note(mail, Report.COMPLAINT, "") else "known"
    outcome = _about(mail, incoming.outcomes)
    if outcome is None or outcome.report is None:
        return "nothing_to_note"
    return outcome.report.value if addresses.note(mail, outcome.report, outcome.status) else "known"


def _about(mail: OutboxMail, outcomes: list[Outcome]) -> Outcome | None:
    """What a report says of our recipient; of several strangers, to whom a list handed it on, the mildest."""
    ours = [one for one in outcomes if mail.address.lower() in {name.lower() for name in one.recipients}]
    if ours:
        return max(ours, key=_gravity)
    return min(outcomes, key=_gravity, default=None)


def _gravity(outcome: Outcome) -> int:
    return -1 if outcome.report is None else addresses.GRAVITY.index(outcome.report)

"""What one person lives through with one workshop, and the mail that each event brings: for tests and evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from tests.support.people import add_person
from tests.workshops.making import add_workshop
from tests.workshops.test_services import changed
from trianon.core.clock import at
from trianon.mail.models import OutboxMail
from trianon.mail.render import render
from trianon.workshops import services

FIRST = datetime(2031, 5, 2, 9, 0, tzinfo=UTC)
START = datetime(2031, 7, 3, 16, 30, tzinfo=UTC)

# The event, the kind of mail, and what a calendar does with what comes along; nothing comes along while one waits.
STORY = [
    ("registers and has a seat", "confirmed", "added"),
    ("the workshop is moved by a day", "changed", "updated"),
    ("gives the seat up", "left", "removed"),
    ("comes back, and waits", "waiting", ""),
    ("gets the seat of somebody who leaves", "promoted", "added"),
    ("the workshop is cancelled", "cancelled", "cancelled"),
]


@dataclass(frozen=True)
class Step:
    """An event with its mail as it is sent, the calendar object in it, and what a calendar does with that."""

    name: str
    mail: bytes
    calendar: bytes | None
    does: str


def tell(session: Any) -> Iterator[Step]:
    """The whole story, an hour between two events; each mail is made when it is due."""
    with at(FIRST):
        workshop = add_workshop(session, capacity=1, starts_at=START)
        person = add_person(session, name="Irène Ключевская", email="irene@example.org")
        other = add_person(session, side="russia")
    deeds = [
        lambda: services.register(workshop.id, by=person),
        lambda: changed(workshop, starts_at=START + timedelta(days=1)),
        lambda: (services.leave(workshop.id, by=person), services.register(workshop.id, by=other)),
        lambda: services.register(workshop.id, by=person),
        lambda: services.leave(workshop.id, by=other),
        lambda: services.cancel(workshop.id, by=workshop.host),
    ]
    for number, (deed, (name, kind, does)) in enumerate(zip(deeds, STORY, strict=True), 1):
        with at(FIRST + timedelta(hours=number)):
            deed()
            session.flush()
            rows = sa.select(OutboxMail).filter_by(kind=f"workshops.{kind}", recipient_id=person.id)
            rendered = render(session.scalars(rows.order_by(OutboxMail.id.desc())).first())
        if rendered is None:
            raise AssertionError(f"no mail: {name}")
        mime, message = rendered
        yield Step(f"{number}-{kind}", mime.as_bytes(), message.calendar.content if message.calendar else None, does)

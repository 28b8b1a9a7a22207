"""One person's story with a workshop, as their calendar sees it: each message obeyed, in whatever order they come."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from tests.support.people import add_person
from tests.workshops import itip
from tests.workshops.making import add_workshop
from tests.workshops.story import STORY, tell
from tests.workshops.test_mails import made
from trianon.bilingual.text import Bilingual
from trianon.mail.models import OutboxMail
from trianon.mail.render import render
from trianon.workshops import services


def test_every_message_of_the_story_is_obeyed(db_session: Any) -> None:
    calendar = itip.Client("irene@example.org")
    for step in tell(db_session):
        if step.calendar is None:
            assert step.does == ""
            continue
        assert calendar.receive(step.calendar) == step.does, step.name
        # A mail server that brings a message twice changes nothing.
        assert calendar.receive(step.calendar) == "ignored: not newer"
    assert [entry.status for entry in calendar.entries.values()] == ["CANCELLED"]
    assert len(calendar.seen) == 1


def test_the_last_message_decides_in_whatever_order_they_come(db_session: Any) -> None:
    messages = [step.calendar for step in tell(db_session) if step.calendar]
    calendar = itip.Client("irene@example.org")
    for raw in reversed(messages):
        calendar.receive(raw)
    assert calendar.entries == {}
    for raw in messages:
        assert calendar.receive(raw) == "ignored: not newer"


def test_the_story_has_every_kind_of_message() -> None:
    assert [does for _name, _kind, does in STORY] == [
        *("added", "updated", "removed", "", "added", "cancelled"),
    ]


def test_somebody_else_s_message_is_not_mine(db_session: Any) -> None:
    for step in tell(db_session):
        if step.calendar:
            assert itip.Client("anna@example.org").receive(step.calendar) == "not mine"


@pytest.mark.parametrize("letters", ["Ж", "é", "漢", "👩‍🌾", "a,b;c\\n"])
def test_names_of_200_characters_in_any_script_are_folded_whole(db_session: Any, letters: str) -> None:
    long = (letters * 200)[:200]
    workshop = add_workshop(db_session, title=Bilingual(long, long), starts_at=datetime(2031, 7, 3, 16, tzinfo=UTC))
    person = add_person(db_session, name=(letters * 80)[:80])
    services.register(workshop.id, by=person)
    message = made(db_session, "confirmed")
    assert message is not None
    assert message.calendar is not None
    event = itip.read(message.calendar.content)
    assert itip._text(event.one("SUMMARY").value) == long
    assert event.one("DTEND").value == "20310703T173000Z"


@pytest.mark.parametrize(
    "broken",
    [
        b"BEGIN:VCALENDAR\nEND:VCALENDAR\n",
        b"BEGIN:VCALENDAR\r\nX:" + b"x" * 80 + b"\r\nEND:VCALENDAR\r\n",
        b"BEGIN:VCALENDAR\r\nX:\xd0\r\n \x96\r\nEND:VCALENDAR\r\n",
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n",
    ],
)
def test_the_reader_is_strict(broken: bytes) -> None:
    """Otherwise it would prove nothing."""
    with pytest.raises(ValueError, match=r"."):
        itip.read(broken)


def test_no_message_knows_the_room(db_session: Any) -> None:
    for step in tell(db_session):
        assert step.calendar is None or b"secret-room" not in step.calendar
    for row in db_session.scalars(sa.select(OutboxMail)):
        rendered = render(row)
        assert rendered is None or b"secret-room" not in rendered[0].as_bytes()

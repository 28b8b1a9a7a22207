"""Mails about registrations, made at sending: their words, their calendar parts, and when they are dropped."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from icalendar import Calendar

from tests.support.people import add_person
from tests.support.spaces import with_plain_spaces
from tests.workshops.making import add_workshop
from tests.workshops.test_services import changed
from trianon.bilingual.lang import Lang
from trianon.bilingual.text import Bilingual
from trianon.mail.message import MailMessage
from trianon.mail.models import OutboxMail
from trianon.mail.render import render
from trianon.workshops import host_messages, services

SUMMER = datetime(2031, 7, 3, 16, 30, tzinfo=UTC)


def newest(session: Any, kind: str) -> OutboxMail:
    """The newest mail of a kind in the outbox."""
    rows = sa.select(OutboxMail).filter_by(kind=f"workshops.{kind}").order_by(OutboxMail.id.desc())
    return session.scalars(rows).first()


def made(session: Any, kind: str) -> MailMessage | None:
    """The message of the newest mail of a kind, as the worker would make it now."""
    session.flush()
    rendered = render(newest(session, kind))
    return rendered[1] if rendered else None


def text_of(session: Any, kind: str) -> str:
    """Its plain text."""
    rendered = render(newest(session, kind))
    assert rendered
    return next(part for part in rendered[0].walk() if part.get_content_type() == "text/plain").get_content()


def calendar_of(message: MailMessage | None) -> tuple[Calendar, Any]:
    """The parsed calendar and its one event."""
    assert message is not None
    assert message.calendar is not None
    calendar = Calendar.from_ical(message.calendar.content)
    (event,) = calendar.walk("VEVENT")
    assert str(calendar["METHOD"]) == message.calendar.method
    return calendar, event


@pytest.fixture
def registered(db_session: Any) -> Any:
    """A workshop of one seat, with somebody on it and somebody who waits."""
    workshop = add_workshop(db_session, capacity=1, starts_at=SUMMER)
    seated = add_person(db_session, name='Anne "Nana" Müller', email="anne@example.org")
    waiting = add_person(db_session, side="russia", email="иван@пример.рф", name="Иван")
    for person in (seated, waiting):
        services.register(workshop.id, by=person)
    return workshop, seated, waiting


def test_the_invitation(db_session: Any, registered: Any) -> None:
    workshop, _, _ = registered
    message = made(db_session, "confirmed")
    calendar, event = calendar_of(message)
    assert message is not None
    assert message.subject == "Inscription confirmée\u202f: Le tramway revient"
    assert calendar["METHOD"] == "REQUEST"
    assert event["UID"] == f"workshop-{workshop.id}@example.org"
    assert event["ORGANIZER"] == "mailto:dialogue@example.org"
    assert event["ATTENDEE"] == "mailto:anne@example.org"
    assert event["ATTENDEE"].params["RSVP"] == "FALSE"
    assert (event["SEQUENCE"], event["STATUS"], event["SUMMARY"]) == (0, "CONFIRMED", "Le tramway revient")
    assert event["SUMMARY"].params["LANGUAGE"] == "fr"
    raw = message.calendar.content.decode()  # type: ignore[union-attr]
    assert "DTSTART:20310703T163000Z" in raw
    assert "DTEND:20310703T180000Z" in raw
    assert raw.count("ATTENDEE") == 1
    assert event["DESCRIPTION"].startswith("Paris\u202f: jeudi 3\u00a0juillet 2031, 18:30–20:00\nMoscou\u202f: ")
    for words in ("18:30–20:00", "19:30–21:00", f"http://localhost/fr/workshops/{workshop.id}"):
        assert words in event["DESCRIPTION"]
        assert words in text_of(db_session, "confirmed")


def test_sending_again_sends_the_same(db_session: Any, registered: Any) -> None:
    first, again = made(db_session, "confirmed"), made(db_session, "confirmed")
    assert first == again


def test_the_method_is_also_in_the_mime_type(db_session: Any, registered: Any) -> None:
    rendered = render(newest(db_session, "confirmed"))
    assert rendered is not None
    part = next(part for part in rendered[0].walk() if part.get_content_type() == "text/calendar")
    assert part.get_param("method") == "REQUEST"


def test_the_room_is_in_no_mail(db_session: Any, registered: Any) -> None:
    workshop, seated, _ = registered
    services.leave(workshop.id, by=seated)
    changed(workshop, minutes=60)
    services.cancel(workshop.id, by=workshop.host)
    rows = list(db_session.scalars(sa.select(OutboxMail)))
    assert len(rows) >= 5
    for row in rows:
        rendered = render(row)
        if rendered:
            assert b"secret-room" not in rendered[0].as_bytes()
            assert b"secret-room" not in (rendered[1].calendar.content if rendered[1].calendar else b"")


def test_waiting_says_the_rank_of_now_and_carries_no_calendar(db_session: Any, registered: Any) -> None:
    message = made(db_session, "waiting")
    assert message is not None
    assert message.calendar is None
    assert message.subject == "Лист ожидания: Трамвай возвращается"
    said = [with_plain_spaces(part) for part in message.paragraphs]
    assert "Ваш номер в листе ожидания российской стороны: 1." in said


def test_promoted_carries_the_invitation_and_the_old_mail_is_dropped(db_session: Any, registered: Any) -> None:
    workshop, seated, _ = registered
    services.leave(workshop.id, by=seated)
    _, event = calendar_of(made(db_session, "promoted"))
    assert event["ATTENDEE"] == "mailto:иван@пример.рф"
    assert event["SUMMARY"] == "Трамвай возвращается"
    assert made(db_session, "waiting") is None
    assert made(db_session, "confirmed") is None


def test_leaving_takes_the_entry_back_without_status(db_session: Any, registered: Any) -> None:
    workshop, seated, _ = registered
    services.leave(workshop.id, by=seated)
    calendar, event = calendar_of(made(db_session, "left"))
    assert calendar["METHOD"] == "CANCEL"
    assert "STATUS" not in event
    assert (event["SEQUENCE"], event["ATTENDEE"]) == (1, "mailto:anne@example.org")
    assert event["UID"] == f"workshop-{workshop.id}@example.org"


def test_leaving_and_coming_back_before_the_mail_went_sends_the_new_invitation_alone(
    db_session: Any, registered: Any
) -> None:
    workshop, seated, waiting = registered
    services.leave(workshop.id, by=waiting)
    services.leave(workshop.id, by=seated)
    services.register(workshop.id, by=seated)
    assert made(db_session, "left") is None
    _, event = calendar_of(made(db_session, "confirmed"))
    assert event["SEQUENCE"] == 2


def test_a_move_replaces_the_entry(db_session: Any, registered: Any) -> None:
    workshop, seated, waiting = registered
    changed(workshop, starts_at=SUMMER + timedelta(hours=1))
    rows = list(db_session.scalars(sa.select(OutboxMail).filter_by(kind="workshops.changed")))
    seat, place = (render(next(row for row in rows if row.recipient_id == person.id)) for person in (seated, waiting))
    assert seat is not None
    assert place is not None
    calendar, event = calendar_of(seat[1])
    assert (calendar["METHOD"], event["SEQUENCE"]) == ("REQUEST", 1)
    assert event["DTSTART"].dt == SUMMER + timedelta(hours=1)
    assert place[1].calendar is None
    assert place[1].subject == "Онлайн-семинар изменён: Трамвай возвращается"


def test_the_end_of_a_workshop(db_session: Any, registered: Any) -> None:
    workshop, seated, waiting = registered
    services.cancel(workshop.id, by=workshop.host)
    rows = list(db_session.scalars(sa.select(OutboxMail).filter_by(kind="workshops.cancelled")))
    seat, place = (render(next(row for row in rows if row.recipient_id == person.id)) for person in (seated, waiting))
    assert seat is not None
    assert place is not None
    calendar, event = calendar_of(seat[1])
    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)
    assert place[1].calendar is None
    assert made(db_session, "confirmed") is None


def test_every_mail_gives_the_hour_on_the_clock_of_its_recipient(db_session: Any) -> None:
    """Also those to people who have no seat any more; the next mail is somebody else's."""
    workshop = add_workshop(db_session, starts_at=SUMMER)
    far, near = add_person(db_session, time_zone="Asia/Novosibirsk"), add_person(db_session)

    def clocks(kind: str) -> list[list[str]]:
        found = []
        for person in (far, near):
            rows = sa.select(OutboxMail).filter_by(kind=f"workshops.{kind}", recipient_id=person.id)
            written = render(db_session.scalars(rows).one())
            assert written is not None
            found.append([place for place, _ in written[1].facts if place != "Langues"])
        return found

    for person in (far, near):
        services.register(workshop.id, by=person)
    host_messages.write(workshop.id, Bilingual("Un mot", "Слово"), Bilingual("Bonjour", "Привет"), by=workshop.host)
    changed(workshop, minutes=60)
    expected = [["Paris", "Moscou", "Votre heure"], ["Paris", "Moscou"]]
    assert [clocks(kind) for kind in ("confirmed", "message", "changed")] == [expected] * 3
    services.cancel(workshop.id, by=workshop.host)
    assert clocks("cancelled") == expected


def test_a_deleted_account_gets_nothing(db_session: Any, registered: Any) -> None:
    _, seated, _ = registered
    seated.email, seated.deleted_at = None, seated.created_at
    assert made(db_session, "confirmed") is None


@pytest.mark.parametrize("lang", list(Lang))
def test_long_lines_are_folded_between_characters(db_session: Any, lang: Lang) -> None:
    title = Bilingual("Éléphants, œuvres ; " * 9, "Ёлки, шишки и ёжики; " * 9)
    workshop = add_workshop(db_session, title=title)
    services.register(workshop.id, by=add_person(db_session, lang=lang, name="Ж" * 80))
    message = made(db_session, "confirmed")
    _, event = calendar_of(message)
    assert message is not None
    assert message.calendar is not None
    for line in message.calendar.content.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
    assert event["SUMMARY"] == title.get(lang)
    assert event["ATTENDEE"].params["CN"] == "Ж" * 80


def test_a_quotation_mark_in_a_name_cannot_break_the_calendar(db_session: Any, registered: Any) -> None:
    _, event = calendar_of(made(db_session, "confirmed"))
    assert event["ATTENDEE"].params["CN"] == "Anne 'Nana' Müller"

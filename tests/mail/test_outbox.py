"""Mails: a row in the causing transaction, words at sending, two forms of one message, every outcome noted."""

from __future__ import annotations

import smtplib
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine

from tests.support.people import add_person
from trianon.bilingual.lang import Lang
from trianon.mail import delivery, message
from trianon.mail.message import Button, CalendarPart, MailMessage, Quote
from trianon.mail.models import Delivery, OutboxMail
from trianon.mail.outbox import post
from trianon.mail.render import render

pytestmark = pytest.mark.both_engines

FULL = MailMessage(
    subject="Séance à 20 h : « À nous la ville »",
    paragraphs=["Un & deux <b>trois</b>"],
    facts=[("Ville", "Тверь")],
    quotes=[Quote("Первая строка\nвторая", "ru"), Quote("Une autre note", "fr")],
    button=Button("Ouvrir", "https://example.org/?a=1&b=2"),
    after=["Fin"],
    calendar=CalendarPart("REQUEST", "BEGIN:VCALENDAR\r\nSUMMARY:Ёж\r\nEND:VCALENDAR\r\n".encode()),
)


class Way:
    """A mail server that answers as it is told."""

    def __init__(self, fault: Exception | None = None) -> None:
        self.fault, self.sent = fault, []

    def send(self, row: OutboxMail, mime: Any, _message: MailMessage) -> None:
        """Keep it, or fail."""
        if self.fault:
            raise self.fault
        self.sent.append((row.address, mime))


@pytest.fixture(autouse=True)
def kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Kinds of mail for these tests."""
    monkeypatch.setitem(message._builders, "tests.full", lambda: FULL)
    monkeypatch.setitem(message._builders, "tests.untrue", lambda: None)
    monkeypatch.setitem(message._builders, "tests.broken", lambda: 1 / 0)


@pytest.fixture
def way(monkeypatch: pytest.MonkeyPatch) -> Way:
    """Mails go here."""
    made = Way()
    monkeypatch.setattr(delivery, "transport", lambda: made)
    return made


def rows(session: Any) -> list[OutboxMail]:
    """The whole outbox."""
    return list(session.scalars(sa.select(OutboxMail).order_by(OutboxMail.id)))


def test_once_means_once(db_session: Any) -> None:
    """A cause gets one mail however often it happens; an account without an address gets none."""
    anna = add_person(db_session)
    for _time in range(2):
        post("tests.full", anna, once="the same cause")
    post("tests.full", anna)
    anna.email, anna.deleted_at = None, anna.created_at
    post("tests.full", anna)
    assert len(rows(db_session)) == 2


def test_both_forms_of_a_message(db_session: Any) -> None:
    """Text and HTML of the same words, marked with their languages; markup of people stays text."""
    post("tests.full", add_person(db_session, lang=Lang.FR))
    made = render(rows(db_session)[0])
    assert made is not None
    mime = made[0]
    parts = {part.get_content_type(): part for part in mime.walk()}
    text, html = (parts[kind].get_content().replace("\r\n", "\n") for kind in ("text/plain", "text/html"))
    assert mime["Subject"] == FULL.subject
    assert mime["Content-Language"] == "fr"
    assert "Bonjour," in text
    assert "> Первая строка\n> вторая" in text
    assert "https://example.org/?a=1&b=2\n" in text
    assert '<html lang="fr">' in html
    assert '<blockquote lang="ru">' in html
    assert '<blockquote lang="fr">' in html
    assert "> вторая\n\n> Une autre note" in text
    assert "Un &amp; deux &lt;b&gt;trois&lt;/b&gt;" in html
    assert "<script" not in html
    assert "style=" not in html
    calendar = parts["text/calendar"]
    assert (calendar.get_param("method"), calendar.get_payload(decode=True)) == ("REQUEST", FULL.calendar.content)  # type: ignore[union-attr]


def test_russian_and_an_address_in_russian(db_session: Any) -> None:
    """The words around are Russian; an address in Cyrillic is written as it is."""
    post("tests.full", add_person(db_session, lang=Lang.RU, email="иван@пример.рф"))
    made = render(rows(db_session)[0])
    assert made is not None
    assert made[0]["To"] == "иван@пример.рф"
    assert made[0]["From"].startswith("Трианонский диалог <")
    assert "Здравствуйте!" in made[0].get_body(("plain",)).get_content()


def test_delivered_dropped_failed(db_session: Any, way: Way) -> None:
    """One that cannot be made stops no other."""
    anna = add_person(db_session)
    for kind in ("tests.broken", "tests.untrue", "tests.full"):
        post(kind, anna)
    db_session.commit()
    assert delivery.deliver_waiting() == 3
    assert [row.state for row in rows(db_session)] == [Delivery.FAILED, Delivery.DROPPED, Delivery.SENT]
    assert rows(db_session)[0].fault == "ZeroDivisionError"
    assert [address for address, _mime in way.sent] == [anna.email]
    assert delivery.deliver_waiting() == 0


def test_a_server_that_is_away_is_tried_again(db_session: Any, way: Way) -> None:
    """With growing pauses, the same Message-ID, and an end."""
    with time_machine.travel("2018-05-03 12:00", tick=False) as clock:
        post("tests.full", add_person(db_session))
        db_session.commit()
        way.fault = ConnectionRefusedError("no answer from secret.example.org")
        assert delivery.deliver_waiting() == 1
        (row,) = rows(db_session)
        assert (row.state, row.attempts, row.fault) == (Delivery.WAITING, 1, "ConnectionRefusedError")
        assert delivery.deliver_waiting() == 0, "not before its time"
        for _attempt in delivery.PAUSES:
            clock.shift(timedelta(days=2))
            delivery.deliver_waiting()
        (row,) = rows(db_session)
        assert (row.state, row.attempts) == (Delivery.FAILED, len(delivery.PAUSES) + 1)


@pytest.mark.parametrize(("code", "state"), [(550, Delivery.FAILED), (451, Delivery.WAITING)])
def test_final_and_passing_refusals(db_session: Any, way: Way, code: int, state: Delivery) -> None:
    """5xx is final; its sentence, which may quote an address, is not kept."""
    anna = add_person(db_session)
    post("tests.full", anna)
    db_session.commit()
    way.fault = smtplib.SMTPRecipientsRefused({anna.email: (code, f"<{anna.email}> unknown".encode())})
    delivery.deliver_waiting()
    (row,) = rows(db_session)
    assert (row.state, row.fault) == (state, str(code))


@pytest.mark.parametrize(
    ("fault", "state"),
    [
        (smtplib.SMTPAuthenticationError(535, b"wrong password"), Delivery.WAITING),
        (smtplib.SMTPSenderRefused(550, b"not from here", "dialogue@example.org"), Delivery.WAITING),
        (smtplib.SMTPConnectError(554, b"not you"), Delivery.WAITING),
        (smtplib.SMTPNotSupportedError("no TLS, no password"), Delivery.WAITING),
        (smtplib.SMTPNotSupportedError("the server lacks SMTPUTF8"), Delivery.FAILED),
    ],
    ids=["password", "sender", "greeting", "tls", "cyrillic"],
)
def test_what_is_wrong_with_our_own_server_costs_no_mail(
    db_session: Any, way: Way, fault: Exception, state: Delivery
) -> None:
    """A wrong setting is put right and the mails go out; only what this server can never write to has failed."""
    post("tests.full", add_person(db_session))
    db_session.commit()
    way.fault = fault
    delivery.deliver_waiting()
    assert rows(db_session)[0].state is state


def test_a_mail_in_other_hands_is_left_alone(db_session: Any, way: Way) -> None:
    """Two workers never send the same mail; a lease that ran out is taken over."""
    with time_machine.travel("2018-05-03 12:00", tick=False) as clock:
        post("tests.full", add_person(db_session))
        db_session.commit()
        assert delivery._claim(paced=True) is not None
        assert delivery.deliver_waiting() == 0
        clock.shift(delivery.LEASE + timedelta(seconds=1))
        assert delivery.deliver_waiting() == 1
        assert len(way.sent) == 1


def test_a_kind_that_nobody_registered_fails_alone(db_session: Any, way: Way) -> None:
    """And the log says so."""
    post("tests.unknown", add_person(db_session))
    db_session.commit()
    delivery.deliver_waiting()
    assert rows(db_session)[0].state is Delivery.FAILED

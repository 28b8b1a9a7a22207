"""Paced sending against a real mail server: a limit for all, a limit for a provider, a pause for one that asks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine

from tests.support.people import add_person
from tests.support.smtp import MailServer, text_of
from trianon.core.settings import read_paces
from trianon.mail import delivery, message, pace
from trianon.mail.cli import mail as commands
from trianon.mail.message import MailMessage
from trianon.mail.models import Delivery, OutboxMail, Route
from trianon.mail.outbox import post
from trianon.mail.return_path import envelope_sender
from trianon.mail.rules import Report

pytestmark = pytest.mark.both_engines


class Strict(MailServer):
    """A server that answers by the recipient's domain."""

    answers: dict[str, str]
    senders: list[str]

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        """Called by aiosmtpd for each recipient."""
        answer = self.answers.get(address.rpartition("@")[2], "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
            self.senders.append(envelope.mail_from)
        return answer


@pytest.fixture(scope="module")
def strict_server() -> Iterator[Strict]:
    """Started once."""
    server = Strict()
    server.answers, server.senders = {}, []
    server.start()
    yield server
    server.stop()


@pytest.fixture
def server(strict_server: Strict) -> Strict:
    """As if nothing had been said to it."""
    strict_server.answers, strict_server.senders, strict_server.answer = {}, [], "250 OK"
    strict_server.messages.clear()
    return strict_server


@pytest.fixture
def app_settings(server: Strict) -> dict[str, str]:
    """A slow site."""
    return {"SMTP_URL": server.url, "MAIL_PACE": "6", "MAIL_PACE_PROVIDERS": "mail.ru=2"}


@pytest.fixture(autouse=True)
def kind(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kind of mail for these tests."""
    monkeypatch.setitem(message._builders, "tests.plain", lambda: MailMessage("Sujet", ["Texte"]))


@pytest.fixture
def clock() -> Iterator[Any]:
    """A clock that stands."""
    with time_machine.travel("2026-05-03 12:00", tick=False) as standing:
        yield standing


def write_to(session: Any, *addresses: str) -> None:
    """A mail to each."""
    for address in addresses:
        post("tests.plain", add_person(session, email=address))
    session.commit()


def received(server: Strict) -> list[str]:
    """To whom, in order."""
    return [one["X-Envelope-To"] for one in server.messages]


def test_a_limit_for_all(db_session: Any, server: Strict, clock: Any) -> None:
    """Six a minute, whatever the number of rounds; the others a minute later."""
    write_to(db_session, *(f"p{number}@example.com" for number in range(8)))
    assert delivery.deliver_waiting() == 6
    assert delivery.deliver_waiting() == 0
    clock.shift(timedelta(seconds=61))
    assert delivery.deliver_waiting() == 2


def test_a_limit_for_a_provider_holds_up_nobody_else(db_session: Any, server: Strict, clock: Any) -> None:
    """Two a minute to mail.ru under all its names; those behind it in the queue are not kept waiting."""
    write_to(db_session, "a@mail.ru", "b@bk.ru", "c@list.ru", "d@example.com")
    delivery.deliver_waiting()
    assert received(server) == ["a@mail.ru", "b@bk.ru", "d@example.com"]
    clock.shift(timedelta(seconds=61))
    delivery.deliver_waiting()
    assert received(server)[-1] == "c@list.ru"


@pytest.mark.parametrize("answer", ["421 4.7.0 too many connections", "450 4.2.1 slow down"])
def test_a_provider_that_asks_for_a_pause(db_session: Any, server: Strict, clock: Any, answer: str) -> None:
    """One mail is tried, the others of this provider wait; every other one goes out; pauses grow, then end."""
    server.answers = {"bk.ru": answer}
    write_to(db_session, "a@bk.ru", "b@mail.ru", "c@example.com")
    assert delivery.deliver_waiting() == 2
    assert received(server) == ["c@example.com"]
    clock.shift(timedelta(seconds=61))
    server.answers = {"mail.ru": answer, "bk.ru": answer}
    delivery.deliver_waiting()
    held = db_session.get(Route, "mail.ru")
    assert held.setbacks == 2
    assert held.held_until - pace.now() == timedelta(minutes=2)
    server.answers = {}
    clock.shift(timedelta(minutes=30))
    delivery.deliver_waiting()
    assert sorted(received(server)) == ["a@bk.ru", "b@mail.ru", "c@example.com"]
    assert db_session.get(Route, "mail.ru", populate_existing=True) is None


def test_a_dead_mailbox_found_at_once(db_session: Any, server: Strict) -> None:
    """A refusal in the conversation counts like one that comes back later."""
    server.answers = {"example.net": "550 5.1.1 no such user"}
    write_to(db_session, "gone@example.net", "c@example.com")
    delivery.deliver_waiting()
    gone, other = db_session.scalars(sa.select(OutboxMail).order_by(OutboxMail.id)).all()
    assert (gone.state, gone.report, gone.report_status) == (Delivery.FAILED, Report.DEAD, "5.1.1")
    assert other.state is Delivery.SENT
    assert delivery.addresses.is_paused("gone@example.net")


def test_our_own_server_is_away(db_session: Any, server: Strict, clock: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """One mail is tried, all wait a minute, none is lost: no thousand attempts of thirty seconds each."""
    usual = delivery.transport
    monkeypatch.setattr(delivery, "transport", delivery_to_nowhere)
    write_to(db_session, *(f"p{number}@example.com" for number in range(5)))
    assert delivery.deliver_waiting() == 1
    assert delivery.deliver_waiting() == 0
    monkeypatch.setattr(delivery, "transport", usual)
    clock.shift(timedelta(seconds=61))
    assert delivery.deliver_waiting() == 5


def delivery_to_nowhere() -> Any:
    """A server that is not there."""
    from trianon.mail.transport import Smtp

    return Smtp("smtp://127.0.0.1:9")


def test_each_mail_has_its_own_return_address(db_session: Any, server: Strict) -> None:
    """In the envelope only: who answers writes to the address that people know."""
    write_to(db_session, "a@example.com", "b@example.com")
    delivery.deliver_waiting()
    numbers = db_session.scalars(sa.select(OutboxMail.id).order_by(OutboxMail.id)).all()
    assert server.senders == [envelope_sender(number) for number in numbers]
    assert len(set(server.senders)) == 2
    assert all("dialogue@example.org" in one["From"] and "+" not in one["From"] for one in server.messages)
    assert all(one["Auto-Submitted"] == "auto-generated" for one in server.messages)


@pytest.mark.parametrize("lang", ["fr", "ru"])
def test_a_test_mail(app: Any, db_session: Any, server: Strict, lang: str) -> None:
    """Sent at once, in both languages, and the server's own words are printed."""
    done = app.test_cli_runner().invoke(commands, ["test", "anna@example.com", "--lang", lang])
    assert (done.exit_code, done.output) == (0, "sent: 250 OK\n")
    (mail,) = server.messages
    assert mail["Content-Language"] == lang
    for words in ("les courriels du Dialogue arrivent", "письма Диалога доходят"):
        assert words in text_of(mail)
    other = {"fr": "ru", "ru": "fr"}[lang]
    assert f'<blockquote lang="{other}">' in mail.get_body(("html",)).get_content()


def test_a_test_mail_that_is_refused(app: Any, db_session: Any, server: Strict) -> None:
    """The answer is shown, the status of the command is not zero; what is no address is refused."""
    server.answers = {"example.net": "550 5.7.1 we do not know you"}
    done = app.test_cli_runner().invoke(commands, ["test", "anna@example.net"])
    assert done.exit_code == 1
    assert done.output.startswith("failed: SMTPRecipientsRefused")
    assert "we do not know you" in done.output
    assert app.test_cli_runner().invoke(commands, ["test", "anna"]).exit_code == 1


def test_failures_shows_no_address(app: Any, db_session: Any, server: Strict) -> None:
    """By provider, with the server's codes."""
    server.answers = {"example.net": "550 5.1.1 no such user"}
    write_to(db_session, "gone@example.net", "c@bk.ru")
    delivery.deliver_waiting()
    said = app.test_cli_runner().invoke(commands, ["failures"]).output
    assert "example.net  failed  550  dead  5.1.1" in said
    assert "mail.ru  sent" in said
    assert "1  addresses are paused" in said
    assert "gone@" not in said


def test_the_usual_paces() -> None:
    """The names of one provider count together."""
    assert read_paces("mail.ru=30, yandex.ru=40") == {"mail.ru": 30, "yandex.ru": 40}
    assert {pace.provider_of(f"a@{domain}") for domain in ("MAIL.ru", "inbox.ru", "bk.ru")} == {"mail.ru"}
    assert pace.provider_of("иван@пример.рф") == "пример.рф"

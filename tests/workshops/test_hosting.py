"""What hosts see and do around their workshop: the page, messages, the file, questions, the room, what is watched."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from tests.support.people import add_person
from tests.support.spaces import with_plain_spaces
from tests.support.visitor import Visitor
from tests.workshops.making import add_workshop
from tests.workshops.test_services import changed
from trianon.accounts.leaving_services import delete_account
from trianon.accounts.models import Account
from trianon.bilingual.lang import Lang
from trianon.bilingual.text import Bilingual
from trianon.core.clock import now
from trianon.core.errors import RuleViolation
from trianon.mail.models import OutboxMail
from trianon.mail.render import render
from trianon.workshops import host_messages, questions, rooms, services
from trianon.workshops.models import Registration, Workshop
from trianon.workshops.room_models import Provider, Question
from trianon.workshops.rooms import RoomPlan

Begin = Callable[[], AbstractContextManager[Any]]
WORDS = {
    "subject_fr": "Apportez une photographie",
    "subject_ru": "Принесите фотографию",
    "text_fr": "Une photographie de votre rue suffit.",
    "text_ru": "Достаточно фотографии вашей улицы.",
}


def host_of(transaction: Begin, visitors: Any, number: int, lang: str = "fr") -> Visitor:
    """The host of a workshop, signed in."""
    with transaction() as session:
        email = session.get(Workshop, number).host.email
    host: Visitor = visitors(lang)
    host.enter(email)
    return host


def with_people(transaction: Begin) -> int:
    """A workshop with two seats: a French person and a Russian one inside, one waiting; its number."""
    with transaction() as session:
        workshop = add_workshop(session)
        for side, name in (("france", "=cmd|' /C calc'!A0"), ("russia", "Ярослав Мудрый"), ("other", "Ana")):
            services.register(workshop.id, by=add_person(session, side=side, name=name))
        return int(workshop.id)


def test_the_page_of_the_hosts_in_both_languages(transaction: Begin, visitors: Any) -> None:
    number = with_people(transaction)
    with transaction() as session:
        workshop = session.get(Workshop, number)
        asker = workshop.registrations[1].account
        questions.ask(workshop, "Сколько стоит километр пути?", Lang.RU, by=asker)
    for lang, words in (("fr", "Places par partie"), ("ru", "Места по сторонам")):
        page = host_of(transaction, visitors, number, lang).get(f"/workshops/{number}/hosting")
        assert page.status_code == 200
        assert words in page.text
        assert "Сколько стоит километр пути?" in page.text
    assert "Inscription confirmée" in host_of(transaction, visitors, number).get(f"/workshops/{number}/hosting").text


def test_a_message_reaches_each_once_in_their_language(transaction: Begin, visitors: Any) -> None:
    number = with_people(transaction)
    host = host_of(transaction, visitors, number)
    for _click in range(2):
        assert host.submit(f"/workshops/{number}/message", WORDS).status_code == 303
    with transaction() as session:
        rows = session.scalars(sa.select(OutboxMail).filter_by(kind="workshops.message").order_by(OutboxMail.id)).all()
        made = [render(row) for row in rows]
        subjects = [str(one[0]["Subject"]) for one in made if one]
        assert subjects == ["Apportez une photographie", "Принесите фотографию", "Apportez une photographie"]
        assert all("secret-room" not in one[0].as_string() for one in made if one)
        # Whoever has left meanwhile is written to no more.
        services.leave(number, by=session.get(Account, rows[0].recipient_id))
        session.flush()
        assert render(rows[0]) is None
    empty = host.submit(f"/workshops/{number}/message", WORDS | {"text_ru": " "})
    assert empty.status_code == 422
    assert "Écrivez le message en russe." in empty.text


def test_a_message_gives_no_way_into_the_room(transaction: Begin, visitors: Any) -> None:
    number = with_people(transaction)
    host = host_of(transaction, visitors, number, "ru")
    answer = host.submit(f"/workshops/{number}/message", WORDS | {"text_ru": "Вход: meet.example.org/Secret-Room/"})
    assert answer.status_code == 409
    assert "ведёт в комнату" in with_plain_spaces(answer.text)
    assert "Вход: meet.example.org/Secret-Room/" in answer.text
    with transaction() as session:
        assert session.scalars(sa.select(OutboxMail).filter_by(kind="workshops.message")).all() == []


def test_public_words_and_messages_do_not_name_the_room(db_session: Any) -> None:
    workshop = add_workshop(db_session)
    plan = RoomPlan(provider=Provider.JITSI, audio_link="https://audio.example.org/42")
    key = rooms.describe(workshop.id, plan, seen="", by=workshop.host).room_key
    for way in ("https://meet.example.org/secret-room", "https://audio.example.org/42?x", f"https://jitsi/{key}"):
        told = Bilingual("Venez", f"Приходите: {way}.")
        with pytest.raises(RuleViolation, match="tells_way_in"):
            host_messages.write(workshop.id, Bilingual("Bonjour", "Привет"), told, by=workshop.host)
        with pytest.raises(RuleViolation, match="tells_way_in"):
            changed(workshop, programme=told)
    with pytest.raises(RuleViolation, match="tells_way_in"):
        add_workshop(db_session, speakers=Bilingual("https://meet.example.org/secret-room", ""))
    # A new link that stands in the texts already is told by them, too.
    changed(workshop, programme=Bilingual("", "https://meet.example.org/new"))
    with pytest.raises(RuleViolation, match="tells_way_in"):
        changed(workshop, meeting_link="https://meet.example.org/new?pwd=4711")


def test_the_file_of_registrants_runs_nothing_and_shows_no_address(transaction: Begin, visitors: Any) -> None:
    number = with_people(transaction)
    with transaction() as session:
        waits = session.scalars(sa.select(Registration).order_by(Registration.arrival.desc())).first()
        waits.language, waits.wants_interpretation, waits.needs = Lang.FR, True, "Un fauteuil au premier rang."
    answer = host_of(transaction, visitors, number, "ru").get(f"/workshops/{number}/registrants.csv")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert [row[1] for row in rows[1:]] == ["'=cmd|' /C calc'!A0", "Ярослав Мудрый", "Ana"]
    assert [row[3] for row in rows[1:]] == ["есть место", "есть место", "ожидание"]
    said = [["Язык", "Устный перевод", "Присутствовали"], ["", "", ""], ["", "", ""], ["французский", "да", ""]]
    assert [row[5:] for row in rows] == said
    assert b"@" not in answer.data
    # What somebody needs is read on the page alone.
    assert "fauteuil" not in answer.data.decode()


def test_questions_are_few_kept_from_the_public_and_erased(
    transaction: Begin, sign_in_as: Callable[..., Visitor], client: Visitor
) -> None:
    with transaction() as session:
        number = add_workshop(session).id
    person = sign_in_as(side="russia")
    path = f"/workshops/{number}/ask"
    for _click in range(2):
        assert person.submit(path, {"text": "Кто платит за рельсы?", "lang": "ru"}).status_code == 303
    with transaction() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Question)) == 1
    assert "Кто платит" in person.get(path).text
    assert "Кто платит" not in client.get(f"/workshops/{number}").text
    for n in range(4):
        assert person.submit(path, {"text": f"Вопрос {n}", "lang": "ru"}).status_code == 303
    refused = person.submit(path, {"text": "И ещё один", "lang": "ru"})
    assert refused.status_code == 409
    assert "И ещё один" in refused.text
    assert person.submit(path, {"text": "", "lang": "ru"}).status_code == 422
    assert person.submit(path, {"text": "я" * 1001, "lang": "ru"}).status_code == 422


def test_questions_end_with_the_workshop_with_their_term_and_with_the_account(db_session: Any) -> None:
    workshop, person = add_workshop(db_session), add_person(db_session)
    questions.ask(workshop, "Une question", Lang.FR, by=person)
    other = add_person(db_session)
    questions.ask(workshop, "Une autre", Lang.FR, by=other)
    delete_account(other, by=None)
    assert [one.text for one in db_session.scalars(sa.select(Question))] == ["Une question"]
    workshop.starts_at = now() - timedelta(days=89)
    with pytest.raises(RuleViolation, match="too_late_to_ask"):
        questions.ask(workshop, "Trop tard", Lang.FR, by=person)
    assert questions.erase_old() == 0
    workshop.starts_at = now() - timedelta(days=91)
    assert questions.erase_old() == 1
    assert db_session.scalars(sa.select(Question)).all() == []


def test_the_room_is_said_by_hosts_and_shown_at_its_time(transaction: Begin, visitors: Any, client: Visitor) -> None:
    with transaction() as session:
        number = add_workshop(session).id
    host = host_of(transaction, visitors, number)
    links = {f"{name}_link": f"https://{name}.example.org/x" for name in ("stream", "recording", "transcript")}
    wrong = host.submit(f"/workshops/{number}/room", {"stream_link": "http://stream.example.org"})
    assert wrong.status_code == 422
    assert host.submit(f"/workshops/{number}/room", links | {"dial_in": "+7 495 000-00-00"}).status_code == 303

    def seen() -> set[str]:
        page = client.get(f"/workshops/{number}").text
        assert "495" not in page
        return {name for name in ("stream", "recording", "transcript") if f"{name}.example.org" in page}

    assert seen() == set()
    assert "peut être suivi sans place" in client.get(f"/workshops/{number}").text
    for minutes, expected in ((-14, {"stream"}), (95, {"stream", "recording", "transcript"})):
        with transaction() as session:
            session.get(Workshop, number).starts_at = now() - timedelta(minutes=minutes)
        assert seen() == expected
    with transaction() as session:
        session.get(Workshop, number).starts_at = now() - timedelta(days=2)
    assert seen() == {"recording", "transcript"}


def test_a_room_said_twice_at_once_is_said_once(db_session: Any) -> None:
    from trianon.core.errors import StaleForm

    workshop = add_workshop(db_session)
    plan = RoomPlan(provider=Provider.LINK, stream_link="https://stream.example.org/")
    rooms.describe(workshop.id, plan, seen="", by=workshop.host)
    with pytest.raises(StaleForm):
        rooms.describe(workshop.id, plan, seen="", by=workshop.host)


def test_the_same_words_later_are_another_message(db_session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    workshop = add_workshop(db_session)
    services.register(workshop.id, by=add_person(db_session))
    words = Bilingual("Bonjour", "Здравствуйте"), Bilingual("À bientôt", "До встречи")
    first = host_messages.write(workshop.id, *words, by=workshop.host)
    assert host_messages.write(workshop.id, *words, by=workshop.host) is first
    monkeypatch.setattr(host_messages, "SAME_CLICK", timedelta())
    assert host_messages.write(workshop.id, *words, by=workshop.host) is not first

"""Changing what one answered when one registered."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.support.people import add_person
from tests.support.visitor import Visitor
from tests.workshops.making import add_workshop, states_of
from tests.workshops.test_views import Begin, Visitors, made, signed_in, the_host
from trianon.bilingual.lang import Lang
from trianon.core.audit import entries_about
from trianon.core.clock import at
from trianon.core.errors import RuleViolation
from trianon.workshops import services
from trianon.workshops.allocation import Newcomer

NEEDS = "Мне нужны субтитры, merci."


def registered(transaction: Begin, visitors: Visitors, lang: str = "fr") -> tuple[int, Visitor]:
    """A workshop, and somebody who has a seat in it and has answered nothing."""
    number = made(transaction)
    person = signed_in(transaction, visitors, lang)
    person.submit(f"/workshops/{number}", form="/register")
    return number, person


def test_answers_are_changed_and_the_host_reads_the_new_ones(transaction: Begin, visitors: Visitors) -> None:
    number, person = registered(transaction, visitors)
    assert f"/fr/workshops/{number}/answers" in person.get(f"/workshops/{number}").text
    said = {"language": "ru", "interpretation": "y", "needs": NEEDS}
    assert person.submit(f"/workshops/{number}/answers", said, form="/answers").status_code == 303
    page = person.get(f"/workshops/{number}/answers").text
    assert NEEDS in page
    assert 'value="ru" selected' in page or 'selected value="ru"' in page
    host = the_host(transaction, visitors, number)
    assert NEEDS in host.get(f"/workshops/{number}/hosting").text
    # Not whoever else may edit the workshop: the form says who reads it.
    secretary = signed_in(transaction, visitors, role="secretary_general", side="russia")
    page = secretary.get(f"/workshops/{number}/hosting").text
    assert "russe" in page
    assert NEEDS not in page
    person.submit(f"/workshops/{number}/answers", {"language": "", "interpretation": []}, form="/answers")
    assert "Personne n’a encore rien demandé." in secretary.get(f"/workshops/{number}/hosting").text
    # Taken back as easily.
    person.submit(f"/workshops/{number}/answers", {"language": "", "needs": ""}, form="/answers")
    assert NEEDS not in host.get(f"/workshops/{number}/hosting").text


def test_what_is_too_long_is_explained_and_kept(transaction: Begin, visitors: Visitors) -> None:
    number, person = registered(transaction, visitors, "ru")
    answer = person.submit(f"/workshops/{number}/answers", {"needs": "я" * 501}, form="/answers")
    assert answer.status_code == 422
    assert "я" * 501 in answer.text


def test_whoever_is_not_registered_is_led_to_the_workshop(transaction: Begin, visitors: Visitors) -> None:
    number = made(transaction)
    person = signed_in(transaction, visitors)
    answer = person.get(f"/workshops/{number}/answers")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/fr/workshops/{number}")


def test_the_journal_says_which_answers_and_not_what(db_session: Any) -> None:
    workshop, person = add_workshop(db_session), add_person(db_session)
    services.register(workshop.id, by=person)
    said = Newcomer(person, language=Lang.RU, needs=NEEDS)
    services.answer_anew(workshop.id, said)
    # The same again is no event.
    services.answer_anew(workshop.id, said)
    told = [one for one in entries_about("workshop", workshop.id) if one.event == "AnswersChanged"]
    assert [(one.actor_id, one.data["fields"]) for one in told] == [(person.id, ["language", "needs"])]
    assert states_of(db_session, workshop) == ["confirmed"]


def test_needs_end_with_the_seat_and_with_the_workshop(db_session: Any) -> None:
    workshop, gone, there = add_workshop(db_session), add_person(db_session), add_person(db_session)
    for person in (gone, there):
        services.register(workshop.id, by=person, newcomer=Newcomer(person, needs=NEEDS))
    services.leave(workshop.id, by=gone)
    assert [one.needs for one in workshop.registrations] == ["", NEEDS]
    services.cancel(workshop.id, by=workshop.host)
    db_session.expire_all()
    assert [one.needs for one in workshop.registrations] == ["", ""]


def test_nothing_is_written_once_it_is_over_or_for_whoever_left(db_session: Any) -> None:
    """Needs are erased after the workshop: none may come in later."""
    workshop, person, gone = add_workshop(db_session), add_person(db_session), add_person(db_session)
    for one in (person, gone):
        services.register(workshop.id, by=one)
    services.leave(workshop.id, by=gone)
    assert services.answer_anew(workshop.id, Newcomer(gone, needs=NEEDS)) is None
    with at(workshop.ends_at + timedelta(minutes=1)), pytest.raises(RuleViolation, match="too_late_to_answer"):
        services.answer_anew(workshop.id, Newcomer(person, needs=NEEDS))
    assert [one.needs for one in workshop.registrations] == ["", ""]

"""Measures on a person: decided by both sides, checked at each act, ended by themselves or by an appeal."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.committee.test_removals import told

both_engines = pytest.mark.both_engines
NOTE = "Trois fois en une semaine, vos textes ont attaqué des personnes nommées."


def propose(house: Any, person: Any, by: Any, kind: str = "pause", days: int | None = 30) -> Any:
    from trianon.bilingual.lang import Lang
    from trianon.committee import measures
    from trianon.committee.measure_rules import MeasureKind
    from trianon.committee.rules import Reason

    return measures.propose(
        person, by=by, kind=MeasureKind(kind), days=days, reasons=[Reason.ATTACK], note=NOTE, note_lang=Lang.FR
    )


def taken(house: Any, **more: Any) -> tuple[Any, Any]:
    """A French participant on whom both sides have decided, and the case."""
    person = house.person()
    case = propose(house, person, house.person("member"), **more)
    house.voice(case, house.person("member", "russia"), "refuse")
    return person, case


@both_engines
def test_a_pause_takes_one_voice_of_each_side_and_ends_by_itself(house: Any) -> None:
    from trianon.committee.measures import end_measures
    from trianon.core.clock import at, now

    person = house.person()
    case = propose(house, person, house.person("member"))
    assert (case.state, person.is_paused, told(house.session, "committee.decided")) == ("open", False, [])
    house.voice(case, house.person("member", "russia"), "refuse")
    assert (case.verdict, person.is_paused) == ("refuse", True)
    assert told(house.session, "committee.decided") == [person.id]
    begun = now()
    with at(begun + timedelta(days=29)):
        assert person.is_paused
    with at(begun + timedelta(days=30, minutes=1)):
        assert not person.is_paused, "whatever the clock of the worker does"
        house.session.commit()
        assert end_measures() == 1
        assert end_measures() == 0
    assert told(house.session, "committee.measure_over") == [person.id]


@pytest.mark.parametrize(("kind", "days", "paused"), [("warning", None, False), ("exclusion", None, True)])
def test_a_warning_closes_nothing_an_exclusion_has_no_end(
    house: Any, kind: str, days: int | None, paused: bool
) -> None:
    from trianon.core.clock import at, now

    person, _case = taken(house, kind=kind, days=days)
    with at(now() + timedelta(days=2000)):
        assert person.is_paused is paused


def test_without_the_other_side_there_is_no_measure(house: Any) -> None:
    from tests.committee.test_removals import later

    person = house.person()
    case = propose(house, person, house.person("member"))
    later(case, days=29)
    assert (case.verdict, case.ending, person.is_paused) == ("accept", "silence", False)
    assert told(house.session, "committee.decided") == [], "what was only proposed is told to nobody"


@both_engines
def test_an_upheld_appeal_ends_it_at_once(house: Any) -> None:
    from tests.committee.test_appeals import case_against, contest

    person, case = taken(house)
    answer = case_against(contest(case, person))
    for side in ("france", "russia"):
        house.voice(answer, house.person("member", side), "accept")
    assert (answer.verdict, person.is_paused) == ("accept", False)


def test_one_question_at_a_time_and_never_on_oneself(house: Any) -> None:
    from trianon.core.errors import RuleViolation

    person, member = house.person(), house.person("member")
    with pytest.raises(RuleViolation, match="measure_on_oneself"):
        propose(house, member, member)
    propose(house, person, member)
    with pytest.raises(RuleViolation, match="measure_asked"):
        propose(house, person, house.person("member", "russia"), "warning", None)


def test_what_stays_open_is_written_by_hand(app: Any) -> None:
    """Every page that something can be sent to, but these and one's own account, is closed to whoever is paused."""
    from trianon.committee.measure_rules import OPEN_PAGES, stays_open

    posts = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    assert posts >= OPEN_PAGES
    closed = {one for one in posts if not stays_open(one)}
    assert {
        *("contributions.write", "contributions.reply", "contributions.stance", "contributions.edit"),
        *("declaring.start", "declaring.check", "declaring.correct", "workshops.register", "committee.case"),
        *("organisations.propose", "organisations.join", "confirming.confirm", "translations.write", "committee.flag"),
    } <= closed


class TestPages:
    def test_a_paused_person_reads_contests_and_does_nothing_else(self, sign_in_as: Any, transaction: Any) -> None:
        from tests.committee.conftest import House
        from trianon.accounts.models import Account

        visitor = sign_in_as(name="Евдокия Ñandú")
        with transaction() as session:
            house = House(session)
            person = session.get(Account, visitor.id)
            case = propose(house, person, house.person("member"))
            house.voice(case, house.person("member", "russia"), "refuse")
            number = case.id
        closed = visitor.get("/contributions/write")
        assert closed.status_code == 403
        assert "suspendu votre participation jusqu’au" in closed.text
        assert visitor.get("/contributions/").status_code == 200
        assert visitor.get("/account/data").status_code == 200
        assert f"/fr/committee/statements/{number}" in visitor.get("/account/").text
        done = visitor.submit(f"/committee/statements/{number}", {"text": "Je conteste."}, follow=True)
        assert "Votre recours" in done.text
        register = visitor.get("/committee/decisions").text
        assert "Une mesure visant une personne" in register
        assert "Евдокия" not in register

    def test_a_member_proposes_one(self, sign_in_as: Any, transaction: Any) -> None:
        from tests.support.people import add_person

        with transaction() as session:
            number = add_person(session, side="russia", name="Тестовый Участник").id
        member = sign_in_as("member")
        path = f"/committee/measures/{number}"
        assert member.submit(path, form="measure-form").status_code == 422
        values = {"kind": "pause", "days": "30", "reasons": ["attack"], "note": "Пожалуйста, не нападайте на людей."}
        assert member.submit(path, values | {"note": "En français"}).status_code == 422
        page = member.submit(path, values, follow=True)
        assert "Тестовый Участник" in page.text
        assert member.get("/committee/measures/99999999999").status_code == 404

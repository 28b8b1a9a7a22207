"""Versions of the table of voices: what may change, that both sides change it, and that open cases keep theirs."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any

import pytest
import sqlalchemy as sa

from tests.support.people import PASSWORD, add_person
from tests.support.refusals import code_of
from trianon.committee.policy_rules import (
    CHANGEABLE,
    cells_of,
    check_cells,
    check_day,
    differences,
    may_answer,
    table_of,
)
from trianon.committee.procedure import ENDS_AFTER, Course, settle
from trianon.committee.rules import TABLE, Matter, Quorum, Said, Verdict, missing, outcome
from trianon.core.clock import at, now
from trianon.core.sides import Side

FRANCE, RUSSIA, OTHER = Side.FRANCE, Side.RUSSIA, Side.OTHER
ACCEPT, REFUSE, ASK = Verdict.ACCEPT, Verdict.REFUSE, Verdict.ASK_CHANGES
OPENED = datetime(2026, 3, 2, 8, tzinfo=UTC)
DAY = timedelta(days=1)


# ---------------------------------------------------------------- the rules


def test_what_takes_both_sides_is_no_matter_of_policy() -> None:
    """Domain, rules 3, 4 and 5, and measures on a person; and every version is a whole table."""
    fixed = {Matter.DISPUTED_PLACE, Matter.REMOVAL, Matter.APPEAL, Matter.MEASURE}
    assert {matter for matter, _verdict in CHANGEABLE} == set(Matter) - fixed
    assert table_of(cells_of(TABLE)) == TABLE
    for cell, allowed in CHANGEABLE.items():
        assert TABLE[cell] in allowed


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"cooperation.accept": "one_of_either"}, ""),
        ({}, "policy_same"),
        ({"cooperation.accept": "nobody"}, "policy_cell_unknown"),
        # Not a quorum of this cell: whose organisation would it be?
        ({"contribution.accept": "one_of_own_side"}, "policy_cell_unknown"),
        ({"cooperation.ask_changes": "one_of_each"}, "policy_cell_unknown"),
        ({"removal.refuse": "one_of_either"}, "policy_cell_unknown"),
        ({"disputed_place.accept": "one_of_either"}, "policy_cell_unknown"),
    ],
)
def test_cells(change: dict[str, str], code: str) -> None:
    before = cells_of(TABLE)
    assert code_of(lambda: check_cells(before | change, before)) == code


def test_a_missing_cell_is_refused() -> None:
    before = cells_of(TABLE)
    less = {key: value for key, value in before.items() if key != "claim.accept"}
    assert code_of(lambda: check_cells(less, before)) == "policy_cell_unknown"


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2026, 3, 1), "policy_day"),
        (date(2026, 3, 2), "policy_day"),
        (date(2026, 3, 3), ""),
        (date(2027, 3, 3), ""),
        (date(2027, 4, 1), "policy_day"),
    ],
)
def test_days(day: date, code: str) -> None:
    assert code_of(lambda: check_day(day, OPENED)) == code


def test_the_other_side_answers() -> None:
    assert [(a, b) for a in Side for b in (FRANCE, RUSSIA) if may_answer(a, b)] == [(FRANCE, RUSSIA), (RUSSIA, FRANCE)]


def test_differences_are_told_in_the_order_of_the_table() -> None:
    before = cells_of(TABLE)
    after = before | {"claim.accept": "one_of_each", "cooperation.refuse": "one_of_either"}
    assert differences(before, after) == [
        (Matter.COOPERATION, REFUSE, Quorum.ONE_OF_EACH, Quorum.ONE_OF_EITHER),
        (Matter.CLAIM, ACCEPT, Quorum.ONE_OF_OWN_SIDE, Quorum.ONE_OF_EACH),
    ]


PEOPLE = {1: (FRANCE, False), 2: (FRANCE, True), 3: (RUSSIA, False), 4: (RUSSIA, True)}
SAYINGS = [(member, verdict) for member in PEOPLE for verdict in (ACCEPT, REFUSE)]


def enough(needed: Quorum, own_side: Side, saying: list[Said]) -> bool:
    """A quorum once more, in plain sets."""
    sides = {said.side for said in saying}
    secretaries = {said.side for said in saying if said.is_secretary}
    if needed is Quorum.ONE_OF_EITHER:
        return bool(sides)
    if needed is Quorum.BOTH_SECRETARIES:
        return secretaries == {FRANCE, RUSSIA}
    if needed is Quorum.ONE_OF_EACH or own_side is OTHER:
        return sides == {FRANCE, RUSSIA}
    return own_side in sides


@pytest.mark.parametrize("matter", [Matter.COOPERATION, Matter.ORGANISATION], ids=lambda matter: matter.value)
def test_every_version_decides_by_its_own_table_and_ends(matter: Matter) -> None:
    """Every pair of quorums × every side × every sequence of up to three voices: nothing is carried against the version
    in force at opening, and the last day ends what no voices do."""
    for accepts, refuses in product(CHANGEABLE[matter, ACCEPT], CHANGEABLE[matter, REFUSE]):
        table = {**TABLE, (matter, ACCEPT): accepts, (matter, REFUSE): refuses}
        for own_side, length in product(Side, (1, 2, 3)):
            for sayings in product(SAYINGS, repeat=length):
                voices = [Said(member, PEOPLE[member][0], verdict, PEOPLE[member][1]) for member, verdict in sayings]
                decided = outcome(matter, own_side, voices, table)
                newest = {said.member: said for said in voices}.values()
                if decided is not None:
                    needed = table[matter, decided]
                    assert enough(needed, own_side, [said for said in newest if said.verdict is decided])
                course = Course(matter, own_side, OPENED, voices, table=table)
                late = max(course.waits_since, OPENED) + ENDS_AFTER
                assert settle(course, late) is not None


def test_the_same_voices_under_two_versions() -> None:
    lighter = {**TABLE, (Matter.COOPERATION, ACCEPT): Quorum.ONE_OF_EITHER}
    voices = [Said(1, FRANCE, ACCEPT)]
    assert outcome(Matter.COOPERATION, FRANCE, voices) is None
    assert outcome(Matter.COOPERATION, FRANCE, voices, lighter) is ACCEPT
    assert missing(Matter.COOPERATION, ACCEPT, FRANCE, voices).sides == {RUSSIA}
    assert not missing(Matter.COOPERATION, ACCEPT, FRANCE, voices, lighter)


# ---------------------------------------------------------------- the services


class Both:
    """The two secretaries general."""

    def __init__(self, session: Any) -> None:
        from trianon.committee import policy_queries, policy_services

        self.session, self.queries, self.services = session, policy_queries, policy_services
        self.french = add_person(session, "secretary_general")
        self.russian = add_person(session, "secretary_general", side="russia")

    def propose(self, by: Any = None, *, days: int = 10, **change: str) -> Any:
        from trianon.bilingual.text import Bilingual

        change = change or {"cooperation.accept": "one_of_either"}
        cells = self.queries.newest_cells() | {key.replace("__", "."): value for key, value in change.items()}
        reason = Bilingual("Pour répondre plus vite.", "Чтобы отвечать быстрее.")
        return self.services.propose(cells, reason, now().date() + days * DAY, by=by or self.french)


@pytest.fixture
def both(db_session: Any) -> Both:
    return Both(db_session)


@pytest.mark.both_engines
def test_a_change_touches_no_case_that_was_opened_before(both: Both, house: Any) -> None:
    """Issue: "a policy change in the middle of a case". The old one still takes both sides, the new one takes one."""
    before = house.case_of(house.cooperation(house.person(), "Chorales de deux villes"))
    policy = both.propose()
    both.services.answer(policy, agreed=True, by=both.russian)
    meanwhile = house.case_of(house.cooperation(house.person(), "Bibliothèques de deux villes"))
    with at(now() + 11 * DAY):
        after = house.case_of(house.cooperation(house.person(), "Orchestres de deux villes"))
        members = house.person("member"), house.person("member", "russia")
        for case in (before, meanwhile, after):
            house.voice(case, members[0], "accept")
        assert [case.state.value for case in (before, meanwhile, after)] == ["open", "open", "decided"]
        house.voice(before, members[1], "accept")
        assert before.state.value == "decided"
    assert [case.policy_id for case in (before, meanwhile, after)] == [None, None, policy.id]


def test_both_sides_change_it_and_nobody_alone(both: Both) -> None:
    from trianon.core.audit import AuditEntry

    assert code_of(lambda: both.propose(add_person(both.session, "co_president"))) == "not_yours"
    policy = both.propose()
    successor = add_person(both.session, "secretary_general")
    for by in (both.french, successor, add_person(both.session, "co_president", side="russia")):
        assert code_of(lambda by=by: both.services.answer(policy, agreed=True, by=by)) == "not_yours"  # type: ignore[misc]
    assert both.queries.in_force(now() + 30 * DAY) is None
    assert code_of(lambda: both.propose(both.russian)) == "policy_waits"
    both.services.answer(policy, agreed=True, by=both.russian)
    assert code_of(lambda: both.services.answer(policy, agreed=False, by=both.russian)) == "settled"
    assert (policy.number, both.queries.in_force(now())) == (2, None)
    assert both.queries.in_force(now() + 11 * DAY) is policy
    # One after the other: the next one waits until this one is in force.
    assert code_of(lambda: both.propose(both.russian, **{"claim__accept": "one_of_each"})) == "policy_coming"
    with at(now() + 12 * DAY):
        assert code_of(lambda: both.propose(both.russian)) == "policy_same"
        later = both.propose(both.russian, **{"claim__accept": "one_of_each"})
        both.services.answer(later, agreed=True, by=both.french)
    assert later.number == 3
    assert both.queries.cells_before(later)["cooperation.accept"] == "one_of_either"
    told = set(both.session.scalars(sa.select(AuditEntry.event).where(AuditEntry.subject == "policy")))
    assert told == {"PolicyProposed", "PolicyAgreed"}


def test_a_word_alone_is_void_when_its_office_ends(both: Both) -> None:
    from trianon.committee import mandate_services

    policy = both.propose()
    mandate_services.end(both.french.appointments[0], by=both.french)
    assert policy.state.value == "withdrawn"
    # By its date, nobody notices: the answer does.
    other = add_person(both.session, "secretary_general")
    policy = both.propose(other)
    other.appointments[0].until = now() + DAY
    both.session.flush()
    with at(now() + 2 * DAY):
        assert code_of(lambda: both.services.answer(policy, agreed=True, by=both.russian)) == "policy_void"


def test_agreed_after_its_day_it_begins_at_once_and_never_backwards(both: Both) -> None:
    policy = both.propose(days=3)
    with at(now() + 9 * DAY):
        both.services.answer(policy, agreed=True, by=both.russian)
        assert policy.in_force_from == now()


def test_declined_or_taken_back_it_changes_nothing(both: Both) -> None:
    declined = both.propose()
    both.services.answer(declined, agreed=False, by=both.russian)
    taken_back = both.propose()
    assert code_of(lambda: both.services.withdraw(taken_back, by=both.russian)) == "not_yours"
    both.services.withdraw(taken_back, by=both.french)
    assert both.queries.versions() == []
    assert both.queries.in_force(now() + 30 * DAY) is None


# ---------------------------------------------------------------- the pages


def test_from_proposal_to_charter(app: Any, visitors: Any, transaction: Any) -> None:
    """One proposes by the form, the other reads the difference in their own language and agrees; everybody reads it."""
    from trianon.committee.policy_models import Policy
    from trianon.core.database import db

    with transaction() as session:
        french = add_person(session, "secretary_general").email
        russian = add_person(session, "secretary_general", side="russia").email
    one, other = visitors("fr"), visitors("ru")
    one.sign_in(french, PASSWORD)
    other.sign_in(russian, PASSWORD)
    form = {
        "cooperation-refuse": "one_of_either",
        "wanted_from": (now().date() + 20 * DAY).isoformat(),
        "reason_fr": "Pour répondre plus vite.",
    }
    answer = one.submit("/committee/charter/propose", form)
    assert answer.status_code == 422
    assert "Pour répondre plus vite." in answer.text
    answer = one.submit("/committee/charter/propose", form | {"reason_ru": "Чтобы отвечать быстрее."})
    assert answer.status_code == 303
    path = answer.location.replace("/fr/", "/")
    page = other.get(path).text
    assert "один голос любой из сторон" in page
    assert "Чтобы отвечать быстрее." in page
    assert other.submit(path, {"answer": "agree"}).status_code == 303
    with app.app_context():
        db.session.execute(sa.update(Policy).values(in_force_from=now()))
        db.session.commit()
    charter = visitors("fr").get("/committee/charter").text
    assert "Version 2" in charter
    assert visitors("ru").get("/committee/charter/versions").text.count("один голос любой из сторон") == 1
    assert visitors("fr").get("/committee/charter/versions/1").status_code == 200
    assert visitors("fr").get("/committee/charter/versions/3").status_code == 404


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("fr", "une voix de la partie de l’organisation\u202f; de l’une ou l’autre si elle vient d’un autre pays"),
        ("ru", "один голос стороны организации; любой из сторон, если организация из другой страны"),
    ],
)
def test_the_charter_tells_the_truth_about_other_countries(visitors: Any, lang: str, words: str) -> None:
    """Asking a body from another country for changes takes one voice, as `rules.quorum` says: not one of each side."""
    assert words in visitors(lang).get("/committee/charter").text

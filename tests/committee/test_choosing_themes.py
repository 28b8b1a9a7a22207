"""The choice of a year's theme: who proposes, which one leads, both sides choose, one opens it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.support.people import PASSWORD, add_person
from tests.support.refusals import code_of
from trianon.committee.theme_rules import check_confirmation, check_sub_themes, leading, years_open
from trianon.core.clock import at, now
from trianon.core.sides import Role, Side

FRANCE, RUSSIA, OTHER = Side.FRANCE, Side.RUSSIA, Side.OTHER
SG, CP, MEMBER = Role.SECRETARY_GENERAL, Role.CO_PRESIDENT, Role.MEMBER
DAY = timedelta(days=1)


def tally(*counts: tuple[int, int]) -> dict[int, dict[Side, int]]:
    """French and Russian voices of the proposals 1, 2, …"""
    return {number: {FRANCE: french, RUSSIA: russian} for number, (french, russian) in enumerate(counts, start=1)}


AGREED, DIFFER, TIED = tally((3, 2), (1, 1)), tally((3, 1), (1, 4)), tally((2, 3), (2, 1))


@pytest.mark.parametrize(
    ("voices", "french", "russian"),
    [(AGREED, 1, 1), (DIFFER, 1, 2), (TIED, None, 1), (tally((0, 0)), None, None), ({}, None, None)],
)
def test_which_one_leads(voices: Any, french: int | None, russian: int | None) -> None:
    assert (leading(voices, FRANCE), leading(voices, RUSSIA)) == (french, russian)


@pytest.mark.parametrize(
    ("number", "voices", "side", "role", "more", "code"),
    [
        # The same one leads on both sides: the secretaries general confirm it, nobody else.
        (1, AGREED, FRANCE, SG, {}, ""),
        (1, AGREED, RUSSIA, SG, {}, ""),
        (1, AGREED, FRANCE, CP, {}, "theme_by_secretaries"),
        (1, AGREED, FRANCE, MEMBER, {}, "theme_by_secretaries"),
        (2, AGREED, FRANCE, SG, {}, "theme_not_leading"),
        (1, AGREED, OTHER, SG, {}, "not_yours"),
        # The sides differ: the co-presidents agree on one of the two.
        (1, DIFFER, FRANCE, CP, {}, ""),
        (2, DIFFER, FRANCE, CP, {}, ""),
        (1, DIFFER, FRANCE, SG, {}, "theme_by_presidents"),
        # One side is undecided: its co-president may agree with the other side.
        (1, TIED, FRANCE, CP, {}, ""),
        (2, TIED, RUSSIA, CP, {}, "theme_not_leading"),
        # Without voices there is nothing to confirm.
        (1, tally((0, 0)), FRANCE, SG, {}, "theme_not_leading"),
        (1, AGREED, FRANCE, SG, {"session_began": False}, "theme_without_session"),
        (1, AGREED, FRANCE, SG, {"is_whole": False}, "theme_in_one_language"),
    ],
)
def test_who_confirms(number: int, voices: Any, side: Side, role: Role, more: dict[str, bool], code: str) -> None:
    known = {"session_began": True, "is_whole": True} | more
    assert code_of(lambda: check_confirmation(number, voices, side, frozenset({role}), **known)) == code


@pytest.mark.parametrize(
    ("french", "russian", "code"),
    [
        (["Eau"], ["Вода"], ""),
        ([], [], "sub_themes_uneven"),
        (["Eau", "Air"], ["Вода"], "sub_themes_uneven"),
        (["Eau"] * 21, ["Вода"] * 21, "sub_themes_too_many"),
        (["E" * 201], ["Вода"], "sub_theme_too_long"),
    ],
)
def test_sub_themes(french: list[str], russian: list[str], code: str) -> None:
    assert code_of(lambda: check_sub_themes(french, russian)) == code


class Choosers:
    """Both sides with their posts and two members each."""

    def __init__(self, session: Any) -> None:
        from trianon.committee import theme_services

        self.session, self.services = session, theme_services
        self.year = years_open(now().year)[0]
        self.of = {
            (side, role): add_person(session, role.value, side=side.value)
            for side in (FRANCE, RUSSIA)
            for role in (SG, CP, MEMBER)
        }

    def propose(self, title: str = "L’eau", **more: Any) -> Any:
        from trianon.bilingual.lang import Lang
        from trianon.bilingual.text import Bilingual

        russian = more.pop("russian", "Вода")
        why = Bilingual("Nos fleuves.", "Наши реки." if russian else "")
        idea = self.services.Idea(more.pop("year", self.year), Bilingual(title, russian), why, Lang.FR)
        return self.services.propose(idea, by=more.pop("by", self.of[FRANCE, MEMBER]), **more)

    def session_on_it(self) -> None:
        from trianon.bilingual.text import Bilingual

        with at(now() - 2 * DAY):
            words = Bilingual("Paris", "Париж")
            self.services.call_session(now() + DAY, words, words, self.year, by=self.of[FRANCE, SG])

    def support(self, proposal: Any, *who: tuple[Side, Role]) -> None:
        for one in who:
            self.services.support(proposal, by=self.of[one])


@pytest.fixture
def choosers(db_session: Any) -> Choosers:
    return Choosers(db_session)


@pytest.mark.both_engines
def test_it_takes_both_sides(choosers: Choosers) -> None:
    """From the proposal to the theme of the Dialogue; one voice a member, which moves."""
    from trianon.themes.models import Theme
    from trianon.themes.queries import current_theme

    old = Theme(year=2018, slug="ville", title=choosers.propose("La ville").title, is_current=True)
    choosers.session.add(old)
    water, air = choosers.propose(), choosers.propose("L’air", russian="Воздух")
    choosers.support(air, (FRANCE, MEMBER), (RUSSIA, MEMBER))
    choosers.support(water, (FRANCE, MEMBER), (RUSSIA, MEMBER), (RUSSIA, SG))
    french, russian = choosers.of[FRANCE, SG], choosers.of[RUSSIA, SG]
    assert code_of(lambda: choosers.services.confirm(water, by=french)) == "theme_without_session"
    choosers.session_on_it()
    choosers.services.confirm(water, by=french)
    assert water.state.value == "proposed"
    assert code_of(lambda: choosers.services.open_theme(water, ["A"], ["А"], by=french)) == "settled"
    choosers.services.confirm(water, by=russian)
    assert (water.state.value, air.state.value) == ("chosen", "not_chosen")
    assert code_of(lambda: choosers.support(air, (FRANCE, CP))) == "theme_is_chosen"
    assert code_of(choosers.propose) == "theme_is_chosen"
    theme = choosers.services.open_theme(water, ["Les fleuves"], ["Реки"], by=russian)
    assert current_theme() is theme
    assert [sub.title.ru for sub in theme.sub_themes] == ["Реки"]
    assert (old.is_current, theme.year) == (False, choosers.year)


def test_sides_that_differ_leave_it_to_the_co_presidents(choosers: Choosers) -> None:
    water, air = choosers.propose(), choosers.propose("L’air", russian="Воздух")
    choosers.support(water, (FRANCE, MEMBER))
    choosers.support(air, (RUSSIA, MEMBER))
    choosers.session_on_it()
    assert code_of(lambda: choosers.services.confirm(water, by=choosers.of[FRANCE, SG])) == "theme_by_presidents"
    choosers.services.confirm(water, by=choosers.of[FRANCE, CP])
    choosers.services.confirm(air, by=choosers.of[RUSSIA, CP])
    assert {water.state.value, air.state.value} == {"proposed"}
    # One word a side: it moves.
    choosers.services.confirm(air, by=choosers.of[FRANCE, CP])
    assert (air.state.value, water.confirmed_france_at) == ("chosen", None)


def test_who_proposes_and_who_has_a_voice(choosers: Choosers) -> None:
    outsider = add_person(choosers.session)
    assert code_of(lambda: choosers.propose(by=outsider)) == "theme_by_members"
    assert code_of(lambda: choosers.propose(year=now().year)) == "theme_year"
    water = choosers.propose()
    assert code_of(lambda: choosers.services.support(water, by=outsider)) == "voice_does_not_count"
    # Whoever does not sit any more is not counted.
    from trianon.committee import theme_queries

    choosers.support(water, (FRANCE, MEMBER))
    assert theme_queries.tally([water])[water.id][FRANCE] == 1
    choosers.of[FRANCE, MEMBER].appointments[0].until = now()
    choosers.session.flush()
    assert theme_queries.tally([water])[water.id][FRANCE] == 0


def test_the_pages(visitors: Any, transaction: Any) -> None:
    """A member proposes in one language, another one completes it; the session is closed; the public page is public."""
    with transaction() as session:
        french, russian = add_person(session, "member").email, add_person(session, "member", side="russia").email
        secretary = add_person(session, "secretary_general").email
    one, other, chief = visitors("fr"), visitors("ru"), visitors("fr")
    for visitor, email in ((one, french), (other, russian), (chief, secretary)):
        visitor.sign_in(email, PASSWORD)
    year = str(years_open(now().year)[0])
    form = {"year": year, "title_fr": "L’eau que nous partageons", "why_fr": ""}
    assert one.submit("/committee/themes/propose", form).status_code == 422
    assert one.submit("/committee/themes/propose", form | {"why_fr": "Nos fleuves."}).status_code == 303
    page = other.get("/committee/themes").text
    assert "L’eau que nous partageons" in page
    link = "/committee/themes/1/complete"
    assert link in page
    assert other.submit(link, {"title": "Общая вода", "why": "Наши реки."}).status_code == 303
    assert "Общая вода" in other.get("/committee/themes").text
    day = (now() + 3 * DAY).strftime("%Y-%m-%dT%H:%M")
    agenda = {
        "starts_at": day,
        "place_fr": "Paris",
        "place_ru": "Париж",
        "agenda_fr": "Le thème.",
        "agenda_ru": "Тема.",
    }
    assert chief.submit("/committee/sessions/call", agenda | {"theme_year": year}).status_code == 303
    assert "Тема." in other.get("/committee/sessions").text
    public = visitors("ru")
    assert public.get("/committee/sessions").location.startswith("/ru/account/sign-in")
    assert "L’eau" not in public.get("/committee/themes/chosen").text


def test_a_proposal_without_words_is_no_proposal(sign_in_as: Any) -> None:
    """Nothing, or a title alone in either language: the page says what is missing and keeps what was typed."""
    member = sign_in_as("member")
    for words in ({}, {"title_fr": "La forêt"}, {"title_ru": "Лес"}, {"why_ru": "Лес растёт."}):
        answer = member.submit("/committee/themes/propose", {"title_fr": ""} | words)
        assert answer.status_code == 422
        assert "Écrivez le titre et la raison" in answer.text

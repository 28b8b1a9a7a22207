"""The queue, the page of a case, the charter: in both languages, for whom they are meant, and with bad input."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event

TITLE = "Un banc devant la gare"
NOTE = "Dites qui entretient le banc."


@pytest.fixture
def sign_in(visitors: Callable[..., Any], in_house: Callable[..., Any]) -> Callable[..., Any]:
    """`sign_in("member", "russia", lang="ru")` – somebody of this role and side, signed in."""

    def enter(role: str | None = None, side: str = "france", lang: str = "fr", **more: Any) -> Any:
        email = in_house(lambda house: house.person(role, side, **more).email)
        visitor = visitors(lang)
        visitor.enter(email)
        return visitor

    return enter


@pytest.fixture
def contribution(in_house: Callable[..., Any]) -> int:
    """The number of the case on a contribution of a French participant."""
    return in_house(lambda house: house.case_of(house.contribution(house.person(), TITLE)).id)


@pytest.fixture
def cooperation(in_house: Callable[..., Any]) -> int:
    """The number of the case on a cooperation declared by a French participant."""
    return in_house(lambda house: house.case_of(house.cooperation(house.person())).id)


def state_of(transaction: Any, case_id: int) -> tuple[str, str, int]:
    """The record's state, the case's, and the number of its voices."""
    from trianon.committee.models import Case
    from trianon.committee.subjects import SUBJECTS

    with transaction() as session:
        case = session.get(Case, case_id)
        return SUBJECTS[case.subject].load(case.subject_id).state.value, case.state.value, len(case.voices)


# ---------------------------------------------------------------- the queue


@pytest.mark.parametrize(
    ("lang", "side", "words"),
    [
        (
            "fr",
            "france",
            ["Dossiers à examiner", "Votre voix est attendue", "en attente depuis moins d’une heure", TITLE],
        ),
        ("ru", "russia", ["Материалы на рассмотрении", "Нужен ваш голос", "ждёт меньше часа", TITLE]),
    ],
)
def test_queue_in_both_languages(sign_in: Any, contribution: int, lang: str, side: str, words: list[str]) -> None:
    """Both sides see the same queue; a French title is marked on a Russian page."""
    page = sign_in("member", side, lang).get("/committee/queue")
    assert page.status_code == 200
    for word in words:
        assert word in page.text
    assert (f'<span lang="fr">{TITLE}</span>' in page.text) == (lang == "ru")


def test_empty_queue(sign_in: Any) -> None:
    """It says so, and what will happen."""
    assert "Rien n’est en attente." in sign_in("member").get("/committee/queue").text


def test_queue_marks_own_texts_and_disagreement(
    sign_in: Any, visitors: Any, in_house: Any, cooperation: int, transaction: Any
) -> None:
    """Who spoke is shown by sides; a member's own text has no voices and no call."""

    def prepare(house: Any) -> tuple[str, str]:
        from trianon.committee.queries import case_by_id

        member = house.person("member")
        house.contribution(member, "Le texte d’une membre du Comité")
        case = case_by_id(cooperation)
        house.voice(case, house.person("member"), "accept")
        house.voice(case, house.person("member", "russia"), "refuse")
        return member.email, ""

    email, _nothing = in_house(prepare)
    visitor = visitors("fr")
    visitor.enter(email)
    page = visitor.get("/committee/queue").text
    assert "Votre propre texte : vous ne pouvez pas décider".replace(" :", "\u202f:") in page
    assert "Partie française\u202f: accepte" in page
    assert "Partie russe\u202f: refuse" in page
    assert "Voix divergentes" in page
    assert "Votre voix est attendue" not in page


def test_queue_filters(sign_in: Any, contribution: int, cooperation: int) -> None:
    """By kind, language, side; values that nobody offered filter nothing and break nothing."""
    member = sign_in("member")

    def titles(query: str) -> set[str]:
        page = member.get(f"/committee/queue?{query}")
        assert page.status_code == 200
        return {title for title in (TITLE, "Jumelage de deux chorales") if title in page.text}

    both = {TITLE, "Jumelage de deux chorales"}
    assert titles("kind=contribution") == {TITLE}
    assert titles("kind=cooperation&side=france&language=fr") == {"Jumelage de deux chorales"}
    assert titles("side=russia") == set()
    assert titles("language=ru") == set()
    assert titles("sub_theme=99999999") == set()
    assert titles("kind=nonsense&side=%00&language=en&sub_theme=-1&page=rubbish&_external=1&lang=x") == both


def test_queue_filters_by_sub_theme(sign_in: Any, in_house: Any, contribution: int) -> None:
    """Only the texts of that sub-theme."""

    def prepare(house: Any) -> int:
        from trianon.bilingual.text import Bilingual
        from trianon.themes.models import SubTheme, Theme

        theme = Theme(year=2018, slug="ville", title=Bilingual("La ville", "Город"))
        sub_theme = SubTheme(
            theme=theme,
            position=1,
            slug="mobilite",
            title=Bilingual("Mobilité", "Мобильность"),
            intro=Bilingual("", ""),
        )
        house.session.add_all([theme, sub_theme])
        house.contribution(house.person(), "Une ligne de bac", sub_theme=sub_theme)
        return sub_theme.id

    number = in_house(prepare)
    page = sign_in("member").get(f"/committee/queue?sub_theme={number}").text
    assert "Une ligne de bac" in page
    assert TITLE not in page


def test_queue_pages_keep_the_filters(sign_in: Any, in_house: Any) -> None:
    """Twenty a page, oldest first; nothing twice, nothing lost."""
    import re

    in_house(lambda house: [house.contribution(house.person(), f"Idée numéro {number:02d}") for number in range(23)])
    member = sign_in("member")
    first = member.get("/committee/queue?kind=contribution").text
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert following is not None
    assert "kind=contribution" in following[1]
    second = member.get(following[1].replace("&amp;", "&")).text
    seen = [re.findall(r"Idée numéro (\d\d)", page) for page in (first, second)]
    assert [int(number) for page in seen for number in page] == list(range(23))


def test_queue_takes_a_constant_number_of_statements(app: Any, sign_in: Any, in_house: Any) -> None:
    """Three texts of each kind or one of each: the same number of statements."""

    def add(house: Any) -> None:
        for make in (house.contribution, house.cooperation, house.organisation):
            case = house.case_of(make(house.person()))
            if case.matter == "cooperation":
                house.voice(case, house.person("member"), "accept")

    member = sign_in("member", "russia")
    counted = []
    for times in (1, 4):
        for _time in range(times):
            in_house(add)
        with counting(app) as statements:
            assert member.get("/committee/queue").status_code == 200
        counted.append(len(statements))
    assert counted[0] == counted[1]
    assert counted[0] <= 16


@contextmanager
def counting(app: Any) -> Iterator[list[str]]:
    """Collect the statements that are run inside."""
    from trianon.core.database import db

    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)


# ---------------------------------------------------------------- who may come in


@pytest.mark.parametrize("role", [None, "host", "translator", "administrator"])
def test_others_do_not_see_the_queue_nor_a_case(sign_in: Any, contribution: int, role: str | None) -> None:
    """403, and nothing of the text."""
    visitor = sign_in(role)
    for path in ("/committee/queue", f"/committee/cases/{contribution}"):
        page = visitor.get(path)
        assert page.status_code == 403
        assert TITLE not in page.text


def test_a_member_from_another_country_sees_nothing(sign_in: Any, contribution: int) -> None:
    """A voice belongs to one of the two sides."""
    assert sign_in("member", "other").get("/committee/queue").status_code == 403


def test_visitors_are_sent_to_sign_in(client: Any, contribution: int) -> None:
    """And find their way back."""
    answer = client.get(f"/committee/cases/{contribution}")
    assert answer.status_code == 302
    assert "/account/sign-in" in answer.location


@pytest.mark.parametrize("number", ["0", "999999", "2147483648", "9" * 40, "abc", "-1"])
def test_forged_numbers_lead_nowhere(sign_in: Any, number: str) -> None:
    """404, whatever the number."""
    assert sign_in("member").get(f"/committee/cases/{number}").status_code == 404


def test_an_ended_mandate_ends_access_at_once(
    visitors: Any, in_house: Any, transaction: Any, contribution: int
) -> None:
    """The session goes on, the queue does not."""
    from trianon.accounts.models import Account
    from trianon.core.clock import now

    email = in_house(lambda house: house.person("member").email)
    member = visitors("fr")
    member.enter(email)
    assert member.get("/committee/queue").status_code == 200
    with transaction() as session:
        session.scalars(sa.select(Account).filter_by(email=email)).one().appointments[0].until = now()
    assert member.get("/committee/queue").status_code == 403
    assert member.post(f"/committee/cases/{contribution}").status_code in (400, 403)


# ---------------------------------------------------------------- a case


@pytest.mark.parametrize(("lang", "side"), [("fr", "france"), ("ru", "russia")])
def test_a_case_shows_the_whole_text_and_the_way_to_decide(
    sign_in: Any, cooperation: int, lang: str, side: str
) -> None:
    """Every field, the voices still needed, ten reasons."""
    page = sign_in("member", side, lang).get(f"/committee/cases/{cooperation}").text
    for text in ("Deux chorales chantent", "Chorale de Smolensk", "Jumelage de deux chorales"):
        assert text in page
    assert {"fr": "une voix de chaque partie", "ru": "по одному голосу от каждой стороны"}[lang] in page
    assert page.count('name="reasons"') == 10
    assert page.count('name="verdict"') == 3


def test_a_voice_through_the_page(sign_in: Any, contribution: int, transaction: Any) -> None:
    """Accepted: the text is public, the member is back in the queue."""
    member = sign_in("member", "russia", "ru")
    answer = member.submit(f"/committee/cases/{contribution}", {"verdict": "accept"})
    assert answer.status_code == 302
    assert state_of(transaction, contribution) == ("published", "decided", 1)
    assert "Решение сохранено" in member.get("/committee/queue").text


def test_the_other_sides_voice_is_seen_and_completed(sign_in: Any, cooperation: int, transaction: Any) -> None:
    """The second member sees the first one's voice, and which is still needed."""
    first = sign_in("member", "russia", "ru")
    first.submit(f"/committee/cases/{cooperation}", {"verdict": "accept", "note": "Проверил, всё так."})
    assert state_of(transaction, cooperation) == ("submitted", "open", 1)
    second = sign_in("member")
    page = second.get(f"/committee/cases/{cooperation}").text
    assert "Partie russe\u202f: accepte" in page
    assert "Проверил, всё так." in page
    assert "une voix de la partie française" in page
    second.submit(f"/committee/cases/{cooperation}", {"verdict": "accept"})
    assert state_of(transaction, cooperation) == ("published", "decided", 2)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "Choisissez votre décision."),
        ({"verdict": "refuse", "note": NOTE}, "Choisissez au moins un motif"),
        ({"verdict": "refuse", "reasons": "off_topic"}, "Écrivez une note à l’auteur."),
        ({"verdict": "ask_changes", "note": " \u200b "}, "Écrivez une note à l’auteur."),
        ({"verdict": "refuse", "reasons": "off_topic", "note": "Это не по теме."}, "dans la langue de l’auteur"),
        ({"verdict": "accept", "note": "é" * 3001}, "3000 caractères au plus"),
        ({"verdict": "refuse", "reasons": "because", "note": NOTE}, "Choisissez parmi ce que propose la liste."),
        ({"verdict": "publish", "note": NOTE}, "Choisissez parmi ce que propose la liste."),
    ],
)
def test_what_is_missing_is_said(
    sign_in: Any, contribution: int, transaction: Any, data: dict[str, str], message: str
) -> None:
    """422 with the message in the reader's language; what was typed stays; nothing is recorded."""
    answer = sign_in("member").submit(f"/committee/cases/{contribution}", data, form="voice-form")
    assert answer.status_code == 422
    assert message in answer.text
    assert data.get("note", "").strip(" \u200b") in answer.text
    assert state_of(transaction, contribution)[2] == 0


def test_own_text_is_refused_with_an_explanation(visitors: Any, in_house: Any, transaction: Any) -> None:
    """The page has no form; a forged answer is 403."""

    def prepare(house: Any) -> tuple[str, int]:
        member = house.person("member")
        return member.email, house.case_of(house.contribution(member, TITLE)).id

    email, number = in_house(prepare)
    member = visitors("fr")
    member.enter(email)
    page = member.get(f"/committee/cases/{number}")
    assert page.status_code == 200
    assert "vous ne pouvez pas en décider" in page.text
    assert 'name="verdict"' not in page.text
    token = forged(member)
    answer = member.post(f"/committee/cases/{number}", data={"csrf_token": token, "verdict": "accept", "version": "1"})
    assert answer.status_code == 403
    assert "vous ne pouvez pas en décider" in answer.text
    assert state_of(transaction, number) == ("submitted", "open", 0)


def test_a_voice_that_does_not_count_is_refused(sign_in: Any, in_house: Any, transaction: Any) -> None:
    """A Russian member and a French organisation."""
    number = in_house(lambda house: house.case_of(house.organisation(house.person())).id)
    member = sign_in("member", "russia", "ru")
    assert 'name="verdict"' not in member.get(f"/committee/cases/{number}").text
    token = forged(member)
    answer = member.post(f"/committee/cases/{number}", data={"csrf_token": token, "verdict": "accept", "version": "1"})
    assert answer.status_code == 403
    assert "По таблице голосов" in answer.text


def forged(visitor: Any) -> str:
    """The visitor's CSRF token, from any form of theirs."""
    from tests.support.forms import forms_of

    values = [pair for form in forms_of(visitor.get("/account/").text) for pair in form.values]
    return next(value for name, value in values if name == "csrf_token")


def test_without_the_token_nothing_happens(sign_in: Any, contribution: int, transaction: Any) -> None:
    """A form of another site."""
    answer = sign_in("member").post(f"/committee/cases/{contribution}", data={"verdict": "accept", "version": "1"})
    assert answer.status_code == 400
    assert state_of(transaction, contribution)[2] == 0


def correct(house: Any, case_id: int) -> int:
    """The author sends a new version; returns the number of its case."""
    from trianon.bilingual.lang import Lang
    from trianon.committee.queries import case_by_id
    from trianon.committee.subjects import SUBJECTS
    from trianon.contributions import services
    from trianon.contributions.models import ContributionKind

    case = case_by_id(case_id)
    item = SUBJECTS[case.subject].load(case.subject_id)
    services.correct(
        item,
        by=item.author,
        shown_version=item.version,
        lang=Lang.FR,
        kind=ContributionKind.PROPOSAL,
        title=TITLE,
        text=item.latest.text.fr.replace("à l’ombre", "sous les <b>tilleuls</b>"),
    )
    return int(house.case_of(item).id)


def test_a_changed_text_is_answered_with_409_and_nothing_is_lost(
    sign_in: Any, in_house: Any, contribution: int, transaction: Any
) -> None:
    """What was typed is in the form for the new version, the difference is shown, and sending it again works."""
    from tests.support.forms import forms_of

    member = sign_in("member")
    page = member.get(f"/committee/cases/{contribution}")
    form = next(form for form in forms_of(page.text) if "verdict" in form.names)
    renewed = in_house(lambda house: correct(house, contribution))
    typed = {"verdict": "refuse", "reasons": ["off_topic", "commercial"], "note": NOTE}
    answer = member.post(form.action, data=form.filled(typed))
    assert answer.status_code == 409
    assert "L’auteur a modifié le texte" in answer.text
    assert NOTE in answer.text
    assert "<ins>" in answer.text
    assert "<del>" in answer.text
    assert "<b>tilleuls</b>" not in answer.text
    assert state_of(transaction, contribution) == ("submitted", "closed", 0)
    again = next(form for form in forms_of(answer.text) if "verdict" in form.names)
    assert again.action.endswith(f"/cases/{renewed}")
    assert ("verdict", "refuse") in again.values
    assert [value for name, value in again.values if name == "reasons"] == ["off_topic", "commercial"]
    assert member.post(again.action, data=again.filled({})).status_code == 302
    assert state_of(transaction, renewed) == ("refused", "decided", 1)


def test_a_case_decided_meanwhile_is_answered_with_409(
    sign_in: Any, in_house: Any, contribution: int, transaction: Any
) -> None:
    """The second member reads why, and finds what they typed."""
    from tests.support.forms import forms_of

    second = sign_in("member", "russia", "ru")
    page = second.get(f"/committee/cases/{contribution}")
    form = next(form for form in forms_of(page.text) if "verdict" in form.names)
    sign_in("member").submit(f"/committee/cases/{contribution}", {"verdict": "accept"})
    answer = second.post(form.action, data=form.filled({"verdict": "ask_changes", "note": "Уточните, где скамейка."}))
    assert answer.status_code == 409
    assert "Пока вы читали, решение было принято" in answer.text
    assert "Уточните, где скамейка." in answer.text
    assert state_of(transaction, contribution) == ("published", "decided", 1)


def test_a_double_click_is_no_error(sign_in: Any, contribution: int, transaction: Any) -> None:
    """The same form twice: two answers that say the same."""
    from tests.support.forms import forms_of

    member = sign_in("member")
    form = next(
        form for form in forms_of(member.get(f"/committee/cases/{contribution}").text) if "verdict" in form.names
    )
    data = form.filled({"verdict": "accept"})
    assert [member.post(form.action, data=data).status_code for _click in range(2)] == [302, 302]
    assert state_of(transaction, contribution) == ("published", "decided", 1)


def test_a_decided_case_stays_readable_with_its_history(sign_in: Any, in_house: Any, contribution: int) -> None:
    """No form any more; the new case leads to the old one and shows what changed."""
    member = sign_in("member")
    member.submit(f"/committee/cases/{contribution}", {"verdict": "ask_changes", "note": NOTE})
    old = member.get(f"/committee/cases/{contribution}").text
    assert 'name="verdict"' not in old
    assert NOTE in old
    renewed = in_house(lambda house: correct(house, contribution))
    page = member.get(f"/committee/cases/{renewed}").text
    assert f"/committee/cases/{contribution}" in page
    assert "Ce qui a changé depuis la version précédente" in page
    assert "&lt;b&gt;tilleuls&lt;/b&gt;" in page


# ---------------------------------------------------------------- the charter, and one's own page


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("fr", ["Charte de modération", "Tableau des voix", "une voix de chaque partie", "hors sujet", "48 heures"]),
        ("ru", ["Порядок рассмотрения текстов", "Таблица голосов", "по одному голосу", "не по теме", "48\xa0часов"]),
    ],
)
def test_charter_is_public(visitors: Any, lang: str, words: list[str]) -> None:
    """Everybody reads who decides what."""
    page = visitors(lang).get("/committee/charter")
    assert page.status_code == 200
    for word in words:
        assert word in page.text


def test_members_find_the_queue_on_their_own_page(sign_in: Any, contribution: int) -> None:
    """With the number of cases that wait; others have no such section."""
    assert "1 dossier à examiner" in sign_in("member").get("/account/").text
    assert "dossier à examiner" not in sign_in().get("/account/").text

"""The desk saves as one goes: on the site, on the device through a lost line, and never over another window's words."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa
from flask import current_app

from tests.contributions.conftest import TEXT_RU
from tests.load.rush import site_of
from tests.site.test_unique_word import cookie_of
from tests.support.forms import forms_of
from tests.support.people import identity_of
from tests.support.spaces import with_plain_spaces
from tests.translations.test_desk import Cast, edited, enter, numbers  # noqa: F401
from trianon.accounts.models import Account
from trianon.bilingual.models import Translation, TranslationState
from trianon.contributions import services as contributions
from trianon.contributions.models import Contribution
from trianon.core.clock import now
from trianon.core.database import db
from trianon.translations import services
from trianon.translations.models import TranslationWork
from trianon.translations.rules import WorkState


@pytest.fixture
def desk(visitors: Any, numbers: dict[str, Any]) -> Callable[..., Any]:  # noqa: F811
    """`desk("one")` – a translator who is at the text; `.page` is that of the work, `.save` saves what is typed."""

    def open_desk(name: str, lang: str = "fr", take: bool = True) -> Any:
        visitor = enter(visitors, numbers[name], lang)
        visitor.page = f"/translations/{numbers['work']}"
        if take:
            visitor.submit(visitor.page, form="/take")
        visitor.save = lambda page, **words: visitor.post(f"{visitor.page}/draft", data=form_of(page, **words))
        return visitor

    return open_desk


def form_of(page: str, **words: str) -> dict[str, list[str]]:
    """The page's form with these words in it; `text_0` is the field text-0."""
    form = next(form for form in forms_of(page) if "shown" in form.names)
    return form.filled({name.replace("_", "-"): text for name, text in words.items()})


def work_in(session: Any) -> TranslationWork:
    return session.scalars(sa.select(TranslationWork)).one()


def test_what_is_typed_is_saved_and_the_text_stays_ones_own(desk: Any, transaction: Any) -> None:
    one = desk("one", "ru")
    page = one.get(one.page).text
    with transaction() as session:
        work_in(session).claimed_until = now() + timedelta(minutes=1)
    said = one.save(page, title_0="Un toit")
    assert said.status_code == 200
    assert said.json["words"].startswith("Черновик сохранён в")
    assert "за вами" in said.json["part"]
    # The next pause, of the same page: nothing of it has to be loaded again.
    assert one.save(page, title_0="Un toit pour les vélos", text_1="Moins").status_code == 200
    again = form_of(one.get(one.page).text)
    assert (again["title-0"], again["text-1"]) == (["Un toit pour les vélos"], ["Moins"])
    with transaction() as session:
        work = work_in(session)
        assert (work.state, work.translator_id) == (WorkState.WAITING, None)
        assert work.claimed_until > now() + timedelta(minutes=40)
        assert work.reviewed_at is None
    # The button says that one has begun.
    one.http.post(f"/ru{one.page}", data=form_of(page, title_0="Un toit") | {"do": ["save"]})
    with transaction() as session:
        assert work_in(session).state is WorkState.DRAFT


def test_corrections_of_a_second_reader_are_saved_and_leave_it_in_review(desk: Any, transaction: Any) -> None:
    one = desk("one")
    whole = {"title_0": "Un toit", "text_0": "Des garages.", "text_1": "Moins."}
    one.http.post(f"/fr{one.page}", data=form_of(one.get(one.page).text, **whole) | {"do": ["submit"]})
    two = desk("two")
    assert two.save(two.get(two.page).text, text_0="Des garages couverts.").status_code == 200
    with transaction() as session:
        work = work_in(session)
        assert (work.state, work.translator_id != work.claimed_by_id) == (WorkState.IN_REVIEW, True)
        assert set(session.scalars(sa.select(Translation.state))) == {TranslationState.IN_REVIEW}
    assert form_of(two.get(two.page).text)["text-0"] == ["Des garages couverts."]
    # The translator's own page of before hears that it is not theirs now.
    own_mark = forms_of(one.get("/contributions/write").text)[0].filled({})["csrf_token"]
    late = one.post(f"{one.page}/draft", data=form_of(two.get(two.page).text) | {"csrf_token": own_mark})
    assert late.status_code == 409


def test_another_window_is_told_and_overwrites_nothing_unseen(desk: Any, transaction: Any) -> None:
    one = desk("one")
    first, second = one.get(one.page).text, one.get(one.page).text
    assert one.save(first, title_0="Première fenêtre").status_code == 200
    late = one.save(second, title_0="Seconde fenêtre")
    assert late.status_code == 409
    assert "Une autre fenêtre" in late.json["words"]
    assert "cet appareil" in late.json["words"]
    # Neither by a button.
    for deed in ("save", "submit"):
        answer = one.http.post(f"/fr{one.page}", data=form_of(second, title_0="Seconde fenêtre") | {"do": [deed]})
        assert answer.status_code == 409
        assert "Première fenêtre" in answer.text
        assert form_of(answer.text)["title-0"] == ["Seconde fenêtre"]
    # A page that shows the first's words does not know what the first writes afterwards.
    third = one.get(one.page).text
    assert one.save(first, title_0="Première fenêtre, suite").status_code == 200
    assert one.save(third, title_0="Troisième").status_code == 409
    # The same words from both do no harm; and sent once more from the page that shows both, it is what they want.
    assert one.save(third, title_0="Première fenêtre, suite").status_code == 200
    sent = form_of(answer.text) | {"do": ["save"]}
    assert one.http.post(f"/fr{one.page}", data=sent).status_code == 409
    page = one.http.post(f"/fr{one.page}", data=sent).text
    assert one.http.post(f"/fr{one.page}", data=form_of(page) | {"do": ["save"]}).status_code == 303
    assert form_of(one.get(one.page).text)["title-0"] == ["Seconde fenêtre"]


REFUSALS = {
    "fr": ("Quelqu’un d’autre travaille", "Le texte original a changé", "plus de 10 fois", "cet appareil"),
    "ru": ("работает другой человек", "Оригинал изменился", "более чем в 10 раз", "этом устройстве"),
}


@pytest.mark.parametrize("lang", REFUSALS)
def test_refusals_say_why_and_where_the_words_are(
    desk: Any,
    numbers: dict[str, Any],  # noqa: F811
    transaction: Any,
    lang: str,
) -> None:
    taken, changed, too_long, here = REFUSALS[lang]
    one = desk("one", lang)
    page = one.get(one.page).text
    said = one.save(page, title_0="é" * 5000)
    assert (said.status_code, too_long in with_plain_spaces(said.json["words"])) == (422, True)
    with transaction() as session:
        work = work_in(session)
        work.claimed_by_id = session.scalars(sa.select(Account.id).filter_by(email=numbers["two"])).one()
    said = one.save(page, title_0="Perdu ?")
    assert (said.status_code, taken in said.json["words"]) == (409, True)
    assert here in with_plain_spaces(said.json["words"])
    with transaction() as session:
        text = session.get(Contribution, numbers["text"])
        edited(SimpleNamespace(session=session, text=text, author=text.author), TEXT_RU + "\n\nИ ещё одно.")
    said = one.save(page, title_0="Perdu ?")
    assert (said.status_code, changed in said.json["words"]) == (409, True)
    with transaction() as session:
        text = session.get(Contribution, numbers["text"])
        contributions.withdraw(text, by=text.author)
    assert one.save(page, title_0="Perdu ?").status_code == 422
    with transaction() as session:
        assert session.scalars(sa.select(Translation)).all() == []


def test_without_a_session_nothing_is_saved(desk: Any, visitors: Any, transaction: Any) -> None:
    one = desk("one")
    sent = form_of(one.get(one.page).text, title_0="Perdu ?")
    answer = visitors("fr").post(f"{one.page}/draft", data=sent)
    # Not in the form that the script takes for an answer: it then says that the session may have ended.
    assert not answer.is_json
    assert answer.status_code in {302, 303, 400}
    with transaction() as session:
        assert session.scalars(sa.select(Translation)).all() == []


def test_what_was_handed_over_is_forgotten_by_the_device(desk: Any) -> None:
    one = desk("one")
    whole = {"title_0": "Un toit", "text_0": "Des garages.", "text_1": "Moins."}
    page = one.get(one.page).text
    name = re.search(r'data-keep="([^"]+):[0-9a-f]+"', page)[1]
    assert f'data-draft="{name}"' not in one.get("/translations/").text
    one.http.post(f"/fr{one.page}", data=form_of(page, **whole) | {"do": ["submit"]})
    assert f'data-draft="{name}"' in one.get("/translations/").text
    assert f'data-draft="{name}"' not in one.get("/translations/").text
    # Whoever works on the same device next has another name for it.
    assert name not in desk("two").get(one.page).text


def test_typed_words_survive_a_lost_line_and_a_closed_page(serve: Callable[..., Any], new_page: Any) -> None:
    server = serve(processes=1, worker=False, TRIANON_DEMO="1", SMTP_URL="")
    with site_of(server):
        cast = Cast(db.session)
        services.take(cast.work, by=cast.one)
        address = f"{server.url}/fr/translations/{cast.work.id}"
        identity = identity_of(db.session, cast.one)
        name, _equals, value = cookie_of(current_app._get_current_object(), identity).partition("=")
    page = new_page(lang="fr", width=360)
    page.context.add_cookies([{"name": name, "value": value, "url": server.url}])
    late: list[Any] = []

    def hold(route: Any) -> None:
        late.append(route)

    page.route(re.compile(r"/(keep|save)\.js$"), hold)
    page.goto(address)
    # Typed before the scripts have come, and nothing pressed.
    page.fill("[name=title-0]", "Un toit pour les vélos")
    for script in late:
        script.continue_()
    assert len(late) == 2
    page.wait_for_selector("main form [role=status]:has-text('Brouillon enregistré à')")
    fresh = page.context.new_page()
    fresh.goto(address)
    assert fresh.input_value("[name=title-0]") == "Un toit pour les vélos"
    assert fresh.locator("text=Le reprendre").count() == 0
    # The line is lost, and the page is closed in the middle of a word.
    page.context.set_offline(True)
    fresh.fill("[name=text-0]", "Des garages à vélos couverts.")
    fresh.wait_for_selector("main form:has-text('Cet appareil garde votre texte')")
    fresh.locator("[name=text-1]").press_sequentially("Moins de voi")
    fresh.close()
    page.context.set_offline(False)
    last = page.context.new_page()
    last.goto(address)
    assert last.input_value("[name=text-0]") == ""
    last.click("main button:text-is('Le reprendre')")
    assert last.input_value("[name=text-0]") == "Des garages à vélos couverts."
    assert last.input_value("[name=text-1]") == "Moins de voi"
    last.wait_for_selector("main form [role=status]:has-text('Brouillon enregistré à')")
    last.reload()
    assert last.input_value("[name=text-1]") == "Moins de voi"
    assert last.locator("text=Le reprendre").count() == 0
    # The first window, which has not seen this, is told.
    page.fill("[name=text-1]", "Moins de voitures en ville.")
    page.wait_for_selector("main form [role=status]:has-text('Une autre fenêtre')")

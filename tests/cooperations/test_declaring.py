"""Declaring a cooperation in steps: what a visitor sees, what is kept, what is refused."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from tests.cooperations.helpers import add_organisation
from tests.support import people
from tests.support.forms import forms_of
from tests.support.visitor import Visitor
from trianon.accounts.models import Draft
from trianon.cooperations.models import Cooperation, Partner
from trianon.mail.models import OutboxMail

TITLE = {"title": "Échange scolaire entre Nantes et Krasnodar", "summary": "Vingt élèves chaque année depuis 2009."}
PARTNERS = {
    "partners-0-side": "france",
    "partners-0-name": "Lycée Jules-Verne",
    "partners-0-place": "Nantes",
    "partners-1-side": "russia",
    "partners-1-name": "Гимназия № 23",
    "partners-1-place": "Краснодар",
}
LINK = {"kind": "echange", "main_domain": "universites", "domains": ["culture"], "first_year": "2009"}
ACTIVITY = {"activity": "active", "as_of": "2018-05-03", "source": "https://lycee.example.org/echange"}
SOURCES = {"sources": "Ouest-France, 12 mai 2016", "links": "https://lycee.example.org/"}
ANSWERS = {"title": TITLE, "partners": PARTNERS, "link": LINK, "activity": ACTIVITY, "sources": SOURCES, "more": {}}


def begin(visitor: Visitor) -> str:
    """Start a draft; its address up to the step."""
    answer = visitor.submit("/cooperations/declare")
    assert answer.status_code == 303, answer.text
    return answer.location.rpartition("/")[0]


def fill(visitor: Visitor, **changes: dict[str, Any]) -> str:
    """Start a draft and answer every step; its address up to the step."""
    base = begin(visitor)
    for step, answers in (ANSWERS | changes).items():
        answer = visitor.submit(f"{base}/{step}", answers)
        assert answer.status_code == 303, f"{step}: {answer.text}"
    return base


def test_begins_without_an_account_and_without_a_cookie(client: Visitor) -> None:
    page = client.get("/cooperations/declare")
    assert page.status_code == 200
    assert "Set-Cookie" not in page.headers
    answer = client.submit("/cooperations/declare")
    assert answer.status_code == 303
    assert "Set-Cookie" in answer.headers
    assert client.get(answer.location).status_code == 200


def test_every_step_leads_to_the_next_and_to_the_answers(client: Visitor) -> None:
    base = fill(client)
    page = client.get(f"{base}/check")
    assert page.status_code == 200
    for text in ("Échange scolaire", "Lycée Jules-Verne", "Гимназия № 23", "2009", "Ouest-France"):
        assert text in page.text


def sent_cooperations(transaction: Any) -> list[tuple[str, int]]:
    """State and version of all records."""
    with transaction() as session:
        return [(one.state, one.version) for one in session.scalars(sa.select(Cooperation))]


def key_of(base: str) -> str:
    """The draft's key in its address."""
    return base.rstrip("/").rpartition("/")[2]


def test_sending_asks_for_an_account_and_keeps_the_draft(client: Visitor, transaction: Any) -> None:
    base = fill(client)
    page = client.get(f"{base}/check")
    assert "/fr/account/sign-up?next=" in page.text
    with transaction() as session:
        email = people.add_person(session, side="russia").email
    client.sign_in(email, people.PASSWORD)
    answer = client.submit(f"{base}/check", form="send", follow=True)
    assert answer.status_code == 200, answer.text
    assert "Échange scolaire" in answer.text
    with transaction() as session:
        cooperation = session.scalars(sa.select(Cooperation)).one()
        assert (cooperation.state, cooperation.version, cooperation.declared_side) == ("submitted", 1, "russia")
        assert session.scalar(sa.select(sa.func.count()).select_from(Draft)) == 0
        mail = session.scalars(sa.select(OutboxMail)).one()
        assert mail.kind == "cooperations.received"


def test_in_russian_too(visitors: Any) -> None:
    visitor = visitors("ru")
    base = fill(visitor, title={"title": "Школьный обмен", "summary": "Каждый год двадцать учеников.", "lang": "ru"})
    page = visitor.get(f"{base}/check")
    assert "Проверьте ответы" in page.text
    assert "Школьный обмен" in page.text


def test_unconfirmed_address_is_explained_and_nothing_is_sent(sign_in_as: Any, transaction: Any) -> None:
    visitor = sign_in_as(confirmed_at=None)
    base = fill(visitor)
    page = visitor.get(f"{base}/check")
    assert "/fr/account/" in page.text
    assert 'id="send"' not in page.text
    token = page.text.partition('name="csrf_token" value="')[2].partition('"')[0]
    answer = visitor.post(f"{base}/check", data={"csrf_token": token})
    assert answer.status_code == 303
    assert "check" not in answer.location
    assert sent_cooperations(transaction) == []


def test_a_double_click_makes_one_record(sign_in_as: Any, transaction: Any) -> None:
    visitor = sign_in_as()
    base = fill(visitor)
    form = forms_of(visitor.get(f"{base}/check").text)
    data = next(one for one in form if one.identity == "send").filled({})
    first = visitor.http.post(f"{base}/check", data=data)
    second = visitor.http.post(f"{base}/check", data=data)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location
    assert sent_cooperations(transaction) == [("submitted", 1)]


@pytest.mark.both_engines
def test_two_clicks_at_the_same_moment_make_one_record(sign_in_as: Any, transaction: Any) -> None:
    visitor = sign_in_as()
    base = fill(visitor)
    data = next(one for one in forms_of(visitor.get(f"{base}/check").text) if one.identity == "send").filled({})
    cookie = visitor.http.get_cookie("dialogue").value

    def click(_number: int) -> Any:
        browser = visitor.app.test_client()
        browser.set_cookie("dialogue", cookie)
        return browser.post(f"{base}/check", data=data)

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(click, range(4)))
    assert [answer.status_code for answer in answers] == [303] * 4
    assert len({answer.location for answer in answers}) == 1
    assert sent_cooperations(transaction) == [("submitted", 1)]


def test_the_second_tab_gets_both_texts(client: Visitor) -> None:
    base = begin(client)
    form = next(one for one in forms_of(client.get(f"{base}/title").text) if "title" in one.names)
    old = form.filled({"title": "Titre de la seconde fenêtre", "summary": "Second résumé."})
    assert client.submit(f"{base}/title", TITLE).status_code == 303
    answer = client.http.post(f"{base}/title", data=old)
    assert answer.status_code == 409
    assert "Titre de la seconde fenêtre" in answer.text
    assert "Échange scolaire" in answer.text
    again = next(one for one in forms_of(answer.text) if "title" in one.names)
    assert client.http.post(f"{base}/title", data=again.filled({})).status_code == 303
    assert "Titre de la seconde fenêtre" in client.get(f"{base}/title").text


def test_two_tabs_on_two_steps_do_not_disturb_each_other(client: Visitor) -> None:
    base = begin(client)
    partners = page_form(client, base, "partners").filled(PARTNERS)
    assert client.submit(f"{base}/title", TITLE).status_code == 303
    assert client.http.post(f"{base}/partners", data=partners).status_code == 303


def test_the_same_step_sent_twice_is_no_conflict(client: Visitor) -> None:
    base = begin(client)
    form = next(one for one in forms_of(client.get(f"{base}/title").text) if "title" in one.names)
    data = form.filled({**TITLE, "lang": "fr"})
    assert [client.http.post(f"{base}/title", data=data).status_code for _ in range(2)] == [303, 303]


def test_a_draft_changed_after_the_last_page_was_opened_is_shown_again(sign_in_as: Any, transaction: Any) -> None:
    visitor = sign_in_as()
    base = fill(visitor)
    data = next(one for one in forms_of(visitor.get(f"{base}/check").text) if one.identity == "send").filled({})
    visitor.submit(f"{base}/title", TITLE | {"title": "Un autre titre"})
    answer = visitor.http.post(f"{base}/check", data=data)
    assert answer.status_code == 409
    assert "Un autre titre" in answer.text
    assert sent_cooperations(transaction) == []


def test_somebody_elses_draft_is_not_there(sign_in_as: Any, client: Visitor, transaction: Any) -> None:
    owner, other = sign_in_as(), sign_in_as()
    base = fill(owner)
    with transaction() as session:
        number = session.scalars(sa.select(Draft.id)).one()
    for visitor in (other, client):
        for address in (f"{base}/title", f"{base}/check", f"{base}/", f"/cooperations/declare/draft/{number}/check"):
            assert visitor.get(address).status_code == 404, address
    assert owner.get(f"/cooperations/declare/draft/{number}/check").status_code == 200


def test_an_expired_draft_is_explained(client: Visitor, transaction: Any) -> None:
    base = fill(client)
    with transaction() as session:
        session.scalars(sa.select(Draft)).one().expires_at = datetime(2026, 1, 1, tzinfo=UTC)
    page = client.get(f"{base}/check")
    assert page.status_code == 404
    assert "30 jours" in page.text


def test_the_address_leads_back_without_any_cookie(client: Visitor, visitors: Any) -> None:
    base = begin(client)
    client.submit(f"{base}/title", TITLE)
    elsewhere = visitors("ru").get(f"{base}/", follow_redirects=True)
    assert elsewhere.status_code == 200
    assert elsewhere.request.path.endswith("/partners")


def test_the_letters_choose_the_language_and_doubt_a_wrong_one(client: Visitor) -> None:
    base = begin(client)
    answer = client.submit(f"{base}/title", {"title": "Обмен", "summary": "Каждый год.", "lang": "fr"})
    assert answer.status_code == 422
    again = next(one for one in forms_of(answer.text) if "title" in one.names)
    assert client.http.post(f"{base}/title", data=again.filled({})).status_code == 303
    assert "Обмен" in client.get(f"{base}/check").text
    other = begin(client)
    client.submit(f"{other}/title", {"title": "Обмен", "summary": "Каждый год."})
    assert 'value="ru"' in client.get(f"{other}/title").text
    assert re.search(r"<input[^>]*checked[^>]*value=\"ru\"", client.get(f"{other}/title").text)


def test_partners_are_added_and_removed_without_losing_a_word(client: Visitor) -> None:
    base = begin(client)
    answer = client.submit(f"{base}/partners", PARTNERS, button=("add", "1"), follow=True)
    assert answer.status_code == 200
    form = next(one for one in forms_of(answer.text) if "partners-2-name" in one.names)
    assert form.filled({})["partners-0-name"] == ["Lycée Jules-Verne"]
    answer = client.submit(f"{base}/partners", {}, form="", button=("remove", "0"), follow=True)
    assert "Lycée Jules-Verne" not in answer.text
    assert "Гимназия № 23" in answer.text


def test_an_incomplete_step_is_saved_on_request_and_named_at_the_end(sign_in_as: Any) -> None:
    visitor = sign_in_as()
    base = fill(visitor)
    answer = visitor.submit(f"{base}/title", {"title": "", "summary": "Un début"}, button=("save", "1"))
    assert answer.status_code == 303
    assert "Un début" in visitor.get(f"{base}/title").text
    answer = visitor.submit(f"{base}/check", form="send")
    assert answer.status_code == 422
    assert "Indiquez un titre" in answer.text


def test_a_group_of_citizens_has_a_town_and_no_name(sign_in_as: Any, transaction: Any) -> None:
    visitor = sign_in_as()
    group = {"partners-0-name": "", "partners-0-citizens": "y", "partners-0-place": ""}
    base = begin(visitor)
    assert visitor.submit(f"{base}/partners", PARTNERS | group).status_code == 422
    base = fill(visitor, partners=PARTNERS | group | {"partners-0-place": "Menton"})
    assert visitor.submit(f"{base}/check", form="send").status_code == 303
    with transaction() as session:
        partner = session.scalars(sa.select(Partner).where(Partner.position == 0)).one()
        assert partner.name.fr
        assert partner.name.ru
        assert partner.place.name.fr == "Menton"


WRONG: list[tuple[str, dict[str, Any]]] = [
    ("title", {"title": "   ", "summary": " \t\r\n "}),
    ("title", {"title": "\u202e\u200b\x00", "summary": "x"}),
    ("title", {"title": "é" * 201, "summary": "x"}),
    ("title", {"title": "x", "summary": "ё" * 5001}),
    ("title", TITLE | {"lang": "en"}),
    ("partners", PARTNERS | {"partners-0-side": "mars"}),
    # A Cyrillic «е» among Latin letters: another lycée to a search, the same one to the eye.
    ("partners", PARTNERS | {"partners-0-name": "Lyc\u0435e Jules-Verne"}),
    ("partners", PARTNERS | {"partners-0-side": ""}),
    ("partners", PARTNERS | {"partners-2-name": "Sans pays", "partners-2-side": ""}),
    ("partners", PARTNERS | {"partners-2-name": "Sans pays"}),
    ("partners", PARTNERS | {"partners-0-role": "owner"}),
    ("partners", PARTNERS | {"partners-0-level": "oblast"}),
    ("partners", PARTNERS | {"partners-0-level": "empire"}),
    ("partners", PARTNERS | {"partners-1-side": "france"}),
    ("partners", PARTNERS | {"partners-1-side": "other"}),
    ("partners", PARTNERS | {"partners-1-name": " "}),
    ("partners", PARTNERS | {"partners-1-name": "я" * 201}),
    ("link", LINK | {"kind": "war"}),
    ("link", LINK | {"main_domain": "politics"}),
    ("link", LINK | {"main_domain": []}),
    ("link", LINK | {"domains": ["politics", "culture"]}),
    ("link", LINK | {"first_year": "1499"}),
    ("link", LINK | {"first_year": "9" * 5000}),
    ("link", LINK | {"first_year": "deux mille"}),
    ("activity", ACTIVITY | {"activity": "broken"}),
    ("activity", ACTIVITY | {"activity": []}),
    ("activity", ACTIVITY | {"as_of": "2999-01-01"}),
    ("activity", ACTIVITY | {"as_of": "yesterday"}),
    ("activity", ACTIVITY | {"source": "javascript:alert(1)"}),
    ("sources", SOURCES | {"links": "javascript:alert(1)"}),
    ("sources", SOURCES | {"links": "ftp://example.org/"}),
    ("sources", SOURCES | {"links": "https://user:secret@example.org/"}),
    ("sources", SOURCES | {"links": "http://["}),
    ("sources", SOURCES | {"sources": "data:text/html;base64,xx"}),
    ("sources", SOURCES | {"links": "\n".join(f"https://example.org/{n}" for n in range(21))}),
    ("sources", SOURCES | {"sources": "x" * 501}),
]


def test_what_is_wrong_is_said_and_kept(client: Visitor) -> None:
    """One draft for all: its pages answer whatever was sent before."""
    base = begin(client)
    for step, answers in WRONG:
        data = page_form(client, base, step).filled({})
        sent = data | {name: value if isinstance(value, list) else [value] for name, value in answers.items()}
        answer = client.http.post(f"{base}/{step}", data=sent)
        assert answer.status_code == 422, (step, answers)
        assert "error-summary" in answer.text, (step, answers)
        assert client.get(f"{base}/check").status_code == 200, (step, answers)
        assert client.get(f"{base}/{step}").status_code == 200, (step, answers)


def page_form(visitor: Visitor, base: str, step: str) -> Any:
    """The form of a step as the page shows it."""
    return next(one for one in forms_of(visitor.get(f"{base}/{step}").text) if "revision" in one.names)


def test_too_many_partners_are_counted_not_lost(client: Visitor) -> None:
    base = begin(client)
    many = {
        f"partners-{n}-{name}": value
        for n in range(32)
        for name, value in {"side": "france" if n % 2 else "russia", "name": f"Partner {n}", "role": "carries"}.items()
    }
    answer = client.http.post(f"{base}/partners", data=page_form(client, base, "partners").filled({}) | many)
    assert answer.status_code == 422
    assert "Partner 31" in answer.text
    flood = {f"partners-{n}-name": "x" for n in range(5000)}
    assert (
        client.http.post(f"{base}/partners", data=page_form(client, base, "partners").filled({}) | flood).status_code
        == 413
    )


def test_markup_is_shown_as_text(client: Visitor) -> None:
    base = fill(client, title=TITLE | {"title": "<script>alert(1)</script> Nantes"})
    for address in (f"{base}/title", f"{base}/check"):
        page = client.get(address).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page


def test_a_form_without_its_mark_is_refused(client: Visitor) -> None:
    base = begin(client)
    assert client.post(f"{base}/title", data=TITLE).status_code == 400
    assert client.post(f"{base}/check").status_code == 400
    assert client.post(f"{base}/discard").status_code == 400
    assert client.post("/cooperations/declare", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 400


def test_only_an_organisation_that_one_acts_for(sign_in_as: Any, transaction: Any) -> None:
    visitor = sign_in_as()
    with transaction() as session:
        own, other = (
            add_organisation(session, "Ville de Nantes", visitor.id),
            add_organisation(session, "Ville de Brest"),
        )
        own_id, other_id = own.id, other.id
    base = fill(visitor)
    data = page_form(visitor, base, "sources").filled({})
    assert "on_behalf_of" in data
    assert visitor.http.post(f"{base}/sources", data=data | {"on_behalf_of": str(other_id)}).status_code == 422
    assert visitor.submit(f"{base}/check", form="send").status_code == 422
    data = page_form(visitor, base, "sources").filled({})
    assert visitor.http.post(f"{base}/sources", data=data | {"on_behalf_of": str(own_id)}).status_code == 303
    assert visitor.submit(f"{base}/check", form="send").status_code == 303
    with transaction() as session:
        assert session.scalars(sa.select(Cooperation.on_behalf_of_id)).one() == own_id


def test_a_draft_is_thrown_away_on_request(client: Visitor, transaction: Any) -> None:
    base = fill(client)
    assert client.submit(f"{base}/check", form="/discard").status_code == 303
    with transaction() as session:
        assert session.scalars(sa.select(Draft)).all() == []


def test_its_author_finds_it_again(sign_in_as: Any) -> None:
    visitor = sign_in_as()
    base = fill(visitor)
    assert "/cooperations/declare/draft/" in visitor.get("/account/").text
    record = visitor.submit(f"{base}/check", form="send").location
    space = visitor.get("/account/").text
    assert record in space
    assert "Échange scolaire" in space
    assert "Nantes et Krasnodar" in visitor.get("/account/notifications/").text


def test_the_start_page_leads_back_to_what_was_begun(client: Visitor) -> None:
    base = begin(client)
    assert key_of(base) in client.get("/cooperations/declare").text


NASTY = [
    "",
    " \t ",
    "\x00",
    "\ud7ff\u202e\u2066",
    "a\u0301" * 300,
    "<script>alert(1)</script>",
    "%s%(x)s{0}{{7*7}}",
    "-1",
    "9" * 5000,
    "1e400",
    "NaN",
    "0001-01-01",
    "31.02.2018",
    "javascript:alert(1)",
    "https://[::1",
    "https://example.org/\u2028x",
    "я" * 60_000,
]


@pytest.mark.parametrize("step", ANSWERS)
def test_whatever_is_typed_gets_an_answer(client: Visitor, step: str) -> None:
    base = begin(client)
    empty = page_form(client, base, step).filled({})
    for value in NASTY:
        data = {key: [value, value] for key in [*ANSWERS[step], "revision", "on_behalf_of"]}
        for button in ("", "save", "remove"):
            answer = client.http.post(f"{base}/{step}", data=empty | data | ({button: value} if button else {}))
            assert answer.status_code in {303, 409, 413, 422}, value[:20]
        assert client.get(f"{base}/check").status_code == 200, value[:20]


def test_a_wrong_key_is_not_here(client: Visitor) -> None:
    for key in ("x", "0", "1", "9" * 30, "²", "%00", "a" * 3000, "..", "None"):
        for page in ("", "title", "check", "nothing"):
            assert client.get(f"/cooperations/declare/draft/{key}/{page}").status_code == 404, (key, page)


def test_what_is_missing_names_the_partner(client: Visitor) -> None:
    base = begin(client)
    answer = client.submit(f"{base}/partners", PARTNERS | {"partners-1-name": ""}, button=("save", "1"))
    assert answer.status_code in {200, 303, 422}
    page = client.get(f"{base}/check").text
    assert "Partenaire 2. Indiquez le nom du partenaire." in page
    assert "Partenaire 1. Indiquez" not in page


# What is changed in a whole declaration by “Save the draft”, and where its address leads then.
LEADS_TO = {
    "nothing": ({}, "check"),
    "a required answer taken out": ({"title": {"summary": ""}}, "title"),
    "a fault in the middle": ({"activity": {"as_of": "the day before yesterday"}}, "activity"),
    "the first of two": ({"partners": {"partners-1-name": ""}, "link": {"main_domain": []}}, "partners"),
}


@pytest.mark.parametrize("case", LEADS_TO)
def test_a_draft_is_reopened_where_it_still_needs_something(client: Visitor, case: str) -> None:
    changes, step = LEADS_TO[case]
    base = fill(client)
    for name, answers in changes.items():
        answer = client.submit(f"{base}/{name}", ANSWERS[name] | answers, button=("save", "1"))
        assert answer.location.endswith(f"/{name}")
    assert client.get(f"{base}/").location == f"{base}/{step}"


def test_a_step_passed_with_a_fault_comes_before_those_not_seen_yet(client: Visitor) -> None:
    base = begin(client)
    client.submit(f"{base}/title", TITLE | {"summary": ""}, button=("save", "1"))
    assert client.get(f"{base}/").location == f"{base}/title"
    client.submit(f"{base}/title", TITLE)
    assert client.get(f"{base}/").location == f"{base}/partners"

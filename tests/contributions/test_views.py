"""Pages of contributions as their readers and authors see them."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from tests.contributions.conftest import TEXT_FR, TEXT_RU, Cast
from tests.support.visitor import Visitor
from trianon.accounts.models import Draft
from trianon.contributions.models import Contribution
from trianon.core.publication import State

FRENCH = {"kind": "proposal", "lang": "fr", "title": "Un toit pour les vélos", "text": TEXT_FR}
RUSSIAN = {"kind": "experience", "lang": "ru", "title": "Крыша для велосипедов", "text": TEXT_RU}
SUBMIT, DRAFT, PREVIEW = ("do", "submit"), ("do", "draft"), ("do", "preview")


def write(visitor: Visitor, words: dict[str, str], *, query: str = "", button: tuple[str, str] = SUBMIT) -> Any:
    """Fill in the writing page and press a button."""
    return visitor.submit(f"/contributions/write{query}", words, form="/contributions/write", button=button)


def number_of(location: str) -> int:
    """The number at the end of a text's address."""
    return int(location.partition("#")[0].rpartition("/")[2])


@pytest.mark.parametrize(
    ("name", "lang", "words", "state"),
    [("author", "fr", FRENCH, "En cours d’examen"), ("russian", "ru", RUSSIAN, "На рассмотрении")],
)
def test_write(
    signed_in: Any, transaction: Any, cast: Cast, name: str, lang: str, words: dict[str, str], state: str
) -> None:
    visitor = signed_in(name, lang)
    answer = write(visitor, words, query="?sub_theme=mobilite")
    assert answer.status_code == 303, answer.text
    page = visitor.get(answer.location)
    assert words["title"] in page.text
    assert state in page.text
    with transaction() as session:
        item = session.get(Contribution, number_of(answer.location))
        assert (item.state, item.source_lang.value, item.sub_theme_id) == (State.SUBMITTED, lang, cast.sub_theme)
    for page_of_mine in ("/contributions/mine", "/account/"):
        assert words["title"] in visitor.get(page_of_mine).text


def test_write_on_a_workshop(signed_in: Any, transaction: Any, cast: Cast) -> None:
    answer = write(signed_in("author"), FRENCH, query=f"?workshop={cast.workshop}")
    with transaction() as session:
        assert session.get(Contribution, number_of(answer.location)).workshop_id == cast.workshop


def test_a_double_click_makes_one_record(signed_in: Any, transaction: Any) -> None:
    visitor = signed_in("author")
    assert write(visitor, FRENCH).location == write(visitor, FRENCH).location
    with transaction() as session:
        assert session.scalar(sa.select(sa.func.count(Contribution.id))) == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": ""}, "Donnez un titre"),
        ({"title": "é" * 201}, "200"),
        ({"text": "Trop court."}, "20"),
        ({"text": "é" * 10_001}, "10"),
        ({"kind": []}, "Choisissez"),
        ({"lang": "de"}, ""),
        ({"sub_theme": "999"}, ""),
    ],
)
def test_a_wrong_form_comes_back_with_all_that_was_typed(
    signed_in: Any, transaction: Any, changes: dict[str, Any], words: str
) -> None:
    typed = FRENCH | changes
    answer = write(signed_in("author"), typed)
    assert answer.status_code == 422
    assert words in answer.text
    for name in ("title", "text"):
        assert typed[name].split("\n")[0] in answer.text
    with transaction() as session:
        assert session.scalar(sa.select(sa.func.count(Contribution.id))) == 0


def test_the_script_of_the_text_is_compared_with_its_language(signed_in: Any, transaction: Any) -> None:
    visitor = signed_in("author")
    typed = RUSSIAN | {"lang": "fr"}
    answer = write(visitor, typed)
    assert answer.status_code == 422
    assert "russe" in answer.text
    assert RUSSIAN["title"] in answer.text
    assert 'name="lang_is_right"' in answer.text
    csrf = answer.text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    sure = visitor.post("/contributions/write", data=typed | {"do": "submit", "lang_is_right": "y", "csrf_token": csrf})
    assert sure.status_code == 303
    with transaction() as session:
        assert session.get(Contribution, number_of(sure.location)).source_lang.value == "fr"


def test_a_visitor_begins_and_sends_after_the_account_is_made(client: Visitor, cast: Cast, transaction: Any) -> None:
    answer = write(client, FRENCH)
    assert answer.status_code == 303
    assert "/account/sign-up" in answer.location
    with transaction() as session:
        draft = session.scalars(sa.select(Draft)).one()
        assert (draft.account_id, draft.data["title"]) == (None, FRENCH["title"])
        number = draft.id
    assert FRENCH["title"] in client.get(f"/contributions/write?draft={number}").text
    assert f"draft={number}" in client.get("/contributions/write").text
    client.sign_in(cast.emails["author"], "a long password of the tests")
    sent = client.submit(f"/contributions/write?draft={number}", form="/contributions/write", button=SUBMIT)
    assert sent.status_code == 303
    with transaction() as session:
        assert session.get(Contribution, number_of(sent.location)).author_id == cast.ids["author"]
        assert session.scalar(sa.select(sa.func.count(Draft.id))) == 0


def test_an_unconfirmed_address_keeps_the_draft(signed_in: Any, transaction: Any) -> None:
    visitor = signed_in("unconfirmed")
    answer = write(visitor, FRENCH)
    assert "unconfirmed" in answer.location
    with transaction() as session:
        assert session.scalars(sa.select(Draft)).one().data["text"] == FRENCH["text"]
        assert session.scalar(sa.select(sa.func.count(Contribution.id))) == 0
    assert FRENCH["title"] in visitor.get("/contributions/mine").text


def test_a_draft_takes_anything_and_is_its_owners_alone(signed_in: Any, client: Visitor) -> None:
    author = signed_in("author")
    answer = write(author, {"title": "À peine commencé", "text": "…"}, button=DRAFT)
    assert answer.status_code == 303
    assert "À peine commencé" in author.get(answer.location).text
    assert client.get(answer.location).status_code == 404
    assert signed_in("stranger").get(answer.location).status_code == 404
    path = answer.location
    again = author.submit(path, {"title": "Un peu plus loin"}, form="/contributions/write", button=DRAFT)
    assert again.location == path


def test_a_draft_is_no_store_for_anything_whatever(client: Visitor, transaction: Any) -> None:
    answer = write(client, {"title": "Trop", "text": "é" * 60_000}, button=DRAFT)
    assert answer.status_code == 422
    assert "é" * 60_000 in answer.text
    with transaction() as session:
        assert session.scalar(sa.select(sa.func.count(Draft.id))) == 0


def test_preview_sends_nothing(signed_in: Any, transaction: Any) -> None:
    answer = write(signed_in("author"), FRENCH, button=PREVIEW)
    assert answer.status_code == 200
    assert "<strong>couverts</strong>" in answer.text
    with transaction() as session:
        assert session.scalar(sa.select(sa.func.count(Contribution.id))) == 0


def test_the_eleventh_text_of_a_day_waits_as_a_draft(signed_in: Any, sent: Any) -> None:
    for number in range(10):
        sent(title=f"Texte {number}")
    visitor = signed_in("author")
    answer = write(visitor, FRENCH)
    assert answer.status_code == 422
    assert "10 textes en 24 heures" in answer.text
    assert FRENCH["title"] in answer.text
    assert write(visitor, FRENCH, button=DRAFT).status_code == 303


def test_nothing_typed_becomes_a_script(signed_in: Any, decided: Any, client: Visitor) -> None:
    nasty = {
        "title": "<script>alert(1)</script> titre",
        "text": "<script>alert(2)</script> [lien](javascript:alert(3)) <img src=x onerror=alert(4)> \x00 fin\u202e",
    }
    answer = write(signed_in("author"), FRENCH | nasty)
    number = decided(number_of(answer.location), "publish")
    for path in (f"/contributions/{number}", "/contributions/", "/contributions/?q=<script>alert(5)</script>", "/"):
        text = client.get(path).text
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert 'href="javascript:' not in text
        assert "\u202e" not in text
        assert "\x00" not in text


def test_nobody_sees_what_is_not_public(sent: Any, decided: Any, signed_in: Any, client: Visitor) -> None:
    number = sent(title="Motunique premier")
    paths = [f"/contributions/{number}", f"/contributions/{number}/edit"]
    stranger, author = signed_in("stranger"), signed_in("author")
    for verb in ("ask_changes", None, "refuse"):
        if verb:
            decided(number, verb)
        for path in paths:
            assert stranger.get(path).status_code == 404
        assert client.get(paths[0]).status_code == 404
        assert author.get(paths[0]).status_code == 200
        for path in ("/contributions/", "/contributions/?q=motunique", "/"):
            assert "Motunique premier" not in client.get(path).text
        if verb == "ask_changes":
            answer = author.submit(paths[1], {"title": "Motunique second"}, form="", button=SUBMIT)
            assert answer.status_code == 303
            decided(number, "ask_changes")
            answer = author.submit(paths[1], {"title": "Motunique premier"}, form="", button=SUBMIT)
            assert answer.status_code == 303


def test_the_committee_reads_a_waiting_text(sent: Any, signed_in: Any) -> None:
    assert signed_in("member").get(f"/contributions/{sent()}").status_code == 200


def test_a_withdrawn_text_is_absent_everywhere(published: Any, signed_in: Any, client: Visitor, cast: Cast) -> None:
    number = published(title="Motunique pour toujours")
    places = ["/contributions/", "/contributions/?q=motunique", "/contributions/?kind=proposal", "/"]
    for path in places:
        assert "Motunique" in client.get(path).text, path
    author = signed_in("author")
    answer = author.submit(f"/contributions/{number}", {}, form=f"/contributions/{number}/withdraw")
    assert answer.status_code == 303
    for path in places:
        assert "Motunique" not in client.get(path).text, path
    assert client.get(f"/contributions/{number}").status_code == 404
    assert signed_in("stranger").get(f"/contributions/{number}").status_code == 404
    assert signed_in("member").get(f"/contributions/{number}").status_code == 404
    assert "Motunique" in author.get(f"/contributions/{number}").text
    assert author.get(f"/contributions/{number}/edit").status_code == 404


def test_only_the_author_withdraws(published: Any, signed_in: Any, client: Visitor) -> None:
    number = published()
    stranger = signed_in("stranger")
    page = stranger.get("/contributions/write").text
    csrf = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    forged = stranger.post(f"/contributions/{number}/withdraw", data={"csrf_token": csrf})
    assert forged.status_code == 403
    assert stranger.get(f"/contributions/{number}/withdraw").status_code == 405
    assert client.get(f"/contributions/{number}").status_code == 200


def test_changes_are_asked_the_author_corrects_and_sends_again(
    sent: Any, decided: Any, signed_in: Any, transaction: Any
) -> None:
    number = decided(sent(), "ask_changes")
    author = signed_in("author")
    page = author.get(f"/contributions/{number}")
    assert "Modifications demandées" in page.text
    answer = author.submit(f"/contributions/{number}/edit", {"title": "Un toit, enfin"}, form="", button=SUBMIT)
    assert answer.status_code == 303
    with transaction() as session:
        item = session.get(Contribution, number)
        assert (item.state, item.version) == (State.SUBMITTED, 2)


def test_refused_with_a_reason_corrected_accepted_and_read_in_the_other_language(
    signed_in: Any, transaction: Any, cast: Cast, visitors: Any
) -> None:
    from trianon.accounts.models import Account
    from trianon.bilingual.lang import Lang
    from trianon.committee import queries as committee_queries
    from trianon.committee import services as committee
    from trianon.committee.rules import Reason, Verdict

    author = signed_in("author")
    number = number_of(write(author, FRENCH).location)

    def decide(version: int, verdict: Verdict, **why: Any) -> None:
        with transaction() as session:
            case = committee_queries.case_of("contribution", number, version)
            member = session.get(Account, cast.ids["member"])
            committee.give_voice(case, by=member, verdict=verdict, note_lang=Lang.FR, shown_version=version, **why)

    decide(1, Verdict.REFUSE, reasons=[Reason.INSUFFICIENT_DETAIL], note="Dites où et avec qui.")
    for path in (f"/contributions/{number}", f"/contributions/{number}/edit"):
        page = author.get(path).text
        assert "trop peu de précisions" in page
        assert "Dites où et avec qui." in page
    mine = author.get("/contributions/mine").text
    assert "Refusée" in mine
    # There is no page of somebody of whom nothing is public.
    assert "/fr/people/" not in mine
    answer = author.submit(f"/contributions/{number}/edit", {"title": "Un toit à Nantes"}, form="", button=SUBMIT)
    assert answer.status_code == 303
    decide(2, Verdict.ACCEPT)
    assert f'href="/fr/people/{cast.ids["author"]}"' in author.get("/contributions/mine").text
    reader = visitors("ru")
    assert "Un toit à Nantes" in reader.get("/contributions/").text
    page = reader.get(f"/contributions/{number}").text
    assert "Dites où et avec qui." not in page
    assert "Этот текст есть только на французском" in page.replace("\xa0", " ")


def test_a_public_text_keeps_its_accepted_version_while_it_is_edited(
    published: Any, signed_in: Any, client: Visitor
) -> None:
    number = published()
    author = signed_in("author")
    author.submit(f"/contributions/{number}/edit", {"title": "Titre en attente"}, form="", button=SUBMIT)
    assert "Titre en attente" not in client.get(f"/contributions/{number}").text
    assert "Titre en attente" not in signed_in("stranger").get(f"/contributions/{number}").text
    assert "Titre en attente" in author.get(f"/contributions/{number}").text


def test_a_stale_correction_keeps_both_texts(sent: Any, signed_in: Any, transaction: Any) -> None:
    number = sent()
    first, second = signed_in("author"), signed_in("author")
    shown = second.get(f"/contributions/{number}/edit").text
    csrf = shown.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    first.submit(f"/contributions/{number}/edit", {"title": "Le titre du premier onglet"}, form="", button=SUBMIT)
    typed = FRENCH | {"title": "Le titre du second onglet", "version": "1", "csrf_token": csrf, "do": "submit"}
    answer = second.post(f"/contributions/{number}/edit", data=typed)
    assert answer.status_code == 409
    assert "Le titre du premier onglet" in answer.text
    assert "Le titre du second onglet" in answer.text
    assert 'value="2"' in answer.text
    answer = second.post(f"/contributions/{number}/edit", data=typed | {"version": "2"})
    assert answer.status_code == 303
    with transaction() as session:
        assert session.get(Contribution, number).version == 3


@pytest.mark.parametrize("version", ["", "x", "-1", "99999999999999999999", "٣"])
def test_a_forged_version_is_stale(sent: Any, signed_in: Any, version: str) -> None:
    number = sent()
    author = signed_in("author")
    answer = author.submit(
        f"/contributions/{number}/edit", {"version": version, "title": "Autre"}, form="", button=SUBMIT
    )
    assert answer.status_code == 409


@pytest.mark.parametrize("lang", ["fr", "ru"])
def test_search_finds_in_both_languages(published: Any, visitors: Any, lang: str) -> None:
    french, russian = published(), published("russian", "ru")
    reader = visitors(lang)
    # A town is a town in either language; other words are found in their own.
    for query, found in (
        ("ville", {french, russian}),
        ("villes", {french, russian}),
        ("город", {french, russian}),
        ("ГОРОДОВ", {french, russian}),
        ("arceau", {french}),
        ("велопарковки", {russian}),
    ):
        text = reader.get(f"/contributions/?q={query}").text
        assert {number for number in (french, russian) if f'/contributions/{number}"' in text} == found, query


def test_filters_and_their_numbers(published: Any, client: Visitor) -> None:
    french, russian = published(), published("russian", "ru")
    for query, number in (
        ("language=ru", russian),
        ("language=fr", french),
        ("side=russia", russian),
        ("side=france", french),
    ):
        text = client.get(f"/contributions/?{query}").text
        assert f"/contributions/{number}" in text
        assert f"/contributions/{french + russian - number}" not in text
        assert "1 contribution" in text
    for query in ("kind=question", "kind=x&side=russia&language=fr", "q=introuvable", "q=!!!"):
        text = client.get(f"/contributions/?{query}").text
        assert f"/contributions/{french}" not in text
    assert client.get("/contributions/?page=nonsense&kind=%00&sub_theme=%F0&q=%00").status_code == 200


def test_the_other_language_reads_a_translation_and_the_original_is_a_click_away(
    published: Any, transaction: Any, visitors: Any, cast: Cast
) -> None:
    from trianon.accounts.models import Account
    from trianon.contributions import services

    number = published()
    reader = visitors("ru")
    untranslated = reader.get(f"/contributions/{number}").text
    assert "только" in untranslated
    assert '<div lang="fr">' in untranslated
    with transaction() as session:
        people = {
            name: session.get(Account, cast.ids[key])
            for name, key in (("translator", "russian"), ("reviewer", "member"))
        }
        services.add_translation(
            session.get(Contribution, number), title=RUSSIAN["title"], text=RUSSIAN["text"], **people
        )
    translated = reader.get(f"/contributions/{number}").text
    assert RUSSIAN["title"] in translated
    assert "Анна Иванова" in translated
    assert "Un toit pour les vélos" not in translated
    original = reader.get(f"/contributions/{number}?original=1").text
    assert "Un toit pour les vélos" in original
    assert RUSSIAN["title"] in reader.get("/contributions/").text
    own = visitors("fr").get(f"/contributions/{number}").text
    assert "Un toit pour les vélos" in own
    # Whoever reads the original hears of the translation, too: its author may want to look.
    assert "Ce texte est traduit en russe" in own
    assert f'href="/ru/contributions/{number}" hreflang="ru">Lire la traduction' in own


def test_numbers_nobody_gave(client: Visitor, signed_in: Any) -> None:
    author = signed_in("author")
    for number in ("0", "999", "2147483648", "9" * 30):
        assert client.get(f"/contributions/{number}").status_code == 404
        assert author.get(f"/contributions/{number}/edit").status_code == 404
    for draft in ("0", "999", "9" * 30, "-1", "x"):
        assert client.get(f"/contributions/write?draft={draft}").status_code == 404

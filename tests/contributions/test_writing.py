"""Writing: saved while one types, through a lost session and in two windows; what others have written on the same."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import sqlalchemy as sa

from tests.contributions.conftest import TEXT_FR, Cast, send
from tests.contributions.test_views import DRAFT, FRENCH, PREVIEW, write
from tests.support.forms import forms_of
from tests.support.people import add_person
from trianon.accounts.models import Draft
from trianon.contributions import services, similar
from trianon.contributions.models import Contribution
from trianon.contributions.similar import similar_to

SAVE = "/contributions/drafts"


def typed(page: str, **words: str) -> dict[str, Any]:
    """What the page's script sends: the form as it stands, with these words in it."""
    form = next(form for form in forms_of(page) if "/contributions/write" in form.action)
    return dict(form.filled(words))


def drafts(session: Any) -> list[dict[str, Any]]:
    return list(session.scalars(sa.select(Draft.data).order_by(Draft.id)))


@pytest.mark.parametrize("name", ["author", None])
def test_what_is_typed_is_saved_meanwhile_and_found_again(
    signed_in: Any, visitors: Any, transaction: Any, name: str | None
) -> None:
    visitor = signed_in(name) if name else visitors("fr")
    page = visitor.get("/contributions/write").text
    assert visitor.post(SAVE, data=typed(page)).json == {"words": ""}
    said = visitor.post(SAVE, data=typed(page, title="Un banc", text="Au soleil.")).json
    assert said["words"].startswith("Brouillon enregistré à")
    # The next pause saves the same draft.
    again = visitor.post(said["save"], data=typed(page, title="Un banc", text="Au soleil et à l’ombre."))
    assert again.json["address"] == said["address"]
    with transaction() as session:
        assert [data["text"] for data in drafts(session)] == ["Au soleil et à l’ombre."]
    assert "Au soleil et à l’ombre." in visitor.get(said["address"]).text


def test_nobody_saves_or_reads_another_persons_draft(signed_in: Any, visitors: Any, transaction: Any) -> None:
    author = signed_in("author")
    said = author.post(SAVE, data=typed(author.get("/contributions/write").text, title="À moi")).json
    for other in (signed_in("stranger"), signed_in("member"), visitors("fr")):
        page = other.get("/contributions/write").text
        assert other.post(said["save"], data=typed(page, title="À toi")).status_code == 404
        assert other.get(said["address"]).status_code == 404
        write_anyway = other.submit("/contributions/write", {"title": "À toi", "text": "Non."}, button=DRAFT)
        assert write_anyway.status_code == 303
    with transaction() as session:
        assert [data["title"] for data in drafts(session)].count("À moi") == 1


@pytest.mark.parametrize("name", ["author", None])
def test_a_draft_is_thrown_away_by_its_owner_alone(
    signed_in: Any, visitors: Any, transaction: Any, name: str | None
) -> None:
    owner, other = signed_in(name) if name else visitors("fr"), signed_in("stranger")
    said = owner.post(SAVE, data=typed(owner.get("/contributions/write").text, title="Essai")).json
    (deed,) = (form for form in forms_of(owner.get(said["address"]).text) if "discard" in str(form.filled({})))
    theirs = next(form for form in forms_of(other.get("/contributions/write").text) if "title" in form.names)
    path = said["address"].removeprefix("/fr")
    assert other.post(path, data=dict(theirs.filled({})) | {"do": "discard"}).status_code == 303
    with transaction() as session:
        assert len(drafts(session)) == 1
    assert owner.post(path, data=deed.filled({})).status_code == 303
    with transaction() as session:
        assert drafts(session) == []
    # The device forgets it, once.
    shown = [owner.get("/contributions/write").text for _ in range(2)]
    number = path.rpartition("=")[2]
    assert [f':{number}"' in page and 'data-ui="forget"' in page for page in shown] == [True, False]
    assert owner.get(said["address"]).status_code == 404


def test_two_windows_do_not_overwrite_each_other_unseen(signed_in: Any, transaction: Any) -> None:
    visitor = signed_in("author")
    said = visitor.post(SAVE, data=typed(visitor.get("/contributions/write").text, title="Un", text="Premier.")).json
    one, two = visitor.get(said["address"]).text, visitor.get(said["address"]).text
    assert visitor.post(said["save"], data=typed(one, text="Première fenêtre.")).status_code == 200
    # One that shows the first's words does not know what the first writes afterwards.
    third = visitor.get(said["address"]).text
    assert visitor.post(said["save"], data=typed(one, text="Première fenêtre.\n\nSuite.")).status_code == 200
    assert visitor.post(said["save"], data=typed(third, text="Troisième.")).status_code == 409
    late = visitor.post(said["save"], data=typed(two, text="Seconde fenêtre."))
    assert (late.status_code, "autre fenêtre" in late.json["words"]) == (409, True)
    page = visitor.post(said["address"], data=typed(two, text="Seconde fenêtre.") | {"do": "draft"})
    assert page.status_code == 409
    assert "Première fenêtre." in page.text
    assert "Seconde fenêtre." in page.text
    # Sent once more from that page, it is what its author wants.
    assert visitor.post(said["address"], data=typed(page.text) | {"do": "draft"}).status_code == 303
    with transaction() as session:
        assert [data["text"] for data in drafts(session)] == ["Seconde fenêtre."]


@pytest.mark.parametrize("path", ["/contributions/write", "edit"])
def test_a_session_that_has_ended_does_not_cost_the_text(
    signed_in: Any, sent: Any, transaction: Any, cast: Cast, path: str
) -> None:
    visitor = signed_in("author")
    path = f"/contributions/{sent()}/edit" if path == "edit" else path
    words = FRENCH | {"text": "Un soir entier de travail sur ce texte.", "csrf_token": "old", "version": "1"}
    page = visitor.post(path, data=words)
    assert page.status_code == 400
    assert words["text"] in page.text
    with transaction() as session:
        assert session.scalars(sa.select(Draft)).all() == []
        assert all(item.version == 1 for item in session.scalars(sa.select(Contribution)))


def test_preview_keeps_the_draft_and_shows_what_others_wrote(signed_in: Any, published: Any, transaction: Any) -> None:
    number = published("russian", "fr", title="Des arceaux à vélos devant les gares")
    visitor = signed_in("author")
    words = FRENCH | {"title": "Arceaux pour vélos à la gare"}
    page = write(visitor, words, button=PREVIEW)
    assert page.status_code == 200
    assert "<strong>couverts</strong>" in page.text
    assert f"/fr/contributions/{number}" in page.text
    with transaction() as session:
        assert [data["title"] for data in drafts(session)] == [words["title"]]
    said = visitor.post(SAVE, data=typed(visitor.get("/contributions/write").text, **words)).json
    assert f"/fr/contributions/{number}" in json.dumps(said)


@pytest.mark.both_engines
def test_similar_texts_are_found_in_both_languages(db_session: Any) -> None:
    people = [add_person(db_session, "translator") for _ in range(2)]
    author = add_person(db_session, side="russia")
    russian = send(author, "ru", title="Крытые велопарковки у вокзалов")
    far = send(author, title="Une chorale d’enfants", text="Chanter ensemble chaque été dans deux langues.")
    waiting = send(author, title="Des arceaux à vélos devant la gare")
    for item in (russian, far):
        services.publish(item, by=None)
    services.add_translation(
        russian, title="Abris à vélos devant les gares", text=TEXT_FR, translator=people[0], reviewer=people[1]
    )
    for title, text in (("Des abris pour les vélos", "Devant chaque gare."), ("Велопарковки", "У каждого вокзала.")):
        assert [one.id for one in similar_to(title, text)] == [russian.id], title
    assert waiting.id not in {one.id for one in similar_to("Des arceaux à vélos", "")}
    for nothing in ("", "le la les", "Vélo", "é" * 300, "'; DROP TABLE search_document --", "\u202e\u200b"):
        assert similar_to(nothing, "") == []
    services.withdraw(russian, by=author)
    assert similar_to("Des abris pour les vélos", "Devant chaque gare.") == []


@pytest.mark.both_engines
def test_an_old_text_with_the_same_rare_words_is_similar_however_many_hold_the_common_ones(
    db_session: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(similar, "MOST_OF_EACH", 2)
    texts = [send(add_person(db_session), title="Ruches et ornithologues de la ville")]
    texts += [send(add_person(db_session), title=f"La ville et le marché {number}") for number in range(6)]
    for text in texts:
        services.publish(text, by=None)
    assert [one.id for one in similar_to("Des ornithologues, des ruches, une ville", "")] == [texts[0].id]


FAMILY = "👨‍👩‍👧"
# What is typed as the text, in which language, the answer's status, and what of it is kept (None: nothing).
BAD = {
    "100,000 characters": ("é" * 100_000, "fr", 422, None),
    "a word of 5,000": ("m" * 5000, "fr", 303, "m" * 5000),
    "nothing that can be seen": ("\u200b\u202e\u2060\ufeff" * 30, "fr", 422, None),
    "turned round": ("Un banc \u202eelbisiver\u202c devant la gare.", "fr", 303, "Un banc elbisiver devant la gare."),
    "two scripts in a word": ("Cкaмeйкa у вокзала, на солнце.", "ru", 303, "Cкaмeйкa у вокзала, на солнце."),
    "emoji made of several": (f"Une place pour {FAMILY} ici.", "fr", 303, f"Une place pour {FAMILY} ici."),
    "a third language": ("Ένα παγκάκι μπροστά στον σταθμό.", "fr", 303, "Ένα παγκάκι μπροστά στον σταθμό."),
    "a third language, said to be Russian": ("Ένα παγκάκι μπροστά στον σταθμό.", "ru", 422, None),
    "the other language": ("Скамейка перед вокзалом, на солнце.", "fr", 422, None),
}  # fmt: skip


def test_bad_texts(signed_in: Any, decided: Any, visitors: Any, transaction: Any) -> None:
    """Each is answered in words or kept as it can be read; the list, the search and the pages bear all of it."""
    visitor, reader, kept = signed_in("author"), visitors("ru"), {}
    for place, (name, (text, lang, status, expected)) in enumerate(BAD.items()):
        words = {"kind": "opinion", "lang": lang, "title": f"Titre {place}" if lang == "fr" else f"Заголовок {place}"}
        answer = write(visitor, words | {"text": text})
        assert answer.status_code == status, name
        if expected is not None:
            kept[int(answer.location.partition("#")[0].rpartition("/")[2])] = expected
        said = visitor.post(SAVE, data=typed(visitor.get("/contributions/write").text, **words, text=text))
        assert said.status_code == (422 if len(text) > 50_000 else 200), name
    for number, expected in kept.items():
        decided(number, "publish")
        page = reader.get(f"/contributions/{number}").text
        assert expected in page
        assert "\u202e" not in page
        assert reader.get("/contributions/", query_string={"q": expected[:300]}).status_code == 200
    assert reader.get("/contributions/").status_code == 200
    with transaction() as session:
        assert session.scalar(sa.select(sa.func.count(Contribution.id))) == len(kept)


def test_a_form_sent_again_from_the_history_changes_nothing(signed_in: Any, transaction: Any) -> None:
    """A replay, of the text and of the draft that it was."""
    visitor = signed_in("author")
    page = visitor.get("/contributions/write").text
    said = visitor.post(SAVE, data=typed(page, **FRENCH)).json
    sent = typed(page, **FRENCH) | {"do": "submit"}
    first = visitor.post(said["address"], data=sent)
    again = visitor.post(said["address"], data=sent)
    assert (first.status_code, again.location) == (303, first.location)
    assert visitor.post(said["save"], data=typed(page, **FRENCH)).status_code == 404
    with transaction() as session:
        assert session.scalar(sa.select(sa.func.count(Contribution.id))) == 1
        assert session.scalars(sa.select(Draft)).all() == []


def test_what_is_typed_survives_a_lost_line(live_server: Any, new_page: Any) -> None:
    page = new_page(lang="fr", width=360)
    page.goto(f"{live_server.url}/fr/contributions/write")
    page.fill("main [name=title]", "Un banc")
    page.fill("main [name=text]", "Au soleil.")
    page.wait_for_url(re.compile(r"\?draft=\d+$"))
    assert "Brouillon enregistré à" in page.inner_text("main")
    page.context.set_offline(True)
    page.fill("main [name=text]", "Au soleil et à l’ombre.")
    page.wait_for_selector("main form:has-text('Cet appareil garde votre texte')")
    page.context.set_offline(False)
    # Whoever comes back at once finds what the site has, and beside it what it has not.
    page.reload()
    assert page.input_value("main [name=text]") == "Au soleil."
    page.click("main button:text-is('Le reprendre')")
    assert page.input_value("main [name=text]") == "Au soleil et à l’ombre."
    page.wait_for_selector("main form [role=status]:has-text('Brouillon enregistré à')")
    # Thrown away: neither the site nor the device offers it again.
    page.fill("main [name=text]", "Plus envie.")
    page.click("main summary:has-text('Supprimer ce brouillon')")
    page.click("main button:text-is('Supprimer le brouillon')")
    page.wait_for_url(re.compile(r"/write$"))
    # Asked again and again from here: what waits in the page evaluates strings, which its policy forbids.
    for _turn in range(50):
        if page.evaluate("Object.keys(localStorage).length") == 0:
            break
        page.wait_for_timeout(100)
    else:
        pytest.fail("the device still keeps what was thrown away")

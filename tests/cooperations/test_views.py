"""Pages of the directory: what everybody reads in both languages, and what nobody may."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.cooperations.directory import add_cooperation
from tests.cooperations.helpers import add_organisation
from tests.support.people import add_person
from tests.support.visitor import Visitor
from trianon.cooperations import publishing
from trianon.cooperations.models import Cooperation
from trianon.cooperations.vocabulary import Activity
from trianon.core.publication import State
from trianon.core.sides import Side

Add = Callable[..., int]
FR, RU = Side.FRANCE, Side.RUSSIA


@pytest.fixture
def add(transaction: Any) -> Add:
    """`add("Titre", …)` – a public record and its number."""

    def make(title: str = "", **more: Any) -> int:
        with transaction() as session:
            return add_cooperation(session, title, **more).id

    return make


def text_of(page: Any) -> str:
    """The page with single spaces, so that sentences can be looked for."""
    assert page.status_code == 200, page.status_code
    return " ".join(page.get_data(as_text=True).split())


# ---------------------------------------------------------------- the list


def test_an_empty_directory_shows_a_way_on(client: Visitor) -> None:
    """Nothing there yet: declare one."""
    page = text_of(client.get("/cooperations/"))
    assert "Le répertoire est encore vide" in page
    assert "/fr/cooperations/declare" in page


def test_the_list_in_both_languages(client: Visitor, visitors: Any, add: Add) -> None:
    """The title in the reader's language, or in the other with its mark; words, not codes."""
    add("Menton – Sotchi", title_ru="Ментона — Сочи", domains=["collectivites", "culture"])
    add("Seulement en français", kind=None)
    french, russian = text_of(client.get("/cooperations/")), text_of(visitors("ru").get("/cooperations/"))
    assert "Menton – Sotchi" in french
    assert "Jumelage" in french
    assert "<span>Collectivités territoriales</span> <span>Arts, culture et patrimoine</span>" in french
    assert "2 coopérations" in french
    assert "Ментона — Сочи" in russian
    assert "Menton – Sotchi" not in russian
    assert "Найдено 2 партнёрства" in russian
    assert '<span lang="fr">Seulement en français</span>' in russian


def test_each_state_says_who_says_it_and_when(client: Visitor, add: Add) -> None:
    """The source, one side, or each of both sides where they differ: never a state alone."""
    add("Source", statements=[(None, Activity.SUSPENDED, None)])
    page = text_of(client.get("/cooperations/"))
    assert "Suspendue</span> d’après la source" in page
    add("Un côté", statements=[(FR, Activity.ACTIVE, date(2018, 3, 12))])
    assert "selon la partie française, 12 mars 2018" in text_of(client.get("/cooperations/?agreement=one_side"))
    add("Deux", statements=[(FR, Activity.SUSPENDED, None), (RU, Activity.ACTIVE, date(2018, 4, 2))])
    page = text_of(client.get("/cooperations/?agreement=differ"))
    assert "Suspendue</span> selon la partie française, date non connue" in page
    assert "Active</span> selon la partie russe, 2 avril 2018" in page


def test_the_filters_are_a_form_that_needs_no_script(client: Visitor, add: Add) -> None:
    """Words in `q`, every filter by its name with the number beside each value, what is chosen can be taken away."""
    add("Menton – Sotchi", weak_sources=True)
    page = text_of(client.get("/cooperations/?domain=culture&q=menton"))
    assert '<input class="control search__control" type="search" id="search-q" name="q" value="menton"' in page
    for name in ("domain", "kind", "activity", "agreement", "declared"):
        assert f'name="{name}"' in page
    assert 'href="/fr/cooperations/?q=menton"' in page
    assert 'href="/fr/cooperations/?domain=culture"' in page
    assert "Non confirmée" in page
    assert "1 coopération" in page


def test_nothing_found_offers_to_drop_the_filters(client: Visitor, add: Add) -> None:
    """And what was typed stays, harmless."""
    add("Menton")
    page = text_of(client.get("/cooperations/?q=<script>alert(1)</script>"))
    assert "Aucune coopération trouvée" in page
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


FORGED = (
    "page=x",
    "page=" + "A" * 400,
    "page=YXx4fDE",
    "q=" + "é" * 5000,
    "q=%00",
    "domain=%27&kind=[]",
    "q=%ff%fe",
    "page=",
)


def test_a_row_does_not_know_the_year_better_than_its_record(visitors: Any, add: Add) -> None:
    add("Menton", first_year=1997, first_year_about=True)
    assert "vers 1997" in text_of(visitors("fr").get("/cooperations/"))
    assert "около 1997" in text_of(visitors("ru").get("/cooperations/"))


def test_a_page_that_has_gone_shows_the_first(client: Visitor, add: Add) -> None:
    """Records were withdrawn since the address was kept: the directory is not said to be empty."""
    add("Menton")
    page = text_of(client.get("/cooperations/?page=a.0.1.1"))
    assert "Menton" in page
    assert "vide" not in page


def test_forged_addresses_are_answered(client: Visitor, add: Add) -> None:
    """With the list, whatever the address says."""
    add("Menton")
    for query in FORGED:
        assert client.get(f"/cooperations/?{query}").status_code == 200, query


def test_the_pager_keeps_the_filters(client: Visitor, transaction: Any) -> None:
    """The second page is of the same search."""
    with transaction() as session:
        for number in range(25):
            add_cooperation(session, f"Essai {number:02d}", domains=["sport"])
    first = text_of(client.get("/cooperations/?domain=sport"))
    address = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert "domain=sport" in address
    second = text_of(client.get(address))
    assert "Essai 04" in second
    assert "Essai 05" not in second


# ---------------------------------------------------------------- the record


def test_a_record_says_what_is_not_known(client: Visitor, visitors: Any, add: Add) -> None:
    """Kind, year, dates, statements, sources: unknown is said in words."""
    number = add("Menton – Sotchi", kind=None, domains=[], sources=[], weak_sources=True)
    page = text_of(client.get(f"/cooperations/{number}"))
    assert "<dt>Nature du lien</dt><dd>Pas d’information</dd>" in page
    assert "<dt>Première année</dt><dd>Pas d’information</dd>" in page
    assert page.count("Rien d’indiqué pour l’instant") == 2
    assert "Aucune source n’est connue." in page
    assert "encyclopédie" not in page
    assert "Relevée dans des sources publiques" in page
    assert "Non confirmée" in page
    russian = text_of(visitors("ru").get(f"/cooperations/{number}"))
    assert "<dt>Вид связи</dt><dd>Нет сведений</dd>" in russian
    assert russian.count("Пока ничего не сообщила") == 2


def test_a_record_shows_each_sides_statement(client: Visitor, visitors: Any, add: Add) -> None:
    """Both, each with its date, and a neutral sentence; the reader's side first."""
    number = add(
        "Menton – Sotchi",
        statements=[
            (None, Activity.ENDED, None),
            (FR, Activity.SUSPENDED, date(2022, 3, 4)),
            (RU, Activity.ACTIVE, None),
        ],
    )
    page = text_of(client.get(f"/cooperations/{number}"))
    assert "Les indications des deux parties diffèrent" in page
    assert "4 mars 2022" in page
    assert "D’après les sources" in page
    assert page.index("Partie française") < page.index("Partie russe")
    russian = text_of(visitors("ru").get(f"/cooperations/{number}"))
    assert russian.index("Российская сторона") < russian.index("Французская сторона")


def test_sources_are_links_only_when_they_are_addresses(client: Visitor, add: Add) -> None:
    """No script hides in a source; the licence of an encyclopaedia is named."""
    number = add(
        sources=[
            "https://www.wikidata.org/wiki/Q1",
            "https://www.senat.fr/x",
            "javascript:alert(1)",
            "Compte rendu <b>",
        ]
    )
    page = text_of(client.get(f"/cooperations/{number}"))
    assert '<a href="https://www.senat.fr/x" rel="nofollow noopener external">senat.fr</a>' in page
    assert 'wikidata.org</a> <span class="muted">(licence CC0)</span>' in page
    assert 'href="javascript' not in page
    assert "Compte rendu &lt;b&gt;" in page


def test_text_in_the_other_language_says_so(client: Visitor, visitors: Any, add: Add) -> None:
    """With its own `lang`."""
    number = add("Menton", summary="Échanges de jardiniers.")
    russian = text_of(visitors("ru").get(f"/cooperations/{number}"))
    assert 'only-in">' in russian
    assert '<div lang="fr"><div class="prose"><p>Échanges de jardiniers.</p>' in russian
    assert 'only-in">' not in text_of(client.get(f"/cooperations/{number}"))


def test_no_such_record(client: Visitor) -> None:
    """404 in the reader's language, whatever the number."""
    for number in ("999", "0", "2147483648", "99999999999999999999", "-1", "1.5", "abc"):
        assert client.get(f"/cooperations/{number}").status_code == 404, number


def test_a_visitor_hears_how_a_record_is_claimed_or_corrected(visitors: Any, add: Add, sign_in_as: Any) -> None:
    """A town hall that reads its imported record has no account yet: without a word it would go away."""
    read, declared = add("Menton"), add("Nice", declared_side=FR)
    for lang in ("fr", "ru"):
        page = text_of(visitors(lang).get(f"/cooperations/{read}"))
        assert f'href="/{lang}/cooperations/{read}/claim"' in page
        assert f'href="/{lang}/cooperations/declare/correct/{read}"' in page
    page = text_of(visitors("fr").get(f"/cooperations/{declared}"))
    assert f"/cooperations/{declared}/claim" not in page
    assert f"next=/fr/cooperations/{declared}" in page
    assert page.count('id="deeds"') == text_of(sign_in_as().get(f"/cooperations/{read}")).count('id="deeds"') == 1


def test_the_person_who_declared_is_not_named(client: Visitor, transaction: Any) -> None:
    """The side and the organisation are; a name of a person is nobody's business."""
    with transaction() as session:
        person = add_person(session, name="Nathalie Secrète")
        body = add_organisation(session, "Ville de Menton", person.id)
        number = add_cooperation(session, declared_by_id=person.id, on_behalf_of_id=body.id, declared_side=FR).id
    page = text_of(client.get(f"/cooperations/{number}"))
    assert "Déclarée par la partie française" in page
    assert "Ville de Menton" in page
    assert "Secrète" not in page
    assert "Secrète" not in text_of(client.get("/cooperations/"))


@pytest.mark.parametrize("state", [state for state in State if state not in (State.PUBLISHED, State.ARCHIVED)])
def test_what_is_not_public_exists_for_its_author_and_the_committee_alone(
    visitors: Any, transaction: Any, state: State
) -> None:
    """Everybody else gets 404; those who see it see in which state it is."""
    with transaction() as session:
        author = add_person(session)
        stranger = add_person(session, side="russia")
        member = add_person(session, "member", side="russia")
        emails = {"author": author.email, "stranger": stranger.email, "member": member.email}
        number = add_cooperation(
            session, "Pas encore", public=False, state=state, declared_by_id=author.id, declared_side=FR
        ).id
    answers = {}
    for who, email in emails.items():
        visitor = visitors("fr")
        visitor.enter(email)
        answers[who] = visitor.get(f"/cooperations/{number}")
    assert visitors("fr").get(f"/cooperations/{number}").status_code == 404
    assert {who: answer.status_code for who, answer in answers.items()} == {
        "author": 200,
        "stranger": 404,
        "member": 200,
    }
    assert 'content="noindex"' in answers["author"].text
    assert "badge" in answers["member"].text
    assert "Pas encore" not in visitors("fr").get("/cooperations/").text


def test_a_waiting_version_is_told_to_its_author_alone(visitors: Any, transaction: Any) -> None:
    """The public one stays on the page."""
    with transaction() as session:
        author = add_person(session)
        email = author.email
        number = add_cooperation(session, "Public", declared_by_id=author.id, declared_side=FR).id
        session.get(Cooperation, number).pending = State.SUBMITTED
    visitor = visitors("fr")
    visitor.enter(email)
    assert "Ceci est la version publique." in text_of(visitor.get(f"/cooperations/{number}"))
    assert "Ceci est la version publique." not in text_of(visitors("fr").get(f"/cooperations/{number}"))


def test_a_public_page_sets_no_cookie(client: Visitor, add: Add) -> None:
    """The same for everybody, so that it can be cached."""
    number = add("Menton")
    for path in ("/cooperations/", f"/cooperations/{number}"):
        assert "Set-Cookie" not in client.get(path).headers


def test_a_year_that_is_about_is_so_in_the_list(client: Visitor, transaction: Any, add: Add) -> None:
    number = add("Menton – Sotchi", first_year=1966)
    assert "vers 1966" not in text_of(client.get("/cooperations/"))
    with transaction() as session:
        record = session.get(Cooperation, number)
        record.public_version.first_year_about = True
        publishing.note_change(record)
    assert "vers 1966" in text_of(client.get("/cooperations/"))


@pytest.mark.parametrize("lang", ["fr", "ru"])
def test_pages_are_valid_html(visitors: Any, add: Add, html_faults: Any, lang: str) -> None:
    """List and record, full and empty."""
    visitor = visitors(lang)
    pages = {"empty": visitor.get("/cooperations/").text}
    number = add(
        "Menton – Sotchi", title_ru="Ментона — Сочи", summary="Un texte.", domains=["culture", "sport"],
        statements=[(None, Activity.ENDED, None), (FR, Activity.SUSPENDED, date(2022, 3, 4))], weak_sources=True,
        sources=["https://www.wikidata.org/wiki/Q1", "Compte rendu"], first_year=1966,
    )  # fmt: skip
    add(kind=None, domains=[])
    pages |= {
        "list": visitor.get("/cooperations/?q=menton").text,
        "record": visitor.get(f"/cooperations/{number}").text,
    }
    assert html_faults(pages) == []

"""The story of a translation, over both sides: written in Russian, accepted, translated by one person and read by
another, edited by its author while the accepted version stays, accepted and translated again, objected to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.journeys.person import Person
from tests.journeys.test_story import decide
from tests.support.demo import account
from tests.support.server import LiveServer
from tests.support.smtp import MailServer

TITLE = "Скамейка, с которой видно реку"
TEXT = "Предлагаю поставить на набережной скамейку лицом к воде.\n\nЗимой её можно убирать под навес лодочной станции."
MORE = "\n\nВ соседнем городе такую уже сделали, и под ней даже не скользко."
FRENCH = {
    "title-0": "Un banc d’où l’on voit le fleuve",
    "text-0": "Je propose de poser sur le quai un banc tourné vers l’eau.",
    "text-1": "L’hiver, on pourrait le ranger sous l’auvent de la base nautique.",
}
LAST = {"text-2": "La ville voisine en a déjà un, et l’on n’y glisse même pas."}


def test_a_text_travels_to_the_other_language(
    site: LiveServer, smtp_server: MailServer, new_page: Callable[..., Any]
) -> None:
    def somebody(role: str | None, reads: str) -> Person:
        email, password = account(site, role, reads)
        person = Person(new_page(lang=reads, width=1280), site, smtp_server, reads, email)
        person.sign_in(password)
        return person

    author, moderator = somebody(None, "ru"), somebody("member", "ru")
    one, two = somebody("translator", "fr"), somebody("translator", "ru")
    reader = Person(new_page(lang="fr", width=360), site, smtp_server, "fr", "")

    number = write(author)
    decide(moderator, TITLE, "accept")
    page = f"/contributions/{number}"
    reader.go(page)
    assert "attend une traductrice ou un traducteur" in reader.text()

    translate(one, TITLE, FRENCH)
    assert FRENCH["text-0"] not in seen(reader, page)
    review(two, TITLE)
    assert FRENCH["text-0"] in seen(reader, page)

    # The author adds a paragraph: what was accepted stays, in both languages, until the new version is.
    author.go(f"{page}/edit")
    author.fill(text=TEXT + MORE)
    author.press("do", "submit")
    assert FRENCH["text-0"] in seen(reader, page)
    decide(moderator, TITLE, "accept")
    assert "portait sur une version antérieure" in seen(reader, page)

    # The paragraphs that have not changed come with their translation.
    translate(one, TITLE, LAST)
    review(two, TITLE)
    text = seen(reader, page)
    assert FRENCH["text-1"] in text
    assert LAST["text-2"] in text

    author.go(page)
    author.page.click("main summary:has-text('Возразить')")
    author.fill(note="Я писала не о лодках.")
    author.send("/object")
    assert FRENCH["text-0"] not in seen(reader, page)
    one.go("/account/notifications")
    assert FRENCH["title-0"] in one.text() or TITLE in one.text()


def write(author: Person) -> int:
    author.go("/contributions/write")
    author.choose(kind="proposal", lang="ru")
    author.fill(title=TITLE, text=TEXT)
    author.page.locator("main select[name='sub_theme']").select_option(index=1)
    author.press("do", "submit")
    return author.number()


def seen(reader: Person, page: str) -> str:
    reader.go(page)
    return reader.text()


def open_work(person: Person, title: str) -> None:
    """The newest work stands last: page after page, then take it."""
    person.go("/translations/?kind=contribution")
    while not person.page.locator("main a", has_text=title).count():
        # Not before the next page is there: the one that is left would be looked through twice.
        with person.page.expect_navigation():
            person.page.locator("main a[rel='next']").click()
    person.page.locator("main a", has_text=title).first.click()
    person.page.wait_for_load_state()
    person.send("/take")


def translate(person: Person, title: str, words: dict[str, str]) -> None:
    open_work(person, title)
    for name, value in words.items():
        person.page.fill(f"main [name='{name}']", value)
    person.press("do", "save")
    person.press("do", "submit")


def review(person: Person, title: str) -> None:
    open_work(person, title)
    person.press("do", "accept")

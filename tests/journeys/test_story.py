"""The story of the main job, told in a browser in both languages: declared, corrected, decided by both sides, found;
a seat waited for and given; a contribution refused, corrected, accepted and read on the other side."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import icalendar
import pytest

from tests.journeys.person import PASSWORD, Person
from tests.support.demo import account
from tests.support.server import LiveServer
from tests.support.smtp import MailServer, text_of

WORDS = {
    "ru": {
        "title": "Школьный театр Казани и Лиона",
        "summary": "Каждую весну двадцать учеников ставят один спектакль на двух языках.",
        "more": "Спектакль играют в мае в Казани и в июне в Лионе, зрителей около трёхсот.",
        "french": "Лицей «Два берега»",
        "russian": "Гимназия «Волжская»",
        "search": {"fr": "лион театр", "ru": "театры Лиона"},
        "name": "Лиза Ветрова",
        "text_title": "Остановка, где не мёрзнут",
        "text": "Предлагаю закрыть остановки с трёх сторон и поставить скамейку так, чтобы было видно трамвай.",
        "more_text": "У нас на улице такую остановку собрали жильцы: за зиму ею пользовались шестьсот человек в день.",
        "note": "Добавьте, пожалуйста, где и когда играют спектакль.",
        "refusal": "Расскажите, где это уже сделано: так предложение легче проверить.",
        "second": "Пётр Озёров",
    },
    "fr": {
        "title": "Théâtre scolaire entre Lyon et Kazan",
        "summary": "Chaque printemps, vingt élèves montent un même spectacle dans les deux langues.",
        "more": "Le spectacle se joue en mai à Kazan et en juin à Lyon, devant trois cents personnes environ.",
        "french": "Lycée des Deux-Rives",
        "russian": "Gymnase de la Volga",
        "search": {"fr": "théâtres scolaires", "ru": "theatre kazan"},
        "name": "Lise Ventoux",
        "text_title": "Un arrêt où l’on n’a pas froid",
        "text": "Je propose de fermer les arrêts sur trois côtés et de tourner le banc vers le tramway qui arrive.",
        "more_text": "Dans ma rue, les habitants en ont construit un : six cents personnes s’y abritent chaque jour.",
        "note": "Merci d’ajouter où et quand le spectacle se joue.",
        "refusal": "Dites où cela existe déjà : la proposition sera plus facile à vérifier.",
        "second": "Pierre Ozanne",
    },
}
SIDE = {"fr": "france", "ru": "russia"}


@pytest.mark.parametrize("lang", ["ru", "fr"])
def test_the_story(lang: str, site: LiveServer, smtp_server: MailServer, new_page: Callable[..., Any]) -> None:
    def somebody(email: str, reads: str, width: int = 1280) -> Person:
        return Person(new_page(lang=reads, width=width), site, smtp_server, reads, email)

    def member(reads: str) -> Person:
        email, password = account(site, "member", reads)
        person = somebody(email, reads)
        person.sign_in(password)
        return person

    words = WORDS[lang]
    author = somebody("liza@example.org", lang, width=360)
    french, russian = member("fr"), member("ru")

    record = declare(author, words)
    ask_for_changes(french, words)
    correct(author, words)
    decide(french, words["title"], "accept")
    assert "cooperations" in author.page.url
    decide(russian, words["title"], "accept")
    find_in_both(author, words, record)

    host_email, host_password = account(site, "host", lang)
    host = somebody(host_email, lang)
    host.sign_in(host_password)
    workshop = plan_workshop(host)
    join_leave_and_promote(author, workshop, words, somebody)

    contribute(author, french if lang == "fr" else russian, words, somebody)


def declare(author: Person, words: dict[str, Any]) -> int:
    """Begin without an account, sign up on the way, confirm from the mail, send."""
    author.go("/cooperations/declare")
    author.send()
    draft = author.page.url
    author.fill(title=words["title"], summary=words["summary"])
    author.choose(lang=author.lang)
    author.send()
    for place in ("0", "1"):
        side = author.page.input_value(f"main select[name='partners-{place}-side']")
        author.fill(**{f"partners-{place}-name": words["french" if side == "france" else "russian"]})
    author.send()
    author.choose(kind="echange", main_domain="culture")
    author.send()
    author.choose(activity="active")
    author.send()
    # Sources, and what more there is to tell: both may be left out.
    author.send()
    author.send()
    assert author.page.url.endswith("/check")
    sign_up(author, words["name"])
    # The session is lost: the account keeps the draft.
    author.page.context.clear_cookies()
    author.follow(author.mail("/account/confirm/"))
    author.send()
    if not author.page.url.endswith("/check"):
        author.go(draft.rsplit("/", 1)[0] + "/check")
    assert words["title"] in author.text()
    author.send()
    assert words["title"] in author.text()
    return author.number()


def sign_up(person: Person, name: str) -> None:
    if "sign-up" not in person.page.url:
        person.page.locator("main a[href*='/account/sign-up']").first.click()
    person.fill(email=person.email, name=name, password=PASSWORD)
    person.choose(side=SIDE[person.lang], age="18_or_more")
    person.page.check("main input[name='consent']")
    # People take longer than robots do.
    person.page.wait_for_timeout(1500)
    person.send()
    assert "sign-up" not in person.page.url, person.text()


def open_case(member: Person, title: str) -> None:
    member.go("/committee/queue")
    while not member.page.locator("main a", has_text=title).count():
        with member.page.expect_navigation():
            member.page.locator("main a[rel='next']").click()
    member.page.locator("main a", has_text=title).first.click()
    member.page.wait_for_load_state()


def decide(member: Person, title: str, verdict: str, note: str = "", reason: str = "") -> None:
    open_case(member, title)
    member.choose(verdict=verdict)
    if reason:
        member.page.check(f"main input[name='reasons'][value='{reason}']")
    if note:
        member.fill(note=note)
    case = member.number()
    member.send(f"/cases/{case}")
    assert member.page.locator("main .error-summary").count() == 0, member.text()


def ask_for_changes(french: Person, words: dict[str, Any]) -> None:
    decide(french, words["title"], "ask_changes", words["note"])


def correct(author: Person, words: dict[str, Any]) -> None:
    """From the mail with the note to a corrected text."""
    message = author.mail(words["note"])
    author.follow(message)
    assert words["note"] in author.text()
    author.send()
    if author.page.url.endswith("/check"):
        author.page.locator("main a[href*='/title']").first.click()
    author.fill(summary=f"{words['summary']}\n\n{words['more']}")
    author.send()
    while not author.page.url.endswith("/check"):
        author.send()
    author.send()
    assert words["more"] in author.text()


def find_in_both(author: Person, words: dict[str, Any], record: int) -> None:
    """By the words of either language's page; the text in the other language is marked as such."""
    for reads in ("fr", "ru"):
        author.page.goto(f"{author.server.url}/{reads}/cooperations/")
        author.page.fill("main input[type='search'][name='q']", words["search"][reads])
        with author.page.expect_navigation():
            author.page.press("main input[type='search'][name='q']", "Enter")
        found = author.page.locator(f"main a[href*='/{reads}/cooperations/{record}']").first
        found.click()
        author.page.wait_for_load_state()
        title = author.page.locator("main h1")
        assert words["title"] in title.inner_text()
        marked = author.page.locator(f"main h1 span[lang='{author.lang}'], main h1[lang='{author.lang}']").count()
        assert bool(marked) == (reads != author.lang)


def plan_workshop(host: Person) -> int:
    """A workshop with one seat, open at once."""
    host.go("/workshops/new")
    host.fill(
        title_fr="Dessiner un arrêt de tramway",
        title_ru="Рисуем трамвайную остановку",
        purpose_fr="Imaginer ensemble un arrêt où l’on attend volontiers.",
        purpose_ru="Вместе придумать остановку, на которой приятно ждать.",
        day="2031-05-15",
        hour="18:30",
        minutes="90",
        capacity="1",
    )
    host.page.locator("main select[name='sub_theme']").select_option(index=1)
    host.choose(zone="Europe/Paris")
    for code in ("fr", "ru"):
        host.page.check(f"main input[name='languages'][value='{code}']")
    host.send()
    workshop = host.number()
    host.go(f"/workshops/{workshop}")
    if host.page.locator("main form[action$='/open']").count():
        host.send("/open")
    return workshop


def join_leave_and_promote(
    author: Person, workshop: int, words: dict[str, Any], somebody: Callable[..., Person]
) -> None:
    second = somebody("second@example.org", author.lang)
    second.go("/account/sign-up")
    sign_up(second, words["second"])
    second.follow(second.mail("/account/confirm/"))
    second.send()

    for person in (author, second):
        person.go(f"/workshops/{workshop}")
        person.send("/register")
    invitation = calendar_of(author.mail(f"/workshops/{workshop}"))
    assert str(invitation["METHOD"]) == "REQUEST"
    waiting = second.mail(f"/workshops/{workshop}")
    assert not [part for part in waiting.walk() if part.get_content_type() == "text/calendar"]

    author.go(f"/workshops/{workshop}")
    author.send("/leave")
    promoted = second.post.wait_for(
        second.email, lambda m: any(part.get_content_type() == "text/calendar" for part in m.walk())
    )
    assert str(calendar_of(promoted)["METHOD"]) == "REQUEST"
    cancelled = author.post.wait_for(
        author.email, lambda m: "CANCEL" in str(calendar_of(m).get("METHOD", "")) if has_calendar(m) else False
    )
    event = calendar_of(cancelled).walk("VEVENT")[0]
    before = invitation.walk("VEVENT")[0]
    assert event["UID"] == before["UID"]
    assert int(event["SEQUENCE"]) > int(before["SEQUENCE"])
    assert "STATUS" not in event
    for message in (promoted, cancelled):
        assert "meet." not in message.as_string()


def has_calendar(message: Any) -> bool:
    return any(part.get_content_type() == "text/calendar" for part in message.walk())


def calendar_of(message: Any) -> Any:
    part = next(part for part in message.walk() if part.get_content_type() == "text/calendar")
    return icalendar.Calendar.from_ical(part.get_payload(decode=True))


def contribute(author: Person, moderator: Person, words: dict[str, Any], somebody: Callable[..., Person]) -> None:
    """Refused with a reason, corrected, accepted, read on the other side's pages."""
    author.go("/contributions/write")
    author.choose(kind="proposal", lang=author.lang)
    author.fill(title=words["text_title"], text=words["text"])
    author.page.locator("main select[name='sub_theme']").select_option(index=1)
    author.page.click("main button[name='do'][value='submit']")
    author.page.wait_for_load_state()
    number = author.number()
    visitor = somebody("nobody@example.org", "fr" if author.lang == "ru" else "ru")
    assert visitor.page.goto(f"{visitor.server.url}/{visitor.lang}/contributions/{number}").status == 404

    decide(moderator, words["text_title"], "refuse", words["refusal"], reason="not_verifiable")
    message = author.mail(words["refusal"])
    assert words["text_title"] in text_of(message)
    author.go(f"/contributions/{number}/edit")
    author.fill(text=f"{words['text']}\n\n{words['more_text']}")
    author.page.click("main button[name='do'][value='submit']")
    author.page.wait_for_load_state()
    decide(moderator, words["text_title"], "accept")

    visitor.go(f"/contributions/{number}")
    shown = visitor.page.locator(f"main [lang='{author.lang}']")
    assert words["more_text"] in " ".join(shown.all_inner_texts())
    visitor.go("/contributions/")
    assert words["text_title"] in visitor.text()

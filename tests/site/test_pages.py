"""Guarantees about every page of the site, in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from html.parser import HTMLParser
from typing import Any

import polib
import pytest
from flask import Flask

from tests.site.walk import client_of, visits
from trianon.core.settings import ROOT

# Words of the other script that belong on a page of either language, each for its reason.
ALLOWED = {
    "Français": "the name of a language, in itself",
    "Русский": "the name of a language, in itself",
    **dict.fromkeys("ЫДФСКТИОЛ", "a key of the Russian keyboard"),
}
ENGLISH = re.compile(r"\b(the|of|and|with|your|this|you|not|from|has|have|been|please|required|field|invalid)\b", re.I)
CYRILLIC = re.compile(r"[\u0400-\u04ff]")
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
READ_ALOUD = {"title", "alt", "aria-label", "placeholder", "data-label"}


class Words(HTMLParser):
    """The words of a page by the language they are marked with."""

    def __init__(self) -> None:
        super().__init__()
        self.langs: list[tuple[str, str]] = []
        self.texts: list[tuple[str, str]] = []
        self.silent = 0

    @property
    def lang(self) -> str:
        return self.langs[-1][1] if self.langs else ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        # The title of a page about a text in the other language, and a choice of one among people, carry no mark.
        lang = "none" if tag in {"title", "option"} else given.get("lang") or self.lang
        if tag not in VOID:
            self.langs.append((tag, lang))
            self.silent += tag in {"script", "style", "code", "pre"}
        self.texts += [(lang, value) for name, value in attrs if name in READ_ALOUD and value]
        if tag == "input" and given.get("type") in {"submit", "button"} and given.get("value"):
            self.texts.append((lang, str(given["value"])))

    def handle_endtag(self, tag: str) -> None:
        while self.langs:
            opened, _lang = self.langs.pop()
            self.silent -= opened in {"script", "style", "code", "pre"}
            if opened == tag:
                return

    def handle_data(self, data: str) -> None:
        if data.strip() and not self.silent:
            self.texts.append((self.lang, " ".join(data.split())))


@pytest.fixture(scope="module")
def pages(process: str) -> dict[str, tuple[str, str, Any]]:
    """Every page once: {name: (language, path, answer)}."""
    from tests.site.samples import demonstration

    with demonstration(process, "pages") as app:
        return {visit.name: (visit.lang, visit.path, client_of(app, visit).get(visit.path)) for visit in visits(app)}


@pytest.fixture(scope="module")
def words(pages: dict[str, Any]) -> dict[str, tuple[str, list[tuple[str, str]]]]:
    """The words of every page: {name: (language, [(marked language, text)])}."""
    found = {}
    for name, (lang, _path, answer) in pages.items():
        parser = Words()
        parser.feed(answer.text)
        found[name] = (lang, parser.texts)
    return found


def test_every_page_answers(pages: dict[str, Any]) -> None:
    expected = {"accounts.reset [forged": 410, "accounts.confirm_address [forged": 410}
    bad = {}
    for name, (_lang, path, answer) in pages.items():
        wanted = next((status for start, status in expected.items() if name.startswith(start)), 200)
        # A page about a record may be closed to a visitor, or to its owner in this state; never broken.
        if answer.status_code != wanted and answer.status_code not in (302, 303, 403, 404):
            bad[name] = (path, answer.status_code)
    assert not bad, listed(bad)
    assert sum(answer.status_code == 200 for _lang, _path, answer in pages.values()) > 150


def test_no_visible_english(words: dict[str, Any]) -> None:
    msgids = english_only()
    bad = {}
    for name, (_lang, texts) in words.items():
        found = [text for lang, text in texts if lang in ("fr", "ru") and (ENGLISH.search(text) or text in msgids)]
        if found:
            bad[name] = found[:5]
    assert not bad, listed(bad)


def test_no_word_of_the_other_language(words: dict[str, Any]) -> None:
    """Cyrillic marked as French, and texts marked as Russian without any Cyrillic letter though they are sentences."""
    bad = {}
    for name, (_lang, texts) in words.items():
        cyrillic = [text for lang, text in texts if lang == "fr" and CYRILLIC.search(text) and text not in ALLOWED]
        # Names and addresses are Latin in Russian too; three Latin words with small letters are a sentence.
        latin = [
            text
            for lang, text in texts
            if lang == "ru"
            and not CYRILLIC.search(text)
            and len(re.findall(r"\b[a-zà-ÿ]{3,}\b", text)) >= 3
            and "://" not in text
            and "@" not in text
        ]
        if cyrillic or latin:
            bad[name] = (cyrillic + latin)[:5]
    assert not bad, listed(bad)


def test_every_page_says_its_language_and_where_the_other_one_is(pages: dict[str, Any]) -> None:
    bad = []
    for name, (lang, path, answer) in pages.items():
        if answer.status_code != 200:
            continue
        other = "ru" if lang == "fr" else "fr"
        there = escape(path.replace(f"/{lang}/", f"/{other}/", 1))
        text = answer.text
        if f'<html lang="{lang}"' not in text or f'hreflang="{other}" href="http://localhost{there}"' not in text:
            bad.append(name)
    assert bad == []


def test_the_switch_stays_on_the_same_record(pages: dict[str, Any]) -> None:
    bad = []
    for name, (lang, path, answer) in pages.items():
        other = "ru" if lang == "fr" else "fr"
        there = escape(path.replace(f"/{lang}/", f"/{other}/", 1))
        if answer.status_code == 200 and f'href="{there}"' not in answer.text:
            bad.append(name)
    assert bad == []


def test_visitors_get_no_cookie_from_pages_without_a_form(pages: dict[str, Any]) -> None:
    bad = [
        name
        for name, (_lang, _path, answer) in pages.items()
        if " visitor " in name and "Set-Cookie" in answer.headers and 'method="post"' not in answer.text
    ]
    assert bad == []


def test_every_page_has_the_security_headers(pages: dict[str, Any]) -> None:
    bad = [
        name
        for name, (_lang, _path, answer) in pages.items()
        if "script-src 'self'; style-src 'self'" not in answer.headers.get("Content-Security-Policy", "")
        or answer.headers.get("X-Content-Type-Options") != "nosniff"
    ]
    assert bad == []


def test_no_page_has_inline_style_or_script(pages: dict[str, Any]) -> None:
    inline = re.compile(r"\sstyle=|<style|<script(?![^>]*\bsrc=)|\son\w+=\"|javascript:", re.I)
    bad = {name: inline.search(answer.text) for name, (_l, _p, answer) in pages.items() if inline.search(answer.text)}
    assert not bad, listed(bad)


def test_no_page_shows_an_address_of_somebody(pages: dict[str, Any]) -> None:
    """E-mail addresses are never public: only the demonstration's mailbox, and one's own pages, show them."""
    bad = {}
    for name, (_lang, _path, answer) in pages.items():
        # Editors' pages name the secretariat's offices.
        if " visitor " in name and not name.startswith(("mailbox.", "accounts.", "pages.")):
            bad[name] = set(re.findall(r"[\w.+-]+@[\w.-]+\.\w+", answer.text))
    bad = {name: shown for name, shown in bad.items() if shown}
    assert not bad, listed(bad)


def test_every_page_is_valid_html(pages: dict[str, Any], html_faults: Callable[..., list[str]]) -> None:
    faults = html_faults({n: answer.text for n, (_l, _p, answer) in pages.items() if answer.status_code == 200})
    assert not faults, "\n".join(faults)


def test_unknown_addresses_and_methods_are_answered_in_the_readers_language(demo_app: Flask) -> None:
    client = demo_app.test_client()
    for lang in ("fr", "ru"):
        for path, status in (("nothing", 404), ("cooperations/99999999", 404), ("cooperations/99999999999999", 404)):
            answer = client.get(f"/{lang}/{path}")
            assert answer.status_code == status
            assert f'<html lang="{lang}"' in answer.text
        assert client.delete(f"/{lang}/").status_code == 405


def english_only() -> set[str]:
    """Messages whose translation differs: seen on a page as they are, they were not translated."""
    found: set[str] = set()
    for lang in ("fr", "ru"):
        for entry in polib.pofile(str(ROOT / "translations" / lang / "LC_MESSAGES" / "messages.po")):
            if entry.msgstr and entry.msgstr != entry.msgid:
                found.add(" ".join(entry.msgid.split()))
    same = {
        entry.msgid
        for lang in ("fr", "ru")
        for entry in polib.pofile(str(ROOT / "translations" / lang / "LC_MESSAGES" / "messages.po"))
        if entry.msgstr == entry.msgid
    }
    return found - same


def listed(bad: dict[str, Any]) -> str:
    """A line for each page and what is wrong there."""
    return "\n".join(f"{name}: {found}" for name, found in bad.items())

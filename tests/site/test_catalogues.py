"""Both catalogues are whole: nothing missing, empty, fuzzy, wrongly plural, or against the language's typography."""

from __future__ import annotations

import re
from functools import cache

import polib
import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg

from tests.support.typography import TYPOGRAPHY
from trianon.core.settings import ROOT

LANGS = ("fr", "ru")
PLURAL_FORMS = {"fr": 2, "ru": 3}
KEYWORDS = {
    "_": None,
    "gettext": None,
    "_l": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "lazy_pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
Key = tuple[str | None, str]


@cache
def catalogue(lang: str) -> dict[Key, polib.POEntry]:
    """The entries of a catalogue by context and message."""
    path = ROOT / "translations" / lang / "LC_MESSAGES" / "messages.po"
    return {(entry.msgctxt, entry.msgid): entry for entry in polib.pofile(str(path)) if not entry.obsolete}


@cache
def used_in_the_code() -> dict[Key, str]:
    """Every message that the code and the templates ask for, as the real tool extracts them, with its file."""
    with (ROOT / "babel.cfg").open() as mapping:
        methods, options = parse_mapping_cfg(mapping)
    found: dict[Key, str] = {}
    for file, _line, message, _comments, context in extract_from_dir(str(ROOT / "trianon"), methods, options, KEYWORDS):
        found[(context, message[0] if isinstance(message, tuple) else message)] = file
    return found


def forms(entry: polib.POEntry) -> list[str]:
    """All translated forms of an entry."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_the_extraction_finds_the_site() -> None:
    assert len(used_in_the_code()) > 150


@pytest.mark.parametrize("lang", LANGS)
def test_every_message_of_the_code_is_in_the_catalogue(lang: str) -> None:
    missing = {key: file for key, file in used_in_the_code().items() if key not in catalogue(lang)}
    assert missing == {}


@pytest.mark.parametrize("lang", LANGS)
def test_the_catalogue_keeps_nothing_that_the_code_no_longer_says(lang: str) -> None:
    assert [key for key in catalogue(lang) if key not in used_in_the_code()] == []


@pytest.mark.parametrize("lang", LANGS)
def test_no_entry_is_empty_or_fuzzy(lang: str) -> None:
    bad = [
        key for key, entry in catalogue(lang).items() if entry.fuzzy or not all(form.strip() for form in forms(entry))
    ]
    assert bad == []


@pytest.mark.parametrize("lang", LANGS)
def test_every_plural_has_all_forms_of_the_language(lang: str) -> None:
    wrong = [
        key
        for key, entry in catalogue(lang).items()
        if entry.msgid_plural and sorted(entry.msgstr_plural) != list(range(PLURAL_FORMS[lang]))
    ]
    assert wrong == []


@pytest.mark.parametrize("lang", LANGS)
def test_placeholders_survive_translation(lang: str) -> None:
    holes = re.compile(r"%\((\w+)\)s")
    wrong = []
    for key, entry in catalogue(lang).items():
        allowed = set(holes.findall(entry.msgid + entry.msgid_plural))
        for form in forms(entry):
            given = set(holes.findall(form))
            # A plural form may leave the number out ("one seat"), nothing else may go or come.
            if given - allowed or (allowed - given) - ({"num"} if entry.msgid_plural else set()):
                wrong.append((key, form))
    assert wrong == []


@pytest.mark.parametrize("lang", LANGS)
def test_counted_nouns_keep_their_number_in_the_form_that_is_also_for_21(lang: str) -> None:
    wrong = [
        key
        for key, entry in catalogue(lang).items()
        if lang == "ru"
        and entry.msgid_plural
        and "%(num)s" in entry.msgid_plural
        and not all("%(num)s" in form for form in forms(entry))
    ]
    assert wrong == []


@pytest.mark.parametrize(("lang", "what", "pattern"), TYPOGRAPHY, ids=[f"{row[0]}: {row[1]}" for row in TYPOGRAPHY])
def test_typography(lang: str, what: str, pattern: re.Pattern[str]) -> None:
    assert [form for entry in catalogue(lang).values() for form in forms(entry) if pattern.search(form)] == [], what


def test_neither_catalogue_speaks_the_other_language() -> None:
    """Latin words in Russian and Cyrillic ones in French, but for names that are the same everywhere."""
    same_everywhere = {
        "HTML",
        "CSV",
        "XLSX",
        "xls",
        "PDF",
        "TOTP",
        "Wikidata",
        "Wikipedia",
        "CC",
        "BY",
        "SA",
        "PostgreSQL",
        "cookie",
        "e",
        "mail",
        "www",
        "https",
        "http",
        "org",
        "example",
        "ics",
        "GeoNames",
        "UTF",
        "name",
        "Français",
        "Jitsi",
        "BigBlueButton",
        "s",
    }
    holes = re.compile(r"%\(\w+\)[sd]|<[^>]+>")
    latin, cyrillic = re.compile(r"[A-Za-zÀ-ÿ]+"), re.compile(r"[\u0400-\u04ff]+")
    bad = {
        form: set(latin.findall(holes.sub(" ", form))) - same_everywhere
        for entry in catalogue("ru").values()
        for form in forms(entry)
    }
    bad |= {
        form: set(cyrillic.findall(form)) - {"Русский"} for entry in catalogue("fr").values() for form in forms(entry)
    }
    assert {form: words for form, words in bad.items() if words} == {}

"""The texts of the demonstration keep the typography of their language: they are the first that visitors read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.typography import TYPOGRAPHY
from trianon.core.settings import ROOT

DATA = ROOT / "trianon" / "demo" / "data"
CYRILLIC = re.compile(r"[\u0400-\u04ff]")
# An item of a list starts with a hyphen, an address and a name that the site looks for are not prose.
NO_PROSE = re.compile(r"https?://|^[\w.-]+$|^- ", re.MULTILINE)
MORE = (("ru", "a preposition of one letter at the end of a line", re.compile(r"(?<![\w-])[вксоуВКСОУ] (?=[\w«])")),)


def texts_of(value: Any) -> Iterator[str]:
    """Every string below this value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for one in value.values() if isinstance(value, dict) else value:
            yield from texts_of(one)


@pytest.fixture(scope="module")
def prose() -> dict[str, list[str]]:
    """By language, all that the demonstration says."""
    found: dict[str, list[str]] = {"fr": [], "ru": []}
    for file in DATA.glob("*.json"):
        for text in texts_of(json.loads(file.read_text(encoding="utf-8"))):
            words = NO_PROSE.sub("", text)
            if " " in words:
                found["ru" if CYRILLIC.search(words) else "fr"].append(words)
    return found


@pytest.mark.parametrize(
    ("lang", "what", "pattern"), TYPOGRAPHY + MORE, ids=[f"{row[0]}: {row[1]}" for row in TYPOGRAPHY + MORE]
)
def test_typography_of_the_demonstration(
    prose: dict[str, list[str]], lang: str, what: str, pattern: re.Pattern[str]
) -> None:
    found = [
        f"…{text[max(0, hit.start() - 20) : hit.end() + 20]}…" for text in prose[lang] if (hit := pattern.search(text))
    ]
    assert found == [], what

"""The terms of the theme, beside a text in which they stand: both languages call one thing by one name."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from trianon.bilingual.lang import Lang
from trianon.bilingual.text import Bilingual
from trianon.core.text import plain_stem, words

_FILE = Path(__file__).resolve().parents[1] / "themes" / "data" / "glossary.csv"


def terms_in(texts: Iterable[str], lang: Lang) -> list[Bilingual]:
    """The terms whose words follow one another in some texts of a language, in any form; in that language's order."""
    whole = " " + " | ".join(" ".join(_forms(text)) for text in texts) + " "
    found = [term for term, form in _terms(lang) if f" {form} " in whole]
    # « logement » has nothing to add where « logement social » stands.
    longer = [" ".join(_forms(term.get(lang))) for term in found]
    return [
        term
        for term, own in zip(found, longer, strict=True)
        if not any(own != other and f" {own} " in f" {other} " for other in longer)
    ]


@cache
def _terms(lang: Lang) -> tuple[tuple[Bilingual, str], ...]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = [Bilingual(row["fr"], row["ru"]) for row in csv.DictReader(file)]
    return tuple(sorted(((term, " ".join(_forms(term.get(lang)))) for term in rows), key=lambda pair: pair[1]))


def _forms(text: str) -> list[str]:
    return [plain_stem(word) for word in words(text)]

"""Folding and stemming treat both scripts alike."""

from __future__ import annotations

import pytest

from trianon.core.text import cyrillic_share, fold, search_text, stems


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Évian", "evian"),
        ("ÉVIAN", "evian"),
        ("Œuvre", "oeuvre"),
        ("Ёлка", "елка"),
        ("ЙОШКАР-ОЛА", "йошкар-ола"),
        ("и\u0306", "й"),  # й typed in two pieces
        ("E\u0301vian", "evian"),
        ("Straße", "strasse"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("jumelages", "jumelage"),
        ("coopération", "cooperations"),
        ("villes", "ville"),
        ("побратимства", "побратимство"),
        ("партнёрство", "партнерства"),
        ("городов", "города"),
        ("университетами", "университет"),
    ],
)
def test_forms_of_a_word_have_one_stem(one: str, other: str) -> None:
    assert stems(one) == stems(other)


def test_each_word_goes_to_the_stemmer_of_its_script() -> None:
    assert stems("villes города") == stems("ville") + stems("город")


def test_search_text_leaves_out_what_is_missing() -> None:
    assert search_text(None, "", "Лотос") == "лотос"


@pytest.mark.parametrize(("text", "share"), [("Лион", 1.0), ("Lyon", 0.0), ("Лион Lyon", 0.5), ("123 !", 0.0)])
def test_share_of_cyrillic(text: str, share: float) -> None:
    assert cyrillic_share(text) == share

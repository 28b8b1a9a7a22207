"""What may have been meant: errors, sounds, the other keyboard; and never what is not public any more."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from trianon.core import near_words, search
from trianon.core.near_words import SearchWord, guess
from trianon.core.search import MOST_RANKED, hits, read
from trianon.core.spelling import errors_allowed, on_the_other_keyboard, sound
from trianon.core.text import stem, words

SOUNDS = [
    ("Irkoutsk", "Irkutsk", "Иркутск"),
    ("Iaroslavl", "Yaroslavl", "Ярославль"),
    ("Tcheliabinsk", "Tcheliabinsk", "Челябинск"),
    ("Joukovski", "Zhukovsky", "Жуковский"),
    ("Mytichtchi", "Mytishchi", "Мытищи"),
    ("Dunkerque", "Dunkerke", "Дюнкерк"),
    ("Khabarovsk", "Khabarovsk", "Хабаровск"),
]
FAMILIES = [
    ("jumelages", "побратимства"),
    ("jumelées", "породнённые"),
    ("Лион", "лионского"),
    ("Москвой", "московских"),
    ("тульская", "Тула"),
    ("diplôme", "дипломов"),
    ("диплом", "дипломов"),
    ("musicale", "музыки"),
]
APART = [("Nice", "Nicolas"), ("collection", "collectivités"), ("Томск", "тома"), ("Орёл", "оратория")]


@pytest.mark.parametrize(("french", "english", "russian"), SOUNDS)
def test_one_sound_from_both_scripts(french: str, english: str, russian: str) -> None:
    assert {sound(word) for name in (french, english, russian) for word in words(name)} == {sound(words(russian)[0])}


@pytest.mark.parametrize(("one", "other"), FAMILIES)
def test_words_of_one_family(one: str, other: str) -> None:
    """In both languages, whatever their case, number and kind of word."""
    assert stem(words(one)[0]) == stem(words(other)[0])


@pytest.mark.parametrize(("one", "other"), APART)
def test_words_that_only_begin_alike(one: str, other: str) -> None:
    assert stem(words(one)[0]) != stem(words(other)[0])


def test_the_other_keyboard() -> None:
    assert on_the_other_keyboard("kbjy") == "лион"
    assert on_the_other_keyboard("дньщ") == "lymo"


@pytest.mark.parametrize(("word", "errors"), [("уфа", 0), ("лион", 1), ("volgogr", 1), ("volgograd", 2)])
def test_short_words_bear_fewer_errors(word: str, errors: int) -> None:
    assert errors_allowed(word) == errors


@pytest.fixture
def records(db_session: Any) -> None:
    for number, (name, text) in enumerate(
        [("Дюнкерк – Волгоград", "Échanges de lycéens"), ("Dijon – Volgograd", "Goût et santé"), ("Уфа", "Театр")], 1
    ):
        search.index("essay", number, text, names=[name])
    db_session.flush()


GUESSES: list[tuple[str, list[int]]] = [
    # Letters left out, added, changed, swapped; in either half of the word.
    ("Волгогад", [1, 2]),
    ("Вологград", [1, 2]),
    ("Volgogard", [1, 2]),
    ("Fijon", [2]),
    ("Dijn", [2]),
    # By its sound, by the wrong keyboard, by its beginning.
    ("Dunkerk", [1]),
    ("ntfnh", [3]),
    ("Дюнк", [1]),
    # A word that is there and one that is mistyped.
    ("santé Волгогрда", [2]),
    ("santé Volgogrd", [2]),
    # Too short to guess, too far away.
    ("Юфы", []),
    ("Bordeaux", []),
]


@pytest.mark.both_engines
def test_what_may_have_been_meant(records: None) -> None:
    """On both engines the same."""
    answers = []
    for query, _found in GUESSES:
        asked = read(query) if hits("essay", read(query)) else guess("essay", query).asked
        answers.append((query, sorted(hit.id for hit in hits("essay", asked)) if asked else []))
    assert answers == GUESSES


@pytest.mark.both_engines
def test_a_word_leaves_with_the_last_record_that_holds_it(records: None, db_session: Any) -> None:
    """Withdrawn or rewritten: what is not public can neither be found nor guessed; what another record holds stays."""
    search.forget("essay", 1)
    search.index("essay", 3, "Музей", names=["Уфа"])
    db_session.flush()
    assert not guess("essay", "Дюнкерк").asked
    assert not guess("essay", "театр").asked
    assert guess("essay", "Volgogrd").replaced == (("volgogrd", "volgograd"),)
    known = set(db_session.scalars(near_words.sa.select(SearchWord.word).filter_by(subject="essay")))
    # «Волгоград» is of the family of "Volgograd", which is still there.
    assert known == {"dijon", "volgograd", "волгоград", "gout", "sante", "музей", "уфа"}


@pytest.mark.both_engines
def test_names_count_for_more(records: None) -> None:
    search.index("essay", 4, "Un orchestre de Dijon", names=["Musique"])
    levels = {hit.id: hit.levels for hit in hits("essay", read("dijon"))}
    assert levels == {2: (3,), 4: (1,)}
    assert len(levels) < MOST_RANKED


@pytest.mark.engine("postgresql")
def test_no_search_reads_a_long_list_of_what_the_index_has_not_taken_in(db_session: Any) -> None:
    """Up to 4 MB of it, by default, for each word of a query."""
    known = "SELECT reloptions FROM pg_class WHERE relname = 'ix_search_document_vector'"
    assert db_session.scalar(sa.text(known)) == ["gin_pending_list_limit=128"]


def test_beginnings_of_words_are_in_the_index(db_session: Any) -> None:
    """SQLite would gather all records that hold any word with this beginning."""
    for number, word in enumerate(("théâtre", "théâtral", "thé"), 1):
        search.index("test", number, word)
    db_session.flush()
    begun = "SELECT rowid FROM search_fts WHERE search_fts MATCH '\"thea\"*' ORDER BY rowid DESC"
    assert len(db_session.execute(sa.text(begun)).all()) == 2
    made = "SELECT sql FROM sqlite_master WHERE name = 'search_fts'"
    assert "prefix='3 4 5'" in db_session.scalar(sa.text(made))
    # What has changed or gone is found by no beginning of its old words.
    search.index("test", 1, "musée")
    search.forget("test", 2)
    db_session.flush()
    assert db_session.execute(sa.text(begun)).all() == []

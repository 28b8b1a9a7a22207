"""Rules of contributions, and what is done with what people type, as tables."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from trianon.bilingual.checking import clean, clean_line, seems_other_language
from trianon.bilingual.lang import Lang
from trianon.contributions.rules import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    MOST_A_DAY,
    SHORTEST_TEXT,
    check_pace,
    check_readers,
    check_words,
    may_be_corrected,
    may_be_withdrawn,
    may_edit_contribution,
    may_view_contribution,
)
from trianon.core.errors import RuleViolation
from trianon.core.publication import Action, State, after


@dataclass
class Somebody:
    """A person, as the rules see one."""

    id: int | None
    sits: bool = False


@dataclass
class Text:
    """A contribution, as the rules see one."""

    state: State
    author_id: int = 1


VISITOR, AUTHOR, OTHER, MEMBER = Somebody(None), Somebody(1), Somebody(2), Somebody(3, sits=True)


@pytest.mark.parametrize(
    ("state", "who_sees"),
    [
        (State.DRAFT, {1}),
        (State.SUBMITTED, {1, 3}),
        (State.CHANGES_ASKED, {1, 3}),
        (State.PUBLISHED, {None, 1, 2, 3}),
        (State.REFUSED, {1, 3}),
        (State.WITHDRAWN, {1}),
        (State.ON_HOLD, {1, 3}),
        (State.REMOVED, {1, 3}),
        (State.ARCHIVED, {None, 1, 2, 3}),
    ],
)
def test_who_sees_a_text(state: State, who_sees: set[int | None]) -> None:
    people = (VISITOR, AUTHOR, OTHER, MEMBER)
    assert {person.id for person in people if may_view_contribution(person, Text(state))} == who_sees
    assert [person.id for person in people if may_edit_contribution(person, Text(state))] == [1]


@pytest.mark.parametrize("state", State)
def test_what_may_be_sent_again_or_taken_back_is_what_the_table_of_states_allows(state: State) -> None:
    assert may_be_withdrawn(Text(state)) == _possible(Action.WITHDRAW, state)
    if state is not State.PUBLISHED:
        assert may_be_corrected(Text(state)) == _possible(Action.SUBMIT, state)
    else:
        # Its accepted version stays: core.publication keeps the new one apart.
        assert may_be_corrected(Text(state))


def _possible(action: Action, state: State) -> bool:
    try:
        after(action, state)
    except RuleViolation:
        return False
    return True


@pytest.mark.parametrize("letter", ["é", "ё", "й", "ж", "😀"])
def test_lengths_are_counted_in_characters_of_either_script(letter: str) -> None:
    check_words(letter * LONGEST_TITLE, letter * LONGEST_TEXT)
    check_words(letter, letter * SHORTEST_TEXT)
    for title, text, code in (
        ("", letter * 20, "title_needed"),
        (letter * (LONGEST_TITLE + 1), letter * 20, "title_too_long"),
        (letter, letter * (SHORTEST_TEXT - 1), "text_too_short"),
        (letter, letter * (LONGEST_TEXT + 1), "text_too_long"),
    ):
        with pytest.raises(RuleViolation) as refusal:
            check_words(title, text)
        assert refusal.value.code == code


def test_ten_texts_a_day_and_no_more() -> None:
    check_pace(MOST_A_DAY - 1)
    with pytest.raises(RuleViolation, match="too_many_today"):
        check_pace(MOST_A_DAY)


def test_four_eyes_on_a_translation() -> None:
    check_readers(1, 2)
    with pytest.raises(RuleViolation, match="reviewer_is_translator"):
        check_readers(1, 1)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\x00b", "ab"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("left\u202eright\u202c", "leftright"),
        ("zero\u200bwidth\ufeff\u2060", "zerowidth"),
        ("\u2067hidden\u2069 \U000e0041tag", "hidden tag"),
        ("й", "й"),
        ("👩\u200d🚜 ma\u200dis", "👩\u200d🚜 mais"),
        ("  many   \n\n\n\n\n blank  ", "many\n\n blank"),
        ("a\tb", "a\tb"),
        ("lone \ud800 half", "lone  half"),
        (None, ""),
        ("<script>x</script>", "<script>x</script>"),
    ],
)
def test_what_nobody_can_see_is_not_kept(typed: str | None, kept: str) -> None:
    assert clean(typed) == kept


def test_a_line_stays_a_line() -> None:
    assert clean_line("Où\u202f?\u00a0Là") == "Où\u202f?\u00a0Là"
    assert clean_line(" Deux \n mots\u202e\t\r\n ") == "Deux mots"


@pytest.mark.parametrize(
    ("lang", "text", "doubt"),
    [
        (Lang.FR, "Une ville pour tous", False),
        (Lang.FR, "Город для всех", True),
        (Lang.RU, "Город для всех", False),
        (Lang.RU, "Une ville pour tous", True),
        (Lang.RU, "В программе: CNRS и МГИМО, город будущего", False),
        (Lang.FR, "Le mot « город » veut dire ville", False),
        (Lang.FR, "12 345 !", False),
        (Lang.RU, "Смотрите: https://www.example.org/articles/mobilite-douce и info@example.org", False),
        (Lang.RU, "", False),
    ],
)
def test_the_script_may_speak_against_the_language(lang: Lang, text: str, doubt: bool) -> None:
    assert seems_other_language(lang, text) is doubt

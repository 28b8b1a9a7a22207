"""Names that look alike: the principle of Unicode TS 39, with a short table for the scripts that meet here."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
# Letters that leave no mark on a screen though Unicode counts them among letters, signs or marks.
_NO_LETTERS = re.compile(r"[\W\d_]+")
# Letters of both scripts that nobody can tell apart.
_TO_CYRILLIC = str.maketrans("AaBEeKMHOoPpCcTXxyi", "АаВЕеКМНОоРрСсТХхуі")
_TO_LATIN = {after: before for before, after in _TO_CYRILLIC.items()}
BLANKS = {"\u115f", "\u1160", "\u3164", "\uffa0", "\u2800", "\u034f", "\u180e", "\u17b4", "\u17b5"}


def lines_of(name: str) -> list[str]:
    """The lines of a data file, without its comments."""
    text = (DATA / name).read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("# ")]


def skeleton(text: str) -> str:
    """What a text looks like: two that look alike have the same. For comparing only, never shown."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text).casefold() if not _is_unseen(c))
    seen = "".join(_table().get(c, c) for c in bare)
    return " ".join("".join(c if c.isalnum() else " " for c in seen.replace("rn", "m")).split())


def without_unseen(text: str) -> str:
    """The text without letters that nobody sees."""
    return "".join(c for c in text if c not in BLANKS and not 0xFE00 <= ord(c) <= 0xFE0F and ord(c) < 0xE0000)


def mixes_scripts(text: str) -> bool:
    """Whether one word is written in letters of two scripts, as no honest word is."""
    return any(len({_script(c) for c in word if c.isalpha()}) > 1 for word in text.split())


def in_one_script(text: str) -> list[str]:
    """The text; where a word of it is written in both scripts, as it looks in each of them."""
    return [text.translate(table) for table in (_TO_CYRILLIC, _TO_LATIN)] if mixes_scripts(text) else [text]


def words_of_two_scripts(text: str) -> list[str]:
    """The words that somebody wrote in letters of two scripts; the parts of “IT-компания” are two honest words."""
    return [word for word in _NO_LETTERS.split(text) if mixes_scripts(word)]


def _is_unseen(character: str) -> bool:
    return unicodedata.category(character) in {"Mn", "Me", "Cf", "Cc"} or character in BLANKS


def _script(letter: str) -> str:
    """The first word of a letter's name is its script: LATIN, CYRILLIC, GREEK …"""
    return unicodedata.name(letter, "UNKNOWN").partition(" ")[0]


@cache
def _table() -> dict[str, str]:
    return dict(line.split() for line in lines_of("confusables.txt"))

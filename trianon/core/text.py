"""Folding and stemming, the same for both scripts and both engines (SQLite folds neither Cyrillic nor accents)."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

import snowballstemmer

# Letters and digits: what both engines take for one word.
_WORD = re.compile(r"[^\W_]+")
# « C.N.R.S. », «М.Г.У.»: three letters and more, for two are somebody's first names.
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}[^\W\d_]\b\.?")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ё": "е"})
# й is a letter of its own: its breve is hidden from the stripping of marks.
_SHORT_I, _HIDDEN = "й", "\ue000"
_FAMILIES = Path(__file__).parent / "data" / "families.txt"
_ONE_WAY = Path(__file__).parent / "data" / "one_way.txt"
# «лионский» is said of Лион: what is left must still be a word.
_SHORTEST_ROOT = 4


class _WithoutMarks(dict[int, int | None]):
    """What each character met so far becomes: itself, or nothing where it is a mark on another one."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if unicodedata.combining(chr(code)) else code
        return self[code]


_BARE = _WithoutMarks()
_french = snowballstemmer.stemmer("french")
_russian = snowballstemmer.stemmer("russian")


def fold(text: str) -> str:
    """Lower case without accents, ё as е, й kept: "Évian" → "evian", «Ёлка» → «елка»."""
    if text.isascii():
        return text.lower()
    lowered = unicodedata.normalize("NFC", text).casefold().translate(_LIGATURES).replace(_SHORT_I, _HIDDEN)
    bare = unicodedata.normalize("NFD", lowered).translate(_BARE)
    return unicodedata.normalize("NFC", bare).replace(_HIDDEN, _SHORT_I)


def words(text: str) -> list[str]:
    """The folded words of a text, in order."""
    return _WORD.findall(fold(_DOTTED.sub(_undotted, text)))


def _undotted(found: re.Match[str]) -> str:
    return found[0].replace(".", "") + " "


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """What the forms of a folded word have in common, and the words of its family in both languages."""
    plain = plain_stem(word)
    return _families().get(plain, plain)


@lru_cache(maxsize=50_000)
def plain_stem(word: str) -> str:
    """What the forms of a folded word have in common."""
    if not is_cyrillic(word):
        # Folded before it is stemmed, « jumelée » has kept an ending that the stemmer knows by its accent.
        plain = str(_french.stemWord(word))
        return plain.rstrip("e") if len(plain) > _SHORTEST_ROOT + 1 else plain
    # «диплом» looks like an instrumental, «дипломов» loses another ending: until nothing more comes off, both are one.
    plain, longer = str(_russian.stemWord(word)), word
    while plain != longer:
        plain, longer = str(_russian.stemWord(plain)), plain
    root = plain.removesuffix("ск").removesuffix("ь")
    return root if len(root) >= _SHORTEST_ROOT - plain.endswith("льск") else plain


@cache
def _families() -> Mapping[str, str]:
    """The stem of each word of a family → the stem of its first word."""
    found: dict[str, str] = {}
    for line in _FAMILIES.read_text(encoding="utf-8").splitlines():
        family = [plain_stem(word) for word in words(line.partition("#")[0])]
        for other in family:
            found.setdefault(other, family[0])
    return found


@cache
def _one_way() -> Mapping[str, tuple[str, ...]]:
    """The folded form of a typed word → the folded words that are meant, too."""
    lines = (line.partition("#")[0].partition(":") for line in _ONE_WAY.read_text(encoding="utf-8").splitlines())
    return {form: tuple(words(meant)) for forms, _colon, meant in lines for form in words(forms)}


def meant_by(word: str) -> tuple[str, ...]:
    """What else somebody means who types a folded word; nothing of most."""
    return _one_way().get(word, ())


def sayings(stemmed: list[str]) -> list[str]:
    """Without the one of two words that says nothing beside the other: « ville jumelle », «породнённые города»."""
    around = zip(["", *stemmed], stemmed, [*stemmed[1:], ""], strict=False)
    return [one for before, one, after in around if not {(one, after), (one, before)} & _sayings()]


@cache
def _sayings() -> frozenset[tuple[str, str]]:
    told = [("ville", "jumelle"), ("город", "побратим"), ("городской", "побратим")]
    return frozenset((stem(fold(one)), stem(fold(other))) for one, other in told)


def stems(text: str) -> list[str]:
    """The stems of a text in either language, in order; each word goes to the stemmer of its script."""
    return [stem(word) for word in words(text)]


def words_key(text: str) -> str:
    """A text by its folded words alone: "Val-d'Oise" and «Val d’Oise» are the same."""
    return " ".join(words(text))


def search_text(*texts: str | None) -> str:
    """What the index keeps of some texts: the stem of each word and that of its family, separated by spaces."""
    return " ".join(" ".join(kept_of(word)) for text in texts if text for word in words(text))


def kept_of(word: str) -> list[str]:
    """The stem of a folded word's family, and its own when that is another one: beginnings of it are found, too."""
    root, plain = stem(word), plain_stem(word)
    return [root] if root == plain else [root, plain]


def is_cyrillic(word: str) -> bool:
    """Whether a word has a Cyrillic letter."""
    return bool(_CYRILLIC.search(word))


def cyrillic_share(text: str) -> float:
    """The share of Cyrillic among the letters, from 0 to 1; 0 for a text without letters."""
    letters = [c for c in text if c.isalpha()]
    return sum(bool(_CYRILLIC.match(c)) for c in letters) / len(letters) if letters else 0.0


def digest(text: str) -> str:
    """A short fingerprint that changes with the text; says whether a translation is stale."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]

"""Folding and stemming, the same for both scripts and both engines (SQLite folds neither Cyrillic nor accents)."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

import snowballstemmer

_WORD = re.compile(r"\w+")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ё": "е"})
# й is a letter of its own: its breve is hidden from the stripping of marks.
_SHORT_I, _HIDDEN = "й", "\ue000"

_french = snowballstemmer.stemmer("french")
_russian = snowballstemmer.stemmer("russian")


def fold(text: str) -> str:
    """Lower case without accents, ё as е, й kept: "Évian" → "evian", «Ёлка» → «елка»."""
    lowered = unicodedata.normalize("NFC", text).casefold().translate(_LIGATURES).replace(_SHORT_I, _HIDDEN)
    bare = "".join(c for c in unicodedata.normalize("NFD", lowered) if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", bare).replace(_HIDDEN, _SHORT_I)


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    stemmer = _russian if _CYRILLIC.search(word) else _french
    return str(stemmer.stemWord(word))


def stems(text: str) -> list[str]:
    """The stems of a text in either language, in order; each word goes to the stemmer of its script."""
    return [_stem(word) for word in _WORD.findall(fold(text))]


def words_key(text: str) -> str:
    """A text by its folded words alone: "Val-d'Oise" and «Val d’Oise» are the same."""
    return " ".join(_WORD.findall(fold(text)))


def search_text(*texts: str | None) -> str:
    """What the index keeps of some texts: folded stems, separated by spaces."""
    return " ".join(stem for text in texts if text for stem in stems(text))


def cyrillic_share(text: str) -> float:
    """The share of Cyrillic among the letters, from 0 to 1; 0 for a text without letters."""
    letters = [c for c in text if c.isalpha()]
    return sum(bool(_CYRILLIC.match(c)) for c in letters) / len(letters) if letters else 0.0


def digest(text: str) -> str:
    """A short fingerprint that changes with the text; says whether a translation is stale."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]

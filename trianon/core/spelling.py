"""How near two words are: typing errors, the wrong keyboard, the same sounds in the other script."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from trianon.core.text import fold

_LATIN_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,."
_RUSSIAN_KEYS = "йцукенгшщзхъфывапролджэячсмитьбю"
_OTHER_KEY = str.maketrans(_LATIN_KEYS + _RUSSIAN_KEYS, _RUSSIAN_KEYS + _LATIN_KEYS)
# One sign for each sound; ж, ш and ч have none in Latin, and stand for themselves in both.
_CYRILLIC = str.maketrans(
    "абвгдезийклмнопрстуфхцщыэюя", "abvgdeziiklmnoprstufxcшieua", "ъь"
)  # fmt: skip
# French as it is read, with the English ways of writing Russian names; the longest first.
_LATIN = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("shch|chtch|sch|sh", "ш"), ("tch", "ч"), ("ch", "ш"), ("dj", "dж"), ("zh|j", "ж"), ("kh", "x"),
        ("ph", "f"), ("qu?", "k"), ("eaux?|aux?", "o"), ("ou|oo", "u"), ("gu(?=[eiy])", "g"), ("g(?=[eiy])", "ж"),
        ("c(?=[eiy])", "s"), ("c", "k"), ("ts|tz", "c"), ("w", "v"), ("y", "i"), ("h", ""),
    )
]  # fmt: skip
_BOTH = [
    (re.compile(pattern), sound)
    for pattern, sound in (("ts", "c"), ("i(?=[aeou])", ""), (r"(.)\1+", r"\1"), ("e$", ""))
]


@lru_cache(maxsize=20_000)
def sound(word: str) -> str:
    """A folded word as it is heard, the same from both scripts: "Irkoutsk", "Irkutsk", «Иркутск»."""
    heard = word.translate(_CYRILLIC)
    if heard == word:
        for pattern, sign in _LATIN:
            heard = pattern.sub(sign, heard)
    for pattern, sign in _BOTH:
        heard = pattern.sub(sign, heard)
    return heard


def on_the_other_keyboard(word: str) -> str:
    """What was meant when the keyboard was the other one: "kbjy" is «лион»."""
    return fold(word.translate(_OTHER_KEY))


def errors_allowed(word: str) -> int:
    """How many typing errors a word may have and still be guessed."""
    return 0 if len(word) < 4 else 1 if len(word) < 8 else 2


def errors_between(word: str, other: str, most: int) -> int:
    """Letters added, left out, changed, or swapped with their neighbour; more than `most` counts as most + 1."""
    return OSA.distance(word, other, score_cutoff=most)

"""What a light correction may change: typing, spelling, a broken link; never what the text says. Plain Python."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import product

from trianon.core.errors import RuleViolation

# Words changed at most: some in a short text, a share of a long one.
FEW_WORDS, MOST_SHARE = 5, 0.05
# A misspelt word is still like the right one, from 0 to 1.
LEAST_ALIKE = 0.5
# A preposition that was forgotten or doubled may be put in or taken out; a longer word says something.
LONGEST_SMALL = 3

_LINK = re.compile(r"https?://\S+|www\.\S+")
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d+")
# One of these more, or one less, and a sentence says the opposite.
_NEGATIONS = frozenset(
    [
        *("ne", "n", "pas", "non", "ni", "sans", "jamais", "aucun", "aucune"),
        *("не", "ни", "нет", "без", "никогда"),
    ]
)

# As much a number as one in figures; « un » is an article first of all. Without ё, as it is often written.
_NUMBER_WORDS = frozenset([
    "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
    "quatorze", "quinze", "seize", "vingt", "trente", "quarante", "cinquante", "soixante", "cent", "cents",
    "mille", "million", "millions", "milliard", "milliards", "moitié", "tiers", "quart", "double", "triple",
    "два", "две", "двух", "двум", "три", "трех", "трем", "четыре", "четырех", "пять", "пяти", "шесть", "шести",
    "семь", "семи", "восемь", "восьми", "девять", "девяти", "десять", "десяти", "двадцать", "тридцать",
    "сорок", "пятьдесят", "сто", "двести", "триста", "тысяча", "тысячи", "тысяч", "миллион", "миллиона",
    "миллионов", "миллиард", "половина", "половину", "треть", "четверть", "вдвое", "втрое",
])  # fmt: skip

# Put before a word, or taken from it, they turn it round: « possible » and « impossible », «законно» and «незаконно».
_REVERSING = (
    *("in", "im", "il", "ir", "de", "des", "me", "mes", "non", "anti", "contre"),
    *("не", "без", "бес", "анти", "контр", "противо"),
)


def check_light(before: str, after: str) -> None:
    """RuleViolation("nothing_changed") or RuleViolation("not_light"): what goes further is the author's to change."""
    if before == after:
        raise RuleViolation("nothing_changed")
    if _told(before) != _told(after):
        raise RuleViolation("not_light")
    old, new = before.split(), after.split()
    changed = 0
    for one, other in _changed(old, new):
        if not _is_slip(one, other):
            raise RuleViolation("not_light")
        changed += max(len(one), len(other))
    if changed > max(FEW_WORDS, int(len(old) * MOST_SHARE)):
        raise RuleViolation("not_light")


def _changed(old: list[str], new: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal":
            yield old[a:b], new[c:d]


def _is_slip(old: list[str], new: list[str]) -> bool:
    """Whether the one may be the other misspelt; a link may become another link."""
    one, other = " ".join(old), " ".join(new)
    if _LINK.search(one) and _LINK.search(other):
        return len(old) == len(new)
    if not one or not other:
        return all(len(word) <= LONGEST_SMALL for word in _WORD.findall(one or other))
    one, other = _bare(one), _bare(other)
    if any(_is_reversed(*pair) for pair in product(_WORD.findall(one), _WORD.findall(other))):
        return False
    # « a » and « à » have no letter in common but for the accent.
    return one == other or SequenceMatcher(None, one, other, autojunk=False).ratio() >= LEAST_ALIKE


def _is_reversed(one: str, other: str) -> bool:
    """Whether one word is the other with a prefix that says the opposite."""
    short, long = sorted((one, other), key=len)
    return len(short) > LONGEST_SMALL and long.removesuffix(short) in _REVERSING


def _bare(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))


def _told(text: str) -> Counter[str]:
    """What must stay the same: the numbers, in figures and in words, and the negations, those inside links aside."""
    bare = _LINK.sub(" ", text)
    said = [word for word in _WORD.findall(bare.casefold().replace("ё", "е")) if word in _NEGATIONS | _NUMBER_WORDS]
    return Counter([*_NUMBER.findall(bare), *said])

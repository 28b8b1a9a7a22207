"""Places on which the two States disagree: a record about one is decided by both secretaries general (rule 3).

The names are data (`cooperations/data/disputed_places.csv`); they say nothing about whose a place is. The list errs on
the side of asking two people instead of one.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from trianon.accounts.confusables import in_one_script
from trianon.bilingual.text import Bilingual
from trianon.cooperations.gazetteer import disputed_words
from trianon.core.text import stems


@lru_cache
def _disputed() -> tuple[list[str], ...]:
    return tuple(stems(name) for pair in disputed_words() for name in pair if name)


def names_disputed_place(texts: Iterable[Bilingual]) -> bool:
    """Whether one of these titles or names holds the name of such a place, in either language, any case, and with a
    letter of the other script in it."""
    written = [one for pair in texts for text in (pair.fr, pair.ru) if text for one in in_one_script(text)]
    return any(_holds(stems(text), name) for text in written for name in _disputed())


def _holds(words: list[str], name: list[str]) -> bool:
    """Whether the words hold the name's words one after the other."""
    return any(words[start : start + len(name)] == name for start in range(len(words) - len(name) + 1))

"""Which names a person looks at before they are shown: those of offices, of people with a role, and patched ones."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from trianon.accounts.confusables import lines_of, mixes_scripts, skeleton


def needs_a_person(name: str, known: Iterable[str] = ()) -> bool:
    """Whether a name could be taken for an office of the Dialogue, or for one of `known` people."""
    seen = skeleton(name)
    return (
        not seen
        or mixes_scripts(name)
        or bool(_reserved().search(seen))
        or _joined(seen) in _reserved_joined()
        or _joined(seen) in {_joined(skeleton(other)) for other in known}
    )


def are_close(one: str, other: str) -> bool:
    """Whether two names of bodies are the same to a hurried reader: look alike, or differ by a letter or two."""
    first, second = _joined(skeleton(one)), _joined(skeleton(other))
    if not first or not second:
        return False
    allowed = 0 if min(len(first), len(second)) < 6 else 1 if min(len(first), len(second)) < 12 else 2
    return abs(len(first) - len(second)) <= allowed and _distance(first, second, allowed) <= allowed


def _joined(seen: str) -> str:
    """Neither spaces nor hyphens make another name."""
    return seen.replace(" ", "")


@cache
def _reserved_joined() -> frozenset[str]:
    return frozenset(_joined(skeleton(line)) for line in lines_of("reserved_names.txt"))


@cache
def _reserved() -> re.Pattern[str]:
    """The reserved words as they look, each as a word of its own."""
    words = sorted({skeleton(line) for line in lines_of("reserved_names.txt")}, key=len, reverse=True)
    return re.compile(r"(?:^| )(?:" + "|".join(map(re.escape, words)) + r")s?(?: |$)")


def _distance(one: str, other: str, most: int) -> int:
    """How many letters are added, lost or replaced; more than `most` is as good as many."""
    row = list(range(len(other) + 1))
    for index, letter in enumerate(one, 1):
        before, row[0] = row[0], index
        for column, wanted in enumerate(other, 1):
            step = min(row[column] + 1, row[column - 1] + 1, before + (letter != wanted))
            before, row[column] = row[column], step
        if min(row) > most:
            return most + 1
    return row[-1]

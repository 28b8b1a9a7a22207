"""What can be followed: each feature registers its own kind of thing, found by number for whoever follows it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from trianon.bilingual.text import Bilingual
from trianon.notifications.following_models import News


@dataclass(frozen=True)
class Topic:
    """One thing that is followed: what it is called, and its page."""

    title: Bilingual | str
    url: str


# Numbers in, public things out; what is not public (any more) is left out.
Finder = Callable[[Collection[int]], Mapping[int, Topic]]


@dataclass(frozen=True)
class Kind:
    """A kind of thing: the (lazily translated) word for it, and how its things are found."""

    label: object
    find: Finder


_kinds: dict[str, Kind] = {}

# News in, (news, subject, number) out: topics that can only be found by looking, such as searches.
Matcher = Callable[[Sequence[News]], Iterable[tuple[int, str, int]]]
_matchers: list[Matcher] = []


def topic(subject: str, label: object) -> Callable[[Finder], Finder]:
    """Register the function that finds the things of this kind, such as "workshop"."""

    def register(finder: Finder) -> Finder:
        _kinds[subject] = Kind(label, finder)
        return finder

    return register


def matcher(function: Matcher) -> Matcher:
    """Register a function that finds further topics of news, many at a time, in the worker."""
    if function not in _matchers:
        _matchers.append(function)
    return function


def matched(news: Sequence[News]) -> set[tuple[int, str, int]]:
    """Everything that the registered functions find."""
    return {found for function in _matchers for found in function(news)}


def kinds() -> Mapping[str, Kind]:
    """Every kind of thing that can be followed, in the order of registration."""
    return _kinds


def find(subject: str, number: int) -> Topic | None:
    """One thing that can be followed now."""
    if subject not in _kinds or not 0 < number < 2**31:
        return None
    return _kinds[subject].find([number]).get(number)


def find_all(wanted: Collection[tuple[str, int]]) -> dict[tuple[str, int], Topic]:
    """Things of several kinds, one statement a kind."""
    found: dict[tuple[str, int], Topic] = {}
    for subject in {subject for subject, _number in wanted} & set(_kinds):
        numbers = [number for kind, number in wanted if kind == subject]
        found |= {(subject, number): one for number, one in _kinds[subject].find(numbers).items()}
    return found

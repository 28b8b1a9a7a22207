"""How alike two cooperations are, whatever the script, the case and the spelling they were typed in: from 0 to 1.

Pure functions over values. A cooperation is known by both its ends: something of the French side and something of the
Russian one must be the same. Two places suffice for links between places; bodies that sit in the same towns may do
several things together, so that for them the titles count as much. The threshold is explained, with what it finds and
misses among the real records, in docs/evidence/duplicates.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from trianon.cooperations.transcription import into_russian
from trianon.core.text import cyrillic_share, stems, words_key

# From here on two records are shown as probably the same.
THRESHOLD = 0.55
# Words of this share of letters in common are one word with a typing error or another ending.
ALIKE = 0.75
# A word no longer than this is the same only when its stem is: "Nice" is not «Нанси».
SHORT = 3

# Words that many names hold and that tell none of them from another; both languages, as people write them.
_COMMON = """
ville villes commune communes mairie municipalité communauté urbaine métropole département région conseil grand grande
oblast kraï république district arrondissement administration comité association société fédération union maison
centre club groupe entreprise université universités école lycée collège institut académie faculté musée théâtre
hôpital fondation chambre coopération jumelage partenariat accord convention mémorandum protocole échange échanges
projet programme franco russe russie france français française russes international internationale national nationale
de du des d la le les l et en à au aux sur pour avec entre dans par
город города городской коммуна мэрия муниципалитет администрация сообщество городское метрополия департамент регион
область областной край республика район округ совет комитет ассоциация общество федерация союз дом центр клуб группа
компания предприятие университет школа лицей колледж институт академия факультет музей театр больница фонд палата
сотрудничество партнёрство побратимство города-побратимы соглашение договор меморандум протокол обмен обмены проект
программа российский российская российско французский французская франко франция россия международный государственный
в во и на с со по между для из от при имени
"""


@lru_cache
def _common() -> frozenset[str]:
    return frozenset(stems(_COMMON))


@dataclass(frozen=True)
class End:
    """A partner of one side: its names and the names of its place, in any language; the number of the place."""

    names: tuple[str, ...]
    places: tuple[str, ...] = ()
    place_id: int | None = None


@dataclass(frozen=True)
class Likeable:
    """What is compared of a cooperation; whatever is not known yet is left empty."""

    titles: tuple[str, ...]
    french: tuple[End, ...] = ()
    russian: tuple[End, ...] = ()
    kind: str | None = None


def likeness(one: Likeable, other: Likeable) -> float:
    """How probably both are the same cooperation: 0 to 1, the same in both directions."""
    titles = max((_same_words(a, b) for a in one.titles for b in other.titles if a and b), default=0.0)
    if not (one.french and one.russian and other.french and other.russian):
        # The partners are not known yet: the titles alone must be very near.
        return titles * 0.9
    french, french_is_place = _side(one.french, other.french)
    russian, russian_is_place = _side(one.russian, other.russian)
    ends = min(french, russian)
    found = ends * (0.9 + 0.1 * titles) if french_is_place and russian_is_place else ends * 0.45 + titles * 0.55
    if one.kind and other.kind and one.kind != other.kind:
        found -= 0.05
    return max(0.0, found)


def _side(ones: Iterable[End], others: Collection[End]) -> tuple[float, bool]:
    """The best likeness of two ends of a side, and whether these are nothing but places."""
    best = (0.0, False)
    for one in ones:
        for other in others:
            own, theirs = _own_words(one), _own_words(other)
            place = _same_place(one, other)
            if not own and not theirs:
                best = max(best, (place, True))
            elif own and theirs:
                named = max((_words_alike(a, b) for a in own for b in theirs), default=0.0)
                best = max(best, (named if place or not (one.places and other.places) else named * 0.8, False))
            else:
                # A place and a body in it: an association of the town may carry what the town declares.
                best = max(best, (place * 0.6, False))
    return best


def _same_place(one: End, other: End) -> float:
    if one.place_id is not None and one.place_id == other.place_id:
        return 1.0
    mine = [_telling(name) for name in (one.places or one.names)]
    theirs = [_telling(name) for name in (other.places or other.names)]
    return max((_words_alike(a, b) for a in mine for b in theirs if a and b), default=0.0)


def _own_words(end: End) -> list[tuple[str, ...]]:
    """The words of the names that are neither common nor those of the place: empty for « Ville de Nice » in Nice."""
    places = {word for name in end.places for word in words_key(name).split()}
    if not end.places:
        return []
    found = [tuple(word for word in _telling(name) if not _is_one_of(word, places)) for name in end.names]
    return [words for words in found if words]


def _is_one_of(word: str, known: Collection[str]) -> bool:
    return any(_word_alike(word, one) >= ALIKE for one in known)


@lru_cache(maxsize=20_000)
def _telling(name: str) -> tuple[str, ...]:
    """The folded words of a name without the common ones; all of them when nothing else is left."""
    found = words_key(name).split()
    return tuple(word for word in found if _stem(word) not in _common() and len(word) > 1) or tuple(found)


def _same_words(one: str, other: str) -> float:
    """The likeness of two titles."""
    if words_key(one) == words_key(other):
        return 1.0
    return _words_alike(_telling(one), _telling(other))


def _words_alike(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """The share of the words that both have, weighed by their length, counted from the side of the one with more."""
    if not one or not other:
        return 0.0
    return min(_covered(one, other), _covered(other, one)) * 0.7 + max(_covered(one, other), _covered(other, one)) * 0.3


def _covered(words: tuple[str, ...], by: tuple[str, ...]) -> float:
    whole = sum(len(word) for word in words)
    best = ((max(_word_alike(word, one) for one in by), len(word)) for word in words)
    return sum(share * length for share, length in best if share >= ALIKE) / whole


@lru_cache(maxsize=200_000)
def _word_alike(one: str, other: str) -> float:
    """1 for words of the same stem, less for near ones, also across the scripts."""
    if one == other or _stem(one) == _stem(other):
        return 1.0
    if one.isdigit() or other.isdigit():
        return 0.0
    if (cyrillic_share(one) > 0.5) is not (cyrillic_share(other) > 0.5):
        latin, russian = (other, one) if cyrillic_share(one) > 0.5 else (one, other)
        return _near(into_russian(latin).lower(), russian) * 0.97
    return _near(one, other)


def _near(one: str, other: str) -> float:
    """With its ending or without: an error of typing can change what is taken for the ending."""
    if min(len(one), len(other)) <= SHORT:
        return 0.0
    return max(
        OSA.normalized_similarity(one, other),
        OSA.normalized_similarity(_stem(one), _stem(other)) if min(len(_stem(one)), len(_stem(other))) > SHORT else 0.0,
    )


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    return "".join(stems(word))

"""From what a reader asks to the records in their order, with the number beside each value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import islice
from math import log
from operator import or_

from trianon.cooperations import directory, queries
from trianon.cooperations.directory import ALL, Directory, newest_first, oldest_first
from trianon.cooperations.filters import BY_DATE, OPEN, VALUES, Filters
from trianon.cooperations.indexing import SUBJECT
from trianon.core import near_words, search
from trianon.core.near_words import Guess
from trianon.core.paging import PAGE_SIZE
from trianon.core.search import MOST_RANKED, RARELY, Asked, Hit

# Of records that hold some of the words, those that answer nearly as well as the best.
NEARLY = 0.6
WEIGHTS = (0, 1, 3, 4)


@dataclass
class Found:
    """What a search found. Places are those of `directory`."""

    directory: Directory
    filters: Filters
    # All that is found, and what the words alone find (None without words).
    mask: int
    by_words: int | None = None
    # What is at the chosen place.
    by_place: int | None = None
    # The newest are listed, and there are more.
    is_more: bool = False
    # Place → how well it answers; empty when the order is that of dates.
    scores: dict[int, int] = field(default_factory=dict)
    # What was looked for in place of words that nothing holds.
    guess: Guess | None = None
    # The organisations that have the words, too, where they were asked for.
    organisations: Sequence[int] = ()

    @property
    def total(self) -> int:
        """How many are listed."""
        return self.mask.bit_count()

    def counts(self) -> dict[str, dict[str, int]]:
        """For each filter, how many records each of its values would leave with all other filters as they are."""
        return {name: self._counts(name) for name in (*VALUES, *OPEN)}

    def _counts(self, name: str) -> dict[str, int]:
        base = narrowed(self.directory, self.filters.without(name))
        if self.by_words is not None:
            base &= self.by_words
        if self.by_place is not None:
            base &= self.by_place
        having = {value: self.directory.mask(f"{name}:{value}") & base for value in self.directory.values(name)}
        return {value: mask.bit_count() for value, mask in having.items() if mask}

    def page(self, cursor: str | None = None, size: int = PAGE_SIZE) -> tuple[list[int], str | None, str | None]:
        """The ids of one page, and the cursors of the pages around it (None where there is none)."""
        bound = _read(cursor)
        forward = bound is None or bound.forward
        places = self._places(bound, size + 1)
        more, places = len(places) > size, places[:size]
        if not forward:
            places.reverse()
        if not places:
            return [], None, None
        before = self._write("b", places[0]) if (bound is not None if forward else more) else None
        after = self._write("a", places[-1]) if (more if forward else True) else None
        return [self.directory.ids[place] for place in places], before, after

    def ids(self) -> list[int]:
        """Every id that was found, in order."""
        return [self.directory.ids[place] for place in self._places(None, len(self.directory.ids))]

    def among(self, ids: Iterable[int]) -> list[int]:
        """Those of these ids that were found."""
        places = self.directory.places
        return [one for one in ids if one in places and self.mask >> places[one] & 1]

    def _places(self, bound: _Bound | None, most: int) -> list[int]:
        border = 0 if bound is None else self.directory.before(bound.moment, bound.id)
        if self.scores:
            ranked = sorted(((self.scores[place], place) for place in newest_first(self.mask)), reverse=True)
            if bound is None:
                chosen = ranked
            elif bound.forward:
                chosen = [one for one in ranked if one < (bound.score, border)]
            else:
                chosen = [one for one in reversed(ranked) if one > (bound.score, border)]
            return [place for _, place in chosen[:most]]
        if bound is None:
            return list(islice(newest_first(self.mask), most))
        if bound.forward:
            return list(islice(newest_first(self.mask & ((1 << border) - 1)), most))
        above = self.mask >> border << border
        if border < len(self.directory.ids) and self.directory.ids[border] == bound.id:
            above &= ~(1 << border)
        return list(islice(oldest_first(above), most))

    def _write(self, way: str, place: int) -> str:
        made = self.directory
        return f"{way}.{self.scores.get(place, 0)}.{made.moments[place]}.{made.ids[place]}"


@dataclass(frozen=True)
class _Bound:
    forward: bool
    score: int
    moment: int
    id: int


def _read(cursor: str | None) -> _Bound | None:
    """A cursor nobody gave is read as the first page."""
    way, *numbers = (cursor or "").split(".")
    if way not in {"a", "b"} or len(numbers) != 3:
        return None
    if not all(number.isascii() and number.isdigit() and len(number) <= 17 for number in numbers):
        return None
    return _Bound(way == "a", *map(int, numbers))


def bare(filters: Filters) -> Found:
    """These filters and the list that they are about, nothing looked for yet."""
    return Found(directory.current(), filters, 0)


def found(filters: Filters, made: Directory | None = None, *, organisations: bool = False) -> Found:
    """Everything that answers to these filters; whoever asks several times reads the list once.

    With `organisations`, those that have the words are looked for in the same statement.
    """
    asked = search.read(filters.q) if filters.q else Asked()
    known, named, exact = _asked_for(asked, filters.q if organisations else "")
    made = made or directory.current(known)
    base = narrowed(made, filters)
    by_place = made.mask_of(queries.at_place(int(filters.place))) if filters.place else None
    if by_place is not None:
        base &= by_place
    if not asked:
        return Found(made, filters, base, by_place=by_place)
    hits, guess = _hits(exact, asked, filters.q)
    by_words = made.mask_of(hit.id for hit in hits)
    is_more = len(hits) > MOST_RANKED
    if is_more and base and base != made.mask(ALL):
        # The newest with this word may all be elsewhere: both are asked for at once.
        among = [made.ids[place] for place in newest_first(base)] if by_place is not None else None
        are_rare = (by_words & base).bit_count() < MOST_RANKED * RARELY
        hits = search.hits(
            SUBJECT, guess.asked if guess else asked, narrowed=_groups(made, filters), among=among, are_rare=are_rare
        )
        base &= made.mask_of(hit.id for hit in hits)
        is_more = len(hits) > MOST_RANKED
    else:
        base &= by_words
    scores = {} if filters.sort == BY_DATE else _scores(made, hits)
    return Found(made, filters, base, by_words, by_place, is_more, scores, guess, named)


def _asked_for(asked: Asked, named: str) -> tuple[int | None, list[int], list[Hit]]:
    """The number of the list (None where it was not asked), the organisations that have some words, and the hits."""
    if not asked:
        return None, [], []
    ids = queries.ids_of_organisations(named) if named else None
    (known, *told), hits = search.hits_beside([directory.number(), *([] if ids is None else [ids])], SUBJECT, asked)
    return known, [int(one) for one in (told[0] or "").split(",") if one] if told else [], hits


def narrowed(made: Directory, filters: Filters) -> int:
    """The records that answer to the filters, whatever the words."""
    mask = made.mask(ALL)
    for word in filters.words().values():
        mask &= made.mask(word)
    if years := filters.years():
        begun = (made.mask(f"year:{year}") for year in range(years[0], years[1] + 1))
        mask &= reduce(or_, begun, 0)
    return mask


def _groups(made: Directory, filters: Filters) -> list[list[str]]:
    """The words of the entries that the filters ask for: one of each group."""
    groups = [[word] for word in filters.words().values()]
    if years := filters.years():
        groups.append([f"year:{year}" for year in range(years[0], years[1] + 1) if made.mask(f"year:{year}")])
    return groups


def _hits(exact: Sequence[Hit], asked: Asked, query: str) -> tuple[Sequence[Hit], Guess | None]:
    """What holds every word; failing that, what holds the nearest words; failing that, most of them."""
    hits = exact
    if hits:
        return hits, None
    guess = near_words.guess(SUBJECT, query)
    if not guess.asked:
        return [], None
    if guess.asked != asked:
        hits = search.hits(SUBJECT, guess.asked)
    if not hits:
        guess = Guess(guess.asked.loosely(), guess.replaced, guess.given_up)
        hits = _nearly_best(search.hits(SUBJECT, guess.asked))
    return hits, guess if hits else None


def _nearly_best(hits: Sequence[Hit]) -> Sequence[Hit]:
    """Those that hold the rarer words: a word that most have says little."""
    if not hits:
        return hits
    worth = [
        log(1 + len(hits) / (1 + sum(bool(one) for one in levels)))
        for levels in zip(*(hit.levels for hit in hits), strict=True)
    ]
    weights = [sum(value for value, level in zip(worth, hit.levels, strict=True) if level) for hit in hits]
    return [hit for hit, weight in zip(hits, weights, strict=True) if weight >= NEARLY * max(weights)]


def _scores(made: Directory, hits: Sequence[Hit]) -> dict[int, int]:
    places: Mapping[int, int] = made.places
    return {places[hit.id]: sum(WEIGHTS[level] for level in hit.levels) for hit in hits if hit.id in places}

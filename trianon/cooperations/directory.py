"""The public list as each process holds it: for each value a number whose bits are the records that have it.

Narrowing the list is `&`, counting is counting bits: a page with filters and the number beside each value costs nearly
the same at a thousand records and at two hundred thousand. The table `directory_entry` is the truth; every look begins
by asking for its number, so that what left the list is gone from every process at the next request.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import compress
from threading import Lock
from typing import Any

import sqlalchemy as sa
from flask import Flask, current_app

from trianon.cooperations.entries import NUMBER, SCOPE, DirectoryEntry
from trianon.core.counters import Counter as Kept
from trianon.core.database import db, is_read_only, reading

# So many changes at once (an import) are read anew sooner than one by one.
MOST_CHANGES = 500
ALL = "all"
# Octets of a mask that are looked at together.
PART = 128
# The digits of a number written in twos, as the numbers that they are.
_DIGITS = bytes.maketrans(b"01", b"\x00\x01")

_lock = Lock()
_TABLE = DirectoryEntry.__table__


class Directory:
    """The records in the order of publication, each at its place; `masks` tell which places have a word."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.ids = array("q")
        self.moments = array("q")
        # The number of the last change of each.
        self.changes = array("q")
        self.words: list[str] = []
        # Where the partners of each are: a number of `_spelt`, for thousands are between the same places.
        self.ends = array("l")
        self._spelt: dict[str, int] = {}
        self.places: dict[int, int] = {}
        self.masks: dict[str, int] = {}

    def mask(self, word: str) -> int:
        """The records that have a word."""
        return self.masks.get(word, 0)

    def values(self, name: str) -> list[str]:
        """Every value that some record has, or had, of a filter."""
        begun = f"{name}:"
        return [word[len(begun) :] for word in self.masks if word.startswith(begun)]

    def mask_of(self, ids: Iterable[int]) -> int:
        """These records, as far as they are listed."""
        places = sorted(place for one in ids if (place := self.places.get(one)) is not None)
        if not places:
            return 0
        bits = bytearray(places[-1] // 8 + 1)
        for place in places:
            bits[place >> 3] |= 1 << (place & 7)
        return int.from_bytes(bits, "little") & self.mask(ALL)

    def between(self, mask: int) -> Counter[str]:
        """How many records of a mask are between the same places, as the entries spell these."""
        chosen = f"{mask:b}".encode().translate(_DIGITS)[::-1]
        spelt = list(self._spelt)
        return Counter({spelt[one]: number for one, number in Counter(compress(self.ends, chosen)).items()})

    def before(self, moment: int, id_: int) -> int:
        """How many places come before a moment and id, of a record that may have left."""
        place = bisect_left(self.moments, moment)
        while place < len(self.ids) and self.moments[place] == moment and self.ids[place] < id_:
            place += 1
        return place

    def add(self, id_: int, moment: int, change: int, words: str, ends: str) -> None:
        """Put a record at the next place, without its bits."""
        self.places[id_] = len(self.ids)
        self.ids.append(id_)
        self.moments.append(moment)
        self.changes.append(change)
        self.words.append(words)
        self.ends.append(self._spelt.setdefault(ends, len(self._spelt)))

    def change(self, id_: int, moment: int, change: int, words: str, ends: str) -> bool:
        """Apply one change; False when the order does not hold any more and all must be read anew."""
        place = self.places.get(id_)
        if place is None:
            if self.ids and (moment, id_) < (self.moments[-1], self.ids[-1]):
                return False
            place = len(self.ids)
            self.add(id_, moment, change, "", ends)
        elif self.moments[place] != moment:
            return False
        before, after, bit = set(self.words[place].split()), set(words.split()), 1 << place
        for word in before - after:
            self.masks[word] ^= bit
        for word in after - before:
            self.masks[word] = self.masks.get(word, 0) | bit
        self.words[place], self.changes[place] = words, change
        self.ends[place] = self._spelt.setdefault(ends, len(self._spelt))
        return True


def newest_first(mask: int) -> Iterator[int]:
    """The places in a mask, from the last to the first."""
    for first, part in reversed(_parts(mask)):
        left = part
        while left:
            place = left.bit_length() - 1
            yield first + place
            left ^= 1 << place


def oldest_first(mask: int) -> Iterator[int]:
    """The places in a mask, from the first to the last."""
    for first, part in _parts(mask):
        left = part
        while left:
            place = (left & -left).bit_length() - 1
            yield first + place
            left ^= 1 << place


def _parts(mask: int) -> list[tuple[int, int]]:
    """A mask in short numbers, each with its first place: to take a bit from a long one writes all of it anew."""
    octets = mask.to_bytes(mask.bit_length() // 8 + 1, "little")
    starts = range(0, len(octets), PART)
    return [(start * 8, int.from_bytes(octets[start : start + PART], "little")) for start in starts]


def number() -> sa.ColumnElement[int]:
    """The number of the list's newest change, to be asked for by itself or beside something else."""
    row = sa.select(Kept.value).where(Kept.scope == SCOPE, Kept.key == NUMBER)
    return sa.func.coalesce(row.scalar_subquery(), 0)


def current(known: int | None = None) -> Directory:
    """The list as the database has it now: one short statement while nothing has changed, or none if it is `known`."""
    if known is None:
        known = db.session.execute(sa.select(number())).scalar_one()
    if not is_read_only():
        # What this transaction has written may yet be undone: nobody else may see it.
        return _read(known)
    with _lock:
        kept: Directory | None = current_app.extensions.get("directory")
        if kept is None or not _catch_up(kept, known):
            kept = current_app.extensions["directory"] = _read(known)
        return kept


def read_ahead(app: Flask) -> None:
    """Read the list when a process starts: its first visitor does not wait for it."""
    with app.app_context(), reading():
        app.extensions["directory"] = _read(db.session.execute(sa.select(number())).scalar_one())


def _catch_up(kept: Directory, known: int) -> bool:
    if kept.number == known:
        return True
    if kept.number > known:
        return False
    rows = _entries().where(_TABLE.c.number > kept.number).limit(MOST_CHANGES + 1)
    changes = db.session.execute(rows).all()
    if len(changes) > MOST_CHANGES:
        return False
    for row in changes:
        if not kept.change(*row):
            return False
    # A change that was committed since the number was read is taken again at the next look.
    kept.number = known
    return True


def _read(known: int) -> Directory:
    """All of it, anew."""
    made = Directory(known)
    having: dict[str, list[int]] = {}
    spelt: dict[str, str] = {}
    for place, (id_, moment, change, read, ends) in enumerate(db.session.execute(_entries())):
        # Thousands of records have the same words: kept once.
        words = spelt.setdefault(read, read)
        if words in having:
            having[words].append(place)
        else:
            having[words] = [place]
        made.add(id_, moment, change, words, ends)
    bits: dict[str, bytearray] = {}
    for words, places in having.items():
        marks = [(place >> 3, 1 << (place & 7)) for place in places]
        for word in words.split():
            mask = bits.get(word)
            if mask is None:
                mask = bits[word] = bytearray(len(made.ids) // 8 + 1)
            for byte, bit in marks:
                mask[byte] |= bit
    made.masks = {word: int.from_bytes(mask, "little") for word, mask in bits.items()}
    return made


def _entries() -> sa.Select[Any]:
    """Plain rows of the table: there may be hundreds of thousands."""
    row = _TABLE.c
    rows = sa.select(row.cooperation_id, _microseconds(), row.number, row.words, row.places)
    return rows.order_by(row.published_at, row.cooperation_id)


def _microseconds() -> Any:
    """The moment of publication as `core.clock` counts it, made by the database."""
    at = _TABLE.c.published_at
    if db.engine.dialect.name == "sqlite":
        # Stored as "2026-01-31 12:00:00.123456", UTC.
        spelt = sa.type_coerce(at, sa.String)
        seconds = sa.cast(sa.func.strftime("%s", spelt), sa.BigInteger)
        return seconds * 1_000_000 + sa.cast(sa.func.substr(spelt, 21, 6), sa.BigInteger)
    return sa.cast(sa.extract("epoch", at) * 1_000_000, sa.BigInteger)

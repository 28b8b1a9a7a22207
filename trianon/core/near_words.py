"""The words of what is public, and which of them a mistyped word may have meant.

A word with one error has kept its first half or its second; so the words that share one of them, or sound alike, are
looked at and no others, whatever the size of the vocabulary. A word leaves with the last record that holds it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from trianon.core.database import Base, db
from trianon.core.documents import Asked, SearchDocument, asked_words
from trianon.core.spelling import errors_allowed, errors_between, on_the_other_keyboard, sound
from trianon.core.text import is_cyrillic, kept_of, stem, words

LONGEST = 40
SHORTEST = 3
MOST_NEAR = 4
# So many records' stems are read before each stem is asked for.
LOOKED_AT = 50
ANEW_AT_ONCE = 1000
# Words that begin a name and are none: where there is no Saint-Étienne, Saint-Ouen is not looked for in its place.
_LEADING = frozenset(map(stem, ("saint", "нижний", "верхний")))
# Compared letter by letter, as ranges of beginnings need it.
_LETTERS = sa.String(LONGEST).with_variant(sa.String(LONGEST, collation="C"), "postgresql")
# Stems are letters and digits: nothing in them needs escaping.
_UNHELD = sa.text(
    "SELECT stem FROM unnest(CAST(:stems AS text[])) AS stem WHERE NOT EXISTS (SELECT 1 FROM search_document "
    "WHERE subject = :subject AND vector @@ CAST(quote_literal(stem) AS tsquery))"
)
_UNHELD_SQLITE = sa.text(
    # "CROSS" holds SQLite to this order: it would read every record of the subject for each stem.
    "SELECT value FROM json_each(:stems) WHERE NOT EXISTS (SELECT 1 FROM search_fts "
    "CROSS JOIN search_document AS known ON known.id = search_fts.rowid WHERE search_fts MATCH '\"' || value || '\"' "
    "AND known.subject = :subject)"
)
_AFTER_ALL = "\uffff"


class SearchWord(Base):
    """One folded word that public records of a subject hold, with its stem and what near words are found by."""

    __tablename__ = "search_word"

    subject: Mapped[str] = mapped_column(sa.String(30), primary_key=True)
    word: Mapped[str] = mapped_column(_LETTERS, primary_key=True)
    backwards: Mapped[str] = mapped_column(_LETTERS)
    sound: Mapped[str] = mapped_column(_LETTERS)
    stem: Mapped[str] = mapped_column(_LETTERS)

    __table_args__ = (
        sa.Index("ix_search_word_backwards", "subject", "backwards"),
        sa.Index("ix_search_word_sound", "subject", "sound"),
        sa.Index("ix_search_word_stem", "subject", "stem"),
    )


@dataclass(frozen=True)
class Guess:
    """What may have been meant by a query: the words in place of those that nothing holds, and those given up."""

    asked: Asked
    replaced: tuple[tuple[str, str], ...]
    given_up: tuple[str, ...]


class _Known(NamedTuple):
    word: str
    sound: str
    stem: str


def learn(subject: str, texts: Iterable[str | None]) -> None:
    """Keep the words of what has become public."""
    heard = {word for text in texts if text for word in words(text)}
    fitting = sorted(word for word in heard if SHORTEST <= len(word) <= LONGEST and not word.isdigit())
    insert = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    for some in _batches(fitting, 500):
        known = db.session.scalars(
            sa.select(SearchWord.word).where(SearchWord.subject == subject, SearchWord.word.in_(some))
        )
        fresh = sorted(set(some) - set(known))
        rows = [
            {"subject": subject, "word": word, "backwards": word[::-1], "sound": sound(word), "stem": stem(word)}
            for word in fresh
        ]
        if rows:
            # In one order for everybody: two who publish at once wait for each other and never in a circle.
            db.session.execute(insert(SearchWord).on_conflict_do_nothing(), rows)


def unlearn(subject: str, stems: Iterable[str]) -> None:
    """Forget the words of these stems, as far as no record holds them any more."""
    left = set(stems) - _common(subject)
    for some in _batches(sorted(left), 500):
        known = sa.select(SearchWord.stem).where(SearchWord.subject == subject, SearchWord.stem.in_(some))
        gone = _unheld(subject, sorted(set(db.session.scalars(known))))
        if gone:
            db.session.execute(sa.delete(SearchWord).where(SearchWord.subject == subject, SearchWord.stem.in_(gone)))


def stem_anew(subject: str) -> Iterator[int]:
    """After a change of the stemmer: every known word with its stem and sound as they are now, batch by batch."""
    for some in _every_word(subject):
        changed = [
            {"subject": subject, "word": word, "sound": sound(word), "stem": stem(word)}
            for word, known in some
            if known != stem(word)
        ]
        if changed:
            db.session.execute(sa.update(SearchWord), changed)
        yield len(some)


def forget_unheld(subject: str) -> Iterator[int]:
    """Forget the words that no record holds, batch by batch."""
    for some in _every_word(subject):
        unlearn(subject, {known for _word, known in some})
        yield len(some)


def _every_word(subject: str) -> Iterator[Sequence[Any]]:
    rows = sa.select(SearchWord.word, SearchWord.stem).where(SearchWord.subject == subject).order_by(SearchWord.word)
    last = ""
    while some := db.session.execute(rows.where(SearchWord.word > last).limit(ANEW_AT_ONCE)).all():
        last = some[-1].word
        yield some


def _common(subject: str) -> set[str]:
    """Stems that some record surely holds: to ask for each of the common ones would read long lists of records."""
    rows = sa.select(SearchDocument.stems).where(SearchDocument.subject == subject)
    some = db.session.scalars(rows.order_by(SearchDocument.subject_id.desc()).limit(LOOKED_AT))
    return {stem for stems in some for stem in stems.split()}


def _batches(items: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (items[start : start + size] for start in range(0, len(items), size))


def _unheld(subject: str, stems: Sequence[str]) -> list[str]:
    """Those of the stems that no record holds, in one statement: an answer of the index for each."""
    if not stems:
        return []
    if db.engine.dialect.name == "sqlite":
        return list(db.session.scalars(_UNHELD_SQLITE, {"subject": subject, "stems": json.dumps(stems)}))
    return list(db.session.scalars(_UNHELD, {"subject": subject, "stems": stems}))


def guess(subject: str, query: str) -> Guess:
    """For each word of a query that nothing holds, the nearest words that something holds."""
    typed = asked_words(query)
    near = _candidates(subject, typed)
    # Numbers are in no vocabulary, and have no near ones: a year stands in a record or it does not.
    numbers = [word for word in typed if word.isdigit()]
    held = set(numbers) - set(_unheld(subject, numbers))
    terms, replaced, given_up = [], [], []
    near_ones = [[word] if word in held else _nearest(word, near) for word in typed]
    for word, found, following in zip(typed, near_ones, [*near_ones[1:], ["-"]], strict=True):
        if not found or (not following and stem(word) in _LEADING):
            given_up.append(word)
            continue
        terms.append(tuple(dict.fromkeys(stem(one) for one in found)))
        if found[0] != word and stem(found[0]) != stem(word):
            replaced.append((word, found[0]))
    return Guess(Asked(tuple(dict.fromkeys(terms))), tuple(replaced), tuple(given_up))


def _candidates(subject: str, typed: Sequence[str]) -> list[_Known]:
    """Every word that may be near one of these, in one statement."""
    wanted = []
    for word in typed:
        for meant in (word, on_the_other_keyboard(word)):
            wanted += [SearchWord.word == meant, SearchWord.stem.in_(kept_of(meant))]
        parts = errors_allowed(word) + 1
        part = len(word) // parts
        if part >= 2:
            ends = word[::-1][:part]
            wanted += [SearchWord.word.between(word[:part], word[:part] + _AFTER_ALL)]
            wanted += [SearchWord.backwards.between(ends, ends + _AFTER_ALL)]
        heard = sound(word)
        if len(heard) >= SHORTEST:
            begun = heard[: max(SHORTEST, len(heard) // 2)]
            wanted += [SearchWord.sound.between(begun, begun + _AFTER_ALL)]
    rows = sa.select(SearchWord.word, SearchWord.sound, SearchWord.stem)
    return [_Known(*row) for row in db.session.execute(rows.where(SearchWord.subject == subject, sa.or_(*wanted)))]


def _nearest(word: str, near: Sequence[_Known]) -> list[str]:
    """The words at the smallest distance that is allowed, in alphabetical order."""
    allowed, heard, meant = errors_allowed(word), sound(word), stem(word)
    keys = on_the_other_keyboard(word)
    best: dict[float, set[str]] = {}
    for one in near:
        if one.stem == meant:
            distance = 0.0
        elif one.word.startswith(word) and len(word) >= SHORTEST:
            distance = 0.1
        elif one.word == keys or one.stem == stem(keys):
            distance = 0.2
        elif one.sound == heard and len(heard) >= SHORTEST:
            distance = 0.5
        else:
            letters = errors_between(word, one.word, allowed)
            sounds = errors_between(heard, one.sound, 1) + 0.5 if len(heard) > 5 else 9.0
            distance = min(letters if letters <= allowed else 9.0, sounds if sounds < 2 else 9.0)
        if distance < 9:
            best.setdefault(distance, set()).add(one.word)
    found = sorted(best[min(best)], key=lambda one: (abs(len(one) - len(word)), one))[:MOST_NEAR] if best else []
    # Named to the reader is the first: in the letters that were typed, or meant by the other keyboard.
    return sorted(found, key=lambda one: (one != keys, is_cyrillic(one) is not is_cyrillic(word)))

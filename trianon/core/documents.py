"""What the search keeps of each public record, and what somebody asks of it.

FTS5 on SQLite, a GIN index over the same lexemes on PostgreSQL: both engines are asked the same question about the same
words, and find the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Mapped, mapped_column

from trianon.core.database import Base, db
from trianon.core.text import meant_by, plain_stem, sayings, stem, words

MOST_WORDS = 12
# A shorter stem is a word of its own, not the beginning of another: « Nice » is not « Nicolas ».
SHORTEST_BEGINNING = 4
# Where beginnings are asked for, what was typed is one from here on.
SHORTEST_TYPED = 3
# A longer one is no word, and PostgreSQL would refuse the question.
LONGEST_WORD = 60
# Stands before what a filter looks for: a letter of neither language, so that no typed word is a filter's.
FILTER = "ᚠ"
# Words that say nothing of what is looked for.
EMPTY = frozenset(
    words(
        "a au aux avec ce ces d dans de des du elle en entre et il l la le les leur leurs n ou par pour qu que qui s "
        "se sur un une y and between for in of on the with annee "
        "а в во да для до и из или к как ко ли между на не о об от по при про с со то у что это эти "
        # «г. Тверь», «2019 г.», «в 2019 году»
        "г год года году годах"
    )
)


class SearchDocument(Base):
    """The folded stems of one public record. A record that is not public has no row."""

    __tablename__ = "search_document"

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(sa.String(30))
    subject_id: Mapped[int]
    stems: Mapped[str] = mapped_column(sa.Text)
    # The stems of its names alone (title, places, bodies), which count for more; they are among `stems`, too.
    names: Mapped[str] = mapped_column(sa.Text, default="")
    # What else it is narrowed by, as `lexemes` spells it: asked together with the words, in the same index.
    filters: Mapped[str] = mapped_column(sa.Text, default="", server_default="")

    __table_args__ = (sa.UniqueConstraint("subject", "subject_id"),)

    def holds(self, asked: Asked) -> bool:
        """Whether the index would find it: for few records and many questions, which ask the database nothing."""
        stems = f" {self.stems} "
        held = (
            any((f" {one[:-1]}" if one.endswith("*") else f" {one} ") in stems for one in term) for term in asked.terms
        )
        return any(held) if asked.is_loose else bool(asked) and all(held)

    def has(self, narrowed: str) -> bool:
        """Whether it has all that a search is narrowed to, as `lexemes` spells it."""
        return set(narrowed.split()) <= set(self.filters.split())


@dataclass(frozen=True)
class Asked:
    """What somebody looks for: for each word, the stems of which one must be there; "jum*" is any that begins so."""

    terms: tuple[tuple[str, ...], ...] = ()
    # Whether one of the words suffices.
    is_loose: bool = False

    def __bool__(self) -> bool:
        return bool(self.terms)

    def loosely(self) -> Asked:
        """The same when any of the words suffices."""
        return replace(self, is_loose=True)


def asked_words(query: str) -> list[str]:
    """The folded words of a query that say something; all of them when none does."""
    every = [one[:LONGEST_WORD] for word in words(query) for one in _in_its_place(word)]
    return ([word for word in every if word not in EMPTY] or every)[:MOST_WORDS]


def _in_its_place(word: str) -> Sequence[str]:
    """Several words that are meant take the place of a typed one: «Подмосковье» is «Московская область»."""
    meant = meant_by(word)
    return meant if len(meant) > 1 else (word,)


def read(query: str, *, by_beginnings: bool = False) -> Asked:
    """A query as typed; with `by_beginnings` whatever begins as a word's stem is meant, too."""
    typed = asked_words(query)
    kept = sayings([stem(word) for word in typed])
    terms = [_alternatives(word, by_beginnings) for word in typed if stem(word) in kept]
    return Asked(tuple(dict.fromkeys(terms)))


def _alternatives(word: str, by_beginnings: bool) -> tuple[str, ...]:
    """The stem of a word; and where nothing comes off, it may be the beginning of a longer one."""
    if meant := meant_by(word):
        return (stem(word), *map(stem, meant))
    root, plain = stem(word), plain_stem(word)
    is_open = (by_beginnings or plain == word) and len(plain) >= SHORTEST_BEGINNING and not plain.isdigit()
    if is_open:
        return root, f"{plain}*"
    is_begun = by_beginnings and len(word) >= SHORTEST_TYPED and not word.isdigit()
    return (root, f"{word}*") if is_begun else (root,)


def lexemes(subject: str, filters: Iterable[str]) -> str:
    """What a record is narrowed by ("domain:culture"), its subject first, as both indexes keep it: letters alone."""
    return " ".join([_of(subject), *map(_lexeme, filters)])


def _of(subject: str) -> str:
    return _lexeme(f"subject:{subject}")


def _lexeme(word: str) -> str:
    return FILTER + "".join(c for c in word.casefold() if c.isalnum())


def holding(subject: str, asked: Asked, narrowed: Sequence[Sequence[str]] = (), *, newest: int | None = None) -> Any:
    """The condition that a document of a subject holds what was asked, and one of each group of a filter's words.

    Of more than `newest`, the others may be left out: the caller takes no more.
    """
    groups = [[(one.rstrip("*"), one.endswith("*")) for one in term] for term in asked.terms]
    if db.engine.dialect.name == "sqlite":
        mark = " OR " if asked.is_loose else " AND "
        spelt = ["(" + " OR ".join(f'"{one}"{"*" * begun}' for one, begun in group) + ")" for group in groups]
        within = [" AND (" + " OR ".join(f'"{_lexeme(word)}"' for word in group) + ")" for group in narrowed]
        # The subject stands in the index, too: to look it up in each document would read all that hold a common word.
        wanted = f'({mark.join(spelt)}){"".join(within)} AND "{_of(subject)}"'
        # From the newest backwards, as the index can; -1 is no limit, and still makes SQLite look once, not again for
        # each row of what stands around.
        rowids = sa.text("SELECT rowid FROM search_fts WHERE search_fts MATCH :wanted ORDER BY rowid DESC LIMIT :most")
        given = {"wanted": wanted, "most": -1 if newest is None else newest}
        # Their own parameters each time: one statement may ask for several.
        return SearchDocument.id.in_(
            rowids.bindparams(*(sa.bindparam(name, value, unique=True) for name, value in given.items()))
        )
    mark = " | " if asked.is_loose else " & "
    spelt = ["(" + " | ".join(f"'{one}'{':*' * begun}" for one, begun in group) + ")" for group in groups]
    within = [" & (" + " | ".join(f"'{_lexeme(word)}'" for word in group) + ")" for group in narrowed]
    wanted = f"({mark.join(spelt)}){''.join(within)}"
    # Written out: a plan that is made once for every word takes each for a rare one, and gathers all that hold it.
    words = sa.bindparam("wanted", wanted, sa.Text, unique=True, literal_execute=True)
    return sa.and_(
        SearchDocument.subject == sa.bindparam("subject", subject, unique=True, literal_execute=True),
        sa.literal_column("search_document.vector").op("@@")(sa.cast(words, TSQUERY)),
    )

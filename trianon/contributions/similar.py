"""While somebody writes: public texts in either language that speak of the same things.

Found by stems, in a text or in its translation; a hint, and nothing is refused because of it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import sqlalchemy as sa

from trianon.bilingual.lang import Lang
from trianon.bilingual.text import Bilingual
from trianon.contributions.models import Contribution, ContributionKind, ContributionVersion
from trianon.contributions.publishing import SUBJECT
from trianon.core import search
from trianon.core.database import db
from trianon.core.documents import EMPTY, MOST_WORDS
from trianon.core.publication import State
from trianon.core.text import stem, words

MOST_SHOWN = 5
# Words looked for beside those of the title: the ones that the text says most often.
OF_TEXT = 6
SHORTEST_WORD = 4
# Compared for each word, the newest that hold it: of rare words all. For fewer PostgreSQL would walk past every text in
# search of a word that none holds: of a word it does not know it believes that one text in two hundred has it.
MOST_OF_EACH = 100
# How much of what was looked for a text must hold, rare words counting for more, from 0 to 1.
LEAST_SHARED = 0.4
FEWEST_SHARED = 2
# The rest of a long text says nothing new of what it is about.
READ = 3000


@dataclass(frozen=True)
class Similar:
    """A public text that speaks of the same things."""

    id: int
    title: Bilingual
    kind: ContributionKind
    source_lang: Lang
    author_id: int


def similar_to(title: str, text: str) -> list[Similar]:
    """The nearest first; nothing while too few words say what it is about."""
    asked = search.read(_told(title, text))
    if len(asked.terms) < FEWEST_SHARED:
        return []
    found = search.hits_of_each(SUBJECT, asked, MOST_OF_EACH)
    weights = search.worth(found)
    shares: dict[int, float] = {}
    for hit in found:
        there = [weight for weight, level in zip(weights, hit.levels, strict=True) if level]
        share = sum(there) / sum(weights)
        if len(there) >= FEWEST_SHARED and share >= LEAST_SHARED:
            shares[hit.id] = share
    nearest = sorted(shares, key=lambda number: (-shares[number], -number))[:MOST_SHOWN]
    return _public(nearest)


def _told(title: str, text: str) -> str:
    """The words of the title that say something, and the most frequent ones of the text."""
    wanted = [word for word in words(title[:READ]) if word not in EMPTY][: MOST_WORDS - OF_TEXT]
    known = {stem(word) for word in wanted}
    often: Counter[str] = Counter()
    spelt: dict[str, str] = {}
    for word in words(text[:READ]):
        if len(word) >= SHORTEST_WORD and word not in EMPTY and stem(word) not in known:
            often[stem(word)] += 1
            spelt.setdefault(stem(word), word)
    return " ".join([*wanted, *(spelt[one] for one, _times in often.most_common(OF_TEXT))])


def _public(numbers: list[int]) -> list[Similar]:
    if not numbers:
        return []
    rows = (
        sa.select(
            Contribution.id,
            ContributionVersion.title,
            Contribution.kind,
            Contribution.source_lang,
            Contribution.author_id,
        )
        .join(ContributionVersion, Contribution.public_version_id == ContributionVersion.id)
        .where(Contribution.id.in_(numbers), Contribution.state == State.PUBLISHED)
    )
    found = {row.id: Similar(*row) for row in db.session.execute(rows)}
    return [found[number] for number in numbers if number in found]

"""What is known beside a text: how earlier texts of its author were decided on, and public texts like it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, lazyload

from trianon.accounts.models import Account
from trianon.accounts.organisation_models import Organisation
from trianon.bilingual.text import Bilingual
from trianon.committee.models import Case, CaseState
from trianon.committee.rules import Verdict
from trianon.contributions.comment_models import Comment
from trianon.contributions.models import Contribution, ContributionVersion
from trianon.cooperations.models import Cooperation
from trianon.core import search
from trianon.core.database import db
from trianon.core.publication import State
from trianon.core.text import words

# The longest words of a title say most about it; a word of three letters says nothing.
MOST_WORDS, SHORTEST_WORD = 5, 4
MOST_LIKE, MOST_FOUND = 3, 200

_AUTHORS: dict[str, Any] = {
    "contribution": Contribution.author_id,
    "comment": Comment.author_id,
    "cooperation": Cooperation.declared_by_id,
    "organisation": Organisation.proposed_by_id,
}


def earlier_decisions(author: Account, but: Case) -> dict[Verdict, int]:
    """How many of a person's texts were accepted, sent back, refused: numbers alone, so that texts are judged."""
    about = sa.or_(
        *(
            sa.and_(Case.subject == kind, Case.subject_id.in_(sa.select(column.class_.id).where(column == author.id)))
            for kind, column in _AUTHORS.items()
        )
    )
    rows = sa.select(Case.verdict, sa.func.count()).where(Case.state == CaseState.DECIDED, Case.id != but.id, about)
    counted = db.session.execute(rows.group_by(Case.verdict))
    return {verdict: number for verdict, number in counted if verdict is not None}


def texts_like(title: Bilingual, *, but: int) -> list[Contribution]:
    """The public contributions that share most words with this title, and at least two of them."""
    said = {word for text in (title.fr, title.ru) if text for word in words(text) if len(word) >= SHORTEST_WORD}
    asked = search.read(" ".join(sorted(said, key=lambda word: (-len(word), word))[:MOST_WORDS]))
    held = [(sum(map(bool, hit.levels)), hit.id) for hit in search.hits_of_each("contribution", asked, MOST_FOUND)]
    best = [number for times, number in sorted(held, reverse=True) if times > 1 and number != but][:MOST_LIKE]
    rows = (
        sa.select(Contribution)
        .join(ContributionVersion, Contribution.public_version_id == ContributionVersion.id)
        .options(contains_eager(Contribution.public_version), lazyload(Contribution.author))
        .where(Contribution.id.in_(best), Contribution.state == State.PUBLISHED)
    )
    known = {item.id: item for item in db.session.scalars(rows)}
    return [known[number] for number in best if number in known]

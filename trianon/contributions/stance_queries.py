"""Finding what people say of proposals: one's own answer, the figures of one, the lists of common ground."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from trianon.contributions.common_ground_rules import PROPOSAL, Ground
from trianon.contributions.models import Contribution, ContributionVersion
from trianon.contributions.stance_models import Stance, StanceTally
from trianon.core.database import db
from trianon.core.paging import Page, page
from trianon.core.publication import State

# How many proposals stand on each half of the page.
SHOWN = 10
# How many rows of the data file are read at a time.
SLICE = 500
SORTED_BY = {Ground.COMMON: StanceTally.common, Ground.DIFFER: StanceTally.apart}


def own_stance(contribution_id: int, account_id: int | None) -> Stance | None:
    """What somebody has answered; a visitor nothing."""
    return db.session.get(Stance, (contribution_id, account_id)) if account_id else None


def tally_of(contribution_id: int) -> StanceTally | None:
    """The figures of one proposal; None before an answer counts."""
    return db.session.get(StanceTally, contribution_id)


def standing(ground: Ground, cursor: str | None = None) -> Page:
    """One page of the public proposals on a ground, the clearest first, each with its title."""
    rows = _public().where(StanceTally.ground == ground)
    return page(rows, SORTED_BY[ground], StanceTally.contribution_id, cursor, size=SHOWN)


def told() -> Iterator[StanceTally]:
    """Every public proposal on which enough people of each side have answered, in the order of their numbers."""
    rows = _public().where(StanceTally.ground != Ground.OPEN).order_by(StanceTally.contribution_id)
    yield from db.session.scalars(rows.execution_options(yield_per=SLICE))


def _public() -> sa.Select[StanceTally]:
    shown = contains_eager(StanceTally.contribution).contains_eager(Contribution.public_version)
    return (
        sa.select(StanceTally)
        .join(StanceTally.contribution)
        .join(Contribution.public_version)
        .where(Contribution.state == State.PUBLISHED, Contribution.kind == PROPOSAL)
        .options(shown.load_only(ContributionVersion.title))
    )

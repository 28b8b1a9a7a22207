"""What the home page shows: a constant number of statements, whatever the size of the tables."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from trianon.contributions.models import Contribution
from trianon.core import clock
from trianon.core.counters import counts
from trianon.core.database import db
from trianon.core.publication import State
from trianon.themes.queries import current_theme
from trianon.workshops.models import Workshop, WorkshopState

SHOWN_WORKSHOPS, SHOWN_CONTRIBUTIONS = 3, 4


def home() -> dict[str, Any]:
    """Figures, the year's theme, the next workshops, the newest contributions."""
    return {
        "figures": {scope: values.get("all", 0) for scope, values in counts("cooperations", "contributions").items()},
        "theme": current_theme(),
        "workshops": next_workshops(),
        "contributions": newest_contributions(),
    }


def next_workshops() -> list[Workshop]:
    """The first few that are still to come."""
    coming = (
        sa.select(Workshop)
        .where(Workshop.starts_at > clock.now(), Workshop.state.in_([WorkshopState.OPEN, WorkshopState.ANNOUNCED]))
        .order_by(Workshop.starts_at, Workshop.id)
        .limit(SHOWN_WORKSHOPS)
    )
    return list(db.session.scalars(coming))


def newest_contributions() -> list[Contribution]:
    """The last ones that were accepted."""
    newest = (
        sa.select(Contribution)
        .where(Contribution.state == State.PUBLISHED)
        .order_by(Contribution.published_at.desc(), Contribution.id.desc())
        .limit(SHOWN_CONTRIBUTIONS)
        .options(joinedload(Contribution.public_version), joinedload(Contribution.author))
    )
    return list(db.session.scalars(newest))

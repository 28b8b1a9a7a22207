"""What organisations say of themselves: their sub-themes, and the members of a federation."""

from __future__ import annotations

import sqlalchemy as sa

from trianon.accounts import affiliation_services
from trianon.core.clock import at
from trianon.core.database import db
from trianon.demo.stage import Stage, days_ago, rows
from trianon.themes import organisation_services
from trianon.themes.models import SubTheme

SAID, LISTED = 120, 30


def load_sub_themes(stage: Stage) -> int:
    """Those in which each is active, as its manager chose."""
    known = {one.slug: one.id for one in db.session.scalars(sa.select(SubTheme))}
    count = 0
    for row in rows("organisations"):
        chosen = [known[slug] for slug in row.get("sub_themes", ())]
        with at(days_ago(SAID)):
            organisation_services.choose(stage.organisations[row["key"]], chosen, by=stage.people[row["manager"]])
        count += len(chosen)
    return count


def load_members(stage: Stage) -> int:
    """Some have agreed, one is still asked."""
    managers = {row["key"]: stage.people[row["manager"]] for row in rows("organisations")}
    count = 0
    for row in rows("organisations"):
        for key, has_agreed in row.get("lists", {}).items():
            with at(days_ago(LISTED)):
                listed = affiliation_services.list_member(
                    stage.organisations[row["key"]], stage.organisations[key], by=managers[row["key"]]
                )
                if has_agreed:
                    affiliation_services.settle(listed, accepted=True, by=managers[key])
            count += 1
    return count

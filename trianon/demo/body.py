"""The invented Committee itself: who stands in for whom, a session to come, and proposals for next year's theme."""

from __future__ import annotations

from datetime import timedelta

from trianon.bilingual.lang import Lang
from trianon.bilingual.text import Bilingual
from trianon.committee import theme_services
from trianon.committee.mandate_models import Deputy
from trianon.core.clock import at, now
from trianon.core.database import db
from trianon.core.sides import Role, Side
from trianon.demo.stage import Stage, days_ago, rows

MANDATE = timedelta(days=700)


def load_body(stage: Stage) -> int:
    """Deputies, a session, proposals with voices."""
    told = rows("body")[0]
    for one in told["deputies"]:
        db.session.add(
            Deputy(
                account_id=stage.people[one["person"]].id,
                role=Role(one["role"]),
                since=days_ago(60),
                until=now() + MANDATE,
                appointed_by_id=stage.people[one["by"]].id,
            )
        )
    year = now().year + 1
    with at(days_ago(5)):
        theme_services.call_session(
            now() + timedelta(days=17),
            Bilingual(*told["session"]["place"]),
            Bilingual(*told["session"]["agenda"]),
            year,
            by=stage.people[told["session"]["by"]],
        )
    for one in told["themes"]:
        with at(days_ago(one["days_ago"])):
            idea = theme_services.Idea(year, Bilingual(*one["title"]), Bilingual(*one["why"]), Lang(one["lang"]))
            organisation = stage.organisations[one["organisation"]] if one.get("organisation") else None
            proposal = theme_services.propose(idea, by=stage.people[one["by"]], on_behalf_of=organisation)
            for side, count in one["voices"].items():
                for member in stage.members[Side(side)][:count] if one["first"] else stage.members[Side(side)][-count:]:
                    theme_services.support(proposal, by=member)
    return len(told["themes"])

"""The invented committee at work, through the real table of voices."""

from __future__ import annotations

from itertools import count
from typing import Any

import sqlalchemy as sa

from trianon.bilingual.lang import Lang
from trianon.committee import services
from trianon.committee.models import Case, CaseState
from trianon.committee.rules import Reason, Verdict
from trianon.core.clock import at
from trianon.core.database import db
from trianon.core.sides import BOTH_SIDES, Side
from trianon.demo.stage import Stage, days_ago

VERDICTS = {"published": Verdict.ACCEPT, "changes_asked": Verdict.ASK_CHANGES, "refused": Verdict.REFUSE}
_turn = count()


def judging_side(side: Side) -> Side:
    """Whose members judge first: the author's own side; France's for somebody from elsewhere."""
    return side if side in BOTH_SIDES else Side.FRANCE


def judge(
    stage: Stage, subject: str, subject_id: int, sides: list[Side], *, days: float, row: dict[str, Any] | None = None
) -> None:
    """Give the voices that lead to the state in the file (accepted without one); nothing for what still waits."""
    row = row or {"state": "published"}
    verdict = VERDICTS.get(row["state"])
    if verdict is None:
        return
    case = db.session.scalars(
        sa.select(Case).filter_by(subject=subject, subject_id=subject_id, state=CaseState.OPEN)
    ).one()
    for hour, side in enumerate(sides if verdict is Verdict.ACCEPT else sides[:1]):
        members = stage.members[side]
        with at(days_ago(max(days - hour / 24, 0))):
            services.give_voice(
                case,
                by=members[next(_turn) % len(members)],
                verdict=verdict,
                reasons=[Reason(row["reason"])] if verdict is Verdict.REFUSE else [],
                note=row.get("note", ""),
                note_lang=Lang(row.get("lang", case.lang)),
                shown_version=case.version,
            )
            db.session.flush()

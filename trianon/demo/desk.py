"""What the invented members say among themselves: notes of each side on one case, another passed on with a word."""

from __future__ import annotations

import sqlalchemy as sa

from trianon.committee import notes
from trianon.committee.models import Case, CaseState
from trianon.committee.rules import Matter
from trianon.core.clock import at
from trianon.core.database import db
from trianon.core.sides import Side
from trianon.demo.stage import Stage, days_ago

NOTES = {
    Side.FRANCE: "J’ai appelé la mairie : l’association existe depuis 1998, la présidente confirme le projet.",
    Side.RUSSIA: "Спросим у коллег в Смоленске, кто сейчас ведёт эту переписку.",
}
PASSED = "Le partenaire russe nous est inconnu : pouvez-vous dire s’il existe et qui le représente ?"


def load_desk(stage: Stage) -> int:
    """On the two cooperations that have waited longest and on which nobody has spoken."""
    rows = sa.select(Case).filter_by(matter=Matter.COOPERATION, state=CaseState.OPEN).where(~Case.voices.any())
    first, second = db.session.scalars(rows.order_by(Case.opened_at, Case.id).limit(2))
    for hours, (side, words) in enumerate(NOTES.items()):
        with at(days_ago(2 - hours / 24)):
            notes.write(first, by=stage.members[side][0], text=words)
    with at(days_ago(1)):
        notes.pass_on(second, by=stage.members[Side.FRANCE][0], text=PASSED)
    return len(NOTES) + 1

"""What `flask due` does for the committee: every minute it moves the cases that time has come for."""

from __future__ import annotations

import sqlalchemy as sa

from trianon.committee import moving
from trianon.committee.models import Case, CaseState
from trianon.committee.subjects import SUBJECTS
from trianon.core.clock import now
from trianon.core.database import db, lock
from trianon.core.timed import timed

# Each in a transaction of its own; what is left over is done a minute later.
MOST_AT_ONCE = 500


@timed("committee.cases")
def move_due_cases() -> int:
    """Remind, lift holds, end what has waited for too long. Returns how many cases were looked at."""
    rows = sa.select(Case.id).where(Case.state == CaseState.OPEN, Case.next_at <= now())
    numbers = list(db.session.scalars(rows.order_by(Case.next_at, Case.id).limit(MOST_AT_ONCE)))
    db.session.rollback()
    for number in numbers:
        _move(number)
        db.session.commit()
    return len(numbers)


def _move(number: int) -> None:
    case = db.session.get(Case, number)
    if case is None:
        return
    # The record first, then its case: as whoever gives a voice takes them.
    item = SUBJECTS[case.subject].lock(case.subject_id)
    case = lock(Case, number)
    if case.state is CaseState.OPEN and item is not None:
        moving.move(case, item)

"""iTIP SEQUENCE: calendars obey a message only when its number is above the last one that they saw."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.dialects import postgresql, sqlite

from trianon.core.database import db
from trianon.workshops.models import CalendarSequence


def next_sequences(workshop_id: int, account_ids: Collection[int]) -> dict[int, int]:
    """The next number of each person for this workshop, from 0; taken in the caller's transaction, in one statement."""
    if not account_ids:
        return {}
    insert = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    rows = insert(CalendarSequence).values(
        [{"workshop_id": workshop_id, "account_id": account_id, "value": 0} for account_id in account_ids]
    )
    taken = rows.on_conflict_do_update(
        index_elements=["workshop_id", "account_id"], set_={"value": CalendarSequence.value + 1}
    ).returning(CalendarSequence.account_id, CalendarSequence.value)
    return {row.account_id: row.value for row in db.session.execute(taken)}

"""The journal: one append-only row for each event, in the transaction that caused it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from trianon.core.clock import now
from trianon.core.database import Base, db, table_of
from trianon.core.events import Event, reactions_to
from trianon.core.rows import put, together


class AuditEntry(Base):
    """What happened, to which record, by whom: codes and ids, never sentences. The database refuses changes."""

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    event: Mapped[str] = mapped_column(sa.String(60))
    subject: Mapped[str] = mapped_column(sa.String(30))
    subject_id: Mapped[int]
    # No foreign key: the journal outlives the account, whose number then leads to nobody.
    actor_id: Mapped[int | None]
    data: Mapped[dict[str, Any]]

    __table_args__ = (sa.Index("ix_audit_entry_subject", "subject", "subject_id", "id"),)


# The same statements stand in the first migration; the tests run on migrated databases and try to break them.
APPEND_ONLY = {
    "sqlite": [
        f"CREATE TRIGGER audit_entry_no_{verb.lower()} BEFORE {verb} ON audit_entry "
        "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
        for verb in ("UPDATE", "DELETE")
    ],
    "postgresql": [
        "CREATE FUNCTION audit_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$",
        "CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE ON audit_entry "
        "FOR EACH ROW EXECUTE FUNCTION audit_entry_refuse()",
    ],
}


# Nobody keeps the row to change it, nor asks for its number.
_WRITE = sa.insert(table_of(AuditEntry)).inline()


def emit(event: Event) -> None:
    """Write the journal row and run the handlers, all in the caller's transaction."""
    emit_all([event])


def emit_all(events: Sequence[Event]) -> None:
    """The same for many events of one type that happen at once: every handler once for all of them.

    The journal, and the mails and lines in inboxes that follow, are written together; no handler reads them.
    """
    moment = now()
    with together():
        if events:
            # What is told of comes first, in the database as in the story.
            db.session.flush()
        put(_WRITE, *(_row(event, moment) for event in events))
        for kind in dict.fromkeys(type(event) for event in events):
            for react in reactions_to(kind):
                react([event for event in events if type(event) is kind])


def _row(event: Event, moment: datetime) -> dict[str, Any]:
    return {
        "at": moment,
        "event": type(event).__name__,
        "subject": event.subject,
        "subject_id": event.subject_id,
        "actor_id": event.by,
        "data": event.data(),
    }


def entries_about(subject: str, subject_id: int) -> list[AuditEntry]:
    """The journal of one record, oldest first."""
    rows = sa.select(AuditEntry).filter_by(subject=subject, subject_id=subject_id).order_by(AuditEntry.id)
    return list(db.session.scalars(rows))

"""The agenda of other events: what stands in it, and how that changes. Nothing here commits."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

import sqlalchemy as sa

from trianon.accounts.models import Account
from trianon.bilingual.text import Bilingual
from trianon.core.audit import emit
from trianon.core.clock import now
from trianon.core.database import db, lock
from trianon.core.errors import StaleForm
from trianon.core.paging import Page, page
from trianon.workshops.agenda_events import AgendaEntryAdded, AgendaEntryChanged, AgendaEntryRemoved
from trianon.workshops.agenda_models import AgendaEntry


@dataclass(frozen=True, kw_only=True)
class EventPlan:
    """What is said of an event; the names are those of the model."""

    title: Bilingual
    place: Bilingual
    organiser: Bilingual
    summary: Bilingual
    starts_on: date
    ends_on: date
    link: str | None


def entries(today: date, *, past: bool = False, cursor: str | None = None) -> Page:
    """What is to come or lasts still, the first to end first; or what is over, the latest first."""
    rows = sa.select(AgendaEntry).where(AgendaEntry.ends_on < today if past else AgendaEntry.ends_on >= today)
    return page(rows, AgendaEntry.ends_on, AgendaEntry.id, cursor, newest_first=past)


def entry(entry_id: int) -> AgendaEntry | None:
    """One event."""
    return db.session.get(AgendaEntry, entry_id)


def version_of(found: AgendaEntry) -> str:
    """What a form carries to notice that the entry was edited meanwhile."""
    return found.updated_at.isoformat()


def add(plan: EventPlan, *, by: Account) -> AgendaEntry:
    """Put an event into the agenda."""
    at = now()
    made = AgendaEntry(recorded_by_id=by.id, created_at=at, updated_at=at)
    _write(made, plan)
    db.session.add(made)
    db.session.flush()
    emit(AgendaEntryAdded(subject_id=made.id, by=by.id))
    return made


def change(entry_id: int, plan: EventPlan, *, seen: str, by: Account) -> None:
    """Say it otherwise; raises LookupError when it is gone, StaleForm when it is no longer the version `seen`."""
    found = _locked(entry_id)
    if version_of(found) != seen:
        raise StaleForm
    _write(found, plan)
    found.updated_at = now()
    emit(AgendaEntryChanged(subject_id=entry_id, by=by.id))


def remove(entry_id: int, *, by: Account) -> None:
    """Take it out of the agenda; raises LookupError when it is gone already."""
    db.session.delete(_locked(entry_id))
    emit(AgendaEntryRemoved(subject_id=entry_id, by=by.id))


def _locked(entry_id: int) -> AgendaEntry:
    found: AgendaEntry | None = lock(AgendaEntry, entry_id)
    if found is None:
        raise LookupError(entry_id)
    return found


def _write(found: AgendaEntry, plan: EventPlan) -> None:
    for one in fields(plan):
        setattr(found, one.name, getattr(plan, one.name))

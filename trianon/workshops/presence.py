"""Who was there: as the service that held the meeting reports it, or as a host marks it. Nothing here commits."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from trianon.accounts.models import Account
from trianon.core.audit import emit
from trianon.core.clock import now
from trianon.core.database import db, lock
from trianon.workshops.events import PresenceMarked
from trianon.workshops.models import Registration, RegistrationState, Workshop
from trianon.workshops.room_models import Presence, PresenceSource


def present_at(workshop_id: int) -> set[int]:
    """The accounts that were there."""
    return set(db.session.scalars(sa.select(Presence.account_id).filter_by(workshop_id=workshop_id)))


def was_absent(account_id: int, workshop_id: int) -> bool:
    """Whether it was noted who was there, and this person is not among them."""
    # Asked for each mail: nobody reads the whole list for one name.
    noted = sa.select(Presence.id).filter_by(workshop_id=workshop_id).limit(1)
    there = noted.filter_by(account_id=account_id)
    return db.session.scalar(there) is None and db.session.scalar(noted) is not None


def report(workshop_id: int, people: Collection[str]) -> int:
    """Note what the service reports, of people with a seat alone; the same report twice changes nothing."""
    numbers = {int(one) for one in people if one.isascii() and one.isdecimal() and len(one) < 10}
    seated = _seated(workshop_id) & numbers
    before = len(present_at(workshop_id))
    _note(workshop_id, seated, PresenceSource.PROVIDER, None)
    return len(present_at(workshop_id)) - before


def mark(workshop_id: int, shown: Collection[int], present: Collection[int], *, by: Account) -> None:
    """What a host sees on one page and corrects: of the people shown, these were there, the others were not."""
    lock(Workshop, workshop_id)
    about = _seated(workshop_id) & set(shown)
    there = about & set(present)
    gone = sa.delete(Presence).where(Presence.workshop_id == workshop_id, Presence.account_id.in_(about - there))
    db.session.execute(gone)
    _note(workshop_id, there, PresenceSource.HOST, by.id)
    emit(PresenceMarked(subject_id=workshop_id, by=by.id, present=len(there)))


def _seated(workshop_id: int) -> set[int]:
    rows = sa.select(Registration.account_id).filter_by(workshop_id=workshop_id, state=RegistrationState.CONFIRMED)
    return set(db.session.scalars(rows))


def _note(workshop_id: int, people: Collection[int], source: PresenceSource, by_id: int | None) -> None:
    if not people:
        return
    insert = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    at = now()
    rows = insert(Presence).values(
        [
            {"workshop_id": workshop_id, "account_id": one, "source": source, "marked_by_id": by_id, "at": at}
            for one in sorted(people)
        ]
    )
    db.session.execute(rows.on_conflict_do_nothing(index_elements=["workshop_id", "account_id"]))

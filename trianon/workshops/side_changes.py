"""When somebody takes part for another side: their seats and their places in lists count for it, in what is to come."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from trianon.accounts.events import SideChanged
from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.events import on
from trianon.core.sides import Side
from trianon.workshops.allocation import LIVING, allocate, change_side, living
from trianon.workshops.models import Registration, Workshop


@on(SideChanged)
def move_registrations(event: SideChanged) -> None:
    """In the order of the workshops' numbers, so that two of these at once wait for each other.

    Nobody loses a seat by it; a seat that comes free for somebody else is given at once. What has begun stays as it
    was held.
    """
    side = Side(event.after)

    def move(workshop: Workshop, _at: datetime) -> None:
        found = living(workshop.id, event.subject_id)
        if found is not None and found.side is not side:
            change_side(workshop, found, side)

    coming = sa.select(Workshop.id).join(Registration, Registration.workshop_id == Workshop.id)
    coming = coming.where(Registration.account_id == event.subject_id, Registration.state.in_(LIVING))
    for workshop_id in db.session.scalars(coming.where(Workshop.starts_at > now()).order_by(Workshop.id)).all():
        allocate(workshop_id, move)

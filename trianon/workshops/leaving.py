"""When somebody deletes their account: the seats they have go to the next who wait."""

from __future__ import annotations

import sqlalchemy as sa

from trianon.accounts.leaving_events import AccountLeaving
from trianon.accounts.models import Account
from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.events import on
from trianon.workshops import services
from trianon.workshops.allocation import LIVING
from trianon.workshops.models import Registration, Workshop


@on(AccountLeaving)
def leave_workshops(event: AccountLeaving) -> None:
    """Out of every workshop to come, in the order of their numbers; who attended an earlier one stays a number."""
    account = db.session.get_one(Account, event.subject_id)
    coming = sa.select(Workshop.id).join(Registration, Registration.workshop_id == Workshop.id)
    coming = coming.where(Registration.account_id == account.id, Registration.state.in_(LIVING))
    for workshop_id in db.session.scalars(coming.where(Workshop.starts_at > now()).order_by(Workshop.id)).all():
        services.leave(workshop_id, by=account)
    told = sa.update(Registration).where(Registration.account_id == account.id)
    db.session.execute(told.values(needs="", language=None, wants_interpretation=False, silent_since=None))

"""Who is looking at what: a claim tells the others so, for twenty minutes, and never stands in anybody's way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from trianon.accounts.leaving_events import AccountLeaving
from trianon.accounts.models import Account, Appointment
from trianon.committee.desk_models import Claim
from trianon.committee.models import Case
from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.events import on
from trianon.core.sides import COMMITTEE, Side
from trianon.core.timed import timed

# Longer than a text takes, shorter than a meal.
LASTS = timedelta(minutes=20)


@dataclass(frozen=True)
class Looking:
    """A claim that stands now."""

    case_id: int
    member_id: int
    name: str | None
    side: Side
    until: datetime


def claim(case: Case, *, by: Account) -> None:
    """This member is looking at it; in place of a colleague of the same side, or for twenty more minutes."""
    insert = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    row = insert(Claim).values(case_id=case.id, member_id=by.id, side=by.side, until=now() + LASTS)
    newer = {"member_id": row.excluded.member_id, "until": row.excluded.until}
    db.session.execute(row.on_conflict_do_update(index_elements=["case_id", "side"], set_=newer))


def release(case: Case, *, by: Account) -> None:
    """They look at it no longer."""
    db.session.execute(sa.delete(Claim).filter_by(case_id=case.id, member_id=by.id))


def standing(case_ids: Collection[int]) -> Mapping[int, list[Looking]]:
    """The claims on these cases, in one statement: neither lapsed nor of somebody who does not sit any more."""
    moment = now()
    sits = sa.select(Appointment.id).where(
        Appointment.account_id == Claim.member_id,
        Appointment.role.in_(COMMITTEE),
        Appointment.since <= moment,
        sa.or_(Appointment.until.is_(None), Appointment.until > moment),
    )
    rows = sa.select(Claim.case_id, Claim.member_id, Account.name, Claim.side, Claim.until)
    rows = rows.join(Account, Account.id == Claim.member_id)
    rows = rows.where(Claim.case_id.in_(list(case_ids)), Claim.until > moment, sits.exists()).order_by(Claim.id)
    found: dict[int, list[Looking]] = defaultdict(list)
    for row in db.session.execute(rows):
        found[row.case_id].append(Looking(*row))
    return found


@on(AccountLeaving)
def end_with_the_account(event: AccountLeaving) -> None:
    """Whoever leaves looks at nothing."""
    db.session.execute(sa.delete(Claim).filter_by(member_id=event.subject_id))


@timed("committee.claims")
def forget_lapsed() -> int:
    """A claim that is over says only who looked at what: nobody needs to know."""
    gone = db.session.execute(sa.delete(Claim).where(Claim.until <= now()).returning(Claim.id)).all()
    db.session.commit()
    return len(gone)

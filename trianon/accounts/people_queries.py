"""What waits for secretaries general, and who they are."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from trianon.accounts.models import Account, Appointment
from trianon.accounts.organisation_models import Membership, MembershipRole, MembershipState, Organisation
from trianon.accounts.people_rules import may_settle_side
from trianon.accounts.request_models import RequestState, SideChangeRequest
from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.publication import PUBLIC
from trianon.core.sides import COMMITTEE, Role, Side

MOST = 100


def names_waiting() -> list[Account]:
    """People whose name waits, first come first."""
    rows = sa.select(Account).where(Account.wanted_name.is_not(None), Account.deleted_at.is_(None))
    rows = rows.where(Account.confirmed_at.is_not(None))
    return list(db.session.scalars(rows.order_by(Account.id).limit(MOST)))


def sides_waiting(person: Account) -> list[SideChangeRequest]:
    """Requests that this secretary general decides on, first come first."""
    rows = sa.select(SideChangeRequest).filter_by(state=RequestState.ASKED).order_by(SideChangeRequest.id).limit(MOST)
    found = db.session.scalars(rows.options(joinedload(SideChangeRequest.account)))
    return [request for request in found if request.account.is_active and may_settle_side(person, request)]


def own_side_request(account: Account) -> SideChangeRequest | None:
    """What somebody has asked for and not heard of yet."""
    rows = sa.select(SideChangeRequest).filter_by(account_id=account.id, state=RequestState.ASKED)
    return db.session.scalars(rows.order_by(SideChangeRequest.id.desc()).limit(1)).one_or_none()


def unmanaged_organisations(side: Side) -> list[Organisation]:
    """Public organisations of a side that somebody has managed and nobody manages now; imported ones never were."""
    rows = sa.select(Organisation).where(Organisation.side == side, Organisation.state.in_(PUBLIC))
    had = sa.select(Membership.id).where(Membership.organisation_id == Organisation.id)
    return list(
        db.session.scalars(
            rows.where(had.exists(), ~_managers_of_organisation().exists()).order_by(Organisation.id).limit(MOST)
        )
    )


def is_unmanaged(organisation: Organisation) -> bool:
    """Whether nobody manages this one."""
    rows = sa.select(Organisation.id).where(Organisation.id == organisation.id, _managers_of_organisation().exists())
    return db.session.scalar(rows) is None


def secretaries_general(side: Side | None = None) -> list[Account]:
    """Those in office, of one side or of both."""
    moment = now()
    rows = sa.select(Account).join(Appointment, Appointment.account_id == Account.id)
    rows = rows.where(Appointment.role == Role.SECRETARY_GENERAL, Appointment.since <= moment)
    rows = rows.where(sa.or_(Appointment.until.is_(None), Appointment.until > moment), Account.deleted_at.is_(None))
    if side is not None:
        rows = rows.where(Account.side == side)
    return list(db.session.scalars(rows.order_by(Account.id)).unique())


def in_committee(side: Side) -> list[Account]:
    """Who sits for a side now."""
    moment = now()
    rows = sa.select(Account).join(Appointment, Appointment.account_id == Account.id)
    rows = rows.where(Appointment.role.in_(tuple(COMMITTEE)), Appointment.since <= moment, Account.side == side)
    rows = rows.where(sa.or_(Appointment.until.is_(None), Appointment.until > moment), Account.deleted_at.is_(None))
    return list(db.session.scalars(rows.order_by(Account.id)).unique())


def _managers_of_organisation() -> sa.Select[Any]:
    return (
        sa.select(Membership.id)
        .join(Account, Account.id == Membership.account_id)
        .where(
            Membership.organisation_id == Organisation.id,
            Membership.state == MembershipState.ACCEPTED,
            Membership.role == MembershipRole.MANAGER,
            Account.deleted_at.is_(None),
        )
    )

"""Finding organisations and the people who act for them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from trianon.accounts.models import Account
from trianon.accounts.naming import are_close
from trianon.accounts.organisation_models import (
    Membership,
    MembershipRole,
    MembershipState,
    Organisation,
    OrganisationKind,
)
from trianon.accounts.organisation_rules import SILENT
from trianon.core import search
from trianon.core.database import db
from trianon.core.paging import Page, page
from trianon.core.publication import PUBLIC, State
from trianon.core.sides import Side

LIVING = (MembershipState.ASKED, MembershipState.ACCEPTED)


def public_organisations(
    words: str = "",
    kinds: list[OrganisationKind] | None = None,
    sides: list[Side] | None = None,
    cursor: str | None = None,
    among: Iterable[sa.Select[Any]] = (),
) -> Page:
    """One page of the public list, the newest first; only those whose number is in all of `among`."""
    rows = sa.select(Organisation).where(Organisation.state.in_(PUBLIC))
    if kinds:
        rows = rows.where(Organisation.kind.in_(kinds))
    if sides:
        rows = rows.where(Organisation.side.in_(sides))
    for numbers in among:
        rows = rows.where(Organisation.id.in_(numbers))
    found = search.matches("organisation", words)
    if found is not None:
        rows = rows.where(Organisation.id.in_(found))
    return page(rows, Organisation.created_at, Organisation.id, cursor)


def organisations_of(account: Account) -> list[Organisation]:
    """The organisations that somebody may act for, in the order of joining; a refused one acts for nothing."""
    rows = (
        sa.select(Organisation)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(Membership.account_id == account.id, Membership.state == MembershipState.ACCEPTED)
        .where(Organisation.state.not_in(SILENT))
        .order_by(Membership.id)
    )
    return list(db.session.scalars(rows))


def memberships_of(account: Account) -> list[Membership]:
    """What somebody asked for or has in organisations, refused ones included, for one's own page."""
    rows = sa.select(Membership).where(Membership.account_id == account.id, Membership.state.in_(LIVING))
    return list(db.session.scalars(rows.order_by(Membership.id).options(sa.orm.joinedload(Membership.organisation))))


def living_membership(account: Account, organisation: Organisation) -> Membership | None:
    """The place somebody has or asked for in an organisation."""
    row = sa.select(Membership).filter_by(account_id=account.id, organisation_id=organisation.id)
    return db.session.scalars(row.where(Membership.state.in_(LIVING))).one_or_none()


def asking_for(organisation: Organisation) -> list[Membership]:
    """Who waits to be let in, first come first."""
    rows = sa.select(Membership).filter_by(organisation_id=organisation.id, state=MembershipState.ASKED)
    return list(db.session.scalars(rows.order_by(Membership.id).options(sa.orm.joinedload(Membership.account))))


def acting_for(organisation: Organisation) -> list[Membership]:
    """Who acts for it, managers first, for its managers."""
    rows = sa.select(Membership).filter_by(organisation_id=organisation.id, state=MembershipState.ACCEPTED)
    rows = rows.order_by(Membership.role != MembershipRole.MANAGER, Membership.id)
    return list(db.session.scalars(rows.options(sa.orm.joinedload(Membership.account))))


def managers_of(organisation_id: int) -> list[Account]:
    """Who lets people in."""
    rows = (
        sa.select(Account)
        .join(Membership, Membership.account_id == Account.id)
        .where(Membership.organisation_id == organisation_id, Membership.state == MembershipState.ACCEPTED)
        .where(Membership.role == MembershipRole.MANAGER, Account.deleted_at.is_(None))
    )
    return list(db.session.scalars(rows.order_by(Membership.id)))


def number_of_members(organisation: Organisation) -> int:
    """How many act for it; their names stay among themselves."""
    accepted = sa.select(sa.func.count()).select_from(Membership)
    accepted = accepted.where(
        Membership.organisation_id == organisation.id, Membership.state == MembershipState.ACCEPTED
    )
    return db.session.scalar(accepted) or 0


def twin_of(account: Account, side: Side, name_fr: str, name_ru: str) -> Organisation | None:
    """What the same person has just proposed under the same name: a button pressed twice."""
    rows = sa.select(Organisation).filter_by(proposed_by_id=account.id, side=side, name_fr=name_fr, name_ru=name_ru)
    return db.session.scalars(rows.where(Organisation.state == State.SUBMITTED).limit(1)).one_or_none()


def resembled_by(organisation: Organisation) -> int | None:
    """The first other organisation of its side whose name is nearly the same; whoever verifies looks at both."""
    names = [name for name in (organisation.name.fr, organisation.name.ru) if name]
    columns = Organisation.__table__.c
    rows = sa.select(columns.id, columns.name_fr, columns.name_ru).where(
        Organisation.side == organisation.side, Organisation.id != organisation.id
    )
    rows = rows.where(Organisation.state.not_in([State.REFUSED, State.REMOVED, State.WITHDRAWN]))
    for row in db.session.execute(rows.order_by(Organisation.id)):
        if any(are_close(name, other) for name in names for other in (row.name_fr, row.name_ru) if other):
            return int(row.id)
    return None

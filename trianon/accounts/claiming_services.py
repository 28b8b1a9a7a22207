"""Claiming an organisation that nobody acts for: asked, decided by one member of its side, by whom it is verified too.

Callers commit. The organisation is locked first: of two claims accepted at once, the second finds a manager there.
"""

from __future__ import annotations

from typing import Any, TypeVar

import sqlalchemy as sa

from trianon.accounts.claiming_events import OrganisationClaimed, OrganisationClaimEnded, OrganisationTakenOver
from trianon.accounts.claiming_models import OrganisationClaim
from trianon.accounts.claiming_rules import LIVING_CLAIM, check_organisation_claim
from trianon.accounts.events import OrganisationHeld, OrganisationRemoved
from trianon.accounts.leaving_events import AccountLeaving
from trianon.accounts.models import Account
from trianon.accounts.organisation_models import Membership, MembershipRole, MembershipState, Organisation
from trianon.accounts.organisation_queries import living_membership
from trianon.accounts.organisation_services import index
from trianon.bilingual.checking import clean
from trianon.bilingual.lang import likely_lang
from trianon.core.audit import emit
from trianon.core.clock import now
from trianon.core.database import Base, db, lock
from trianon.core.events import on
from trianon.core.publication import Action, State, after
from trianon.mail.outbox import post


def claim(organisation: Organisation, text: str, *, by: Account) -> OrganisationClaim:
    """Say that one is of this organisation; sent twice it is one claim, sent with other words a new version of it."""
    lock(Organisation, organisation.id)
    check_organisation_claim(organisation)
    known = own_claim(organisation, by)
    if known is None or known.state not in LIVING_CLAIM:
        known = OrganisationClaim(organisation=organisation, asked_by=by, version=0, state=State.DRAFT)
        db.session.add(known)
    if say(known, text):
        emit(OrganisationClaimed(subject_id=known.id, by=by.id, version=known.version))
    return known


def say(claimed: Any, text: str) -> bool:
    """Write it down and let it wait (again); False when the same words wait already. Other kinds of claims use it."""
    text = clean(text)
    if claimed.state is State.SUBMITTED and claimed.text == text:
        return False
    claimed.state, claimed.text, claimed.lang = after(Action.SUBMIT, claimed.state), text, likely_lang(text)
    claimed.version, claimed.asked_at, claimed.settled_at = claimed.version + 1, now(), None
    db.session.flush()
    return True


def own_claim(organisation: Organisation, account: Account) -> OrganisationClaim | None:
    """The newest claim of this organisation by this person, whatever became of it."""
    rows = sa.select(OrganisationClaim).filter_by(organisation_id=organisation.id, asked_by_id=account.id)
    return db.session.scalars(rows.order_by(OrganisationClaim.id.desc()).limit(1)).one_or_none()


def accept(claimed: OrganisationClaim, *, by: Account | None) -> None:
    """Whoever claimed it manages it; a member of its side has looked at it, so it is verified."""
    organisation, account, moment = claimed.organisation, claimed.asked_by, now()
    check_organisation_claim(organisation)
    claimed.state, claimed.settled_at = after(Action.PUBLISH, claimed.state), moment
    place = living_membership(account, organisation)
    if place is None:
        place = Membership(account_id=account.id, asked_at=claimed.asked_at)
        organisation.members.append(place)
    place.role, place.state = MembershipRole.MANAGER, MembershipState.ACCEPTED
    place.settled_at, place.settled_by_id = moment, by.id if by else None
    organisation.verified_at = organisation.verified_at or moment
    organisation.updated_at = moment
    db.session.flush()
    index(organisation)
    emit(
        OrganisationTakenOver(
            subject_id=organisation.id, by=by.id if by else None, claim_id=claimed.id, account_id=account.id
        )
    )
    end_others(organisation)


def ask_changes(claimed: OrganisationClaim, *, by: Account | None) -> None:
    """More is to be said before it is decided."""
    claimed.state = after(Action.ASK_CHANGES, claimed.state)


def refuse(claimed: OrganisationClaim, *, by: Account | None) -> None:
    """The organisation stays as it was."""
    claimed.state, claimed.settled_at = after(Action.REFUSE, claimed.state), now()


def withdraw(claimed: OrganisationClaim, *, by: Account) -> None:
    """Take it back."""
    lock(Organisation, claimed.organisation_id)
    lock(OrganisationClaim, claimed.id)
    _end(claimed, by)


def end_others(organisation: Organisation) -> None:
    """Somebody manages it now: whoever claims it besides asks them, and is told so."""
    for other in _living(OrganisationClaim.organisation_id == organisation.id):
        _end(other, None)
        post("organisations.claim_ended", other.asked_by, claim=other.id)


def end_for(organisation: Organisation, kind: str) -> None:
    """There is nothing left to manage: every claim of it ends, and whoever asked is told by this kind of mail."""
    for one in _living(OrganisationClaim.organisation_id == organisation.id):
        _end(one, None)
        post(kind, one.asked_by, claim=one.id)


@on(OrganisationHeld, OrganisationRemoved)
def end_with_the_page(event: OrganisationHeld | OrganisationRemoved) -> None:
    """Its page has left the site. Whoever claimed it may do so again when it is back."""
    end_for(db.session.get_one(Organisation, event.subject_id), "organisations.claim_gone")


def _end(claimed: OrganisationClaim, by: Account | None) -> None:
    claimed.state, claimed.settled_at = after(Action.WITHDRAW, claimed.state), now()
    db.session.flush()
    emit(OrganisationClaimEnded(subject_id=claimed.id, by=by.id if by else None, version=claimed.version))


@on(AccountLeaving)
def take_claims_back(event: AccountLeaving) -> None:
    """Of somebody who deletes their account nothing waits any more, and what they wrote of themselves goes."""
    forget_claims(OrganisationClaim, event.subject_id, withdraw)


Claim = TypeVar("Claim", bound=Base)


def forget_claims(model: type[Claim], account_id: int, take_back: object) -> None:
    """Withdraw a person's claims of one kind in the order of their numbers, and empty their words."""
    table = model.__table__.c
    account = db.session.get_one(Account, account_id)
    waiting = sa.select(model).where(table.asked_by_id == account_id, table.state.in_(LIVING_CLAIM))
    for one in db.session.scalars(waiting.order_by(table.id)).all():
        take_back(one, by=account)  # type: ignore[operator]
    db.session.execute(sa.update(model).where(table.asked_by_id == account_id).values(text=""))


def _living(which: sa.ColumnElement[bool]) -> list[OrganisationClaim]:
    rows = sa.select(OrganisationClaim).where(which, OrganisationClaim.state.in_(LIVING_CLAIM))
    return list(db.session.scalars(rows.order_by(OrganisationClaim.id).with_for_update()))

"""Federations and their members: listed by the one, accepted by the other. Callers commit.

Both organisations are locked, in the order of their numbers: two who list each other at once wait for each other.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from trianon.accounts.affiliation_events import MemberLeft, MemberListed, MemberSettled
from trianon.accounts.affiliation_models import Affiliation, AffiliationState
from trianon.accounts.models import Account
from trianon.accounts.organisation_models import Organisation
from trianon.accounts.organisation_queries import managers_of
from trianon.accounts.organisation_rules import may_manage_organisation
from trianon.core.audit import emit
from trianon.core.clock import now
from trianon.core.database import db, lock
from trianon.core.errors import RuleViolation
from trianon.core.publication import PUBLIC
from trianon.mail.outbox import post

ASKED, STATED, ACCEPTED = AffiliationState.ASKED, AffiliationState.STATED, AffiliationState.ACCEPTED
# Those for which a federation speaks; one that was asked is none yet.
MEMBERS = (STATED, ACCEPTED)


def list_member(federation: Organisation, member: Organisation, *, by: Account) -> Affiliation:
    """List a member: its manager is asked, or it is stated where nobody acts for it. Listed twice, it is one."""
    _lock_both(federation.id, member.id)
    _check(federation, member, by)
    known = _living(federation.id, member.id)
    if known is not None:
        return known
    managers = managers_of(member.id)
    one = Affiliation(
        federation=federation,
        member=member,
        state=ASKED if managers else STATED,
        asked_at=now(),
        asked_by_id=by.id,
    )
    db.session.add(one)
    db.session.flush()
    emit(MemberListed(subject_id=federation.id, by=by.id, affiliation_id=one.id, member=member.id, stated=not managers))
    for manager in managers:
        post("organisations.membership_of_federation", manager, affiliation=one.id)
    return one


def settle(affiliation: Affiliation, *, accepted: bool, by: Account) -> None:
    """A manager of the member says yes or no, also to what was stated before anybody acted for it."""
    _lock_both(affiliation.federation_id, affiliation.member_id)
    lock(Affiliation, affiliation.id)
    if not may_manage_organisation(by, affiliation.member):
        raise RuleViolation("not_yours")
    if affiliation.state not in {ASKED, STATED}:
        raise RuleViolation("settled")
    affiliation.state = ACCEPTED if accepted else AffiliationState.DECLINED
    affiliation.settled_at, affiliation.settled_by_id = now(), by.id
    emit(
        MemberSettled(
            subject_id=affiliation.federation_id,
            by=by.id,
            affiliation_id=affiliation.id,
            member=affiliation.member_id,
            accepted=accepted,
        )
    )


def end(affiliation: Affiliation, *, by: Account) -> None:
    """Either of the two ends it; records that were declared meanwhile stay as they were declared."""
    _lock_both(affiliation.federation_id, affiliation.member_id)
    lock(Affiliation, affiliation.id)
    if not any(may_manage_organisation(by, one) for one in (affiliation.federation, affiliation.member)):
        raise RuleViolation("not_yours")
    if affiliation.state not in {ASKED, *MEMBERS}:
        raise RuleViolation("settled")
    affiliation.state, affiliation.settled_at = AffiliationState.ENDED, now()
    affiliation.settled_by_id = by.id
    emit(
        MemberLeft(
            subject_id=affiliation.federation_id, by=by.id, affiliation_id=affiliation.id, member=affiliation.member_id
        )
    )


def members_of(organisation_id: int, *, asked: bool = False) -> list[Affiliation]:
    """Its members that have a public page, in the order of listing; with those that were asked, for its managers."""
    states = (ASKED, *MEMBERS) if asked else MEMBERS
    rows = sa.select(Affiliation).where(Affiliation.federation_id == organisation_id, Affiliation.state.in_(states))
    return _public(rows.options(joinedload(Affiliation.member)), "member")


def federations_of(organisation_id: int, *, asked: bool = False) -> list[Affiliation]:
    """The federations that it is a member of; with those that ask or state it, for its managers."""
    states = (ASKED, *MEMBERS) if asked else MEMBERS
    rows = sa.select(Affiliation).where(Affiliation.member_id == organisation_id, Affiliation.state.in_(states))
    return _public(rows.options(joinedload(Affiliation.federation)), "federation")


def speaks_for(federation: Organisation, member_id: int) -> Organisation | None:
    """The member, if this federation speaks for it now."""
    found = (one.member for one in members_of(federation.id) if one.member_id == member_id)
    return next(found, None) if federation.is_verified else None


def _public(rows: sa.Select[Affiliation], other: str) -> list[Affiliation]:
    found = db.session.scalars(rows.order_by(Affiliation.id)).all()
    return [one for one in found if getattr(one, other).state in PUBLIC]


def _check(federation: Organisation, member: Organisation, by: Account) -> None:
    if not may_manage_organisation(by, federation):
        raise RuleViolation("not_yours")
    if federation.state not in PUBLIC or not federation.is_verified or member.state not in PUBLIC:
        raise RuleViolation("organisation_not_public")
    if federation.id == member.id:
        raise RuleViolation("member_of_itself")
    if _living(member.id, federation.id) is not None:
        raise RuleViolation("member_in_a_circle")


def _living(federation_id: int, member_id: int) -> Affiliation | None:
    rows = sa.select(Affiliation).filter_by(federation_id=federation_id, member_id=member_id)
    return db.session.scalars(rows.where(Affiliation.state.in_((ASKED, *MEMBERS))).limit(1)).one_or_none()


def _lock_both(one: int, other: int) -> None:
    for number in sorted({one, other}):
        lock(Organisation, number)

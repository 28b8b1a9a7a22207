"""Who acts for an organisation: handing over, leaving, a new manager where none is left."""

from __future__ import annotations

from trianon.accounts.events import ManagerMade, ManagerMissing, ManagerStoodDown, MembershipEnded
from trianon.accounts.invitation_events import ManagementDeclined, ManagementOffered
from trianon.accounts.models import Account
from trianon.accounts.organisation_models import Membership, MembershipRole, MembershipState, Organisation
from trianon.accounts.organisation_queries import living_membership, managers_of
from trianon.accounts.people_queries import is_unmanaged
from trianon.core.audit import emit
from trianon.core.clock import now
from trianon.core.database import db, lock
from trianon.core.errors import RuleViolation
from trianon.core.publication import PUBLIC
from trianon.mail.outbox import post


def offer(membership: Membership, *, hands_over: bool, by: Account) -> None:
    """A manager asks a member to manage it, too, or in the manager's own place; asked twice, it is asked once."""
    _lock(membership)
    if membership.role is MembershipRole.MANAGER or membership.offered_at is not None:
        return
    membership.offered_at, membership.offered_by_id, membership.hands_over = now(), by.id, hands_over
    emit(ManagementOffered(**_about(membership, by), hands_over=hands_over))
    post("organisations.management_offered", membership.account, membership=membership.id)


def answer_offer(membership: Membership, *, accepted: bool, by: Account) -> None:
    """Only the member answers; when it was handed over, whoever did so becomes a member again."""
    _lock(membership)
    if membership.offered_at is None:
        raise RuleViolation("offer_over")
    giver_id, hands_over = membership.offered_by_id, membership.hands_over
    _forget_offer(membership)
    if not accepted:
        emit(ManagementDeclined(**_about(membership, by)))
        return
    membership.role = MembershipRole.MANAGER
    _made(membership, by)
    giver = db.session.get(Account, giver_id) if hands_over and giver_id is not None else None
    own = living_membership(giver, membership.organisation) if giver is not None else None
    if own is not None and own.state is MembershipState.ACCEPTED and own.role is MembershipRole.MANAGER:
        own.role = MembershipRole.MEMBER
        emit(ManagerStoodDown(**_about(own, by)))


def stand_down(membership: Membership, *, by: Account) -> None:
    """A manager becomes a member again; where it was the last one, the side's secretary general is told."""
    _lock(membership)
    if membership.role is not MembershipRole.MANAGER:
        return
    membership.role = MembershipRole.MEMBER
    emit(ManagerStoodDown(**_about(membership, by)))
    _tell_if_unmanaged(membership, by)


def end_membership(membership: Membership, *, by: Account) -> None:
    """Somebody leaves, or a manager ends a member's place. Managers are not put out by each other."""
    _lock(membership)
    if membership.role is MembershipRole.MANAGER and membership.account_id != by.id:
        raise RuleViolation("manager_stays")
    membership.state = MembershipState.ENDED
    membership.settled_at, membership.settled_by_id = now(), by.id
    _forget_offer(membership)
    emit(MembershipEnded(**_about(membership, by)))
    if membership.role is MembershipRole.MANAGER:
        _tell_if_unmanaged(membership, by)


def appoint_manager(organisation: Organisation, account: Account, *, by: Account) -> Membership:
    """The side's secretary general gives a manager to an organisation that has none."""
    lock(Organisation, organisation.id)
    if organisation.state not in PUBLIC or not is_unmanaged(organisation):
        raise RuleViolation("organisation_managed")
    moment = now()
    membership = living_membership(account, organisation)
    if membership is None:
        membership = Membership(organisation_id=organisation.id, account_id=account.id, asked_at=moment)
        db.session.add(membership)
    membership.role, membership.state = MembershipRole.MANAGER, MembershipState.ACCEPTED
    membership.settled_at, membership.settled_by_id = moment, by.id
    _made(membership, by)
    return membership


def _lock(membership: Membership) -> None:
    """The organisation first: of two managers who leave at once, the second one sees that the first has left."""
    lock(Organisation, membership.organisation_id)
    lock(Membership, membership.id)
    if membership.state is not MembershipState.ACCEPTED:
        raise RuleViolation("membership_over")


def _forget_offer(membership: Membership) -> None:
    membership.offered_at, membership.offered_by_id, membership.hands_over = None, None, False


def _made(membership: Membership, by: Account) -> None:
    db.session.flush()
    emit(ManagerMade(**_about(membership, by)))


def _about(membership: Membership, by: Account) -> dict[str, int]:
    db.session.flush()
    return {
        "subject_id": membership.organisation_id,
        "by": by.id,
        "membership_id": membership.id,
        "account_id": membership.account_id,
    }


def _tell_if_unmanaged(membership: Membership, by: Account) -> None:
    db.session.flush()
    if not managers_of(membership.organisation_id):
        emit(ManagerMissing(subject_id=membership.organisation_id, by=by.id))

"""Inviting by mail: one link for one answer, the same words and time whether the address has an account or not.

Callers commit. The organisation is locked first, as by everybody who changes who acts for it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from trianon import personal_terms
from trianon.accounts import tokens
from trianon.accounts.invitation_events import (
    InvitationAccepted,
    InvitationDeclined,
    InvitationRevoked,
    InvitationSent,
)
from trianon.accounts.invitation_models import Invitation, InvitationState
from trianon.accounts.leaving_events import AccountLeaving
from trianon.accounts.models import Account
from trianon.accounts.organisation_models import Membership, MembershipRole, MembershipState, Organisation
from trianon.accounts.organisation_queries import living_membership, managers_of
from trianon.bilingual.lang import Lang
from trianon.core.audit import emit
from trianon.core.clock import now
from trianon.core.database import db, lock
from trianon.core.errors import RuleViolation
from trianon.core.events import on
from trianon.core.publication import PUBLIC
from trianon.core.timed import timed
from trianon.mail.outbox import post, post_to

LIFETIME = timedelta(days=14)
# So that nobody's mailbox is filled in an organisation's name.
MOST_A_DAY = 20
_SALT = "organisations.invitation"
KEPT = personal_terms.GUEST.after


def invite(organisation: Organisation, email: str, role: MembershipRole, lang: Lang, *, by: Account) -> Invitation:
    """Invite an address; the same invitation sent twice is one mail. Only verified organisations write to strangers."""
    lock(Organisation, organisation.id)
    if organisation.state not in PUBLIC or not organisation.is_verified:
        raise RuleViolation("organisation_not_public")
    moment = now()
    for one in open_invitations(organisation, moment):
        if (one.email, one.role) == (email, role):
            return one
    if _sent_since(organisation, moment - timedelta(days=1)) >= MOST_A_DAY:
        raise RuleViolation("too_many_invitations", most=MOST_A_DAY)
    invitation = Invitation(
        organisation=organisation,
        email=email,
        role=role,
        lang=lang,
        state=InvitationState.SENT,
        invited_at=moment,
        invited_by_id=by.id,
        expires_at=moment + LIFETIME,
    )
    db.session.add(invitation)
    db.session.flush()
    post_to("organisations.invited", email, lang, invitation=invitation.id)
    emit(InvitationSent(subject_id=organisation.id, by=by.id, invitation_id=invitation.id))
    return invitation


def open_invitations(organisation: Organisation, moment: datetime) -> list[Invitation]:
    """Those that can still be answered, the newest first."""
    rows = sa.select(Invitation).filter_by(organisation_id=organisation.id, state=InvitationState.SENT)
    return list(db.session.scalars(rows.where(Invitation.expires_at > moment).order_by(Invitation.id.desc())))


def link_of(invitation: Invitation) -> str:
    """What stands in the address of the mail."""
    return tokens.sign(invitation.id, _SALT)


def read(link: str) -> Invitation:
    """The living invitation of a link; raises RuleViolation link_wrong, link_used or link_expired."""
    return _living(db.session.get(Invitation, tokens.unsign(link, _SALT)))


def accept(link: str, *, by: Account) -> Membership:
    """Whoever opened the link acts for the organisation; of two answers at once the second finds the link used."""
    invitation = _taken(link)
    organisation, moment = invitation.organisation, now()
    place = living_membership(by, organisation)
    if place is None:
        place = Membership(account_id=by.id, role=MembershipRole.MEMBER, asked_at=invitation.invited_at)
        organisation.members.append(place)
    if place.state is not MembershipState.ACCEPTED:
        place.state, place.settled_at, place.settled_by_id = MembershipState.ACCEPTED, moment, invitation.invited_by_id
    # An invitation takes nothing away from who manages it already.
    if invitation.role is MembershipRole.MANAGER:
        place.role = MembershipRole.MANAGER
    invitation.state, invitation.settled_at, invitation.accepted_by_id = InvitationState.ACCEPTED, moment, by.id
    db.session.flush()
    emit(
        InvitationAccepted(
            subject_id=organisation.id,
            by=by.id,
            invitation_id=invitation.id,
            membership_id=place.id,
            account_id=by.id,
        )
    )
    for manager in managers_of(organisation.id):
        if manager.id != by.id:
            post("organisations.invitation_accepted", manager, membership=place.id)
    return place


def decline(link: str) -> None:
    """Said by whoever reads the mail; no account is needed to say no."""
    invitation = _taken(link)
    invitation.state, invitation.settled_at = InvitationState.DECLINED, now()
    emit(InvitationDeclined(subject_id=invitation.organisation_id, invitation_id=invitation.id))


def revoke(invitation: Invitation, *, by: Account) -> None:
    """A manager takes it back: the link of the mail works no more."""
    lock(Organisation, invitation.organisation_id)
    _living(lock(Invitation, invitation.id))
    invitation.state, invitation.settled_at = InvitationState.REVOKED, now()
    emit(InvitationRevoked(subject_id=invitation.organisation_id, by=by.id, invitation_id=invitation.id))


def is_living(invitation: Invitation | None) -> bool:
    """Whether its mail is still worth sending."""
    try:
        _living(invitation)
    except RuleViolation:
        return False
    return True


@timed("invitations.ended")
def remove_ended() -> int:
    """Remove the addresses of invitations that ended long ago; who acts for an organisation is kept elsewhere."""
    removed = db.session.execute(sa.delete(Invitation).where(Invitation.expires_at < now() - KEPT))
    db.session.commit()
    return int(getattr(removed, "rowcount", 0))


@on(AccountLeaving)
def forget_address(event: AccountLeaving) -> None:
    """What was sent to the address of somebody who deletes their account, and what they have accepted."""
    account = db.session.get_one(Account, event.subject_id)
    theirs = sa.or_(Invitation.email == account.email, Invitation.accepted_by_id == account.id)
    db.session.execute(sa.delete(Invitation).where(theirs))


def _sent_since(organisation: Organisation, since: datetime) -> int:
    rows = sa.select(sa.func.count()).select_from(Invitation).filter_by(organisation_id=organisation.id)
    return db.session.scalar(rows.where(Invitation.invited_at > since)) or 0


def _taken(link: str) -> Invitation:
    found = db.session.get(Invitation, tokens.unsign(link, _SALT))
    if found is not None:
        lock(Organisation, found.organisation_id)
        found = lock(Invitation, found.id)
    return _living(found)


def _living(invitation: Invitation | None) -> Invitation:
    if invitation is None or invitation.organisation.state not in PUBLIC:
        raise RuleViolation("link_wrong")
    if invitation.state is not InvitationState.SENT:
        raise RuleViolation("link_used")
    if invitation.expires_at <= now():
        raise RuleViolation("link_expired")
    return invitation

"""Claiming a record that was read in public sources: asked for a verified partner, decided by one of its own side.

Callers commit. The record is locked first: of two claims accepted at once, the second finds a declarer there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from trianon.accounts.claiming_rules import LIVING_CLAIM
from trianon.accounts.claiming_services import forget_claims, say
from trianon.accounts.events import OrganisationHeld, OrganisationRemoved
from trianon.accounts.leaving_events import AccountLeaving
from trianon.accounts.models import Account
from trianon.accounts.organisation_models import Organisation
from trianon.accounts.organisation_rules import SILENT
from trianon.cooperations import publishing, representing
from trianon.cooperations.claiming_events import CooperationTakenOver, RecordClaimed, RecordClaimEnded
from trianon.cooperations.claiming_models import RecordClaim
from trianon.cooperations.events import CooperationEvent, CooperationHeld, CooperationRemoved, CooperationWithdrawn
from trianon.cooperations.models import Cooperation
from trianon.cooperations.representing import is_authority_there, is_partner
from trianon.core.audit import emit
from trianon.core.clock import now
from trianon.core.database import db, lock
from trianon.core.errors import RuleViolation
from trianon.core.events import on, on_several
from trianon.core.publication import Action, State, after
from trianon.core.sides import BOTH_SIDES
from trianon.mail.outbox import post


def is_claimable(cooperation: Cooperation) -> bool:
    """Public, and nobody stands for it: it was read in public sources."""
    nobody = cooperation.declared_by_id is None and cooperation.on_behalf_of_id is None
    return cooperation.state is State.PUBLISHED and nobody and cooperation.declared_side is None


def claimants(person: Any, cooperation: Cooperation) -> list[Organisation]:
    """The verified partners for which this person may claim it (rule 1), and the authorities of its places."""
    if person.id is None or not is_claimable(cooperation):
        return []
    return [one for one in representing.organisations_of(person) if may_stand_for(one, cooperation)]


def may_stand_for(organisation: Organisation, cooperation: Cooperation) -> bool:
    """A verified partner; or a verified local authority there, for a source names “Menton” and not “Ville de Menton”.

    The committee looks at every claim, so that a place of the same name elsewhere does no harm.
    """
    if not organisation.is_verified or organisation.state in SILENT or organisation.side not in BOTH_SIDES:
        return False
    return is_partner(organisation, cooperation) or is_authority_there(organisation, cooperation)


def claim(cooperation: Cooperation, organisation: Organisation, text: str, *, by: Account) -> RecordClaim:
    """Claim it for an organisation; sent twice it is one claim, sent with other words a new version of it."""
    lock(Cooperation, cooperation.id)
    if not is_claimable(cooperation):
        raise RuleViolation("record_has_declarer")
    if organisation not in claimants(by, cooperation):
        raise RuleViolation("claimant_not_partner")
    known = newest_claim(cooperation, organisation)
    if known is None or known.state not in LIVING_CLAIM:
        known = RecordClaim(cooperation=cooperation, organisation=organisation, version=0, state=State.DRAFT)
        db.session.add(known)
    # A colleague may go on with it.
    known.asked_by = by
    by.fix_side()
    if say(known, text):
        emit(RecordClaimed(subject_id=known.id, by=by.id, version=known.version))
    return known


def newest_claim(cooperation: Cooperation, organisation: Organisation) -> RecordClaim | None:
    """The newest claim of the record by this organisation, whatever became of it."""
    rows = sa.select(RecordClaim).filter_by(cooperation_id=cooperation.id, organisation_id=organisation.id)
    return db.session.scalars(rows.order_by(RecordClaim.id.desc()).limit(1)).one_or_none()


def accept(claimed: RecordClaim, *, by: Account | None) -> None:
    """The organisation stands for the record: it corrects it, and its side has given its word."""
    cooperation, organisation = claimed.cooperation, claimed.organisation
    if not is_claimable(cooperation):
        raise RuleViolation("record_has_declarer")
    if not may_stand_for(organisation, cooperation):
        raise RuleViolation("claimant_not_partner")
    claimed.state, claimed.settled_at = after(Action.PUBLISH, claimed.state), now()
    cooperation.on_behalf_of, cooperation.declared_side = organisation, organisation.side
    # Somebody answers for it now, whatever its sources are.
    cooperation.weak_sources = False
    cooperation.updated_at = now()
    publishing.note_change(cooperation)
    emit(
        CooperationTakenOver(
            subject_id=cooperation.id,
            by=by.id if by else None,
            version=cooperation.version,
            claim_id=claimed.id,
            side=organisation.side,
            organisation=organisation.id,
        )
    )
    for other in _waiting(RecordClaim.cooperation_id == cooperation.id):
        _end(other, None)
        post("cooperations.claim_ended", other.asked_by, claim=other.id)


def ask_changes(claimed: RecordClaim, *, by: Account | None) -> None:
    """More is to be said before it is decided."""
    claimed.state = after(Action.ASK_CHANGES, claimed.state)


def refuse(claimed: RecordClaim, *, by: Account | None) -> None:
    """The record stays as it was."""
    claimed.state, claimed.settled_at = after(Action.REFUSE, claimed.state), now()


def withdraw(claimed: RecordClaim, *, by: Account) -> None:
    """Take it back."""
    lock(Cooperation, claimed.cooperation_id)
    lock(RecordClaim, claimed.id)
    _end(claimed, by)


def _end(claimed: RecordClaim, by: Account | None) -> None:
    claimed.state, claimed.settled_at = after(Action.WITHDRAW, claimed.state), now()
    db.session.flush()
    emit(RecordClaimEnded(subject_id=claimed.id, by=by.id if by else None, version=claimed.version))


def _waiting(which: sa.ColumnElement[bool]) -> list[RecordClaim]:
    rows = sa.select(RecordClaim).where(which, RecordClaim.state.in_(LIVING_CLAIM))
    return list(db.session.scalars(rows.order_by(RecordClaim.id).with_for_update()))


@on_several(CooperationWithdrawn, CooperationHeld, CooperationRemoved)
def end_with_the_record(events: Sequence[CooperationEvent]) -> None:
    """It has left the site, so there is nothing to stand for. Whoever claimed it may do so again when it is back."""
    _end_all(RecordClaim.cooperation_id.in_([event.subject_id for event in events]))


@on(OrganisationHeld, OrganisationRemoved)
def end_with_the_organisation(event: OrganisationHeld | OrganisationRemoved) -> None:
    """Nobody speaks in the name of an organisation whose page has left the site."""
    _end_all(RecordClaim.organisation_id == event.subject_id)


def _end_all(which: sa.ColumnElement[bool]) -> None:
    for one in _waiting(which):
        _end(one, None)
        post("cooperations.claim_gone", one.asked_by, claim=one.id)


@on(AccountLeaving)
def take_claims_back(event: AccountLeaving) -> None:
    """Of somebody who deletes their account nothing waits any more, and what they wrote goes."""
    forget_claims(RecordClaim, event.subject_id, withdraw)

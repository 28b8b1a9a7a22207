"""What is done with organisations: propose, correct, verify; ask to act for one, and be let in."""

from __future__ import annotations

from dataclasses import dataclass

from trianon.accounts import organisation_queries as queries
from trianon.accounts.events import (
    MembershipAsked,
    MembershipSettled,
    OrganisationChangesAsked,
    OrganisationEdited,
    OrganisationProposed,
    OrganisationRefused,
    OrganisationVerified,
)
from trianon.accounts.models import Account
from trianon.accounts.organisation_models import (
    Membership,
    MembershipRole,
    MembershipState,
    Organisation,
    OrganisationKind,
)
from trianon.accounts.organisation_rules import is_descriptive_only
from trianon.bilingual.lang import Lang
from trianon.bilingual.text import Bilingual
from trianon.core import search
from trianon.core.audit import emit
from trianon.core.clock import now
from trianon.core.counters import bump
from trianon.core.database import db, lock
from trianon.core.errors import RuleViolation
from trianon.core.publication import PUBLIC, Action, State, advance
from trianon.core.sides import Side


@dataclass(frozen=True, kw_only=True)
class Description:
    """What somebody says of an organisation."""

    kind: OrganisationKind
    side: Side
    name: Bilingual
    place: Bilingual
    website: str | None
    source_lang: Lang


def propose(said: Description, *, by: Account) -> Organisation:
    """Propose an organisation and manage it from the start; a member of its side verifies it."""
    # One after the other: two clicks at once must not make two.
    lock(Account, by.id)
    twin = queries.twin_of(by, said.side, said.name.fr, said.name.ru)
    if twin is not None:
        return twin
    moment = now()
    organisation = Organisation(
        kind=said.kind,
        side=said.side,
        name=said.name,
        place=said.place,
        website=said.website,
        summary=Bilingual("", ""),
        source_lang=said.source_lang,
        state=State.SUBMITTED,
        version=1,
        proposed_by_id=by.id,
        created_at=moment,
        updated_at=moment,
        sources=[],
    )
    organisation.members.append(
        Membership(
            account_id=by.id,
            role=MembershipRole.MANAGER,
            state=MembershipState.ACCEPTED,
            asked_at=moment,
            settled_at=moment,
        )
    )
    db.session.add(organisation)
    db.session.flush()
    organisation.resembles_id = queries.resembled_by(organisation)
    emit(OrganisationProposed(subject_id=organisation.id, by=by.id, version=1))
    return organisation


def edit(organisation: Organisation, said: Description, *, by: Account) -> None:
    """Correct it: what is not verified yet is sent again; what is verified keeps what was vouched for."""
    organisation.place, organisation.website = said.place, said.website
    organisation.version += 1
    organisation.updated_at = now()
    if is_descriptive_only(organisation):
        index(organisation)
        emit(OrganisationEdited(subject_id=organisation.id, by=by.id, version=organisation.version))
        return
    advance(organisation, Action.SUBMIT)
    organisation.kind, organisation.side = said.kind, said.side
    organisation.name, organisation.source_lang = said.name, said.source_lang
    db.session.flush()
    organisation.resembles_id = queries.resembled_by(organisation)
    emit(OrganisationProposed(subject_id=organisation.id, by=by.id, version=organisation.version))


def publish(organisation: Organisation, *, by: Account | None) -> None:
    """Verify: public from now on, and fit to confirm and to claim (rule 1)."""
    advance(organisation, Action.PUBLISH)
    organisation.verified_at = organisation.updated_at = now()
    enlist(organisation)
    emit(OrganisationVerified(subject_id=organisation.id, by=by.id if by else None, version=organisation.version))


def ask_changes(organisation: Organisation, *, by: Account | None) -> None:
    """Its managers correct it and send it again."""
    advance(organisation, Action.ASK_CHANGES)
    emit(OrganisationChangesAsked(subject_id=organisation.id, by=by.id if by else None, version=organisation.version))


def refuse(organisation: Organisation, *, by: Account | None) -> None:
    """It is not verified, and acts for nothing."""
    advance(organisation, Action.REFUSE)
    emit(OrganisationRefused(subject_id=organisation.id, by=by.id if by else None, version=organisation.version))


def enlist(organisation: Organisation) -> None:
    """Count and index what has just become public; an import calls this too, for each new organisation."""
    db.session.flush()
    if not search.is_findable("organisation", organisation.id):
        bump("organisations", "public")
        bump("organisations.side", organisation.side.value)
        bump("organisations.kind", organisation.kind.value if organisation.kind else "unknown")
    index(organisation)


def delist(organisation: Organisation) -> None:
    """Out of the figures and the search, at once; nothing happens to one that was not there."""
    db.session.flush()
    if search.is_findable("organisation", organisation.id):
        bump("organisations", "public", -1)
        bump("organisations.side", organisation.side.value, -1)
        bump("organisations.kind", organisation.kind.value if organisation.kind else "unknown", -1)
        search.forget("organisation", organisation.id)


def index(organisation: Organisation) -> None:
    """Make it findable by its names, its place and what it says of itself."""
    name, place, summary = organisation.name, organisation.place, organisation.summary
    names = [text for text in (name.fr, name.ru, place.fr, place.ru) if text]
    search.index("organisation", organisation.id, summary.fr, summary.ru, names=names)


def ask_to_join(organisation: Organisation, *, by: Account) -> Membership:
    """Ask its managers to be let in; asking twice changes nothing."""
    if organisation.state not in PUBLIC:
        raise RuleViolation("organisation_not_public")
    lock(Organisation, organisation.id)
    known = queries.living_membership(by, organisation)
    if known is not None:
        return known
    asked = Membership(
        organisation_id=organisation.id,
        account_id=by.id,
        role=MembershipRole.MEMBER,
        state=MembershipState.ASKED,
        asked_at=now(),
    )
    db.session.add(asked)
    db.session.flush()
    emit(MembershipAsked(subject_id=organisation.id, by=by.id, membership_id=asked.id))
    return asked


def settle(membership: Membership, *, accepted: bool, by: Account) -> None:
    """A manager lets somebody in, or not; of two managers at once the first one counts."""
    lock(Membership, membership.id)
    if membership.state is not MembershipState.ASKED:
        raise RuleViolation("membership_settled")
    membership.state = MembershipState.ACCEPTED if accepted else MembershipState.DECLINED
    membership.settled_at, membership.settled_by_id = now(), by.id
    db.session.flush()
    emit(
        MembershipSettled(
            subject_id=membership.organisation_id,
            by=by.id,
            membership_id=membership.id,
            account_id=membership.account_id,
            accepted=accepted,
        )
    )

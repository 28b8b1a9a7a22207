"""Making two pages of one organisation one: everything points to the page that stays, the other one leads there."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from trianon.accounts import claiming_services
from trianon.accounts.affiliation_models import Affiliation, AffiliationState
from trianon.accounts.merging_events import OrganisationMergeAsked, OrganisationMerged, OrganisationMergeDeclined
from trianon.accounts.merging_models import MergeState, OrganisationMerge
from trianon.accounts.merging_rules import check_merge, may_propose_merge, may_settle_merge
from trianon.accounts.models import Account, Draft
from trianon.accounts.organisation_models import Membership, MembershipRole, MembershipState, Organisation
from trianon.accounts.organisation_queries import LIVING
from trianon.accounts.organisation_services import delist
from trianon.core.audit import emit
from trianon.core.clock import now
from trianon.core.database import Base, db, lock
from trianon.core.errors import RuleViolation
from trianon.core.publication import State

# Drafts name an organisation in their answers, where no foreign key leads.
IN_DRAFTS = ("on_behalf_of", "organisation")


def propose(organisation: Organisation, into: Organisation, *, by: Account) -> OrganisationMerge:
    """Propose that `organisation` goes and `into` stays; proposed twice, it is one proposal."""
    _lock_both(organisation.id, into.id)
    if not may_propose_merge(by, organisation):
        raise RuleViolation("not_yours")
    check_merge(organisation, into)
    open_one = sa.select(OrganisationMerge).filter_by(organisation_id=organisation.id, state=MergeState.ASKED)
    known = db.session.scalars(open_one).one_or_none()
    if known is not None:
        if known.into_id != into.id:
            raise RuleViolation("merge_proposed")
        return known
    merge = OrganisationMerge(
        organisation_id=organisation.id, into_id=into.id, state=MergeState.ASKED, asked_at=now(), asked_by_id=by.id
    )
    db.session.add(merge)
    db.session.flush()
    emit(OrganisationMergeAsked(subject_id=organisation.id, by=by.id, merge_id=merge.id, into_id=into.id))
    return merge


def settle(merge: OrganisationMerge, *, accepted: bool, by: Account) -> None:
    """The answer of one member of its side; of two at once the first one counts."""
    _lock_both(merge.organisation_id, merge.into_id)
    lock(OrganisationMerge, merge.id)
    if not may_settle_merge(by, merge):
        raise RuleViolation("not_yours")
    if merge.state is not MergeState.ASKED:
        raise RuleViolation("settled")
    if accepted:
        # Looked at again: either of the two may have been merged since it was proposed.
        check_merge(merge.organisation, merge.into)
    merge.state = MergeState.ACCEPTED if accepted else MergeState.DECLINED
    merge.settled_at, merge.settled_by_id = now(), by.id
    if not accepted:
        emit(OrganisationMergeDeclined(subject_id=merge.organisation_id, by=by.id, merge_id=merge.id))
        return
    _merge(merge.organisation, merge.into)
    emit(OrganisationMerged(subject_id=merge.organisation_id, by=by.id, merge_id=merge.id, into_id=merge.into_id))


def _lock_both(one: int, other: int) -> None:
    """Always in the same order: two merges at once wait for each other instead of holding each other."""
    for number in sorted({one, other}):
        lock(Organisation, number)


def _merge(gone: Organisation, stays: Organisation) -> None:
    # While they still lead to the page that goes: those of the page that stays wait on.
    claiming_services.end_for(gone, "organisations.claim_merged")
    _join_members(gone, stays)
    db.session.flush()
    for table, column in _pointers():
        db.session.execute(sa.update(table).where(column == gone.id).values({column.name: stays.id}))
    _correct_drafts(gone, stays)
    # A federation that turns out to be its own member is none.
    own = sa.update(Affiliation).where(Affiliation.federation_id == stays.id, Affiliation.member_id == stays.id)
    db.session.execute(own.values(state=AffiliationState.ENDED))
    # The proposals about it are answered by this one.
    others = sa.update(OrganisationMerge).where(
        OrganisationMerge.state == MergeState.ASKED,
        sa.or_(OrganisationMerge.organisation_id == gone.id, OrganisationMerge.into_id == gone.id),
    )
    db.session.execute(others.values(state=MergeState.DECLINED, settled_at=now()))
    earlier = sa.update(Organisation).where(Organisation.merged_into_id == gone.id)
    db.session.execute(earlier.values(merged_into_id=stays.id))
    like = sa.update(Organisation).where(Organisation.resembles_id == gone.id, Organisation.id != stays.id)
    db.session.execute(like.values(resembles_id=stays.id))
    db.session.expire_all()
    if stays.resembles_id == gone.id:
        stays.resembles_id = None
    stays.sources = list(dict.fromkeys([*stays.sources, *gone.sources]))
    gone.state, gone.merged_into_id = State.WITHDRAWN, stays.id
    gone.updated_at = stays.updated_at = now()
    delist(gone)


def _join_members(gone: Organisation, stays: Organisation) -> None:
    """Whoever acts for both keeps one place, with the greater right of the two."""
    rows = sa.select(Membership).where(Membership.organisation_id.in_([gone.id, stays.id]))
    living = list(db.session.scalars(rows.where(Membership.state.in_(LIVING)).order_by(Membership.id)))
    kept = {one.account_id: one for one in living if one.organisation_id == stays.id}
    for one in living:
        other = kept.get(one.account_id)
        if one.organisation_id == stays.id or other is None:
            continue
        if one.state is MembershipState.ACCEPTED:
            if other.state is not MembershipState.ACCEPTED:
                other.state, other.settled_at = MembershipState.ACCEPTED, now()
            if one.role is MembershipRole.MANAGER:
                other.role = MembershipRole.MANAGER
        one.state, one.settled_at = MembershipState.ENDED, now()


def _pointers() -> Iterator[tuple[sa.Table, sa.Column[int]]]:
    """Every column of the schema that leads to an organisation, whichever feature it belongs to."""
    own = {Organisation.__tablename__, OrganisationMerge.__tablename__}
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if table.name not in own and any(key.column is Organisation.__table__.c.id for key in column.foreign_keys):
                yield table, column


def _correct_drafts(gone: Organisation, stays: Organisation) -> None:
    """The unfinished texts of its people name the page that stays; who has one open goes on without a conflict."""
    people = sa.select(Membership.account_id).where(Membership.organisation_id == stays.id)
    for draft in db.session.scalars(sa.select(Draft).where(Draft.account_id.in_(people))):
        named = {key: draft.data[key] for key in IN_DRAFTS if str(draft.data.get(key, "")) == str(gone.id)}
        if named:
            data = draft.data | {key: type(value)(stays.id) for key, value in named.items()}
            db.session.execute(sa.update(Draft).where(Draft.id == draft.id).values(data=data))

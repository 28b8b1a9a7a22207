"""What is done with a cooperation: by its author, by the committee, by its partners.

Callers lock the row first where two people could act at once, and commit. States change through `core.publication`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date

from trianon.accounts.affiliation_services import speaks_for
from trianon.accounts.models import Account
from trianon.accounts.organisation_models import Organisation
from trianon.accounts.organisation_rules import may_act_for
from trianon.cooperations import publishing
from trianon.cooperations.declaration import Declaration
from trianon.cooperations.events import (
    ActivityStated,
    CooperationChangesAsked,
    CooperationConfirmed,
    CooperationPublished,
    CooperationRefused,
    CooperationSubmitted,
    CooperationWithdrawn,
)
from trianon.cooperations.models import ActivityStatement, Confirmation, Cooperation, CooperationVersion
from trianon.cooperations.representing import declared_for_verified, is_partner
from trianon.cooperations.rules import declaring_side, may_be_completed, side_may_confirm
from trianon.cooperations.versions import carry_translations, record_language, record_version, state_in_declaration
from trianon.cooperations.vocabulary import Activity
from trianon.core.audit import emit, emit_all
from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.errors import RuleViolation, StaleForm
from trianon.core.publication import Action, State, advance
from trianon.core.sides import Side


def submit(declaration: Declaration, *, by: Account, draft: int | None = None) -> Cooperation:
    """Declare a cooperation: a record that waits for the committee; `draft` is the number of the draft it was."""
    moment = now()
    cooperation = Cooperation(state=State.DRAFT, version=0, declared_by=by, created_at=moment, updated_at=moment)
    _declare_for(cooperation, declaration, by)
    db.session.add(cooperation)
    _send(cooperation, declaration, by, draft)
    return cooperation


def correct(
    cooperation: Cooperation,
    declaration: Declaration,
    *,
    by: Account,
    shown_version: int,
    draft: int | None = None,
    speaks_for_side: bool = True,
) -> None:
    """Send a new version; StaleForm when the record has changed since `shown_version` was shown.

    What is public stays public in its accepted version until the new one is accepted. Whoever only proposes a
    correction says nothing of the activity for the side that declared the record.
    """
    if shown_version != cooperation.version:
        raise StaleForm
    if may_change_voice(cooperation, by):
        _declare_for(cooperation, declaration, by)
    _send(cooperation, declaration, by, draft, states=speaks_for_side)


def may_change_voice(cooperation: Cooperation, by: Account) -> bool:
    """Whether its author may still say for whom it is declared: until it is public, and not from a body left since."""
    body = cooperation.on_behalf_of
    is_own = cooperation.declared_by_id == by.id and cooperation.published_at is None
    return is_own and (body is None or may_act_for(by, body))


def add_language(
    cooperation: Cooperation, texts: Mapping[str, str], *, by: Account, shown_version: int
) -> CooperationVersion:
    """Send a version with texts in the language that it lacks; what stands there already is never touched.

    `texts` by the names of the columns. StaleForm when the record has changed, RuleViolation while a version waits.
    """
    if shown_version != cooperation.version:
        raise StaleForm
    if not may_be_completed(cooperation.state, cooperation.pending):
        raise RuleViolation("not_possible_now", action="submit", state=cooperation.pending or cooperation.state)
    moment = now()
    advance(cooperation, Action.SUBMIT)
    version = record_language(cooperation, texts, by=by, at=moment)
    cooperation.submitted_at = cooperation.updated_at = moment
    by.fix_side()
    db.session.flush()
    emit(CooperationSubmitted(subject_id=cooperation.id, by=by.id, version=cooperation.version))
    return version


def withdraw(cooperation: Cooperation, *, by: Account) -> None:
    """Take the record back; it leaves the directory at once."""
    advance(cooperation, Action.WITHDRAW)
    _leave([cooperation], by)


def withdraw_all(cooperations: Iterable[Cooperation], *, by: Account) -> list[Cooperation]:
    """Take many records back at once. What was decided stays decided: those that stay are not among the answer."""
    gone = []
    for cooperation in cooperations:
        with suppress(RuleViolation):
            advance(cooperation, Action.WITHDRAW)
            gone.append(cooperation)
    _leave(gone, by)
    return gone


def publish(cooperation: Cooperation, *, by: Account | None) -> None:
    """Make the newest version the public one; what was stated in the declaration counts from now on."""
    moment = now()
    cooperation.published_at = cooperation.published_at or moment
    if cooperation.public_version is not None and cooperation.public_version is not cooperation.latest:
        carry_translations(cooperation.public_version, cooperation.latest)
        # The version is stored before the record points to it: each names the other.
        db.session.flush()
    cooperation.public_version = cooperation.latest
    cooperation.updated_at = moment
    # Of what was stated in versions that were given back, only the last counts.
    for statement in [one for one in cooperation.statements if one.accepted_at is None][-1:]:
        statement.accepted_at = moment
    advance(cooperation, Action.PUBLISH)
    publishing.put_in_directory(cooperation)
    emit(CooperationPublished(subject_id=cooperation.id, by=by.id if by else None, version=cooperation.version))


def ask_changes(cooperation: Cooperation, *, by: Account | None) -> None:
    """Give the newest version back to its author; an accepted version stays public."""
    advance(cooperation, Action.ASK_CHANGES)
    emit(CooperationChangesAsked(subject_id=cooperation.id, by=by.id if by else None, version=cooperation.version))


def refuse(cooperation: Cooperation, *, by: Account | None) -> None:
    """Refuse the newest version; an accepted version stays public."""
    advance(cooperation, Action.REFUSE)
    emit(CooperationRefused(subject_id=cooperation.id, by=by.id if by else None, version=cooperation.version))


def confirm(cooperation: Cooperation, *, by: Account, organisation: Organisation) -> Confirmation:
    """A verified organisation, partner of the cooperation, gives its side's word, once for each side (rule 1)."""
    _check_represents(cooperation, by, organisation)
    confirmed = {confirmation.side for confirmation in cooperation.confirmations}
    if not side_may_confirm(
        organisation.side,
        declared_side=cooperation.declared_side,
        declared_for_verified=declared_for_verified(cooperation),
        confirmed=confirmed,
    ):
        raise RuleViolation("side_has_confirmed")
    confirmation = Confirmation(
        side=organisation.side, organisation=organisation, confirmed_by_id=by.id, confirmed_at=now()
    )
    cooperation.confirmations.append(confirmation)
    _mirror_confirmation(cooperation, confirmation)
    publishing.note_change(cooperation)
    by.fix_side()
    emit(
        CooperationConfirmed(
            subject_id=cooperation.id,
            by=by.id,
            version=cooperation.version,
            side=organisation.side,
            organisation=organisation.id,
        )
    )
    return confirmation


def state_activity(
    cooperation: Cooperation,
    *,
    by: Account,
    organisation: Organisation,
    activity: Activity,
    as_of: date | None,
    source: str,
) -> ActivityStatement:
    """A verified partner organisation states for its side what the link is at a date; statements are only added."""
    _check_represents(cooperation, by, organisation)
    moment = now()
    statement = ActivityStatement(
        side=organisation.side,
        activity=activity,
        as_of=as_of,
        source=source or None,
        recorded_at=moment,
        stated_by_id=by.id,
        organisation_id=organisation.id,
        accepted_at=moment,
    )
    cooperation.statements.append(statement)
    cooperation.updated_at = moment
    publishing.put_in_directory(cooperation)
    by.fix_side()
    emit(
        ActivityStated(
            subject_id=cooperation.id,
            by=by.id,
            version=cooperation.version,
            side=organisation.side,
            activity=activity,
        )
    )
    return statement


def _leave(cooperations: Sequence[Cooperation], by: Account) -> None:
    moment = now()
    for cooperation in cooperations:
        cooperation.pending, cooperation.updated_at = None, moment
    publishing.take_out_of_directory(*cooperations)
    emit_all([CooperationWithdrawn(subject_id=one.id, by=by.id, version=one.version) for one in cooperations])


def _send(
    cooperation: Cooperation, declaration: Declaration, by: Account, draft: int | None, *, states: bool = True
) -> None:
    moment = now()
    advance(cooperation, Action.SUBMIT)
    record_version(cooperation, declaration, by=by, at=moment)
    if states:
        state_in_declaration(cooperation, declaration, by=by, at=moment)
    cooperation.submitted_at = cooperation.updated_at = moment
    by.fix_side()
    db.session.flush()
    emit(CooperationSubmitted(subject_id=cooperation.id, by=by.id, version=cooperation.version, draft=draft))


def _declare_for(cooperation: Cooperation, declaration: Declaration, by: Account) -> None:
    organisation = _organisation(declaration, by)
    verified_side = organisation.side if organisation and organisation.is_verified else None
    cooperation.on_behalf_of = organisation
    cooperation.for_member = _member(declaration, organisation)
    cooperation.declared_side = declaring_side(by.side, verified_side)


def _organisation(declaration: Declaration, by: Account) -> Organisation | None:
    if declaration.on_behalf_of is None:
        return None
    organisation = db.session.get(Organisation, declaration.on_behalf_of)
    if organisation is None or not may_act_for(by, organisation):
        raise RuleViolation("not_your_organisation")
    return organisation


def _member(declaration: Declaration, federation: Organisation | None) -> Organisation | None:
    """The member that the federation speaks for."""
    if declaration.for_member is None:
        return None
    member = speaks_for(federation, declaration.for_member) if federation is not None else None
    if member is None:
        raise RuleViolation("not_your_member")
    return member


def _check_represents(cooperation: Cooperation, by: Account, organisation: Organisation) -> None:
    if cooperation.state is not State.PUBLISHED:
        raise RuleViolation("not_possible_now", action="confirm", state=cooperation.state)
    if not may_act_for(by, organisation):
        raise RuleViolation("not_your_organisation")
    if not organisation.is_verified or not is_partner(organisation, cooperation):
        raise RuleViolation("not_a_verified_partner")


def _mirror_confirmation(cooperation: Cooperation, confirmation: Confirmation) -> None:
    if confirmation.side is Side.FRANCE:
        cooperation.confirmed_france_at = confirmation.confirmed_at
    else:
        cooperation.confirmed_russia_at = confirmation.confirmed_at

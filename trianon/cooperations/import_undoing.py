"""Taking an import back: what it brought in is withdrawn, unless somebody else has had a hand in it."""

from __future__ import annotations

import sqlalchemy as sa

from trianon.accounts.models import Account
from trianon.accounts.organisation_models import Organisation
from trianon.cooperations import services
from trianon.cooperations.import_events import ImportUndone, OrganisationImportUndone
from trianon.cooperations.import_jobs import states_of
from trianon.cooperations.import_models import ImportJob, ImportRow, ImportState, RowState
from trianon.cooperations.models import Cooperation, Partner
from trianon.core import search
from trianon.core.audit import emit
from trianon.core.clock import now
from trianon.core.database import db, lock
from trianon.core.errors import RuleViolation
from trianon.core.publication import Action, advance

AT_ONCE = 200


def undo_slice(job: ImportJob) -> int:
    """Withdraw the records of some rows; those that others had a hand in stay and are listed."""
    rows = sa.select(ImportRow).where(
        ImportRow.job_id == job.id, ImportRow.state == RowState.ACCEPTED, ImportRow.line > job.done_to
    )
    found = db.session.scalars(rows.order_by(ImportRow.line).limit(AT_ONCE)).all()
    if not found:
        _end(job)
        return 0
    by = job.undone_by or job.account
    for row in found:
        row.state = RowState.UNDONE if _withdrawn(row, job, by) else RowState.KEPT
    job.done_to = found[-1].line
    return len(found)


def _withdrawn(row: ImportRow, job: ImportJob, by: Account) -> bool:
    if row.organisation_id is not None:
        return _organisation_withdrawn(row.organisation_id, job, by)
    cooperation: Cooperation | None = lock(Cooperation, row.cooperation_id or 0)
    if cooperation is None or not is_untouched(cooperation, job):
        return False
    try:
        services.withdraw(cooperation, by=by)
    except RuleViolation:
        # Refused, removed, on hold: what was decided stays decided.
        return False
    # So that the same sheet, once mended, can come in again.
    cooperation.import_key = None
    return True


def is_untouched(cooperation: Cooperation, job: ImportJob) -> bool:
    """Whether nobody but whoever imported it has written, stated, confirmed or claimed anything."""
    owner = job.account_id if job.organisation_id else None
    return (
        (cooperation.version, cooperation.pending) == (1, None)
        and not cooperation.confirmations
        and all(statement.stated_by_id in {None, job.account_id} for statement in cooperation.statements)
        and (cooperation.declared_by_id, cooperation.on_behalf_of_id) == (owner, job.organisation_id)
    )


def _organisation_withdrawn(number: int, job: ImportJob, by: Account) -> bool:
    organisation: Organisation | None = lock(Organisation, number)
    named = sa.select(Partner.id).where(Partner.organisation_id == number).limit(1)
    if organisation is None or organisation.version != 1 or organisation.is_verified or organisation.members:
        return False
    if db.session.scalar(named) is not None:
        return False
    try:
        advance(organisation, Action.WITHDRAW)
    except RuleViolation:
        return False
    organisation.import_key, organisation.updated_at = None, now()
    search.forget("organisation", organisation.id)
    emit(OrganisationImportUndone(subject_id=organisation.id, by=by.id, job=job.id))
    return True


def _end(job: ImportJob) -> None:
    job.state, job.done_to, job.ended_at = ImportState.UNDONE, 0, now()
    states = states_of(job)
    emit(
        ImportUndone(
            subject_id=job.id,
            by=job.undone_by_id or job.account_id,
            withdrawn=states.get(RowState.UNDONE, 0),
            kept=states.get(RowState.KEPT, 0),
        )
    )

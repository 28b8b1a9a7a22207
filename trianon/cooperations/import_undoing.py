"""Taking an import back: what it brought in is withdrawn, unless somebody else has had a hand in it."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

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
    gone = _withdrawn([row.cooperation_id for row in found if row.cooperation_id is not None], job, by)
    for row in found:
        number = row.organisation_id
        is_gone = row.cooperation_id in gone if number is None else _organisation_withdrawn(number, job, by)
        row.state = RowState.UNDONE if is_gone else RowState.KEPT
    job.done_to = found[-1].line
    return len(found)


def _withdrawn(numbers: Iterable[int], job: ImportJob, by: Account) -> set[int]:
    """The records that were taken back, all at once: each statement to the database is for all of them."""
    # Locked in one order, whoever else locks several.
    locked = sa.select(Cooperation).where(Cooperation.id.in_(numbers)).order_by(Cooperation.id).with_for_update()
    loaded = locked.options(selectinload(Cooperation.confirmations), selectinload(Cooperation.statements))
    records = db.session.scalars(loaded.execution_options(populate_existing=True)).all()
    gone = services.withdraw_all([one for one in records if is_untouched(one, job)], by=by)
    for one in gone:
        # So that the same sheet, once mended, can come in again.
        one.import_key = None
    return {one.id for one in gone}


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

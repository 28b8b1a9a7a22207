"""What a sheet held does not stay: the register says for how long."""

from __future__ import annotations

import sqlalchemy as sa

from trianon import personal_terms
from trianon.accounts.leaving_events import AccountDeleted
from trianon.cooperations.import_models import ImportJob, ImportRow, ImportState
from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.events import on
from trianon.core.timed import timed

AT_ONCE = 20


@on(AccountDeleted)
def forget_the_name(event: AccountDeleted) -> None:
    """A file may be called by its sender's name. What came in by it stays."""
    jobs = sa.update(ImportJob).where(ImportJob.account_id == event.subject_id)
    db.session.execute(jobs.values(file_name=""))


@timed("imports.over")
def forget_sheets() -> int:
    """Throw away the rows of imports that ended, or that nobody went on with; what came in stays and is journalled."""
    before = now() - personal_terms.SHEET.after
    begun = ImportJob.state.in_([ImportState.MAPPING, ImportState.CHECKING, ImportState.READY])
    old = sa.or_(ImportJob.ended_at < before, sa.and_(begun, ImportJob.created_at < before))
    numbers = db.session.scalars(sa.select(ImportJob.id).where(old).order_by(ImportJob.id).limit(AT_ONCE)).all()
    db.session.execute(sa.delete(ImportRow).where(ImportRow.job_id.in_(numbers)))
    db.session.execute(sa.delete(ImportJob).where(ImportJob.id.in_(numbers)))
    db.session.commit()
    return len(numbers)

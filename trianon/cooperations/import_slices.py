"""The worker's part of an import: checking, bringing in, taking back, a slice at a time.

A slice is one transaction with the job's row locked: killed anywhere, it was done or it was not, and the next one
begins where the last one ended. Nothing comes in twice.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from trianon.accounts.models import Account
from trianon.cooperations.import_events import ImportDone
from trianon.cooperations.import_files import Shape
from trianon.cooperations.import_jobs import begin_undoing, states_of, stored
from trianon.cooperations.import_likeness import probably_known
from trianon.cooperations.import_making import Origin, names_disputed
from trianon.cooperations.import_models import ImportJob, ImportReader, ImportRow, ImportState, RowState
from trianon.cooperations.import_records import Reading, read_record
from trianon.cooperations.import_rows import CooperationRow, Record, read_row
from trianon.cooperations.import_undoing import undo_slice
from trianon.cooperations.importing import add, stored_keys
from trianon.cooperations.models import Cooperation
from trianon.core.audit import emit
from trianon.core.clock import now
from trianon.core.database import db, lock
from trianon.core.errors import RuleViolation
from trianon.core.publication import PUBLIC, State
from trianon.core.timed import continual

CHECKED_AT_ONCE, STORED_AT_ONCE = 500, 200
# Each row of a larger sheet is compared by its key alone: likeness costs a search a row.
MOST_COMPARED, COMPARED_AT_ONCE = 200, 50
WORKING = (ImportState.CHECKING, ImportState.IMPORTING, ImportState.UNDOING)

Read = tuple[ImportRow, Record]
_ADDRESS = re.compile(r"/cooperations/([1-9][0-9]{0,8})/?\s*$")


@continual("imports")
def work() -> int:
    """One slice of the oldest import that is under way; how many rows it did, or 0 when there is nothing to do."""
    under_way = sa.select(ImportJob.id).where(ImportJob.state.in_(WORKING)).order_by(ImportJob.id).limit(1)
    number = db.session.scalar(under_way)
    done = 0 if number is None else advance(number)
    db.session.expunge_all()
    return done


def advance(number: int) -> int:
    """One slice of this import, committed; at least 1 while it is under way, so that its end is reached."""
    job = lock(ImportJob, number)
    done = 0
    if job is not None and job.state in WORKING:
        done = 1 + {
            ImportState.CHECKING: _check,
            ImportState.IMPORTING: _bring_in,
            ImportState.UNDOING: undo_slice,
        }[job.state](job)
    db.session.commit()
    return done


def _check(job: ImportJob) -> int:
    """Read rows and find what is wrong with them; nothing comes into the directory."""
    rows = _next(job, RowState.WAITING, CHECKED_AT_ONCE if job.rows > MOST_COMPARED else COMPARED_AT_ONCE)
    if not rows:
        job.state, job.done_to = ImportState.READY, 0
        return 0
    readings = [(row, _reading(job, row)) for row in rows]
    if job.rows <= MOST_COMPARED:
        for _row, reading in readings:
            reading.warnings += probably_known(reading.record)
    keys = [reading.record.key for _row, reading in readings if reading.record]
    known, there = stored_keys(keys), _there(job, rows)
    earlier = set(
        db.session.scalars(sa.select(ImportRow.key).where(ImportRow.job_id == job.id, ImportRow.key.in_(keys)))
    )
    for row, reading in readings:
        row.faults = [stored(fault) for fault in reading.faults]
        row.warnings = [stored(warning) for warning in reading.warnings]
        if reading.record is None:
            row.state = RowState.REFUSED
        elif reading.record.key in known or reading.record.key in earlier or row.line in there:
            row.state = RowState.REPEATED
        else:
            row.state, row.key = RowState.VALID, reading.record.key
            earlier.add(reading.record.key)
    job.done_to = rows[-1].line
    return len(rows)


def _there(job: ImportJob, rows: Sequence[ImportRow]) -> set[int]:
    """The lines that come from our own export, with the address of a record that the directory has."""
    if job.reader is not ImportReader.RECORDS or "address" not in job.columns:
        return set()
    place = job.columns.index("address")
    told = {row.line: found[1] for row in rows if (found := _ADDRESS.search("".join(row.cells[place : place + 1])))}
    numbers = {int(number) for number in told.values()}
    own = sa.and_(Cooperation.on_behalf_of_id == job.organisation_id, Cooperation.state != State.WITHDRAWN)
    seen = sa.or_(Cooperation.state.in_(PUBLIC), own) if job.organisation_id else Cooperation.state.in_(PUBLIC)
    known = set(db.session.scalars(sa.select(Cooperation.id).where(Cooperation.id.in_(numbers), seen)))
    return {line for line, number in told.items() if int(number) in known}


def _bring_in(job: ImportJob) -> int:
    rows = _next(job, RowState.VALID, STORED_AT_ONCE)
    if not rows:
        _end(job)
        return 0
    job.done_to = rows[-1].line
    read: list[Read] = []
    for row in rows:
        reading = _reading(job, row)
        if reading.record is None:
            # Valid when it was checked: a rule has changed since, or a year has begun.
            row.state, row.faults = RowState.REFUSED, [stored(fault) for fault in reading.faults]
        else:
            read.append((row, reading.record))
    known = stored_keys([record.key for _row, record in read])
    for row, record in read:
        if record.key in known:
            row.state = RowState.REPEATED
    origin = Origin(job.account, job.organisation, job.id)
    _store([(row, record) for row, record in read if record.key not in known], origin)
    if not job.only_valid and any(row.state is RowState.REFUSED for row in rows):
        begin_undoing(job, by=job.account_id)
    return len(rows)


def _store(read: Sequence[Read], origin: Origin) -> None:
    """All at once; one by one when another import came between, so that each row is whole or not there."""
    if not read:
        return
    try:
        with db.session.begin_nested():
            made = add([record for _row, record in read], origin)
    except IntegrityError:
        if len(read) == 1:
            read[0][0].state = RowState.REPEATED
            return
        for one in read:
            _store([one], origin)
        return
    for (row, _record), item in zip(read, made, strict=True):
        row.state = RowState.ACCEPTED
        if isinstance(item, Cooperation):
            row.cooperation_id = item.id
        else:
            row.organisation_id = item.id


def _end(job: ImportJob) -> None:
    job.state, job.done_to, job.ended_at = ImportState.DONE, 0, now()
    states = states_of(job)
    account = db.session.get(Account, job.account_id)
    if job.organisation_id and account is not None:
        account.fix_side()
    emit(
        ImportDone(
            subject_id=job.id,
            by=job.account_id,
            accepted=states.get(RowState.ACCEPTED, 0),
            repeated=states.get(RowState.REPEATED, 0),
            refused=states.get(RowState.REFUSED, 0),
        )
    )


def _next(job: ImportJob, state: RowState, most: int) -> Sequence[ImportRow]:
    rows = sa.select(ImportRow).where(
        ImportRow.job_id == job.id, ImportRow.state == state, ImportRow.line > job.done_to
    )
    return db.session.scalars(rows.order_by(ImportRow.line).limit(most)).all()


def _reading(job: ImportJob, row: ImportRow) -> Reading:
    """What the rules of the job's reader make of a row."""
    cells = {code: cell for code, cell in zip(job.columns, row.cells, strict=False) if code}
    today = now().date()
    if job.reader is ImportReader.RECORDS:
        reading = read_record(cells, today, owner=str(job.organisation_id or ""))
    else:
        reading = _of_shape(Shape[job.reader.name], cells, today)
    record = reading.record
    if isinstance(record, CooperationRow) and names_disputed(record):
        reading.warnings.append(RuleViolation("disputed_place"))
    return reading


def _of_shape(shape: Shape, cells: dict[str, str], today: Any) -> Any:
    try:
        return Reading(record=read_row(shape, cells, today))  # type: ignore[arg-type]
    except RuleViolation as fault:
        return Reading(faults=[fault])

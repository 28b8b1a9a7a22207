"""What people do with an import: bring a file, say what its columns are, start, take back, throw away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, BinaryIO

import sqlalchemy as sa

from trianon.accounts.models import Account
from trianon.accounts.organisation_models import Organisation
from trianon.bilingual.checking import clean_line
from trianon.cooperations.import_csv import Line
from trianon.cooperations.import_events import ImportStarted, ImportUndoing
from trianon.cooperations.import_files import Shape, shape_of
from trianon.cooperations.import_models import ImportJob, ImportReader, ImportRow, ImportState, RowState
from trianon.cooperations.import_tables import open_table
from trianon.cooperations.sheet_columns import COLUMNS, guessed, twice
from trianon.core.audit import emit
from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.errors import RuleViolation

LARGEST_UPLOAD = 10 * 1024 * 1024
MOST_ROWS, MOST_OWN_ROWS = 50_000, 1_000
MOST_COLUMNS = 60
# Characters of all cells together: what a small workbook may unpack to is held in memory once.
MOST_TEXT = 30_000_000
AT_ONCE = 1_000
NEEDED = ("title", "partners_france", "partners_russia")


@dataclass
class Sheet:
    """A whole file, read and bounded; nothing is stored yet."""

    name: str
    headings: list[str]
    lines: list[Line] = field(default_factory=list)


def read_sheet(stream: BinaryIO, name: str, *, most: int) -> Sheet:
    """Read an uploaded file; raises RuleViolation when it cannot be read or holds too much."""
    table = open_table(stream)
    headings = [clean_line(heading)[:200] for heading in table.headings]
    if len(headings) > MOST_COLUMNS:
        raise RuleViolation("too_many_columns", most=MOST_COLUMNS)
    sheet = Sheet(clean_line(name)[:120], headings)
    length = 0
    for line in table:
        if len(sheet.lines) == most:
            raise RuleViolation("too_many_rows", most=most)
        length += sum(map(len, line.cells))
        if length > MOST_TEXT:
            raise RuleViolation("too_much_text")
        sheet.lines.append(line)
    if not sheet.lines:
        raise RuleViolation("no_rows")
    return sheet


def stage(sheet: Sheet, *, by: Account, organisation: Organisation | None) -> ImportJob:
    """Keep the rows, so that everything that follows can begin again anywhere. The file is gone after this."""
    reader, columns = _recognised(sheet.headings, organisation)
    job = ImportJob(
        account_id=by.id,
        organisation_id=organisation.id if organisation else None,
        state=ImportState.MAPPING,
        reader=reader,
        file_name=sheet.name,
        headings=sheet.headings,
        columns=columns,
        rows=len(sheet.lines),
        created_at=now(),
    )
    db.session.add(job)
    db.session.flush()
    lines = iter(sheet.lines)
    while batch := list(islice(lines, AT_ONCE)):
        db.session.execute(sa.insert(ImportRow), [_row(job.id, line) for line in batch])
    return job


def choose_columns(job: ImportJob, columns: Sequence[str]) -> None:
    """Say what each heading is; the rows are then checked anew. RuleViolation when a code is missing or there twice."""
    if job.state not in {ImportState.MAPPING, ImportState.CHECKING, ImportState.READY}:
        raise RuleViolation("import_has_begun")
    if job.reader is ImportReader.RECORDS:
        if len(columns) != len(job.headings) or not set(columns) <= {"", *COLUMNS}:
            raise RuleViolation("columns_unknown")
        if repeated := twice(columns):
            raise RuleViolation("column_twice", columns=", ".join(str(COLUMNS[code]) for code in repeated))
        if any(not any(code.startswith(needed) for code in columns) for needed in NEEDED):
            raise RuleViolation("columns_needed")
        job.columns = list(columns)
    job.state, job.done_to = ImportState.CHECKING, 0
    rows = sa.update(ImportRow).where(ImportRow.job_id == job.id, ImportRow.is_broken.is_(False))
    db.session.execute(rows.values(state=RowState.WAITING, faults=[], warnings=[], key=None))


def start(job: ImportJob, *, only_valid: bool, by: Account) -> None:
    """Bring the rows in: all of them or none, or only the valid ones."""
    if job.state is not ImportState.READY:
        raise RuleViolation("import_has_begun")
    states = states_of(job)
    if not states.get(RowState.VALID):
        raise RuleViolation("nothing_to_import")
    if states.get(RowState.REFUSED) and not only_valid:
        raise RuleViolation("import_has_faults")
    job.only_valid = only_valid
    job.state, job.done_to = ImportState.IMPORTING, 0
    emit(ImportStarted(subject_id=job.id, by=by.id, organisation=job.organisation_id, rows=states[RowState.VALID]))


def undo(job: ImportJob, *, by: Account) -> None:
    """Take the whole import back, slice by slice; also one that is still running."""
    if job.state not in {ImportState.DONE, ImportState.IMPORTING}:
        raise RuleViolation("import_cannot_be_undone")
    job.undone_by_id = by.id
    begin_undoing(job, by=by.id)


def begin_undoing(job: ImportJob, *, by: int) -> None:
    """From here on the worker withdraws what came in."""
    job.state, job.done_to = ImportState.UNDOING, 0
    emit(ImportUndoing(subject_id=job.id, by=by))


def discard(job: ImportJob) -> None:
    """Throw away what was read and not brought in."""
    if job.state not in {ImportState.MAPPING, ImportState.CHECKING, ImportState.READY}:
        raise RuleViolation("import_has_begun")
    db.session.execute(sa.delete(ImportRow).where(ImportRow.job_id == job.id))
    db.session.delete(job)


def states_of(job: ImportJob) -> dict[RowState, int]:
    """How many rows are in each state."""
    rows = sa.select(ImportRow.state, sa.func.count()).where(ImportRow.job_id == job.id).group_by(ImportRow.state)
    return {row[0]: row[1] for row in db.session.execute(rows)}


def stored(fault: RuleViolation) -> dict[str, Any]:
    """A fault as a row keeps it."""
    return {"code": fault.code, "values": {name: _plain(value) for name, value in fault.values.items()}}


def _plain(value: object) -> object:
    return value if isinstance(value, int) else str(value)


def _recognised(headings: list[str], organisation: Organisation | None) -> tuple[ImportReader, list[str]]:
    """A shape of the research where the headings are its own (for the directory alone), else our own sheet."""
    names = tuple(heading.casefold() for heading in headings)
    if organisation is None:
        try:
            shape = shape_of(names)
        except RuleViolation:
            pass
        else:
            reader = ImportReader.TWINNINGS if shape is Shape.TWINNINGS else ImportReader.PARTNERSHIPS
            return reader, [name if name in shape.value else "" for name in names]
    return ImportReader.RECORDS, guessed(headings)


def _row(job: int, line: Line) -> dict[str, Any]:
    return {
        "job_id": job,
        "line": line.number,
        "state": RowState.REFUSED if line.fault else RowState.WAITING,
        "cells": [cell.replace("\x00", "\ufffd") for cell in line.cells],
        "is_broken": line.fault is not None,
        "faults": [stored(line.fault)] if line.fault else [],
        "warnings": [],
    }

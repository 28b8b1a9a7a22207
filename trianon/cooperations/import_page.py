"""An import as its page and its report show it: figures, faults in words, what came in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from trianon.bilingual.text import Bilingual
from trianon.cooperations import import_words
from trianon.cooperations.import_choices import CHOICES, names
from trianon.cooperations.import_jobs import states_of
from trianon.cooperations.import_models import ImportJob, ImportRow, ImportState, RowState
from trianon.cooperations.models import Cooperation, CooperationVersion
from trianon.cooperations.sheet_columns import COLUMNS
from trianon.core.database import db
from trianon.core.errors import RuleViolation, explain
from trianon.core.sheet_writing import Cell

# Named so that nobody takes the import away: it registers the reasons.
_REASONS = import_words

MOST_SHOWN = 100
AT_ONCE = 500


@dataclass(frozen=True)
class Told:
    """One thing to know of one row: its line, the heading of the column (or nothing), the words."""

    line: int
    column: str
    words: str


def figures(job: ImportJob) -> dict[str, int]:
    """How many rows are in each state, every state named."""
    found = states_of(job)
    return {state.value: found.get(state, 0) for state in RowState}


def done_of(job: ImportJob, numbers: dict[str, int]) -> int:
    """How many rows the work under way has done."""
    if job.state is ImportState.CHECKING:
        return job.rows - numbers["waiting"]
    left = numbers["valid"] if job.state is ImportState.IMPORTING else numbers["accepted"]
    return job.rows - left


def faults(job: ImportJob) -> list[Told]:
    """The first faults, in the order of the lines."""
    return _told(job, "faults", ImportRow.state == RowState.REFUSED)


def warnings(job: ImportJob) -> list[Told]:
    """What somebody should look at before going on, among the valid rows: the first of it."""
    rows = _told(job, "warnings", ImportRow.state.in_([RowState.VALID, RowState.ACCEPTED]))
    return rows[:MOST_SHOWN]


def repeated(job: ImportJob) -> list[int]:
    """The first lines that were known already."""
    rows = sa.select(ImportRow.line).where(ImportRow.job_id == job.id, ImportRow.state == RowState.REPEATED)
    return list(db.session.scalars(rows.order_by(ImportRow.line).limit(MOST_SHOWN)))


def records(job: ImportJob, *states: RowState) -> list[tuple[int, int, Bilingual]]:
    """The first records of the import in these states: line, number, title."""
    rows = (
        sa.select(ImportRow.line, Cooperation.id, CooperationVersion.title)
        .join(Cooperation, Cooperation.id == ImportRow.cooperation_id)
        .join(CooperationVersion, CooperationVersion.cooperation_id == Cooperation.id)
        .where(ImportRow.job_id == job.id, ImportRow.state.in_(states), CooperationVersion.number == 1)
    )
    found = db.session.execute(rows.order_by(ImportRow.line).limit(MOST_SHOWN))
    return [(row.line, row.id, row.title) for row in found]


def samples(job: ImportJob) -> list[list[str]]:
    """The cells of the first rows that could be read."""
    rows = sa.select(ImportRow.cells).where(ImportRow.job_id == job.id, ImportRow.is_broken.is_(False))
    return list(db.session.scalars(rows.order_by(ImportRow.line).limit(5)))


def report(job: ImportJob, *, only_refused: bool = False) -> Iterator[Sequence[Cell]]:
    """The sheet as it came, with what became of each row and why in front: corrected, it can come in again."""
    yield [_("line"), _("result"), _("fault"), *job.headings]
    rows = sa.select(ImportRow).where(ImportRow.job_id == job.id)
    if only_refused:
        rows = rows.where(ImportRow.state == RowState.REFUSED)
    last = 0
    while batch := db.session.scalars(rows.where(ImportRow.line > last).order_by(ImportRow.line).limit(AT_ONCE)).all():
        for row in batch:
            said = " ".join(one.words for one in _of_row(job, row, "faults"))
            yield [row.line, str(import_words.ROW_STATES[row.state]), said, *row.cells]
        last = batch[-1].line
        db.session.expunge_all()


def _told(job: ImportJob, kind: str, *which: Any) -> list[Told]:
    rows = sa.select(ImportRow).where(ImportRow.job_id == job.id, *which)
    if kind == "warnings":
        rows = rows.where(sa.cast(ImportRow.warnings, sa.String) != "[]")
    found = db.session.scalars(rows.order_by(ImportRow.line).limit(MOST_SHOWN))
    return [told for row in found for told in _of_row(job, row, kind)]


def _of_row(job: ImportJob, row: ImportRow, kind: str) -> Iterator[Told]:
    for one in getattr(row, kind):
        values = dict(one["values"])
        code = str(values.get("column", ""))
        heading = heading_of(job, code)
        if code in CHOICES:
            values["allowed"] = names(code)
        yield Told(
            row.line,
            heading,
            explain(RuleViolation(one["code"], **values | {"column": _("“%(heading)s”", heading=heading)})),
        )


def heading_of(job: ImportJob, code: str) -> str:
    """What the file calls a column; what we call it where the file has none."""
    if code in job.columns:
        return job.headings[job.columns.index(code)] or code
    return str(COLUMNS.get(code, code))

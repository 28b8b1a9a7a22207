"""An import in the making: the job, and its rows with what became of each. Killed anywhere, it goes on from here."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trianon.accounts.models import Account
from trianon.accounts.organisation_models import Organisation
from trianon.core.database import Base, choice


class ImportState(StrEnum):
    """Where an import stands. CHECKING, IMPORTING and UNDOING are the worker's."""

    MAPPING = "mapping"
    CHECKING = "checking"
    READY = "ready"
    IMPORTING = "importing"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"


class ImportReader(StrEnum):
    """Which rules read the rows: those of our own sheet, or of a shape of the research."""

    RECORDS = "records"
    TWINNINGS = "twinnings"
    PARTNERSHIPS = "partnerships"


class RowState(StrEnum):
    """What became of a row. KEPT: its record stays after an undoing, because others have had a hand in it."""

    WAITING = "waiting"
    VALID = "valid"
    REFUSED = "refused"
    REPEATED = "repeated"
    ACCEPTED = "accepted"
    UNDONE = "undone"
    KEPT = "kept"


class ImportJob(Base):
    """One file that somebody brings in. The file itself is never kept."""

    __tablename__ = "import_job"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    # Empty: read in public sources, for the directory.
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    state: Mapped[ImportState] = mapped_column(choice(ImportState, "state"), index=True)
    reader: Mapped[ImportReader] = mapped_column(choice(ImportReader, "reader"))
    file_name: Mapped[str] = mapped_column(sa.String(120))
    headings: Mapped[list[str]]
    # For each heading the code of its column, or an empty string.
    columns: Mapped[list[str]]
    only_valid: Mapped[bool] = mapped_column(default=False)
    rows: Mapped[int] = mapped_column(default=0)
    # The last line that the present state has done.
    done_to: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"), index=True)

    account: Mapped[Account] = relationship(foreign_keys=[account_id])
    undone_by: Mapped[Account | None] = relationship(foreign_keys=[undone_by_id])
    organisation: Mapped[Organisation | None] = relationship()


class ImportRow(Base):
    """One row of the file, by its line."""

    __tablename__ = "import_row"

    job_id: Mapped[int] = mapped_column(sa.ForeignKey("import_job.id"), primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[RowState] = mapped_column(choice(RowState, "state"))
    # Emptied at the end of their term.
    cells: Mapped[list[str]]
    # The line itself could not be read (a quotation mark, too few cells): no other choice of columns mends it.
    is_broken: Mapped[bool] = mapped_column(default=False)
    # [{"code": …, "values": {…}}], as RuleViolation has them.
    faults: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    warnings: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    # What makes the row's record the same as another's.
    key: Mapped[str | None] = mapped_column(sa.String(64))
    cooperation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("cooperation.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id"), index=True)

    __table_args__ = (
        sa.Index("ix_import_row_state", "job_id", "state", "line"),
        sa.Index("ix_import_row_key", "job_id", "key"),
    )

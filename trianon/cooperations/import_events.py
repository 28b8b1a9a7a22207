"""What an import does, for the journal: its begin and end, and one line for each record that came in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from trianon.core.events import Event


@dataclass(frozen=True, kw_only=True)
class CooperationImported(Event):
    """Brought in by a sheet: read in public sources, or declared for an organisation; `job` is the import."""

    subject: ClassVar[str] = "cooperation"
    job: int | None = None


@dataclass(frozen=True, kw_only=True)
class OrganisationImported(Event):
    """Read in public sources; public, verified by nobody."""

    subject: ClassVar[str] = "organisation"
    job: int | None = None


@dataclass(frozen=True, kw_only=True)
class ImportEvent(Event):
    """Base of the events about an import as a whole."""

    subject: ClassVar[str] = "import"


@dataclass(frozen=True, kw_only=True)
class ImportStarted(ImportEvent):
    """Somebody has said: bring these rows in."""

    organisation: int | None
    rows: int


@dataclass(frozen=True, kw_only=True)
class ImportDone(ImportEvent):
    """Every row has become what it could."""

    accepted: int
    repeated: int
    refused: int


@dataclass(frozen=True, kw_only=True)
class ImportUndoing(ImportEvent):
    """Somebody takes a whole import back, or it went wrong and was to be all or nothing."""


@dataclass(frozen=True, kw_only=True)
class ImportUndone(ImportEvent):
    """What it brought in is withdrawn, save what others have had a hand in."""

    withdrawn: int
    kept: int


@dataclass(frozen=True, kw_only=True)
class OrganisationImportUndone(Event):
    """The import that brought it in was taken back."""

    subject: ClassVar[str] = "organisation"
    job: int

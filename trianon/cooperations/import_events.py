"""What an import does, for the journal: one line for each record that came in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from trianon.core.events import Event


@dataclass(frozen=True, kw_only=True)
class CooperationImported(Event):
    """Read in public sources and put into the directory; neither side has declared it."""

    subject: ClassVar[str] = "cooperation"


@dataclass(frozen=True, kw_only=True)
class OrganisationImported(Event):
    """Read in public sources; public, verified by nobody."""

    subject: ClassVar[str] = "organisation"

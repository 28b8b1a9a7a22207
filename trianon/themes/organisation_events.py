"""What happens to the sub-themes of an organisation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from trianon.core.events import Event


@dataclass(frozen=True, kw_only=True)
class OrganisationSubThemesChosen(Event):
    """Its manager said which sub-themes it is active in."""

    subject: ClassVar[str] = "organisation"
    sub_themes: tuple[int, ...]

"""What happens to the sub-themes of an organisation."""

from __future__ import annotations

from dataclasses import dataclass

from trianon.accounts.events import OrganisationEvent


@dataclass(frozen=True, kw_only=True)
class OrganisationSubThemesChosen(OrganisationEvent):
    """Its manager said which sub-themes it is active in."""

    sub_themes: tuple[int, ...]

"""A declaration as plain values: what the steps gathered, ready to become a version of a cooperation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from trianon.bilingual.lang import Lang
from trianon.bilingual.text import Bilingual
from trianon.cooperations.vocabulary import Activity, Domain, Kind, Level, PartnerRole
from trianon.core.sides import Side


@dataclass(frozen=True)
class DeclaredPartner:
    """One partner as it was typed; `place` is empty where none was given."""

    side: Side
    name: Bilingual
    place: str = ""
    # The place that was chosen in the list, or the point (latitude, longitude) of one that is missing there.
    place_id: int | None = None
    point: tuple[float, float] | None = None
    level: Level | None = None
    role: PartnerRole = PartnerRole.CARRIES


@dataclass(frozen=True)
class Declaration:
    """Everything the declaring steps ask; None and empty mean "not known", never a guess."""

    lang: Lang
    title: str
    summary: str
    partners: tuple[DeclaredPartner, ...]
    domains: tuple[Domain, ...]
    activity: Activity
    kind: Kind | None = None
    first_year: int | None = None
    first_year_about: bool = False
    # The title and the summary in the other language, by whoever could write both.
    other_title: str = ""
    other_summary: str = ""
    actions: str = ""
    audience: str = ""
    means: str = ""
    results: str = ""
    funding_sought: str = ""
    partners_sought: str = ""
    signed_on: date | None = None
    signed_year: int | None = None
    signed_year_about: bool = False
    term_year: int | None = None
    term_year_about: bool = False
    # Codes of years.py.
    renewals: tuple[str, ...] = ()
    # Numbers of sub-themes.
    sub_themes: tuple[int, ...] = ()
    activity_as_of: date | None = None
    activity_source: str = ""
    sources: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    on_behalf_of: int | None = None
    # The member that `on_behalf_of`, a federation, speaks for.
    for_member: int | None = None

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
    activity_as_of: date | None = None
    activity_source: str = ""
    sources: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    on_behalf_of: int | None = None

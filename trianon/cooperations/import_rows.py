"""One row of cells to one record: every rule of `data/README.md`, and what is refused in words people can act on.

An empty cell is unknown and stays so. Nothing here touches the database.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date

from trianon.accounts.organisation_models import OrganisationKind
from trianon.bilingual.lang import Lang, likely_lang
from trianon.bilingual.text import Bilingual
from trianon.cooperations.import_cells import (
    cell_code,
    cell_codes,
    cell_list,
    cell_name,
    cell_text,
    cell_year,
)
from trianon.cooperations.import_files import Shape
from trianon.cooperations.import_kinds import is_collective, kind_in_words, names_same_body
from trianon.cooperations.sources import is_encyclopaedia
from trianon.cooperations.vocabulary import Activity, Domain, Kind, Level
from trianon.cooperations.years import KnownYear
from trianon.core.errors import RuleViolation
from trianon.core.sides import Side
from trianon.core.text import words_key

FRENCH_LEVELS = (Level.COMMUNE, Level.EPCI, Level.DEPARTMENT, Level.FRENCH_REGION)
RUSSIAN_LEVELS = tuple(level for level in Level if level not in FRENCH_LEVELS)
# The codes of the column `kind` of partnerships: the kind of organisation, not of link.
ORGANISATION_KINDS = {
    "universite": OrganisationKind.UNIVERSITY,
    "association": OrganisationKind.ASSOCIATION,
    "entreprise": OrganisationKind.COMPANY,
    "culture": OrganisationKind.CULTURAL_BODY,
    "sante": OrganisationKind.HEALTH_BODY,
    "sport": OrganisationKind.SPORTS_CLUB,
}
LONGEST_PLACE, LONGEST_TITLE = 120, 300


@dataclass(frozen=True)
class PartnerRow:
    """A partner as the file names it: a local authority is a place, another one may sit in a place."""

    side: Side
    name: Bilingual
    level: Level | None = None
    is_place: bool = False
    place: str = ""


@dataclass(frozen=True)
class CooperationRow:
    """A cooperation as a row tells it: read in public sources, or declared for the organisation that imports it."""

    key: str
    title: Bilingual
    summary: Bilingual
    kind: Kind | None
    domains: tuple[Domain, ...]
    first_year: int | None
    # None: the file says nothing at all; UNKNOWN: its source could not tell.
    activity: Activity | None
    partners: tuple[PartnerRow, ...]
    sources: tuple[str, ...]
    links: tuple[str, ...] = ()
    first_year_about: bool = False
    term_year: int | None = None
    term_year_about: bool = False
    signed_on: date | None = None
    signed: KnownYear | None = None
    # As years.py spells them.
    renewals: tuple[str, ...] = ()
    activity_as_of: date | None = None
    activity_source: str = ""
    # Further texts by their column: actions, audience, means …
    texts: dict[str, Bilingual] = field(default_factory=dict)

    @property
    def lang(self) -> Lang:
        """The language the record is told in; its title says so."""
        return likely_lang(self.title.fr or self.title.ru)

    @property
    def has_weak_sources(self) -> bool:
        """Whether open encyclopaedias are all it rests on (or nothing): unconfirmed until somebody says more."""
        return all(is_encyclopaedia(source) for source in self.sources)


@dataclass(frozen=True)
class OrganisationRow:
    """A body that works with the other country, known without a partner there."""

    key: str
    side: Side
    kind: OrganisationKind | None
    name: Bilingual
    summary: Bilingual
    sources: tuple[str, ...]


Record = CooperationRow | OrganisationRow


def read_row(shape: Shape, cells: dict[str, str], today: date) -> Record:
    """The record of a row; raises RuleViolation with the reason when the row is refused."""
    return _twinning(cells, today) if shape is Shape.TWINNINGS else _partnership(cells, today)


def _twinning(cells: dict[str, str], today: date) -> CooperationRow:
    french = _authority(cells, Side.FRANCE, "fr_name", "fr_name_ru", "fr_kind")
    russian = _authority(cells, Side.RUSSIA, "ru_name_fr", "ru_name_ru", "ru_kind")
    title = Bilingual(
        _pair(french.name.fr, russian.name.fr, " – "),
        _pair(french.name.ru, russian.name.ru, "\u00a0— "),
    )
    if not title:
        raise RuleViolation("names_in_two_languages")
    kind = cell_code(cells, "kind", Kind)
    further = cell_codes(cells, "domain", Domain)
    return CooperationRow(
        key=key_of("twinning", *(_identity(partner) for partner in (french, russian)), kind or ""),
        title=title,
        summary=Bilingual("", ""),
        kind=kind,
        domains=tuple(dict.fromkeys((Domain.AUTHORITIES, *further))),
        first_year=cell_year(cells, "year", today),
        activity=cell_code(cells, "status", Activity),
        partners=(french, russian),
        sources=cell_list(cells, "source"),
    )


def _authority(cells: dict[str, str], side: Side, fr: str, ru: str, level: str) -> PartnerRow:
    name = Bilingual(cell_name(cells, fr, LONGEST_PLACE), cell_name(cells, ru, LONGEST_PLACE))
    if not name:
        raise RuleViolation("name_missing", columns=f"{fr}, {ru}")
    allowed = FRENCH_LEVELS if side is Side.FRANCE else RUSSIAN_LEVELS
    return PartnerRow(side, name, cell_code(cells, level, allowed), is_place=True)


def _pair(first: str, second: str, dash: str) -> str:
    """« Agen – Touapsé »; empty unless both names are known in this language."""
    return f"{first}{dash}{second}" if first and second else ""


def _identity(partner: PartnerRow) -> str:
    return words_key(partner.name.fr or partner.name.ru) + "/" + (partner.level or "")


def _partnership(cells: dict[str, str], today: date) -> Record:
    name = Bilingual(cell_name(cells, "name_fr", LONGEST_TITLE), cell_name(cells, "name_ru", LONGEST_TITLE))
    if not name:
        raise RuleViolation("name_missing", columns="name_fr, name_ru")
    # Read first, so that a wrong code is refused whichever record the row becomes.
    kind = cell_code(cells, "kind", ORGANISATION_KINDS)
    domains = cell_codes(cells, "domain", Domain)
    year = cell_year(cells, "year", today)
    text = cell_text(cells, "description_fr")
    sources = cell_list(cells, "source")
    french, russian = (cell_list(cells, column, LONGEST_TITLE) for column in ("fr_actor", "ru_actor"))
    if not french and not russian:
        raise RuleViolation("no_partner")
    if not french or not russian:
        side = Side.FRANCE if french else Side.RUSSIA
        body = _the_one_body(french or russian)
        sort = ORGANISATION_KINDS[kind] if kind else None
        return _organisation(side, body, title=name, kind=sort, text=text, sources=sources)
    partners = tuple(
        PartnerRow(side, Bilingual.only(likely_lang(actor), actor))
        for side, actors in ((Side.FRANCE, french), (Side.RUSSIA, russian))
        for actor in actors
    )
    return CooperationRow(
        key=key_of("partnership", words_key(name.fr or name.ru), *(words_key(actor) for actor in (*french, *russian))),
        title=name,
        summary=Bilingual(text, ""),
        kind=kind_in_words(name, text),
        domains=domains,
        first_year=year,
        activity=None,
        partners=partners,
        sources=sources,
    )


def _the_one_body(actors: tuple[str, ...]) -> str:
    """The partner that stands alone on its side, if it is one body."""
    if len(actors) > 1:
        raise RuleViolation("several_bodies")
    if is_collective(actors[0]):
        raise RuleViolation("collective_body", name=actors[0])
    return actors[0]


def _organisation(
    side: Side, body: str, *, title: Bilingual, kind: OrganisationKind | None, text: str, sources: tuple[str, ...]
) -> OrganisationRow:
    if names_same_body(title.fr, body):
        name, summary = title, Bilingual(text, "")
    else:
        # The row is about something this body did: its title stays with the summary, it is no name of the body.
        name = Bilingual.only(likely_lang(body), body)
        summary = Bilingual(". ".join(part for part in (title.fr, text) if part), title.ru)
    return OrganisationRow(
        key=key_of("organisation", side, words_key(name.fr or name.ru)),
        side=side,
        kind=kind,
        name=name,
        summary=summary,
        sources=sources,
    )


def key_of(*parts: str) -> str:
    """What makes two rows the same record: its identifying names, folded. 64 characters."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()

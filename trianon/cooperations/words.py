"""The words for everything a cooperation is described with, in the reader's language (`data/vocabulary.json`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from trianon.bilingual.lang import Lang
from trianon.cooperations.vocabulary import Activity, Agreement, Domain, Kind, Level, PartnerRole
from trianon.cooperations.years import years_of
from trianon.core.sides import Side

DOMAINS: Mapping[Domain, Any] = {
    Domain.AUTHORITIES: lazy_pgettext("domain", "Local authorities"),
    Domain.UNIVERSITIES: lazy_pgettext("domain", "Universities, research and science"),
    Domain.ECONOMY: lazy_pgettext("domain", "Economy and companies"),
    Domain.CULTURE: lazy_pgettext("domain", "Arts, culture and heritage"),
    Domain.HEALTH: lazy_pgettext("domain", "Medicine, health and social care"),
    Domain.SPORT: lazy_pgettext("domain", "Sports, leisure and tourism"),
}

KINDS: Mapping[Kind, Any] = {
    Kind.TWINNING: lazy_pgettext("kind", "Twinning"),
    Kind.PARTNERSHIP: lazy_pgettext("kind", "Partnership"),
    Kind.AGREEMENT: lazy_pgettext("kind", "Cooperation agreement"),
    Kind.MEMORANDUM: lazy_pgettext("kind", "Memorandum or protocol of intent"),
    Kind.EXCHANGE: lazy_pgettext("kind", "Regular exchanges"),
    Kind.PROJECT: lazy_pgettext("kind", "Single project"),
}

# The same messages as the badge of `ui.activity`.
ACTIVITIES: Mapping[Activity, Any] = {
    Activity.ACTIVE: lazy_pgettext("activity", "Active"),
    Activity.DORMANT: lazy_pgettext("activity", "Dormant"),
    Activity.SUSPENDED: lazy_pgettext("activity", "Suspended"),
    Activity.ENDED: lazy_pgettext("activity", "Ended"),
    Activity.PLANNED: lazy_pgettext("activity", "Planned"),
    Activity.UNKNOWN: lazy_pgettext("activity", "State not known"),
}

# For filters.
AGREEMENTS: Mapping[Agreement, Any] = {
    Agreement.AGREE: lazy_pgettext("agreement", "Both sides state the same"),
    Agreement.DIFFER: lazy_pgettext("agreement", "The two sides differ"),
    Agreement.ONE_SIDE: lazy_pgettext("agreement", "Only one side has stated it"),
    Agreement.NOBODY: lazy_pgettext("agreement", "No side has stated it yet"),
}

# For the record's page: neutral, and nobody chooses between the sides.
AGREEMENT_SENTENCES: Mapping[Agreement, Any] = {
    Agreement.AGREE: _l("Both sides state the same about the activity of this cooperation."),
    Agreement.DIFFER: _l("The two sides make different statements. Both are shown, each with its date and its source."),
    Agreement.ONE_SIDE: _l("Only one of the two sides has stated the activity of this cooperation so far."),
    Agreement.NOBODY: _l("Neither side has stated the activity of this cooperation yet."),
}

# Who declared; under None, a record that was read in public sources.
DECLARED: Mapping[Side | None, Any] = {
    Side.FRANCE: _l("Declared by the French side"),
    Side.RUSSIA: _l("Declared by the Russian side"),
    Side.OTHER: _l("Declared from another country"),
    None: _l("Read in public sources"),
}

SIDES: Mapping[Side, Any] = {
    Side.FRANCE: _l("French side"),
    Side.RUSSIA: _l("Russian side"),
    Side.OTHER: _l("Other country"),
}

ROLES: Mapping[PartnerRole, Any] = {
    PartnerRole.CARRIES: lazy_pgettext("role", "carries the cooperation"),
    PartnerRole.TAKES_PART: lazy_pgettext("role", "takes part"),
    PartnerRole.SUPPORTS: lazy_pgettext("role", "supports"),
}

# The texts of a record by the names of their columns, in the order of its page.
TEXTS: Mapping[str, Any] = {
    "summary": _l("Summary"),
    "actions": _l("Main actions"),
    "audience": _l("Public concerned"),
    "means": _l("Means"),
    "results": _l("Results"),
    "partners_sought": _l("Partners sought"),
    "funding_sought": _l("Funding sought"),
}

LEVELS: Mapping[Level, Any] = {
    Level.COMMUNE: lazy_pgettext("level", "commune"),
    Level.EPCI: lazy_pgettext("level", "association of communes"),
    Level.DEPARTMENT: lazy_pgettext("level", "department"),
    Level.FRENCH_REGION: lazy_pgettext("level", "region"),
    Level.TOWN: lazy_pgettext("level", "town"),
    Level.CITY_DISTRICT: lazy_pgettext("level", "city district"),
    Level.FEDERAL_CITY: lazy_pgettext("level", "federal city"),
    Level.OBLAST: lazy_pgettext("level", "oblast"),
    Level.KRAI: lazy_pgettext("level", "kraï"),
    Level.REPUBLIC: lazy_pgettext("level", "republic"),
    Level.AUTONOMOUS_OKRUG: lazy_pgettext("level", "autonomous okrug"),
}


def year_words(year: int | None, about: bool = False) -> str:
    """« 1998 », « vers 1998 »; empty for a year that nobody knows."""
    if year is None:
        return ""
    return str(_l("about %(year)s", year=year)) if about else str(year)


def years_words(codes: Iterable[str]) -> str:
    """« 1998, vers 2005 », from codes of years.py."""
    return ", ".join(year_words(known.year, known.about) for known in years_of(codes))


def domain_names(codes: Iterable[str]) -> list[str]:
    """The domains in words, the main one first."""
    return [str(DOMAINS[Domain(code)]) for code in codes]


def sides_in_order(lang: Lang) -> tuple[Side, Side, Side]:
    """The reader's country first: France on French pages, Russia on Russian ones."""
    first = (Side.FRANCE, Side.RUSSIA) if lang is Lang.FR else (Side.RUSSIA, Side.FRANCE)
    return (*first, Side.OTHER)

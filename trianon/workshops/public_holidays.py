"""Public holidays of both countries, with their names in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

import holidays
from flask_babel import lazy_gettext as _l

from trianon.core.sides import Side

# The library knows each country's days in its own language and in English: the words of both readers are ours.
NAMES: dict[str, object] = {
    "New Year's Day": _l("New Year’s Day"),
    "Easter Monday": _l("Easter Monday"),
    "Labor Day": _l("Labour Day"),
    "Victory Day": _l("Victory Day"),
    "Ascension Day": _l("Ascension Day"),
    "Pentecost Monday": _l("Whit Monday"),
    "National Day": _l("National Day of France"),
    "Assumption Day": _l("Assumption Day"),
    "All Saints' Day": _l("All Saints’ Day"),
    "Armistice Day": _l("Armistice Day"),
    "Christmas Day": _l("Christmas Day"),
    "New Year Holidays": _l("New Year holidays"),
    "Defender of the Fatherland Day": _l("Defender of the Fatherland Day"),
    "International Women's Day": _l("International Women’s Day"),
    "Holiday of Spring and Labor": _l("Spring and Labour Day"),
    "Russia Day": _l("Russia Day"),
    "Unity Day": _l("National Unity Day"),
}
MOVED = _l("day off moved from another day")
OTHER = _l("public holiday")
COUNTRIES = {Side.FRANCE: holidays.FR, Side.RUSSIA: holidays.RU}


@dataclass(frozen=True)
class Holiday:
    """A day off in one of the two countries."""

    side: Side
    names: tuple[object, ...]


def holidays_on(day: date) -> list[Holiday]:
    """The public holidays of a day, France first; the page puts the reader's country first."""
    found = [(side, _calendar(side, day.year).get(day)) for side in COUNTRIES]
    return [Holiday(side, tuple(_name(part) for part in words.split("; "))) for side, words in found if words]


@cache
def _calendar(side: Side, year: int) -> holidays.HolidayBase:
    return COUNTRIES[side](years=year, language="en_US")


def _name(words: str) -> object:
    if "substituted" in words:
        return MOVED
    return NAMES.get(words.removesuffix(" (observed)"), OTHER)

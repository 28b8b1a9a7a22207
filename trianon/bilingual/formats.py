"""Dates, hours and numbers as each language writes them, and the clocks of both countries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from flask import g
from flask_babel import gettext as _

from trianon.bilingual.lang import Lang
from trianon.bilingual.text import reader_lang

PARIS, MOSCOW = ZoneInfo("Europe/Paris"), ZoneInfo("Europe/Moscow")


@dataclass(frozen=True)
class Clock:
    """One line of the clocks: a place's name and the moment there."""

    place: str
    at: datetime


def both_clocks(moment: datetime) -> list[Clock]:
    """The moment in Paris and in Moscow, the reader's country first, then in the reader's own zone when it differs."""
    clocks = [Clock(_("Paris"), moment.astimezone(PARIS)), Clock(_("Moscow"), moment.astimezone(MOSCOW))]
    if reader_lang() is Lang.RU:
        clocks.reverse()
    own = g.get("time_zone")
    if own:
        there = moment.astimezone(ZoneInfo(own))
        if there.utcoffset() not in {clock.at.utcoffset() for clock in clocks}:
            clocks.append(Clock(_("Your time"), there))
    return clocks


def home_zone() -> ZoneInfo:
    """The zone a moment is read in when one clock must do: that of the reader's country."""
    return MOSCOW if reader_lang() is Lang.RU else PARIS


def day(value: date | datetime, *, weekday: bool = False) -> str:
    """« jeudi 3 mai 2018 », «четверг, 3 мая 2018 г.»; the first of a month is « 1er » in French.

    The number of the day never stands alone at the end of a line, nor «г.» in Russian.
    """
    if isinstance(value, datetime) and value.tzinfo is UTC:
        value = value.astimezone(home_zone())
    if reader_lang() is Lang.RU:
        return format_date(value, f"{'EEEE, ' if weekday else ''}d\u00a0MMMM y\u00a0'г'.", locale="ru")
    text = format_date(value, f"{'EEEE ' if weekday else ''}d\u00a0MMMM y", locale="fr")
    return _first_of_month(text, value.day)


def month(value: date | datetime) -> str:
    """« juin 2018 », «июнь 2018»."""
    return format_date(value, "LLLL y", locale=reader_lang().value)


def clock(value: datetime) -> str:
    """18:30, in the zone that the moment carries."""
    return value.strftime("%H:%M")


def moment(value: datetime) -> str:
    """« 3 mai 2018 à 18 h 30 (heure de Paris) », «3 мая 2018 г., 20:30 (по московскому времени)»."""
    there = value.astimezone(home_zone())
    words = {"day": day(there), "hour": str(there.hour), "minute": f"{there:%M}"}
    if reader_lang() is Lang.RU:
        return str(_("%(day)s, %(hour)s:%(minute)s Moscow time", **words))
    return str(_("%(day)s at %(hour)s:%(minute)s, Paris time", **words))


def number(value: float) -> str:
    """« 12 000 » with a narrow no-break space in French, a no-break space in Russian."""
    return _number(value, reader_lang())


@lru_cache(maxsize=5000)
def _number(value: float, lang: Lang) -> str:
    """A page of figures asks for hundreds, and mostly for the same."""
    text = format_decimal(value, locale=lang.value)
    return text.replace("\u202f", "\u00a0") if lang is Lang.RU else text.replace("\u00a0", "\u202f")


def month_and_weekday(value: datetime) -> str:
    """The day without its year, for lists of what comes soon."""
    text = format_datetime(
        value, "EEEE d\u00a0MMMM" if reader_lang() is Lang.FR else "EEEE, d\u00a0MMMM", locale=reader_lang().value
    )
    return _first_of_month(text, value.day) if reader_lang() is Lang.FR else text


def _first_of_month(text: str, number_of_day: int) -> str:
    return text.replace("1\u00a0", "1ᵉʳ\u00a0", 1) if number_of_day == 1 else text

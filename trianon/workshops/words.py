"""How workshops are spoken of: languages, hours, and the refusals of their rules."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import pgettext
from markupsafe import Markup

from trianon.bilingual.formats import both_clocks, clock, day
from trianon.bilingual.lang import Lang
from trianon.bilingual.text import Bilingual, reader_lang
from trianon.core.errors import explain_with
from trianon.core.prose import prose
from trianon.workshops.models import Workshop

explain_with(
    {
        "registration_announced": _l("Registration for this workshop is not open yet."),
        "registration_closed": _l("Registration for this workshop is closed."),
        "registration_held": _l("This workshop is over."),
        "registration_cancelled": _l("This workshop is cancelled."),
        "too_late_to_answer": _l("This workshop is over or cancelled: there is nothing left to prepare for you."),
        "too_late_to_leave": _l("This workshop is over: your registration can no longer be cancelled."),
        "registration_not_to_open": _l("Registration for this workshop was opened before, or is closed."),
        "workshop_is_cancelled": _l("This workshop is cancelled: it can no longer be changed."),
        "workshop_is_over": _l("This workshop is over: it can no longer be cancelled."),
        "capacity_below_confirmed": _l(
            "Confirmed registrations: %(taken)s. The number of seats cannot be smaller: nobody loses a seat."
        ),
        "reserved_over_capacity": _l("More seats are kept for the two sides than there are: %(capacity)s."),
        "reserved_are_taken": _l("Free seats: %(free)s. More of them cannot be kept: nobody loses a seat."),
        "release_missing": _l("Say until when seats are kept for a side: everybody may read it."),
        "release_after_start": _l("Seats cannot be kept beyond the start of the workshop."),
        "minimum_over_capacity": _l("There are not enough seats for these minimums: %(capacity)s."),
        "start_is_past": _l("The start is in the past. Choose a day and an hour to come."),
        "closing_after_start": _l("Registration cannot close after the start of the workshop."),
        "opening_after_closing": _l("Registration must open before it closes."),
        "hour_skipped": _l("This hour does not exist on this day: the clocks are put forward. Choose another one."),
        "hour_repeated": _l("This hour comes twice on this day: the clocks are put back. Choose another one."),
    }
)


def language_name(code: str) -> str:
    """The name of a working language, as it stands in a list."""
    return pgettext("language", "Russian") if code == Lang.RU else pgettext("language", "French")


def languages_in_words(workshop: Workshop) -> str:
    """« français, russe, avec interprétation »; the reader's own language comes first."""
    codes = sorted(workshop.languages, key=lambda code: code != reader_lang())
    names = [language_name(code) for code in codes]
    return ", ".join(names + ([_("with interpretation")] if workshop.interpretation else []))


def outline(text: Bilingual) -> Markup:
    """An editor's text as paragraphs and lists, marked with its language when it is not the page's."""
    words, lang = text.best(reader_lang())
    made = prose(words)
    return made if lang is reader_lang() else Markup('<div lang="{}">{}</div>').format(lang.value, made)


def hours(workshop: Workshop) -> list[tuple[str, str]]:
    """A line for each clock: the place, and « jeudi 3 mai 2018, 18:30–20:00 » there."""
    return [
        (
            line.place,
            f"{day(line.at, weekday=True)}, {clock(line.at)}–{clock(line.at + timedelta(minutes=workshop.minutes))}",
        )
        for line in both_clocks(workshop.starts_at)
    ]

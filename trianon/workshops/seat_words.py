"""Where one stands and why, in words: which seats are free for whom until when, and one's place in the list."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from trianon.bilingual.formats import moment, number
from trianon.bilingual.lang import Lang
from trianon.bilingual.text import reader_lang
from trianon.core.sides import BOTH_SIDES, Side
from trianon.workshops.models import Workshop
from trianon.workshops.seat_rules import Room, kept_until, room_of


def seats_in_words(workshop: Workshop, at: datetime) -> list[str]:
    """What is kept for whom until when, and what is open to everybody; nothing when no seats are kept."""
    until = kept_until(workshop, at)
    if until is None:
        return []
    room = room_of(workshop, at)
    sides = reversed(BOTH_SIDES) if reader_lang() is Lang.RU else BOTH_SIDES
    kept = [_kept(room, side, moment(until)) for side in sides if room.reserved[side]]
    return [*kept, _open_to_all(room.free_for(Side.OTHER))]


def _kept(room: Room, side: Side, until: str) -> str:
    free, words = room.kept_free(side), {"reserved": number(room.reserved[side]), "until": until}
    if not free:
        return _all_taken(side)
    if side is Side.FRANCE:
        return ngettext(
            "%(num)s of the %(reserved)s seats kept for the French side is free until %(until)s.",
            "%(num)s of the %(reserved)s seats kept for the French side are free until %(until)s.",
            free,
            **words,
        )
    return ngettext(
        "%(num)s of the %(reserved)s seats kept for the Russian side is free until %(until)s.",
        "%(num)s of the %(reserved)s seats kept for the Russian side are free until %(until)s.",
        free,
        **words,
    )


def _all_taken(side: Side) -> str:
    if side is Side.FRANCE:
        return _("All the seats kept for the French side are taken.")
    return _("All the seats kept for the Russian side are taken.")


def _open_to_all(free: int) -> str:
    if not free:
        return _("All the seats open to everybody are taken.")
    return ngettext("%(num)s more seat is open to everybody.", "%(num)s more seats are open to everybody.", free)


def rank_in_words(side: Side, rank: int) -> str:
    """One's place in the list of one's side."""
    words = {"rank": number(rank)}
    if side is Side.FRANCE:
        return _("Your rank on the waiting list of the French side: %(rank)s", **words)
    if side is Side.RUSSIA:
        return _("Your rank on the waiting list of the Russian side: %(rank)s", **words)
    return _("Your rank on the waiting list of other countries: %(rank)s", **words)


def hope_in_words(workshop: Workshop, side: Side, at: datetime) -> str:
    """When a seat may come for somebody who waits."""
    until = kept_until(workshop, at)
    if until is not None and any(room_of(workshop, at).kept_free(other) for other in BOTH_SIDES if other is not side):
        return _(
            "Seats that are still kept and free on %(until)s then go to those who wait, in order of arrival.",
            until=moment(until),
        )
    return _("A seat that is given up goes to the first who waits and may take it, in order of arrival.")

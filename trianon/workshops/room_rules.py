"""Rules around a meeting: when its door is open, when it can be watched, who may ask, which links are good."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from trianon.core.errors import RuleViolation
from trianon.core.sides import Role

OPENS_BEFORE = timedelta(minutes=15)
# Whoever holds the meeting prepares it.
OPENS_BEFORE_FOR_HOSTS = timedelta(hours=1)
# People are still talking when the hour is over: nobody who lost the line then finds the door shut.
STAYS_OPEN = timedelta(minutes=30)
LONGEST_QUESTION = 1000
MOST_QUESTIONS = 5
# As people write it: +33 1 23 45 67 89, 8 (495) 123-45-67. Longer than fifteen digits is no number (ITU E.164).
TELEPHONE = re.compile(r"\s*\+?(?:[0-9]|[ \u00a0\u202f().\-‑/](?=[ \u00a0\u202f().\-‑/]*[0-9]))+")
SHORTEST_NUMBER, LONGEST_NUMBER = 5, 15


class Door(StrEnum):
    """Where the door of a workshop stands at a moment."""

    EARLY = "early"
    OPEN = "open"
    OVER = "over"
    CANCELLED = "cancelled"


def door(workshop: Any, at: datetime, before: timedelta = OPENS_BEFORE) -> Door:
    """Open from fifteen minutes before the start (earlier for hosts) until a while after the end."""
    if workshop.state == "cancelled":
        return Door.CANCELLED
    if at < workshop.starts_at - before:
        return Door.EARLY
    return Door.OPEN if at < workshop.ends_at + STAYS_OPEN else Door.OVER


def opens_at(workshop: Any) -> datetime:
    """When the door opens, and the stream is shown."""
    start: datetime = workshop.starts_at
    return start - OPENS_BEFORE


def check_door(workshop: Any, at: datetime, *, is_host: bool = False) -> None:
    """Raise RuleViolation("door_<state>") unless the door is open now."""
    now = door(workshop, at, OPENS_BEFORE_FOR_HOSTS if is_host else OPENS_BEFORE)
    if now is not Door.OPEN:
        raise RuleViolation(f"door_{now}")


def can_be_watched(workshop: Any, at: datetime) -> bool:
    """Whether the stream is shown to everybody now."""
    return door(workshop, at) is Door.OPEN


def is_over(workshop: Any, at: datetime) -> bool:
    """Whether a recording and a transcript are shown: not while people still speak."""
    return workshop.state != "cancelled" and at >= workshop.ends_at


def check_question(workshop: Any, at: datetime, asked: int) -> None:
    """Speakers are asked until the workshop ends, a few times by each person."""
    if workshop.state == "cancelled" or at >= workshop.ends_at:
        raise RuleViolation("too_late_to_ask")
    if asked >= MOST_QUESTIONS:
        raise RuleViolation("enough_questions", most=MOST_QUESTIONS)


def may_edit_agenda(person: Any, entry: Any) -> bool:
    """Whoever put it there, and the secretaries general."""
    return entry.recorded_by_id == person.id or Role.SECRETARY_GENERAL in person.roles


def is_secure_link(text: str) -> bool:
    """A web address that a browser opens without anybody listening, and that names nobody's password."""
    try:
        parts = urlsplit(text)
        named = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return parts.scheme == "https" and named and "@" not in parts.netloc and not any(c.isspace() for c in text)


def check_no_way_in(texts: Iterable[Any], ways_in: Iterable[str | None]) -> None:
    """What people read in a mail or on a page does not lead into the room: the door alone does.

    Raises RuleViolation("tells_way_in") when a text, in either language, names an address or a room's name.
    """
    said = "\n".join(words for text in texts for words in (text.fr, text.ru)).casefold()
    if any(name and name in said for way in ways_in if way for name in _names_of(way)):
        raise RuleViolation("tells_way_in")


def _names_of(way_in: str) -> Iterator[str]:
    """An address without its beginning, and without what follows a question mark: without the code it is known too."""
    name = way_in.casefold().removeprefix("https://").rstrip("/")
    yield name
    place = re.split("[?#]", name)[0].rstrip("/")
    # A server's name alone is no secret.
    if "/" in place:
        yield place


def telephone_of(text: str) -> str:
    """The number to call at the beginning of what hosts wrote, as a telephone takes it; empty when there is none.

    What follows, a code to be keyed in after the connection, stays text: telephones do not agree about sending it.
    """
    found = TELEPHONE.match(text)
    number = "".join(c for c in found[0] if c in "+0123456789") if found else ""
    return number if SHORTEST_NUMBER <= len(number.lstrip("+")) <= LONGEST_NUMBER else ""

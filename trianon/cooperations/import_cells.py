"""One cell to one value, or the reason why it is refused."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from trianon.cooperations.rules import FIRST_YEAR_KNOWN
from trianon.core.errors import RuleViolation

Code = TypeVar("Code", bound=str)

LONGEST_TEXT, LONGEST_SOURCE, MOST_PARTS = 10_000, 2_000, 50
# Announced is not signed, but it has a year: a plan may lie a little ahead.
YEARS_AHEAD = 5
# What a spreadsheet would run as soon as our own export is opened in it.
_FORMULA = re.compile(r"[=+\-@\t\r]")
_EMAIL = re.compile(r"[^\s@/:;,]+@[^\s@/]+\.\w{2,}")
_ADDRESS = re.compile(r"https?://\S+")
# UTF-8 or Windows-1251 read as something else, long before it came here: "TouapsÃ©", "Ð¢ÑƒÐ°", "Òóàïñå", "????".
_GARBLED = re.compile(
    r"\ufffd|\?{3}|Ã[\u0080-\u00bf]|â€|[ÐÑ][\u0080-\u00bf\u0152-\u0192\u2013-\u2122]|[\u00c0-\u00ff]{4}"
    r"|(?:[РС][ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•™љ›њќћџЎўЈ¤Ґ¦§©Є¬®Ї°±Ііґµ¶·№єјЅѕї]){2}"
)


def cell_text(cells: dict[str, str], column: str, most: int = LONGEST_TEXT) -> str:
    """The words of a cell with single spaces; empty when nothing is known."""
    raw = cells[column]
    # Before anything is stripped: a tab or a sign at the very start is what makes a formula.
    if _FORMULA.match(raw.strip(" ")):
        raise RuleViolation("formula", column=column)
    if any(unicodedata.category(c) in {"Cc", "Cs", "Co"} and c not in "\t\r\n" for c in raw):
        raise RuleViolation("control_characters", column=column)
    text = " ".join(unicodedata.normalize("NFC", raw).split())
    if len(text) > most:
        raise RuleViolation("too_long", column=column, most=most)
    if _GARBLED.search(text):
        raise RuleViolation("garbled", column=column)
    if _EMAIL.search(_ADDRESS.sub("", text)):
        raise RuleViolation("email_address", column=column)
    return text


def cell_name(cells: dict[str, str], column: str, most: int) -> str:
    """A name: letters or digits somewhere, or nothing."""
    text = cell_text(cells, column, most)
    if text and not any(c.isalnum() for c in text):
        raise RuleViolation("no_name", column=column)
    return text


def cell_list(cells: dict[str, str], column: str, most: int = LONGEST_SOURCE) -> tuple[str, ...]:
    """The parts of a cell that are separated by " ; ", each once."""
    whole = cell_text(cells, column, most * MOST_PARTS)
    values = tuple(dict.fromkeys(part.strip() for part in whole.split(" ; ") if part.strip("; ")))
    for value in values:
        if _FORMULA.match(value):
            raise RuleViolation("formula", column=column)
        if len(value) > most:
            raise RuleViolation("too_long", column=column, most=most)
    return values


def cell_code(cells: dict[str, str], column: str, allowed: Iterable[Code]) -> Code | None:
    """One of the codes, or None for an empty cell."""
    word = cells[column].strip().casefold()
    if not word:
        return None
    known = {str(code): code for code in allowed}
    if word not in known:
        raise RuleViolation("unknown_code", column=column, found=_short(cells[column]), allowed=", ".join(known))
    return known[word]


def cell_codes(cells: dict[str, str], column: str, allowed: Iterable[Code]) -> tuple[Code, ...]:
    """Several codes separated by semicolons, in their order, each once."""
    words = [word.strip() for word in cells[column].split(";")]
    found = [cell_code({column: word}, column, allowed) for word in words if word]
    return tuple(dict.fromkeys(code for code in found if code is not None))


def cell_year(cells: dict[str, str], column: str, today: date) -> int | None:
    """A year that can be true, or None for an empty cell."""
    word = cells[column].strip()
    if not word:
        return None
    latest = today.year + YEARS_AHEAD
    if not re.fullmatch(r"[0-9]{4}", word) or not FIRST_YEAR_KNOWN <= int(word) <= latest:
        raise RuleViolation("year", year=_short(word), first=FIRST_YEAR_KNOWN, last=latest)
    return int(word)


def _short(text: str) -> str:
    """What was found, fit for one line of a terminal."""
    shown = "".join(c if c.isprintable() else "·" for c in text.strip())
    return shown if len(shown) <= 40 else shown[:39] + "…"

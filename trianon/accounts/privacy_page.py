"""The public page about personal data, made of the register and its words: nothing here is written by hand."""

from __future__ import annotations

from typing import Any

from babel.units import format_unit

from trianon.accounts.privacy_words import COOKIES, LINES, PARTS, TERMS, Line
from trianon.bilingual.text import reader_lang
from trianon.personal_data import PERSONAL
from trianon.personal_terms import COOKIES as KEPT_BY_BROWSERS
from trianon.personal_terms import OWN, Purpose, Term, purpose_of


def parts(*, demo: bool) -> list[dict[str, Any]]:
    """A part for each purpose; that of the demonstration only there."""
    return [_part(purpose) for purpose in Purpose if demo or purpose is not Purpose.DEMO]


def cookies() -> list[dict[str, Any]]:
    """Name, use and term of everything that the browser is asked to keep."""
    return [{"name": name, "use": COOKIES[name], "term": words_of(term)} for name, term in KEPT_BY_BROWSERS.items()]


def columns_of(line: Line) -> list[str]:
    """The columns of the register that a line stands for."""
    named = {column for other in LINES for column in other.columns}
    found: list[str] = []
    for column in line.columns:
        table, _, rest = column.partition(".")
        found += [one for one in PERSONAL if one.startswith(f"{table}.") and one not in named] if rest == "*" else []
        found += [] if rest == "*" else [column]
    return found


def lines_of(purpose: Purpose) -> list[Line]:
    """What is kept for a purpose, in the order of LINES."""
    return [line for line in LINES if purpose in {purpose_of(column) for column in columns_of(line)}]


def terms_of(purpose: Purpose) -> list[Term]:
    """The terms of all columns of a purpose, each once."""
    return list(dict.fromkeys(entry.kept for name, entry in PERSONAL.items() if purpose_of(name) is purpose))


def words_of(term: Term) -> str:
    """A term in the reader's language, with its own number of days."""
    days = format_unit(term.after.days, "duration-day", "long", locale=reader_lang().value)
    return str(TERMS[term.code]) % {"time": days}


def _part(purpose: Purpose) -> dict[str, Any]:
    words = PARTS[purpose]
    return {
        "code": purpose.value,
        "title": words.title,
        "why": words.why,
        "grounds": words.grounds,
        "seen_by": words.seen_by,
        "lines": [line.words for line in lines_of(purpose)],
        "terms": [words_of(term) for term in terms_of(purpose)],
    }


def tables() -> list[tuple[str, list[str]]]:
    """For whoever reads the downloaded file: each of its tables, and what it holds."""
    found: dict[str, list[str]] = {}
    for line in LINES:
        for table in dict.fromkeys(column.partition(".")[0] for column in line.columns):
            found.setdefault(table, []).append(str(line.words))
    return sorted((table, words) for table, words in found.items() if table in OWN)

"""What was typed in a step, kept exactly so: pairs of field and value, as a form sends them.

A draft keeps right and wrong answers alike; only a complete one becomes a declaration.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from trianon.bilingual.checking import clean, clean_line

Pairs = list[tuple[str, str]]

TITLE, PARTNERS, LINK, ACTIVITY, SOURCES, MORE = STEPS = ("title", "partners", "link", "activity", "sources", "more")

# The long texts of the last step, all optional, by the names of their columns.
DETAILS = ("actions", "audience", "means", "results", "funding_sought", "partners_sought")

# All texts of a record.
TEXTS = ("title", "summary", *DETAILS)

_PARTNER = re.compile(r"partners-(\d{1,6})-(side|name|citizens|place|pick|latitude|longitude|level|role)")
_FIELDS = {
    TITLE: {"title", "lang", "confirmed_lang", "summary", "other_title", "other_summary"},
    LINK: {"kind", "main_domain", "domains", "first_year"},
    ACTIVITY: {"activity", "as_of", "source"},
    SOURCES: {"sources", "links", "on_behalf_of"},
    MORE: {*DETAILS, "signed", "term_year", "renewals", "sub_themes"},
}
_LONG = {"summary", "other_summary", "sources", "links", "source", *DETAILS}
# Beyond this a draft is not kept: every honest answer is far below, and it is refused with its reason anyway.
MOST_KEPT = 100_000
# Thirty partners send 270 values; whoever sends more than this is not filling in our form.
MOST_VALUES = 700


def cleaned(step: str, sent: Iterable[tuple[str, str]]) -> Pairs:
    """The step's own values among what was sent, cleaned; partners are counted anew from 0."""
    pairs = [(name, clean(value) if name in _LONG else clean_line(value)) for name, value in sent if _is_of(step, name)]
    return renumbered(pairs) if step == PARTNERS else pairs


def is_too_long(pairs: Pairs) -> bool:
    """Whether this is more than a draft keeps."""
    return sum(len(value) for _name, value in pairs) > MOST_KEPT


def with_partner(pairs: Pairs) -> Pairs:
    """One more empty partner at the end."""
    return [*pairs, (f"partners-{len(partners_in(pairs))}-name", "")]


def without_partner(pairs: Pairs, position: int) -> Pairs:
    """Without the partner at this position; the others move up."""
    return renumbered([pair for pair in pairs if _position(pair[0]) != position])


def without_spare_partners(pairs: Pairs) -> Pairs:
    """Without empty partners of a side that another partner stands for already."""
    rows = partners_in(pairs)
    filled = {row.get("side") for row in rows.values() if not _is_empty(row)}
    spare = {position for position, row in rows.items() if _is_empty(row) and row.get("side", "") in filled | {""}}
    # An answer without any partner keeps its first, to have a place for the message.
    return renumbered([pair for pair in pairs if _position(pair[0]) not in spare]) if filled else pairs


def partners_in(pairs: Pairs) -> dict[int, dict[str, str]]:
    """The partners by position, each as its fields."""
    rows: dict[int, dict[str, str]] = {}
    for name, value in pairs:
        match = _PARTNER.fullmatch(name)
        if match:
            rows.setdefault(int(match[1]), {})[match[2]] = value
    return rows


def renumbered(pairs: Pairs) -> Pairs:
    """The partners in their order, counted from 0."""
    return list(_flat(row for _position, row in sorted(partners_in(pairs).items())))


def _flat(rows: Iterable[dict[str, str]]) -> Iterator[tuple[str, str]]:
    for position, row in enumerate(rows):
        for name, value in row.items():
            yield f"partners-{position}-{name}", value


def _is_of(step: str, name: str) -> bool:
    return bool(_PARTNER.fullmatch(name)) if step == PARTNERS else name in _FIELDS[step]


def _position(name: str) -> int:
    match = _PARTNER.fullmatch(name)
    return int(match[1]) if match else -1


def _is_empty(row: dict[str, str]) -> bool:
    return not any(row.get(name) for name in ("name", "place", "level", "citizens"))

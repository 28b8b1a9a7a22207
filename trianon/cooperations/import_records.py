"""One row of our own sheet to one record, with everything that is wrong with it at once. Touches no database."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from trianon.accounts.confusables import mixes_scripts, skeleton
from trianon.bilingual.lang import Lang, likely_lang
from trianon.bilingual.text import Bilingual
from trianon.cooperations.import_cells import YEARS_AHEAD, cell_list, cell_name, cell_text
from trianon.cooperations.import_choices import meant
from trianon.cooperations.import_rows import CooperationRow, PartnerRow, key_of
from trianon.cooperations.rules import (
    FIRST_YEAR_KNOWN,
    LAST_YEAR_PLAUSIBLE,
    LONGEST_LINK,
    LONGEST_NAME,
    LONGEST_PLACE,
    LONGEST_SOURCE,
    LONGEST_SUMMARY,
    LONGEST_TITLE,
    MOST_LINKS,
    MOST_PARTNERS,
    MOST_RENEWALS,
)
from trianon.cooperations.sheet_columns import COLUMNS, SEVERAL, TEXTS
from trianon.cooperations.vocabulary import Activity
from trianon.cooperations.years import KnownYear, read_year
from trianon.core.errors import RuleViolation
from trianon.core.sides import BOTH_SIDES, Side
from trianon.core.text import words_key

Value = TypeVar("Value")
_SEPARATORS = str.maketrans({"\n": ";", "|": ";"})


@dataclass
class Reading:
    """What a row gave: the record where nothing is wrong, all faults, and what somebody should look at."""

    record: CooperationRow | None = None
    faults: list[RuleViolation] = field(default_factory=list)
    warnings: list[RuleViolation] = field(default_factory=list)


def read_record(cells: dict[str, str], today: date, *, owner: str = "") -> Reading:
    """Read a row by the codes of its columns (missing ones are empty); `owner` keeps the records of one body apart."""
    reading = Reading()
    row = _Cells(dict.fromkeys(COLUMNS, "") | cells, reading, cells)
    texts = {name: row.text(name) for name in TEXTS}
    partners = [partner for side in BOTH_SIDES for partner in row.partners(side)]
    kind = row.choice("kind")
    domains = row.choices("domains")
    first = row.year("first_year", today.year + YEARS_AHEAD)
    activity = row.choice("activity")
    as_of = row.day("activity_as_of", today)
    source = row.take("activity_source", lambda: cell_text(row.cells, "activity_source", LONGEST_SOURCE), "")
    signed_on, signed = row.day_or_year("signed", today)
    term = row.year("term_year", LAST_YEAR_PLAUSIBLE)
    renewals = row.years("renewals", today.year + YEARS_AHEAD)
    sources = row.several("sources", LONGEST_SOURCE)
    links = row.several("links", LONGEST_LINK)
    row.demand(texts["title"], "title", partners, domains)
    if as_of and activity is None:
        row.fault("activity_missing", "activity")
    if len(links) > MOST_LINKS:
        row.fault("too_many_values", "links", most=MOST_LINKS)
    for link in links:
        if not link.startswith(("http://", "https://")):
            row.fault("no_address", "links", found=link[:60])
    if first and term and term.year < first.year:
        row.fault("ends_before_it_begins", "term_year")
    if reading.faults:
        return reading
    title = texts["title"]
    if mixes_scripts(f"{title.fr} {title.ru}") or any(mixes_scripts(p.name.fr + " " + p.name.ru) for p in partners):
        reading.warnings.append(RuleViolation("mixed_letters"))
    names = sorted(f"{partner.side}/{_looks(partner.name)}" for partner in partners)
    reading.record = CooperationRow(
        key=key_of("record", owner, _looks(title), *names),
        title=title,
        summary=texts["summary"],
        texts={name: text for name, text in texts.items() if name not in {"title", "summary"}},
        kind=kind,
        domains=tuple(domains),
        first_year=first.year if first else None,
        first_year_about=bool(first and (first.about or row.says_about("first_year_about"))),
        signed_on=signed_on,
        signed=signed,
        term_year=term.year if term else None,
        term_year_about=bool(term and term.about),
        renewals=tuple(one.code for one in renewals),
        activity=activity or (Activity.UNKNOWN if owner else None),
        activity_as_of=as_of,
        activity_source=source,
        partners=tuple(partners),
        sources=tuple(sources),
        links=tuple(links),
    )
    return reading


def _looks(name: Bilingual) -> str:
    """What a name looks like: one letter of the other script in it makes no other record."""
    return skeleton(words_key(name.fr or name.ru))


class _Cells:
    """The cells of a row, and where their faults go."""

    def __init__(self, cells: dict[str, str], reading: Reading, given: Collection[str]) -> None:
        self.cells = cells
        self._reading = reading
        # What a fault calls a column that is missing: as the file has it, where it has it in one language.
        self.given = given

    def take(self, column: str, read: Callable[[], Value], otherwise: Value) -> Value:
        """A value, or the fault of its cell and something in its place."""
        try:
            return read()
        except RuleViolation as fault:
            fault.values["column"] = column
            self._reading.faults.append(fault)
            return otherwise

    def fault(self, code: str, column: str, **values: object) -> None:
        """Something else is wrong with a cell."""
        self._reading.faults.append(RuleViolation(code, column=column, **values))

    def text(self, name: str) -> Bilingual:
        most = {"title": LONGEST_TITLE}.get(name, LONGEST_SUMMARY)
        read = cell_name if name == "title" else cell_text
        both = {}
        for lang in Lang:
            code = f"{name}_{lang}"
            both[lang.value] = self.take(code, lambda code=code: read(self.cells, code, most), "")  # type: ignore[misc]
        return Bilingual(**both)

    def several(self, column: str, most: int) -> list[str]:
        """The parts of a cell: " ; ", a semicolon, a bar or a new line stands between them."""
        parts = [part.strip() for part in self.cells[column].translate(_SEPARATORS).split(";")]
        joined = {column: SEVERAL.join(part for part in parts if part)}
        return self.take(column, lambda: list(cell_list(joined, column, most)), [])

    def partners(self, side: Side) -> list[PartnerRow]:
        """The partners of a side: two lists of names in the same order, and a town for each or one for all."""
        base = f"partners_{side}"
        french, russian = (self.several(f"{base}_{lang}", LONGEST_NAME) for lang in Lang)
        for column, typed in ((f"{base}_fr", french), (f"{base}_ru", russian)):
            if any(not any(c.isalnum() for c in name) for name in typed):
                self.fault("no_name", column)
        if french and russian and len(french) != len(russian):
            self.fault("lists_differ", f"{base}_ru", first=len(french), second=len(russian))
            return []
        names = [Bilingual.only(likely_lang(name), name) for name in french or russian]
        if french and russian:
            names = [Bilingual(*pair) for pair in zip(french, russian, strict=True)]
        if len(names) > MOST_PARTNERS:
            self.fault("too_many_values", f"{base}_fr", most=MOST_PARTNERS)
        places = self.several(f"places_{side}", LONGEST_PLACE)
        if len(places) > 1 and len(places) != len(names):
            self.fault("places_differ", f"places_{side}", first=len(names), second=len(places))
            return []
        towns = places if len(places) == len(names) else (places or [""]) * len(names)
        return [PartnerRow(side, name, place=town) for name, town in zip(names, towns, strict=True)]

    def choice(self, column: str) -> Any | None:
        """The value of one word; None for an empty cell."""
        word = self.cells[column].strip()
        value = meant(column, word) if word else None
        if word and value is None:
            self.fault("unknown_word", column, found=_short(word))
        return value

    def choices(self, column: str) -> list[Any]:
        """The values of several words. A name may hold a comma, so the whole cell is tried first."""
        whole = self.cells[column].strip()
        if not whole:
            return []
        words = [whole] if meant(column, whole) else whole.translate(_SEPARATORS).split(";")
        found = []
        for word in (one.strip() for one in words):
            value = meant(column, word) if word else None
            if value is not None and value not in found:
                found.append(value)
            elif word and value is None:
                self.fault("unknown_word", column, found=_short(word))
        return found

    def year(self, column: str, last: int) -> KnownYear | None:
        """A year, known exactly or about: 1997, « vers 1997 », «около 1997 г.»; None for an empty cell."""
        word = self.cells[column].strip()
        return self._known(column, word, last) if word else None

    def says_about(self, column: str) -> bool:
        """Whether a cell beside a year says that it is only about right."""
        known = read_year(f"{self.cells[column].strip()} 2000")
        return known is not None and known.about

    def years(self, column: str, last: int) -> list[KnownYear]:
        """Several such years, each once, in their order."""
        words = [word.strip() for word in re.split(r"[,;|\n]", self.cells[column]) if word.strip()]
        if len(words) > MOST_RENEWALS:
            self.fault("too_many_values", column, most=MOST_RENEWALS)
            return []
        found = {one for word in words if (one := self._known(column, word, last)) is not None}
        return sorted(found, key=lambda one: (one.year, one.about))

    def _known(self, column: str, word: str, last: int) -> KnownYear | None:
        known = read_year(word)
        if known is None or not FIRST_YEAR_KNOWN <= known.year <= last:
            self.fault("year", column, year=_short(word), first=FIRST_YEAR_KNOWN, last=last)
            return None
        return known

    def day_or_year(self, column: str, today: date) -> tuple[date | None, KnownYear | None]:
        """A day, or its year alone."""
        word = self.cells[column].strip()
        if read_year(word) is not None:
            return None, self.year(column, today.year + YEARS_AHEAD)
        return self.day(column, today), None

    def day(self, column: str, today: date) -> date | None:
        """A day that has come: 2024-05-31, 31.05.2024, 31/05/2024."""
        word = self.cells[column].strip()
        if not word:
            return None
        parts = word.replace("/", ".").split(".")
        spelled = "-".join(reversed([part.zfill(2) for part in parts])) if len(parts) == 3 else word
        try:
            found = date.fromisoformat(spelled)
        except ValueError:
            found = None
        if found is None or not found.year >= 1900 or found > today:
            self.fault("no_day", column, found=_short(word))
            return None
        return found

    def demand(self, title: Bilingual, column: str, partners: Iterable[PartnerRow], domains: list[Any]) -> None:
        """What no record can be without; nothing is said twice of a cell that has a fault already."""
        faulty = {str(fault.values.get("column", "")) for fault in self._reading.faults}
        if not title and not any(one.startswith(column) for one in faulty):
            self.fault("title_missing", f"{column}_fr")
        for side in BOTH_SIDES:
            named = any(partner.side is side for partner in partners)
            if not named and not any(one.startswith((f"partners_{side}", f"places_{side}")) for one in faulty):
                own, other = ("fr", "ru") if side is Side.FRANCE else ("ru", "fr")
                is_other = f"partners_{side}_{own}" not in self.given and f"partners_{side}_{other}" in self.given
                self.fault("side_missing", f"partners_{side}_{other if is_other else own}")
        if not domains and "domains" not in faulty:
            self.fault("domain_missing", "domains")


def _short(text: str) -> str:
    shown = "".join(c if c.isprintable() else "·" for c in text)
    return shown if len(shown) <= 40 else shown[:39] + "…"

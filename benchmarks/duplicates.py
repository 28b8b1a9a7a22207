"""Probable duplicates among the real records: what is found, what is missed, what is a false alarm.

`make show-duplicates` writes docs/evidence/duplicates.md and duplicates.json. Every real record is declared again in
several ways, in both scripts, and each is compared with every record: with its own it should be alike, with all others
not.
"""

from __future__ import annotations

import csv
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from trianon.bilingual.lang import Lang, likely_lang
from trianon.bilingual.text import Bilingual
from trianon.cooperations.import_files import Shape
from trianon.cooperations.import_rows import CooperationRow, PartnerRow, read_row
from trianon.cooperations.matching import THRESHOLD, End, Likeable, likeness
from trianon.core.errors import RuleViolation
from trianon.core.sides import Side

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "trianon" / "cooperations" / "data"
OUT = ROOT / "docs" / "evidence"
THRESHOLDS = (0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.8, 0.9)


COLUMNS = ("threshold", "found", "missed", "false_alarms")
# Likeness, way of typing, title; and the title of the other record.
Own = tuple[float, str, str]
Other = tuple[float, str, str, str]


@dataclass(frozen=True)
class Case:
    """One way to declare a record again."""

    row: int
    way: str
    typed: Likeable


def records() -> list[CooperationRow]:
    """The real cooperations."""
    found = []
    for name, shape in (("twinnings.csv", Shape.TWINNINGS), ("partnerships.csv", Shape.PARTNERSHIPS)):
        with (DATA / name).open(encoding="utf-8", newline="") as file:
            for cells in csv.DictReader(file):
                try:
                    record = read_row(shape, cells, date(2026, 1, 1))
                except RuleViolation:
                    continue
                if isinstance(record, CooperationRow):
                    found.append(record)
    return found


def stored(record: CooperationRow) -> Likeable:
    """A record as the directory knows it: both languages where it has both."""
    return _likeable(record, None, lambda text, _lang: text)


def ways(number: int, record: CooperationRow) -> Iterator[Case]:
    """The record declared again: in one language, in inclined forms, with errors of typing, by its places alone."""
    luck = random.Random(number)
    for lang in Lang:
        if not any(partner.name.get(lang) for partner in record.partners):
            continue
        made = {
            "as it is": lambda text, _lang: text,
            "case forms": inclined,
            "a typing error": lambda text, _lang: mistyped(text, luck),
            "no accents, small letters": lambda text, _lang: bare(text),
        }
        for way, change in made.items():
            yield Case(number, f"{lang}: {way}", _likeable(record, lang, change))
        whole = _likeable(record, lang, inclined)
        yield Case(number, f"{lang}: another title", replace(whole, titles=(OTHER_TITLE[lang],)))


OTHER_TITLE = {Lang.FR: "Nos échanges réguliers", Lang.RU: "Наши регулярные обмены"}


def _likeable(record: CooperationRow, lang: Lang | None, change: Any) -> Likeable:
    def said(text: Bilingual) -> tuple[str, ...]:
        langs = (lang,) if lang else tuple(Lang)
        return tuple(change(text.get(one), one) for one in langs if text.get(one))

    def end(partner: PartnerRow) -> End:
        names = said(partner.name) or said_in_any(partner.name)
        return End(names, names if partner.is_place else ())

    def said_in_any(text: Bilingual) -> tuple[str, ...]:
        return tuple(change(one, likely_lang(one)) for one in (text.fr, text.ru) if one)

    sides = {
        side: tuple(end(one) for one in record.partners if one.side is side) for side in (Side.FRANCE, Side.RUSSIA)
    }
    return Likeable(said(record.title) or said_in_any(record.title), sides[Side.FRANCE], sides[Side.RUSSIA])


# The commonest endings of names in the genitive, the dative and the prepositional, longest first.
_ENDINGS = (
    ("ский", "ского"),
    ("ская", "ской"),
    ("ий", "ия"),
    ("ия", "ии"),
    ("ь", "и"),
    ("а", "ы"),
    ("я", "и"),
    ("й", "я"),
    *((letter, letter + "а") for letter in "бвгджзклмнпрстфхцчшщ"),
)


def inclined(text: str, lang: Lang) -> str:
    """The words of a name as they stand in a sentence: «Дюнкерка и Волгограда», « de Dunkerque »."""
    if lang is Lang.FR:
        return re.sub(r"\s+[–—]\s+", " et ", "de " + text)
    return re.sub(r"[А-ЯЁа-яё-]{4,}", lambda word: _inclined(word[0]), re.sub(r"\s+[–—]\s+", " и ", text))


def _inclined(word: str) -> str:
    for ending, other in _ENDINGS:
        if word.endswith(ending):
            return word[: -len(ending)] + other
    return word


def mistyped(text: str, luck: random.Random) -> str:
    """One error in the longest word: two letters exchanged, one left out, or one doubled."""
    word = max(re.findall(r"\w+", text), key=len)
    if len(word) < 5:
        return text
    at = luck.randrange(1, len(word) - 2)
    wrong = luck.choice(
        (
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
        )
    )
    return text.replace(word, wrong, 1)


def bare(text: str) -> str:
    """As people type in a hurry."""
    return text.lower().translate(str.maketrans("éèêëàâîïôûüçё", "eeeeaaiiouuce"[:12] + "е"))


def measured(kept: list[CooperationRow] | None = None) -> tuple[list[Own], list[Other]]:
    """All comparisons: likeness with the own record, and with all the others."""
    rows = kept or records()
    known = [stored(row) for row in rows]
    own: list[Own] = []
    others: list[Other] = []
    for number, row in enumerate(rows):
        for case in ways(number, row):
            for other, one in enumerate(known):
                share = likeness(case.typed, one)
                if other == number:
                    own.append((share, case.way, title(row)))
                else:
                    others.append((share, case.way, title(row), title(rows[other])))
    return own, others


def main() -> None:
    """Measure and write both files."""
    rows = records()
    own, others = measured(rows)
    table = [[limit, *counted(own, others, limit)] for limit in THRESHOLDS]
    missed = sorted((name, way, round(share, 3)) for share, way, name in own if share < THRESHOLD)
    alarms = sorted({(a, b): (round(share, 3), way) for share, way, a, b in others if share >= THRESHOLD}.items())
    data = {
        "threshold": THRESHOLD,
        "records": len(rows),
        "own": len(own),
        "others": len(others),
        "by_threshold": [
            dict(zip(("threshold", "found", "missed", "false_alarms"), row, strict=True)) for row in table
        ],
        "missed": missed,
        "false_alarms": [[*names, *how] for names, how in alarms],
    }
    (OUT / "duplicates.json").write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    lines = [
        "# Probable duplicates",
        "",
        f"`make show-duplicates`: each of the {len(rows)} real cooperations is declared again in every language that",
        f"its partners' names have, in five ways, and compared with all records: {len(own)} comparisons with the own",
        f"record, {len(others)} with another one. Nothing is known by its number: all is typed.",
        "",
        "| threshold | found | missed | false alarms |",
        "|---|---|---|---|",
        *(_line(row, len(own), len(others)) for row in table),
        "",
        "| way of typing | found |",
        "|---|---|",
        *(f"| {way} | {found} of {all_of} |" for way, found, all_of in _by_way(own)),
        "",
        f"**Why {THRESHOLD}.** Whoever is shown a record that is not theirs presses “it is another one” and goes on. A",
        "double that is not shown costs both halves of the committee a reading, and a merge. From 0.6 upwards more",
        "is missed and hardly fewer alarms are given: what remains are other deeds of the same two towns, under a",
        "title that says nothing. Below 0.5 links of one town with two others begin to look alike.",
        "",
        "## Missed",
        "",
        *(f"- {share:.2f}, {way}: {name}" for name, way, share in missed),
        "",
        "## False alarms",
        "",
        "Each pair once; all are two deeds of the same partners.",
        "",
        *(f"- {share:.2f}, {way}: {one} / {other}" for (one, other), (share, way) in alarms),
    ]
    (OUT / "duplicates.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines[6:30]))


def counted(own: list[Own], others: list[Other], limit: float) -> tuple[int, int, int]:
    """Found, missed, false alarms."""
    found = sum(share >= limit for share, *_more in own)
    return found, len(own) - found, sum(share >= limit for share, *_more in others)


def title(row: CooperationRow) -> str:
    """A title to read."""
    return row.title.fr or row.title.ru


def _line(row: list[Any], own: int, others: int) -> str:
    limit, found, missed, alarms = row
    in_use = " (in use)" if limit == THRESHOLD else ""
    return f"| {limit}{in_use} | {found} of {own} | {missed} | {alarms} of {others} |"


def _by_way(own: list[Own]) -> Iterator[tuple[str, int, int]]:
    for way in sorted({way for _share, way, _name in own}):
        shares = [share for share, one, _name in own if one == way]
        yield way, sum(share >= THRESHOLD for share in shares), len(shares)


if __name__ == "__main__":
    main()

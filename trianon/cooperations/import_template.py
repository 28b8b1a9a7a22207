"""The sheet to fill in: one line of codes, one of headings, one invented record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask_babel import gettext as _

from trianon.bilingual.lang import Lang
from trianon.bilingual.text import reader_lang
from trianon.cooperations.import_choices import CHOICES
from trianon.cooperations.sheet_columns import COLUMNS, OF_EXPORTS, heading
from trianon.cooperations.vocabulary import Activity, Domain, Kind

_EXAMPLE = {
    "title_fr": "Double diplôme de génie urbain",
    "title_ru": "Двойной диплом по городскому хозяйству",
    "partners_france_fr": "Université de Villeneuve-l’Exemple",
    "partners_france_ru": "Университет Вильнёв-л’Экзампль",
    "partners_russia_fr": "Université technique d’Obraztsovsk",
    "partners_russia_ru": "Образцовский технический университет",
    "first_year": "2014",
    "sources": "https://www.example.org/double-diplome",
}


def template_rows() -> Iterator[Sequence[str]]:
    """Headings in the reader's language, and the example."""
    lang = reader_lang()
    yield [heading(code, lang) for code in _columns()]
    meant = {"kind": Kind.AGREEMENT, "domains": Domain.UNIVERSITIES, "activity": Activity.ACTIVE}
    words = {column: str(CHOICES[column][value]) for column, value in meant.items()}
    example = _EXAMPLE | words | {"summary_fr": "", "summary_ru": ""}
    if lang is Lang.FR:
        example["summary_fr"] = _("Twenty students a year spend a semester in the other country.")
    else:
        example["summary_ru"] = _("Twenty students a year spend a semester in the other country.")
    yield [example.get(code, "") for code in _columns()]


def _columns() -> list[str]:
    """Whoever fills a sheet in writes « vers 1997 » into one cell, and has no record yet."""
    return [code for code in COLUMNS if code not in OF_EXPORTS]

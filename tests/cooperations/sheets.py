"""Sheets as people send them: rows of double degrees, as CSV and as XLSX, and workbooks that mean harm."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook

from tests.support.forms import forms_of
from tests.support.visitor import Visitor
from trianon.cooperations.sheet_columns import COLUMNS

HEADINGS = ("Intitulé", "Établissement français", "Ville française", "Российский вуз", "Город в России", "Domaine",
            "Type", "Depuis", "Statut", "Source")  # fmt: skip


def degree(number: int, **changes: str) -> list[str]:
    """The row of one double degree, by the headings above."""
    cells = dict(
        zip(
            HEADINGS,
            (
                f"Double diplôme de génie urbain n° {number}",
                "Université de Villeneuve",
                "Lyon",
                f"Образцовский университет {number}",
                "Казань",
                "universites",
                "accord",
                "2014",
                "actif",
                "https://www.example.org/diplome",
            ),
            strict=True,
        )
    )
    return list((cells | changes).values())


def csv_bytes(rows: Iterable[Sequence[str]], mark: str = ",", encoding: str = "utf-8") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=mark).writerows(rows)
    return text.getvalue().encode(encoding)


def xlsx_bytes(rows: Iterable[Sequence[Any]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def with_part(workbook: bytes, name: str, content: bytes) -> bytes:
    """The workbook with one of its parts replaced or added."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info.filename, old.read(info.filename))
        new.writestr(name, content)
    return made.getvalue()


def by_codes(**cells: str) -> dict[str, str]:
    """A whole row of our own sheet, by the codes of its columns."""
    good = {
        "title_fr": "Double diplôme de génie urbain",
        "partners_france_fr": "Université de Villeneuve",
        "partners_russia_ru": "Образцовский университет",
        "places_france": "Lyon",
        "domains": "universites",
    }
    unknown = set(cells) - set(COLUMNS)
    assert not unknown, unknown
    return good | cells


def send(visitor: Visitor, path: str, content: bytes, name: str = "double-diplomes.csv") -> Any:
    """Choose a file on the page and send it, as a browser does."""
    page = visitor.get(path)
    assert page.status_code == 200, page.status_code
    form = next(one for one in forms_of(page.text) if "file" in one.names)
    data = {name: value for name, value in form.values if name != "file"}
    return visitor.http.post(
        f"/{visitor.lang}{path}", data=data | {"file": (io.BytesIO(content), name)}, content_type="multipart/form-data"
    )

"""Files that are broken, too large or mean harm: a clear word, little time and memory, nothing stored."""

from __future__ import annotations

import io
import time
import tracemalloc
import zipfile
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from tests.cooperations.sheets import HEADINGS, by_codes, csv_bytes, degree, send, with_part, xlsx_bytes
from trianon.cooperations.import_jobs import read_sheet
from trianon.cooperations.import_models import ImportJob
from trianon.cooperations.import_records import read_record
from trianon.cooperations.years import KnownYear
from trianon.core.clock import now
from trianon.core.errors import RuleViolation

GOOD = xlsx_bytes([HEADINGS, degree(1)])


def zipped(name: str, megabytes: int) -> bytes:
    """A workbook one of whose parts unpacks to this size, from a few kilobytes."""
    return with_part(GOOD, name, b" " * (megabytes * 1024 * 1024))


def lying() -> bytes:
    """The table of contents says ten bytes where there are many."""
    content = zipped("xl/worksheets/sheet1.xml", 8)
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        size = book.getinfo("xl/worksheets/sheet1.xml").file_size.to_bytes(4, "little")
    return content.replace(size, (10).to_bytes(4, "little"))


def laughing() -> bytes:
    """Entities that stand for entities that stand for entities."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))
    return with_part(GOOD, "xl/workbook.xml", f"<!DOCTYPE x [{laughs}]><x>&l9;</x>".encode())


BAD = {
    "a part of 60 MB": (zipped("xl/sharedStrings.xml", 60), "bomb"),
    "a style of 30 MB": (zipped("xl/styles.xml", 30), "bomb"),
    "a sheet of 250 MB": (zipped("xl/worksheets/sheet1.xml", 250), "bomb"),
    "sizes that lie": (lying(), "broken_workbook"),
    "entities": (laughing(), "broken_workbook"),
    "half a workbook": (GOOD[: len(GOOD) // 2], "broken_workbook"),
    "another ZIP": (with_part(GOOD, "x", b"")[:0] + b"PK\x05\x06" + bytes(18), "not_csv"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "locked_workbook"),
    "a PDF": (b"%PDF-1.7\n" + bytes(600), "not_csv"),
    "nothing": (b"", "empty_file"),
    "headings alone": (csv_bytes([HEADINGS]), "no_rows"),
    "an empty sheet": (xlsx_bytes([]), "empty_file"),
    "Windows-1251": (csv_bytes([["Название", "Город"], ["Обмен", "Казань"]], encoding="cp1251"), "encoding"),
    "two encodings": (csv_bytes([HEADINGS, degree(1)]) + "Казань\r\n".encode("cp1251"), "encoding"),
    "too many rows": (csv_bytes([HEADINGS, *map(degree, range(51))]), "too_many_rows"),
    "too many columns": (csv_bytes([["x"] * 61, ["y"] * 61]), "too_many_columns"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_refused_at_once(name: str) -> None:
    """The reason is the right one; it costs neither seconds nor memory."""
    content, reason = BAD[name]
    tracemalloc.start()
    began = time.monotonic()
    with pytest.raises(RuleViolation) as refusal:
        read_sheet(io.BytesIO(content), "rows.xlsx", most=50)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert refusal.value.code == reason
    assert time.monotonic() - began < 10
    assert peak < 40 * 1024 * 1024


def test_a_formula_of_a_workbook_is_read_as_it_is_written() -> None:
    """Nothing is computed; the row is refused with its column."""
    sheet = read_sheet(io.BytesIO(xlsx_bytes([HEADINGS, degree(1, Depuis="=2000+14")])), "x.xlsx", most=50)
    assert sheet.lines[0].cells[HEADINGS.index("Depuis")] == "=2000+14"


def test_a_cell_far_away_costs_nothing() -> None:
    """Row 1,048,576 and column XFD: read as the few rows that there are."""
    content = with_part(
        GOOD,
        "xl/worksheets/sheet1.xml",
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:XFD1048576"/>'
        b'<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Titre</t></is></c></row>'
        b'<row r="2"><c r="A2" t="inlineStr"><is><t>Jumelage</t></is></c></row>'
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>',
    )
    began = time.monotonic()
    assert [line.number for line in read_sheet(io.BytesIO(content), "x.xlsx", most=50).lines] == [2]
    assert time.monotonic() - began < 10


def test_a_sheet_of_fifty_megabytes_is_refused_by_its_size(sign_in_as: Any, transaction: Any) -> None:
    """Before anything of it is read; a workbook that is broken is told beside the form, in the reader's language."""
    secretary = sign_in_as("secretary_general", side="russia")
    assert send(secretary, "/imports/directory", bytes(50 * 1024 * 1024)).status_code == 413
    broken = send(secretary, "/imports/directory", GOOD[:900], "rows.xlsx")
    assert broken.status_code == 422
    assert "Книга повреждена" in broken.text
    with transaction() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(ImportJob)) == 0


FAULTS = [
    ({"title_fr": ""}, {"title_missing"}),
    ({"title_fr": "=1+1"}, {"formula"}),
    ({"title_fr": "TouapsÃ©"}, {"garbled"}),
    ({"partners_russia_ru": ""}, {"side_missing"}),
    ({"domains": ""}, {"domain_missing"}),
    ({"domains": "guerre"}, {"unknown_word"}),
    ({"kind": "mariage"}, {"unknown_word"}),
    ({"first_year": "0"}, {"year"}),
    ({"first_year": "3000"}, {"year"}),
    ({"first_year": "vers 1300"}, {"year"}),
    ({"signed": "31.02.1997"}, {"no_day"}),
    ({"signed": "3000"}, {"year"}),
    ({"renewals": "2004, an 12"}, {"year"}),
    ({"first_year": "2010", "term_year": "2005"}, {"ends_before_it_begins"}),
    ({"activity_as_of": "31.02.2024", "activity": "active"}, {"no_day"}),
    ({"activity_as_of": "2024-01-31"}, {"activity_missing"}),
    ({"activity": "active", "activity_as_of": "2999-01-01"}, {"no_day"}),
    ({"links": "javascript:alert(1)"}, {"no_address"}),
    ({"summary_fr": "écrire à jean@example.org"}, {"email_address"}),
    ({"partners_russia_fr": "A ; B", "partners_russia_ru": "А"}, {"lists_differ"}),
    ({"partners_france_fr": "A ; B ; C", "places_france": "Lyon ; Paris"}, {"places_differ"}),
    ({"title_fr": "", "first_year": "an 12", "domains": "x"}, {"title_missing", "year", "unknown_word"}),
]


YEARS = [
    ({"first_year": "vers 1997"}, {"first_year": 1997, "first_year_about": True}),
    ({"first_year": "около 1997 г."}, {"first_year": 1997, "first_year_about": True}),
    ({"first_year": "1997", "first_year_about": "about"}, {"first_year": 1997, "first_year_about": True}),
    ({"first_year": "1997", "first_year_about": "exact"}, {"first_year": 1997, "first_year_about": False}),
    ({"term_year": "2030~"}, {"term_year": 2030, "term_year_about": True}),
    ({"signed": "12.05.1997"}, {"signed_on": date(1997, 5, 12), "signed": None}),
    ({"signed": "около 1997"}, {"signed_on": None, "signed": KnownYear(1997, about=True)}),
    ({"renewals": "2010~ ; 2004, 2004"}, {"renewals": ("2004", "2010~")}),
]


def test_years_are_known_exactly_or_about(app: Any) -> None:
    """As in the form: nothing is made more exact than whoever filled the sheet in knows it."""
    with app.test_request_context("/fr/"):
        for cells, expected in YEARS:
            reading = read_record(by_codes(**cells), now().date())
            assert {name: getattr(reading.record, name) for name in expected} == expected, (cells, reading.faults)


def test_a_missing_column_is_named_as_the_file_has_it(app: Any) -> None:
    """« Partenaire russe », a French heading: nobody looks for a column in Russian that the file does not have."""
    cells = {name: cell for name, cell in by_codes().items() if name != "partners_russia_ru"}
    with app.test_request_context("/fr/"):
        for given, column in (({"partners_russia_fr": ""}, "partners_russia_fr"), ({}, "partners_russia_ru")):
            (fault,) = read_record(cells | given, now().date()).faults
            assert (fault.code, fault.values["column"]) == ("side_missing", column)


def test_every_fault_of_a_row_is_said_at_once(app: Any) -> None:
    """And a row without a fault is a record."""
    with app.test_request_context("/fr/"):
        assert read_record(by_codes(), now().date()).record is not None
        for wrong, codes in FAULTS:
            reading = read_record(by_codes(**wrong), now().date())
            assert {fault.code for fault in reading.faults} == codes, wrong
            assert reading.record is None, wrong

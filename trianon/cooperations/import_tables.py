"""A stranger's file as a table: CSV or XLSX, told by its first bytes and never by its name."""

from __future__ import annotations

from typing import BinaryIO

from trianon.cooperations.import_csv import SEPARATORS, CsvTable
from trianon.cooperations.import_xlsx import XlsxTable
from trianon.core.errors import RuleViolation

Table = CsvTable | XlsxTable


def open_table(stream: BinaryIO, separators: str = SEPARATORS) -> Table:
    """The table of an open file; raises RuleViolation when nothing of it can be read."""
    start = stream.read(8)
    stream.seek(0)
    if start.startswith(b"PK"):
        return XlsxTable(stream)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        # An old .xls, or a workbook behind a password.
        raise RuleViolation("locked_workbook")
    if start.startswith(b"%PDF"):
        raise RuleViolation("not_csv")
    return CsvTable(stream, separators)

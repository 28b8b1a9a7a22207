"""An XLSX workbook row by row: what it would unpack to is known, and bounded, before anything of it is unpacked."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, BinaryIO
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook

from trianon.cooperations.import_csv import Line
from trianon.core.errors import RuleViolation

MEGABYTE = 1024 * 1024
MOST_PARTS = 300
# Unpacked: the whole, the list of words, and any other part that is no sheet (those are read at once).
LARGEST_WHOLE, LARGEST_WORDS, LARGEST_PART = 200 * MEGABYTE, 40 * MEGABYTE, 4 * MEGABYTE
MOST_COLUMNS = 100
# Empty rows between two filled ones: below them nobody looks.
MOST_EMPTY = 5_000


class XlsxTable:
    """The first sheet of a workbook. Iterating gives the rows below its headings and keeps none of them.

    Formulas are given as they are written and so are refused as cells; nothing is computed, no link is followed.
    """

    def __init__(self, stream: BinaryIO) -> None:
        """Raise RuleViolation when nothing of the file can be read."""
        _check_parts(stream)
        stream.seek(0)
        self._book = _opened(stream)
        sheets = self._book.worksheets
        if not sheets:
            self.close()
            raise RuleViolation("broken_workbook")
        # The size that a sheet says of itself is anything its maker wished.
        sheets[0].reset_dimensions()
        self._rows = _cells_of(sheets[0])
        self.position = 0
        try:
            self.headings = self._header()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close the file."""
        self._book.close()

    def __iter__(self) -> Iterator[Line]:
        width = len(self.headings)
        empty = 0
        for number, cells in self._rows:
            if not any(cell.strip() for cell in cells):
                empty += 1
                if empty > MOST_EMPTY:
                    return
                continue
            empty = 0
            self.position = number
            if any(cell.strip() for cell in cells[width:]):
                yield Line(number, cells[:width], RuleViolation("beyond_headings"))
            else:
                yield Line(number, (cells + [""] * width)[:width])

    def _header(self) -> tuple[str, ...]:
        for number, cells in self._rows:
            headings = [cell.strip() for cell in cells]
            while headings and not headings[-1]:
                headings.pop()
            if headings:
                return tuple(headings)
            if number > 20:
                break
        raise RuleViolation("empty_file")


def _check_parts(stream: BinaryIO) -> None:
    """Look at the table of contents alone: a part never gives more than the size that stands there."""
    try:
        with ZipFile(stream) as parts:
            infos = parts.infolist()
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        raise RuleViolation("broken_workbook") from None
    if not any(info.filename == "[Content_Types].xml" for info in infos):
        raise RuleViolation("not_csv")
    if any(info.flag_bits & 1 for info in infos):
        raise RuleViolation("locked_workbook")
    large = [info for info in infos if info.file_size > _largest(info.filename)]
    if large or len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > LARGEST_WHOLE:
        raise RuleViolation("bomb", most=LARGEST_WHOLE // MEGABYTE)


def _largest(name: str) -> int:
    if name.startswith("xl/worksheets/"):
        return LARGEST_WHOLE
    if name.endswith("sharedStrings.xml"):
        return LARGEST_WORDS
    # Pictures are never unpacked.
    return LARGEST_PART if name.endswith((".xml", ".rels")) else LARGEST_WHOLE


def _opened(stream: BinaryIO) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return load_workbook(stream, read_only=True, data_only=False, keep_links=False)
        except Exception:  # noqa: BLE001  (whatever breaks a stranger's workbook, the answer is the same)
            raise RuleViolation("broken_workbook") from None


def _cells_of(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    rows = iter(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True))
    number = 0
    while True:
        try:
            values = next(rows)
        except StopIteration:
            return
        except Exception:  # noqa: BLE001  (as above)
            raise RuleViolation("broken_workbook") from None
        number += 1
        yield number, [_spelled(value) for value in values]


def _spelled(value: Any) -> str:
    """A cell as it would stand in a CSV file."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)

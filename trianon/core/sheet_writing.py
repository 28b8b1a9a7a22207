"""Tables on their way out, a row at a time: CSV that spreadsheets open rightly, and XLSX, in bounded memory."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What a spreadsheet would run, or a script on another's computer: also in wide letters, and behind spaces.
_FORMULA = re.compile(r"[ \u00a0\u202f]*[=+\-@\t\r\n＝＋－＠﹢﹣]")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# No spreadsheet holds more in a cell.
LONGEST_CELL = 32_000
_CHUNK = 64 * 1024

Cell = str | int | float | None
Rows = Iterable[Sequence[Cell]]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def harmless(cell: Cell) -> Cell:
    """Text that no spreadsheet takes for a formula: an apostrophe before it makes it words."""
    if not isinstance(cell, str):
        return cell
    text = _FORBIDDEN.sub("", cell)
    text = text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"
    return f"'{text}" if _FORMULA.match(text) else text


def csv_of(rows: Rows, delimiter: str = ",") -> Iterator[bytes]:
    """UTF-8 with its mark, so that no spreadsheet guesses another encoding; those of both countries part at ";"."""
    text = io.StringIO()
    text.write("\ufeff")
    writer = csv.writer(text, delimiter=delimiter)
    for row in rows:
        writer.writerow(["" if cell is None else harmless(cell) for cell in row])
        if text.tell() > _CHUNK:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()


def xlsx_of(sheets: Sequence[tuple[str, Rows]]) -> Iterator[bytes]:
    """A workbook of these sheets, the first line of each standing still; names of at most 31 plain characters."""
    pipe = _Pipe()
    with ZipFile(pipe, "w", ZIP_DEFLATED) as book:  # type: ignore[call-overload]
        for name, text in _parts([name for name, _rows in sheets]):
            book.writestr(name, _HEAD + text)
        for number, (_name, rows) in enumerate(sheets, 1):
            with book.open(f"xl/worksheets/sheet{number}.xml", "w") as part:
                for chunk in _sheet(rows):
                    part.write(chunk.encode())
                    yield pipe.drain()
    yield pipe.drain()


class _Pipe:
    """What a ZIP file is written to: bytes that are handed on and forgotten."""

    def __init__(self) -> None:
        self._chunks: list[bytes] = []

    def write(self, data: bytes) -> int:
        """Take some bytes."""
        self._chunks.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits here."""

    def drain(self) -> bytes:
        """Everything since the last time."""
        data = b"".join(self._chunks)
        self._chunks.clear()
        return data


def _sheet(rows: Rows) -> Iterator[str]:
    view = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    lines = [f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">{view}</sheetView></sheetViews>']
    lines.append("<sheetData>")
    length = 0
    for row in rows:
        line = "<row>" + "".join(map(_cell, row)) + "</row>"
        lines.append(line)
        length += len(line)
        if length > _CHUNK:
            yield "".join(lines)
            lines, length = [], 0
    yield "".join(lines) + "</sheetData></worksheet>"


def _cell(cell: Cell) -> str:
    if cell is None or cell == "":
        return "<c/>"
    if isinstance(cell, int | float):
        return f"<c><v>{cell}</v></c>"
    text = escape(str(harmless(cell)))
    return f'<c t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _parts(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    numbers = range(1, len(names) + 1)
    kinds = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_KIND}.worksheet+xml"/>' for n in numbers
    )
    yield (
        "[Content_Types].xml",
        f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>{kinds}</Types>',
    )
    yield (
        "_rels/.rels",
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    )
    sheets = "".join(
        f'<sheet name="{escape(name, {chr(34): "&quot;"})}" sheetId="{n}" r:id="rId{n}"/>'
        for n, name in zip(numbers, names, strict=True)
    )
    yield "xl/workbook.xml", f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>'
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers
    )
    yield "xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'

"""A CSV file line by line: the encoding proven, the separator recognised, one row at a time, whatever its size."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import TextIOWrapper
from typing import BinaryIO, TextIO

from trianon.core.errors import RuleViolation

LONGEST_LINE = 100_000
LONGEST_CELL = 20_000
CHUNK = 64 * 1024
# What separates cells; a semicolon is what a spreadsheet set to French or Russian writes.
SEPARATORS = ",;\t"


@dataclass(frozen=True)
class Line:
    """One row: the line it begins on, and its cells or what is wrong with it."""

    number: int
    cells: list[str]
    fault: RuleViolation | None = None


class CsvTable:
    """An open CSV file. Iterating gives the rows below its headings and keeps none of them."""

    def __init__(self, stream: BinaryIO, separators: str = SEPARATORS) -> None:
        """Raise RuleViolation when nothing of the file can be read."""
        encoding = _encoding(stream)
        stream.seek(0)
        self._bytes = stream
        self._stream = TextIOWrapper(stream, encoding=encoding, newline="")
        self._lines = _Lines(self._stream)
        mark = _separator(stream, encoding, separators)
        self._reader = csv.reader(self._lines, strict=True, delimiter=mark)
        self.headings = self._header()

    def close(self) -> None:
        """Close the file."""
        self._stream.close()

    @property
    def position(self) -> int:
        """How many bytes were read so far."""
        return self._bytes.tell()

    def __iter__(self) -> Iterator[Line]:
        csv.field_size_limit(LONGEST_CELL)
        while True:
            first = self._lines.number + 1
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield Line(first, [], self._fault(first, error))
                continue
            if self._lines.cut_since(first):
                yield Line(first, [], RuleViolation("long_line", most=LONGEST_LINE))
            elif any(cell.strip() for cell in cells):
                yield self._row(first, cells)

    def _row(self, line: int, cells: list[str]) -> Line:
        if len(cells) != len(self.headings):
            fault = RuleViolation("number_of_cells", expected=len(self.headings), found=len(cells))
            return Line(line, cells[: len(self.headings)], fault)
        return Line(line, cells)

    def _fault(self, first: int, error: csv.Error) -> RuleViolation:
        if self._lines.cut_since(first):
            return RuleViolation("long_line", most=LONGEST_LINE)
        if "field larger" in str(error) or "unexpected end" in str(error):
            return RuleViolation("open_quote", last=self._lines.number)
        return RuleViolation("quotes")

    def _header(self) -> tuple[str, ...]:
        csv.field_size_limit(LONGEST_CELL)
        try:
            cells = next(self._reader)
        except StopIteration:
            raise RuleViolation("empty_file") from None
        except csv.Error:
            raise RuleViolation("no_headings") from None
        return tuple(cell.strip() for cell in cells)


class _Lines:
    """The lines of a stream, none longer than LONGEST_LINE: the rest of a longer one is skipped, its number kept."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.number = 0
        self._last_cut = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._stream.readline(LONGEST_LINE)
        if not line:
            raise StopIteration
        self.number += 1
        if len(line) < LONGEST_LINE or line[-1] in "\r\n":
            return line
        self._last_cut = self.number
        while line and line[-1] not in "\r\n":
            line = self._stream.readline(LONGEST_LINE)
        return "\n"

    def cut_since(self, first: int) -> bool:
        """Whether a line from `first` on was too long."""
        return self._last_cut >= first


def _separator(stream: BinaryIO, encoding: str, separators: str) -> str:
    """The one that the first line has most of, outside quotation marks."""
    if len(separators) == 1:
        return separators
    start = stream.read(CHUNK)
    stream.seek(0)
    lines = start.decode(encoding, "ignore").splitlines()
    first = re.sub(r'"[^"]*"', "", lines[0]) if lines else ""
    return max(separators, key=first.count)


def _encoding(stream: BinaryIO) -> str:
    """UTF-8 or UTF-16, proven by decoding the whole file; anything else is refused, for a guess would garble names."""
    try:
        start = stream.read(200)
        if not start:
            raise RuleViolation("empty_file")
        name = _candidate(start)
        stream.seek(0)
        _prove(iter(lambda: stream.read(CHUNK), b""), name)
    except OSError as error:
        raise RuleViolation("unreadable", reason=error.strerror or "") from None
    return name


def _candidate(start: bytes) -> str:
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    # The header is ASCII: in UTF-16 every second byte of it is zero.
    for name, zeros, letters in (("utf-16-le", start[1::2], start[::2]), ("utf-16-be", start[::2], start[1::2])):
        if len(start) > 20 and not any(zeros[:10]) and all(letters[:10]):
            return name
    return "utf-8-sig"


def _prove(chunks: Iterator[bytes], name: str) -> None:
    decoder = codecs.getincrementaldecoder(name)()
    line = 1
    for chunk in chunks:
        try:
            line += decoder.decode(chunk).count("\n")
        except UnicodeDecodeError as error:
            # What the decoder kept of the chunk before is part of the bytes the error talks about.
            line += error.object[: error.start].count(b"\n")
            raise RuleViolation("encoding", line=line, guess=_guess(chunk)) from None
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise RuleViolation("encoding", line=line, guess="?") from None


def _guess(chunk: bytes) -> str:
    """Which old encoding the bytes look like: a word of advice, never used to read them."""
    foreign = re.findall(rb"[\x80-\xff]+", chunk)
    if foreign and max(map(len, foreign)) >= 4:
        return "KOI8-R" if _looks_like_koi8(chunk) else "Windows-1251"
    return "Windows-1252"


def _looks_like_koi8(chunk: bytes) -> bool:
    # Most letters are small ones: KOI8-R keeps them at C0–DF, Windows-1251 at E0–FF.
    return sum(0xC0 <= byte <= 0xDF for byte in chunk) > sum(0xE0 <= byte <= 0xFF for byte in chunk)

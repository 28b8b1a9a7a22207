"""Bytes to rows: the encoding proven, the columns recognised, one row at a time, whatever the size of the file."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

from trianon.core.errors import RuleViolation

LARGEST_FILE = 50 * 1024 * 1024
LONGEST_LINE = 100_000
LONGEST_CELL = 20_000
CHUNK = 64 * 1024


class Shape(Enum):
    """The two shapes of files, each known by its columns."""

    TWINNINGS = (
        "fr_name", "fr_name_ru", "fr_kind", "ru_name_fr", "ru_name_ru", "ru_kind",
        "kind", "year", "status", "domain", "source",
    )  # fmt: skip
    PARTNERSHIPS = ("name_fr", "name_ru", "kind", "fr_actor", "ru_actor", "domain", "year", "description_fr", "source")


@dataclass(frozen=True)
class Row:
    """One row of a file: the line it begins on, and its cells by column or what is wrong with it."""

    line: int
    cells: dict[str, str]
    fault: RuleViolation | None = None


class ImportFile:
    """An open file of one of the two shapes. Iterating gives its rows and keeps none of them."""

    def __init__(self, path: Path) -> None:
        """Raise RuleViolation when nothing of the file can be read."""
        self.size = _check_size(path)
        encoding = _encoding(path)
        self._bytes = path.open("rb")
        self._stream = TextIOWrapper(self._bytes, encoding=encoding, newline="")
        try:
            self._lines = _Lines(self._stream)
            self._reader = csv.reader(self._lines, strict=True)
            self._columns = self._header()
            self.shape = _shape(self._columns)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close the file."""
        self._stream.close()

    @property
    def position(self) -> int:
        """How many bytes were read so far."""
        return self._bytes.tell()

    def __iter__(self) -> Iterator[Row]:
        csv.field_size_limit(LONGEST_CELL)
        while True:
            first = self._lines.number + 1
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield Row(first, {}, self._fault(first, error))
                continue
            if self._lines.cut_since(first):
                yield Row(first, {}, RuleViolation("long_line", most=LONGEST_LINE))
            elif any(cell.strip() for cell in cells):
                yield self._row(first, cells)

    def _row(self, line: int, cells: list[str]) -> Row:
        if len(cells) != len(self._columns):
            return Row(line, {}, RuleViolation("number_of_cells", expected=len(self._columns), found=len(cells)))
        return Row(line, dict(zip(self._columns, cells, strict=True)))

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
            raise RuleViolation("no_header", expected=_all_columns()) from None
        return tuple(cell.strip().casefold() for cell in cells)


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


def _shape(columns: tuple[str, ...]) -> Shape:
    named = set(columns)
    for shape in Shape:
        if named >= set(shape.value):
            twice = sorted({name for name in shape.value if columns.count(name) > 1})
            if twice:
                raise RuleViolation("columns_twice", columns=", ".join(twice))
            return shape
    joined = " ".join(columns)
    for mark, name in ((";", ";"), ("\t", "TAB"), ("|", "|")):
        if any(len(set(joined.split(mark)) & set(shape.value)) > 3 for shape in Shape):
            raise RuleViolation("separator", mark=name)
    nearest = max(Shape, key=lambda shape: len(named & set(shape.value)))
    if not named & set(nearest.value):
        raise RuleViolation("no_header", expected=_all_columns())
    raise RuleViolation("columns_missing", columns=", ".join(name for name in nearest.value if name not in named))


def _all_columns() -> str:
    return " / ".join(", ".join(shape.value) for shape in Shape)


def _check_size(path: Path) -> int:
    if path.is_dir():
        raise RuleViolation("directory")
    if not path.exists():
        raise RuleViolation("no_file")
    if not path.is_file():
        raise RuleViolation("not_a_file")
    size = path.stat().st_size
    if not size:
        raise RuleViolation("empty_file")
    if size > LARGEST_FILE:
        raise RuleViolation("large_file", most=LARGEST_FILE // 1024 // 1024)
    return size


def _encoding(path: Path) -> str:
    """UTF-8 or UTF-16, proven by decoding the whole file; anything else is refused, for a guess would garble names."""
    try:
        with path.open("rb") as stream:
            start = stream.read(200)
            if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")):
                raise RuleViolation("not_csv")
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

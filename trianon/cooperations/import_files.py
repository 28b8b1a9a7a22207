"""A file of one of the two shapes of the research, CSV or XLSX: its columns recognised, its rows by column."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from trianon.cooperations.import_csv import LONGEST_LINE
from trianon.cooperations.import_tables import open_table
from trianon.core.errors import RuleViolation

__all__ = ["LARGEST_FILE", "LONGEST_LINE", "ImportFile", "Row", "Shape", "shape_of"]

LARGEST_FILE = 50 * 1024 * 1024


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
        self.size = check_size(path)
        try:
            stream = path.open("rb")
        except OSError as error:
            raise RuleViolation("unreadable", reason=error.strerror or "") from None
        try:
            self._table = open_table(stream, ",")
            self._columns = tuple(heading.casefold() for heading in self._table.headings)
            self.shape = shape_of(self._columns)
        except RuleViolation as reason:
            stream.close()
            if reason.code == "no_headings":
                raise RuleViolation("no_header", expected=_all_columns()) from None
            raise
        except BaseException:
            stream.close()
            raise

    def close(self) -> None:
        """Close the file."""
        self._table.close()

    @property
    def position(self) -> int:
        """How far it was read: bytes of CSV, rows of XLSX."""
        return self._table.position

    def __iter__(self) -> Iterator[Row]:
        for line in self._table:
            cells = {} if line.fault else dict(zip(self._columns, line.cells, strict=True))
            yield Row(line.number, cells, line.fault)


def shape_of(columns: tuple[str, ...]) -> Shape:
    """The shape that these headings, in small letters, are those of; raises RuleViolation where they are of neither."""
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


def check_size(path: Path) -> int:
    """The bytes of a file that may be read; raises RuleViolation for anything else."""
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


def _all_columns() -> str:
    return " / ".join(", ".join(shape.value) for shape in Shape)

"""A table as an answer, made whole before it is sent, on disk when it is long.

A reader who stops in the middle, or whose line is slow, leaves no transaction open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from tempfile import SpooledTemporaryFile

from flask import Response
from werkzeug.wsgi import FileWrapper

from trianon.core.sheet_writing import CSV_TYPE, XLSX_TYPE, Rows, csv_of, xlsx_of

# Bytes kept in memory; longer files wait on disk.
IN_MEMORY = 1_000_000


def sheet_download(form: str, name: str, rows: Callable[[], Rows], about: Rows = ()) -> Response:
    """The rows as "csv" or "xlsx", to be saved under a name; `about` is a second sheet of the workbook."""
    if form == "csv":
        return attachment(csv_of(rows()), CSV_TYPE, f"{name}.csv")
    more = [("about", about)] if about else []
    return attachment(xlsx_of([("records", rows()), *more]), XLSX_TYPE, f"{name}.xlsx")


def attachment(chunks: Iterator[bytes], kind: str, name: str) -> Response:
    """Chunks that become a file of this name (plain letters)."""
    made = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - the answer closes it once it is sent
    made.writelines(chunks)
    made.seek(0)
    answer = Response(FileWrapper(made), content_type=kind)
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    return answer

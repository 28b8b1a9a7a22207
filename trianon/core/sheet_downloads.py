"""A table as an answer that is sent while it is made: the reader waits for the first rows, not for the last."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from flask import Response, stream_with_context

from trianon.core.sheet_writing import CSV_TYPE, XLSX_TYPE, Rows, csv_of, xlsx_of


def sheet_download(form: str, name: str, rows: Callable[[], Rows], about: Rows = ()) -> Response:
    """The rows as "csv" or "xlsx", to be saved under a name; `about` is a second sheet of the workbook."""
    if form == "csv":
        return attachment(csv_of(rows()), CSV_TYPE, f"{name}.csv")
    more = [("about", about)] if about else []
    return attachment(xlsx_of([("records", rows()), *more]), XLSX_TYPE, f"{name}.xlsx")


def attachment(chunks: Iterator[bytes], kind: str, name: str) -> Response:
    """Chunks that become a file of this name (plain letters)."""
    answer = Response(stream_with_context(chunks), mimetype=None, content_type=kind)
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    return answer

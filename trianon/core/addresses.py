"""Numbers of records in addresses."""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import IntegerConverter, Map


class RecordNumber(IntegerConverter):
    """`<int:…>` that fits into the column of both engines: a larger number names no record, and is a plain 404."""

    def __init__(self, map: Map, fixed_digits: int = 0, min: int | None = None, max: int | None = 2**31 - 1) -> None:
        super().__init__(map, fixed_digits=fixed_digits, min=min, max=max)


def init_addresses(app: Flask) -> None:
    """Use it wherever a route says int."""
    app.url_map.converters["int"] = RecordNumber

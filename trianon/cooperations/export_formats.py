"""An export as a file: CSV and XLSX for people, JSON and GeoJSON for programs, each with sources and licence."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from flask import Response
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from trianon.cooperations.exporting import Exported
from trianon.cooperations.sheet_columns import COLUMNS, both_labels
from trianon.cooperations.sources import OWN_LICENCE
from trianon.core.clock import now
from trianon.core.sheet_downloads import attachment, sheet_download
from trianon.core.sheet_writing import Cell, Rows

FORMS = ("csv", "xlsx", "json", "geojson")
AT_ONCE = 64 * 1024
Records = Callable[[], Iterator[Exported]]

# What the columns are called that no import reads; the others have the import's own names.
LABELS: Mapping[str, Any] = {
    **COLUMNS,
    "id": lazy_pgettext("column", "Number of the record"),
    **both_labels(
        {
            "partners_other": lazy_pgettext("column", "Partners of other countries"),
            "places_france": COLUMNS["places_france"],
            "places_russia": COLUMNS["places_russia"],
            "places_other": lazy_pgettext("column", "Towns of the partners of other countries"),
            "declared_for": lazy_pgettext("column", "Declared for"),
        }
    ),
    "activity_france": lazy_pgettext("column", "Activity stated by the French side"),
    "activity_france_as_of": lazy_pgettext("column", "French side: date of the statement"),
    "activity_france_source": lazy_pgettext("column", "French side: source of the statement"),
    "activity_russia": lazy_pgettext("column", "Activity stated by the Russian side"),
    "activity_russia_as_of": lazy_pgettext("column", "Russian side: date of the statement"),
    "activity_russia_source": lazy_pgettext("column", "Russian side: source of the statement"),
    "activity_sources": lazy_pgettext("column", "Activity read in public sources"),
    "activity_sources_as_of": lazy_pgettext("column", "Public sources: date"),
    "activity_sources_source": lazy_pgettext("column", "Public sources: reference"),
    "agreement": lazy_pgettext("column", "What the two sides state"),
    "declared_side": lazy_pgettext("column", "Declared by the side"),
    "confirmed_france_on": lazy_pgettext("column", "Confirmed by the French side on"),
    "confirmed_russia_on": lazy_pgettext("column", "Confirmed by the Russian side on"),
    "licence": lazy_pgettext("column", "Licence"),
    "published_on": lazy_pgettext("column", "Public since"),
    "updated_on": lazy_pgettext("column", "Last change"),
    "state": lazy_pgettext("column", "State of the record"),
}
CREDITS = _l("Points of places: GeoNames, CC BY 4.0. Each record names its own sources and licence.")


def download(form: str, name: str, records: Records, *, address: str, number: int, is_complete: bool) -> Response:
    """The file in one of FORMS; `address` is the list it was made from."""
    about = {
        "title": _("Cooperations between France and Russia: an extract of the directory"),
        "address": address,
        "made_at": now().isoformat(timespec="seconds"),
        "records": number,
        "is_complete": is_complete,
        "licence": OWN_LICENCE,
        "credits": str(CREDITS),
    }
    if form in {"csv", "xlsx"}:
        answer = sheet_download(form, name, lambda: _table(records()), list(_about(about)))
    elif form == "json":
        answer = attachment(_json(records(), about), "application/json", f"{name}.json")
    else:
        answer = attachment(_geojson(records(), about), "application/geo+json", f"{name}.geojson")
    answer.headers["Link"] = '<https://creativecommons.org/licenses/by/4.0/>; rel="license"'
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def heading(code: str) -> str:
    """What people read and, in brackets, the code that never changes; an import knows it again by the code."""
    return f"{LABELS[code]} [{code}]"


def _table(records: Iterator[Exported]) -> Rows:
    first = next(records, None)
    if first is None:
        yield [heading("id"), heading("address")]
        return
    yield [heading(code) for code in first.cells]
    yield list(first.cells.values())
    for record in records:
        yield list(record.cells.values())


def _about(about: Mapping[str, Any]) -> Iterator[list[Cell]]:
    yield ["", ""]
    for name, value in about.items():
        yield [name, str(value)]


def _json(records: Iterator[Exported], about: Mapping[str, Any]) -> Iterator[bytes]:
    columns = {code: str(label) for code, label in LABELS.items()}
    head = json.dumps({**about, "columns": columns}, ensure_ascii=False)
    yield from _joined(
        f'{{"metadata": {head},\n"records": [\n', (_dumped(record.cells) for record in records), "\n]}\n"
    )


def _geojson(records: Iterator[Exported], about: Mapping[str, Any]) -> Iterator[bytes]:
    head = json.dumps(about, ensure_ascii=False)
    yield from _joined(
        f'{{"type": "FeatureCollection", "metadata": {head},\n"features": [\n', map(_feature, records), "\n]}\n"
    )


def _feature(record: Exported) -> str:
    """A record as the points of its places together: no line is drawn that nobody drew."""
    geometry = {"type": "MultiPoint", "coordinates": record.points} if record.points else None
    number = record.cells["id"]
    return _dumped({"type": "Feature", "id": number, "geometry": geometry, "properties": record.cells})


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _joined(head: str, items: Iterator[str], tail: str) -> Iterator[bytes]:
    parts, length = [head], len(head)
    for place, item in enumerate(items):
        parts.append(f",\n{item}" if place else item)
        length += len(item)
        if length > AT_ONCE:
            yield "".join(parts).encode()
            parts, length = [], 0
    yield ("".join(parts) + tail).encode()

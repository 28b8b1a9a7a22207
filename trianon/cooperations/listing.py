"""The filters of the directory as the page's components take them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from trianon.cooperations import words
from trianon.cooperations.filters import VALUES, Filters
from trianon.cooperations.publishing import SOURCES, UNKNOWN
from trianon.cooperations.queries import Figures
from trianon.core.sides import Side

# For each filter: its name, the words of "any value", the control, the words of its values.
_GROUPS: Mapping[str, tuple[Any, Any, str, Mapping[Any, Any]]] = {
    "domain": (_l("Domain"), _l("All domains"), "radio", words.DOMAINS),
    "kind": (_l("Kind of link"), _l("Any kind of link"), "select", {**words.KINDS, UNKNOWN: _l("Kind not known")}),
    "activity": (_l("State of activity"), _l("All states"), "select", words.ACTIVITIES),
    "agreement": (_l("What the two sides state"), _l("Everything"), "select", words.AGREEMENTS),
    "declared": (
        _l("Declared by"),
        _l("Everybody"),
        "select",
        {
            Side.FRANCE: _l("The French side"),
            Side.RUSSIA: _l("The Russian side"),
            Side.OTHER: _l("Another country"),
            SOURCES: _l("Nobody: read in public sources"),
        },
    ),
}


def filter_groups(filters: Filters, figures: Figures) -> list[dict[str, Any]]:
    """The groups of `ui.filters`, each with "any value" first and the number of records beside each value."""
    return [_group(name, getattr(filters, name), figures.facets[name]) for name in VALUES]


def _group(name: str, chosen: str, counts: dict[str, int] | None) -> dict[str, Any]:
    label, anything, control, names = _GROUPS[name]
    options = [{"value": "", "label": anything, "count": None, "checked": not chosen}]
    for value in VALUES[name]:
        count = None if counts is None else counts.get(value, 0)
        options.append({"value": str(value), "label": names[value], "count": count, "checked": chosen == value})
    return {"name": name, "label": label, "kind": control, "options": options}


def chosen_filters(filters: Filters) -> list[tuple[str, str]]:
    """The filters in force in words, each with the address of the list without it."""
    return [(_in_words(name, value), address_of(filters.without(name))) for name, value in filters.in_force().items()]


def address_of(filters: Filters, **more: str) -> str:
    """The list with these filters."""
    values: dict[str, Any] = {**filters.in_force(), **more}
    return url_for("cooperations.index", **values)


def _in_words(name: str, value: str) -> str:
    return _("Words: %(words)s", words=value) if name == "q" else str(_GROUPS[name][3][value])

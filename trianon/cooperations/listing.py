"""The list as the page shows it: its filters with their numbers, what was chosen, the rows."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from flask import current_app, get_template_attribute, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from markupsafe import Markup

from trianon.bilingual.formats import number
from trianon.bilingual.text import Bilingual, plain, reader_lang
from trianon.cooperations import queries, words
from trianon.cooperations.entries import BOTH, NOBODY, ONE, SOURCES, UNKNOWN
from trianon.cooperations.filters import BY_DATE, VALUES, YEARS, Filters
from trianon.cooperations.finding import Found
from trianon.core.sides import Side

# For each filter: its name, the words of "any value", the control, the words of its values.
_GROUPS: Mapping[str, tuple[Any, Any, str, Mapping[Any, Any]]] = {
    "domain": (_l("Domain"), _l("All domains"), "radio", words.DOMAINS),
    "kind": (_l("Kind of link"), _l("Any kind of link"), "select", {**words.KINDS, UNKNOWN: _l("Kind not known")}),
    "region": (_l("Region"), _l("All regions"), "select", {}),
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
    "confirmed": (
        _l("Confirmation"),
        lazy_pgettext("confirmation", "Confirmed or not"),
        "select",
        {BOTH: _l("Confirmed by both sides"), ONE: _l("Confirmed by one side"), NOBODY: _l("Not confirmed yet")},
    ),
    "theme": (_l("Sub-theme"), _l("All sub-themes"), "select", {}),
}
LIST, MAP = "cooperations.index", "cooperations.chart"
# What each process keeps of rows and panels; a row is some 900 characters.
MOST_KEPT = 4000


def panel(found: Found, endpoint: str = LIST) -> Markup:
    """The form of the filters with the number beside each value. Made once for each state of the list."""
    make = get_template_attribute("cooperations/_filters.html", "panel")
    filters = found.filters

    def made() -> Markup:
        # A macro's output, escaped where it had to be.
        shown: Markup = make(filters, filter_groups(found), url_for(endpoint), len(chosen_filters(found)))
        return shown

    if filters.q:
        return made()
    key = ("panel", endpoint, reader_lang(), found.directory.number, tuple(filters.address().items()))
    return _store().get(key) or _keep(key, made())


def rows(found: Found, ids: Sequence[int]) -> list[Markup]:
    """The rows of a page. One that has not changed since it was last shown in this language is not made again."""
    made, lang = found.directory, reader_lang()
    keys = {one: ("row", lang, one, made.changes[made.places[one]]) for one in ids}
    shown = {one: kept for one, key in keys.items() if (kept := _store().get(key)) is not None}
    missing = [one for one in ids if one not in shown]
    if missing:
        make = get_template_attribute("cooperations/_row.html", "row")
        sides = words.sides_in_order(lang)
        for record in queries.listed(missing):
            row: Markup = make(record, record.stated, sides, words)
            shown[record.id] = _keep(keys[record.id], row)
    return [shown[one] for one in ids if one in shown]


def filter_groups(found: Found) -> list[dict[str, Any]]:
    """The groups of `ui.filters`, each with "any value" first and the number of records beside each value."""
    counts = found.counts()
    return [_group(name, found, counts[name]) for name in _GROUPS if name in VALUES or counts[name]]


def _group(name: str, found: Found, counts: Mapping[str, int]) -> dict[str, Any]:
    label, anything, control, _names = _GROUPS[name]
    chosen = getattr(found.filters, name)
    names = names_of(name, found)
    at_least = found.is_more and bool(found.filters.q)
    options = [{"value": "", "label": anything, "count": None, "checked": not chosen}]
    values = VALUES.get(name) or [one for one in names if one in counts or one == chosen]
    for value in values if name in VALUES else sorted(values, key=lambda one: (one[:2] != _own_country(), names[one])):
        count = counts.get(value, 0)
        told: Any = count if not at_least else _("%(num)s+", num=number(count)) if count else None
        options.append({"value": str(value), "label": names[value], "count": told, "checked": chosen == value})
    return {"name": name, "label": label, "kind": control, "options": options}


def names_of(name: str, found: Found) -> Mapping[Any, Any]:
    """The words for the values of a filter; those of an open one stand in the database, and are read once a change."""
    if name in VALUES:
        return _GROUPS[name][3]
    kept: tuple[int, dict[str, Mapping[str, Bilingual]]] = current_app.extensions.get("directory_names", (-1, {}))
    if kept[0] != found.directory.number:
        codes, ids = found.directory.values("region"), found.directory.values("theme")
        themes = {str(key): title for key, title in queries.sub_themes(map(int, ids)).items()} if ids else {}
        kept = found.directory.number, {"region": queries.regions(codes) if codes else {}, "theme": themes}
        current_app.extensions["directory_names"] = kept
    return {value: plain(text) for value, text in kept[1][name].items()}


def _own_country() -> str:
    return reader_lang().value.upper()


def chosen_filters(found: Found, endpoint: str = LIST) -> list[tuple[str, str]]:
    """The filters in force in words, each with the address of the list without it."""
    filters, told = found.filters, []
    for name, value in filters.in_force().items():
        if name in YEARS:
            continue
        told.append((_in_words(name, value, found), address_of(filters.without(name), endpoint)))
    if years := filters.years():
        span = {"first": filters.year_from and years[0], "last": filters.year_to and years[1]}
        text = (
            _("Begun %(first)s–%(last)s", **span)
            if all(span.values())
            else (_("Begun from %(first)s on", **span) if span["first"] else _("Begun by %(last)s", **span))
        )
        told.append((text, address_of(filters.without(*YEARS), endpoint)))
    return told


def address_of(filters: Filters, endpoint: str = LIST, **more: str) -> str:
    """The list, or the map, with these filters."""
    values: dict[str, Any] = filters.address() | more
    return url_for(endpoint, **values)


def _in_words(name: str, value: str, found: Found) -> str:
    if name == "place":
        named = queries.places([int(value)]).get(int(value))
        return _("Place: %(place)s", place=plain(named) if named else value)
    if name == "q":
        return _("Words: %(words)s", words=value)
    return str(names_of(name, found).get(value, value))


def orders(found: Found) -> list[tuple[str, str, bool]]:
    """The orders of a search: words, address, whether it is the one in force. A list without words has one only."""
    if found.by_words is None or found.total < 2:
        return []
    by_date = found.filters.sort == BY_DATE
    return [
        (_("Most relevant first"), address_of(found.filters.without("sort")), not by_date),
        (_("Newest first"), address_of(found.filters.without("sort"), sort=BY_DATE), by_date),
    ]


def organisations(found: Found) -> list[tuple[str, Bilingual]]:
    """The organisations that have the words, too: address and name."""
    if not found.organisations:
        return []
    known = queries.organisations(found.organisations)
    return [(url_for("organisations.show", organisation_id=one), name) for one, name in known]


def words_alone(found: Found) -> str:
    """Where nothing was found with filters: the address of the same words without them, when they find something."""
    filters = found.filters
    return address_of(Filters(q=filters.q)) if found.by_words and not found.mask and filters.q else ""


def guessed(found: Found) -> str:
    """What was looked for in place of words that nothing holds; empty when every word was found."""
    guess = found.guess
    if guess is None:
        return ""
    told = [
        _("No record has “%(typed)s”: shown are those with “%(near)s”.", typed=a, near=b) for a, b in guess.replaced
    ]
    if guess.given_up:
        told.append(_("Nothing was found for: %(words)s.", words=", ".join(guess.given_up)))
    if guess.asked.is_loose:
        told.append(_("No record has all these words; shown are those that have most of them."))
    return " ".join(told)


def _store() -> OrderedDict[Hashable, Markup]:
    kept: OrderedDict[Hashable, Markup] = current_app.extensions.setdefault("directory_html", OrderedDict())
    return kept


def _keep(key: Hashable, made: Markup) -> Markup:
    store = _store()
    store[key] = made
    while len(store) > MOST_KEPT:
        store.popitem(last=False)
    return made

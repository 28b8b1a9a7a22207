"""The map of the directory: the same filters as the list, another view of the same records."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable

from flask import current_app, get_template_attribute, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from trianon.bilingual.text import reader_lang
from trianon.cooperations import finding, listing, map_queries
from trianon.cooperations.charting import Charting
from trianon.cooperations.filters import Filters
from trianon.cooperations.finding import Found
from trianon.cooperations.gathering import counts_of
from trianon.cooperations.views import bp
from trianon.core.permissions import Permission, requires

# A drawing is some hundred thousand characters.
MOST_KEPT = 24


@bp.get("/map")
@requires(Permission.PUBLIC)
def chart() -> ResponseReturnValue:
    """The records found, on land: points, links, and the same as a table."""
    found = finding.found(Filters.read(request.args))
    return render_template(
        "cooperations/map.html",
        panel=listing.panel(found, listing.MAP),
        chosen=listing.chosen_filters(found, listing.MAP),
        found=found,
        guessed=listing.guessed(found),
        drawn=drawn(found) if found.mask else "",
        list_address=listing.address_of(found.filters),
    )


def drawn(found: Found) -> Markup:
    """The drawings and their table. Made once for each state of the list, unless words were searched."""
    store: OrderedDict[Hashable, Markup] = current_app.extensions.setdefault("directory_maps", OrderedDict())
    key = (reader_lang(), found.directory.number, tuple(found.filters.address().items()))
    if found.filters.q or key not in store:
        made = make(found)
        if found.filters.q:
            return made
        store[key] = made
        if len(store) > MOST_KEPT:
            store.popitem(last=False)
    return store[key]


def make(found: Found) -> Markup:
    """The same, made now."""
    sets = map_queries.place_sets(found)
    spots = map_queries.spots(counts_of(sets))
    filters = found.filters.without("place")
    shown = Charting(spots, sets, lambda place: listing.address_of(filters, place=str(place))).chart()
    figure: Markup = get_template_attribute("cooperations/_map.html", "figure")(shown, found.total)
    return figure

"""The links by which a list, or an organisation's page, is taken along."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import get_template_attribute, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from trianon.bilingual.formats import number
from trianon.cooperations.export_formats import FORMS
from trianon.cooperations.exporting import MOST_EXPORTED
from trianon.cooperations.finding import Found

NAMES = {"csv": "CSV", "xlsx": "XLSX", "json": "JSON", "geojson": "GeoJSON"}


def of_search(found: Found) -> Markup:
    """What this search finds, in the kinds of files there are."""
    if found.total > MOST_EXPORTED or found.is_more:
        words = _("Download the first %(num)s records:", num=number(min(found.total, MOST_EXPORTED)))
    else:
        words = ngettext("Download this %(num)s record:", "Download these %(num)s records:", found.total)
    values: dict[str, Any] = dict(found.filters.address())
    return _shown(words, [(form, url_for("exporting.directory", form=form, **values)) for form in FORMS])


def of_organisation(organisation_id: int, *, own: bool) -> Markup:
    """An organisation's cooperations; its members are told that theirs has more."""
    words = _("Download the cooperations of this organisation:")
    address = [
        (form, url_for("exporting.of_organisation", organisation_id=organisation_id, form=form)) for form in FORMS
    ]
    more = _("With those that are not public, for your organisation alone.") if own else ""
    return _shown(words, address, more)


def _shown(words: str, links: Sequence[tuple[str, str]], more: str = "") -> Markup:
    make = get_template_attribute("cooperations/_downloads.html", "downloads")
    shown: Markup = make(words, [(NAMES[form], address) for form, address in links], more)
    return shown

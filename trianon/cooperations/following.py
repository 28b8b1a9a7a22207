"""Following a search of the directory."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from urllib.parse import parse_qsl, urlencode

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_pgettext
from markupsafe import Markup

from trianon.cooperations import directory, finding, listing
from trianon.cooperations.filters import Filters
from trianon.cooperations.finding import Found
from trianon.cooperations.views import bp
from trianon.core.permissions import Permission, requires
from trianon.notifications import searches
from trianon.notifications.following_models import News
from trianon.notifications.searches import COOPERATIONS as SUBJECT
from trianon.notifications.topics import Topic, matcher, topic


def query_of(filters: Filters) -> str:
    """The search as an address writes it, always in the same order; the order of the results is no part of it."""
    return urlencode(sorted(filters.in_force().items()))


def filters_of(query: str) -> Filters:
    """Read again as if it had just been typed: a value that exists no more is no filter."""
    return Filters.read(dict(parse_qsl(query)))


@topic(SUBJECT, lazy_pgettext("something followed", "Search of cooperations"))
def found(numbers: Collection[int]) -> dict[int, Topic]:
    """What the search asks for, in words."""
    return {one.id: _topic(filters_of(one.query)) for one in searches.of_numbers(numbers)}


def _topic(filters: Filters) -> Topic:
    told = [words for words, _address in listing.chosen_filters(finding.bare(filters))]
    return Topic(" · ".join(told) or _("All new cooperations"), listing.address_of(filters))


@bp.app_template_global("follow_search")
def button(found: Found) -> Markup:
    """Follow this search, or no longer."""
    begin = listing.address_of(found.filters, "cooperations.follow")
    return searches.button(SUBJECT, query_of(found.filters), begin)


@bp.post("/follow")
@requires(Permission.PARTICIPATE)
def follow() -> ResponseReturnValue:
    """Follow the search that the address holds."""
    return searches.follow_and_return(SUBJECT, query_of(Filters.read(request.args)))


@matcher
def found_by_searches(news: Sequence[News]) -> Iterator[tuple[int, str, int]]:
    """Each search is asked once for many new records."""
    about = {row.data["cooperation"]: row.id for row in news if "cooperation" in row.data}
    if not about:
        return
    made = directory.current()
    for search in searches.followed(SUBJECT):
        for number in finding.found(filters_of(search.query), made).among(about):
            yield about[number], SUBJECT, search.id

"""Following a search of contributions: told of a new text that it finds, and of one that it finds once translated.

New texts are held against the searches, not the other way round: what is read is the searches and the entries of these
texts in the index, however many texts there are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode

import sqlalchemy as sa
from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_pgettext
from markupsafe import Markup
from sqlalchemy.orm import joinedload

from trianon.contributions import listing, publishing, queries
from trianon.contributions.blueprint import bp
from trianon.contributions.models import Contribution
from trianon.contributions.news import PUBLISHED, TRANSLATED
from trianon.contributions.queries import Filters
from trianon.core import search
from trianon.core.database import db
from trianon.core.permissions import Permission, requires
from trianon.core.search import Asked, SearchDocument
from trianon.notifications import searches
from trianon.notifications.following_models import News
from trianon.notifications.following_views import follow_button
from trianon.notifications.searches import CONTRIBUTIONS as SUBJECT
from trianon.notifications.topics import Topic, matcher, topic
from trianon.themes.models import SubTheme


def query_of(filters: Filters) -> str:
    """The search as an address writes it, always in the same order; the order of the results is no part of it."""
    return urlencode(sorted(listing.in_address(replace(filters, order=None)).items()))


def filters_of(query: str, themes: Sequence[SubTheme]) -> Filters:
    """Read again as if it had just been typed: a value that exists no more is no filter."""
    return listing.asked(dict(parse_qsl(query)), themes)


@topic(SUBJECT, lazy_pgettext("something followed", "Search of contributions"))
def found(numbers: Collection[int]) -> dict[int, Topic]:
    """What the search asks for, in words; one that asks for what exists no more, which finds nothing, is left out."""
    themes = queries.sub_themes()
    read = {one.id: (one.query, filters_of(one.query, themes)) for one in searches.of_numbers(numbers)}
    return {number: _topic(filters) for number, (query, filters) in read.items() if query_of(filters) == query}


def _topic(filters: Filters) -> Topic:
    now = listing.in_address(filters)
    told = [words for words, _address in listing.in_force(now, filters)]
    return Topic(" · ".join(told) or _("All new contributions"), _address(filters, "contributions.index"))


@bp.app_template_global("follow_texts")
def button(filters: Filters) -> Markup:
    """Follow this search, or no longer. A sub-theme alone is followed as such, with its workshops."""
    if filters.sub_theme and not filters.q and len(filters.chosen) == 1:
        return follow_button("sub_theme", filters.sub_theme.id)
    return searches.button(SUBJECT, query_of(filters), _address(filters, "contributions.follow"))


@bp.post("/follow")
@requires(Permission.PARTICIPATE)
def follow() -> ResponseReturnValue:
    """Follow the search that the address holds."""
    return searches.follow_and_return(SUBJECT, query_of(listing.asked(request.args, queries.sub_themes())))


def _address(filters: Filters, endpoint: str) -> str:
    return url_for(endpoint, **listing.in_address(filters))  # type: ignore[arg-type]


@dataclass(frozen=True)
class Wanted:
    """A search as the index would be asked; without `words` where it has none."""

    number: int
    narrowed: str
    words: Asked | None
    is_of_translated: bool

    def finds(self, document: SearchDocument) -> bool:
        """Whether a text stands in its list."""
        return document.has(self.narrowed) and (self.words is None or document.holds(self.words))


def wanted(number: int, query: str, themes: Mapping[str, int]) -> Wanted:
    """A search by its address and the numbers of the sub-themes. What exists no more is found nowhere: otherwise a
    search for it would find everything."""
    values = dict(parse_qsl(query))
    words = values.pop("q", None)
    told = {listing.SCOPE.get(name, name): value for name, value in values.items()}
    if "sub_theme" in told:
        told["sub_theme"] = str(themes.get(told["sub_theme"], 0))
    is_translated = listing.TRANSLATED.get(told.get("translated", ""))
    if "translated" in told:
        told["translated"] = str(is_translated)
    narrowed = search.lexemes(publishing.SUBJECT, [f"{name}:{value}" for name, value in told.items()])
    asked = None if words is None else search.read(words, by_beginnings=True)
    return Wanted(number, narrowed, asked, is_of_translated=bool(is_translated))


@matcher
def found_by_searches(news: Sequence[News]) -> Iterator[tuple[int, str, int]]:
    """Of a translation only those searches tell that did not find the text before."""
    about = {row: row.data["contribution"] for row in news if row.kind in {PUBLISHED, TRANSLATED}}
    documents = search.documents(publishing.SUBJECT, about.values()) if about else {}
    if not documents:
        return
    themes = {theme.slug: theme.id for theme in queries.sub_themes()}
    asked = [wanted(one.id, one.query, themes) for one in searches.followed(SUBJECT)]
    before = _without_translation([number for row, number in about.items() if row.kind == TRANSLATED])
    for row, number in about.items():
        original = before.get(number) if row.kind == TRANSLATED else None
        for one in asked if number in documents else ():
            if one.finds(documents[number]) and not (original and _found_before(one, original)):
                yield row.id, SUBJECT, one.number


def _found_before(one: Wanted, original: SearchDocument) -> bool:
    return not one.is_of_translated and (one.words is None or original.holds(one.words))


def _without_translation(numbers: Collection[int]) -> dict[int, SearchDocument]:
    """What the index would hold of these texts in their own languages alone."""
    if not numbers:
        return {}
    rows = sa.select(Contribution).where(Contribution.id.in_(numbers)).options(joinedload(Contribution.public_version))
    public = [(item.id, item.public_version) for item in db.session.scalars(rows) if item.public_version is not None]
    return {
        number: search.document(
            publishing.SUBJECT, number, [one.get(version.source_lang) for one in (version.title, version.text)]
        )
        for number, version in public
    }

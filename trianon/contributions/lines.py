"""The lines of the list: read as columns, and as HTML kept by each process for as long as nothing in them changes.

A line is kept under everything that it shows, so that it cannot be shown once any of it has changed.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from typing import Any

import sqlalchemy as sa
from flask import current_app, get_template_attribute
from markupsafe import Markup

from trianon.accounts.models import Account
from trianon.bilingual.text import Bilingual, reader_lang
from trianon.contributions.labels import COUNTRIES, KINDS
from trianon.contributions.models import Contribution, ContributionVersion
from trianon.contributions.queries import Filters, Order, matching
from trianon.contributions.stance_models import StanceTally
from trianon.core.paging import Page, page
from trianon.themes.models import SubTheme

# What each process keeps of lines, of filters and of halves of common ground; a line is some 900 characters.
MOST_KEPT = 4000
_SHOWN = (
    Contribution.id,
    Contribution.author_id,
    Contribution.published_at,
    Contribution.updated_at,
    Contribution.replies,
    Contribution.is_translated,
    Contribution.source_lang,
    Contribution.side,
    Contribution.kind,
    Contribution.sub_theme_id,
    ContributionVersion.title,
    Account.name.label("author"),
    Account.deleted_at.label("author_left_at"),
)


def listed(filters: Filters, cursor: str | None = None) -> Page:
    """One page of the public texts in the order that was asked for: rows of what a line shows, without their texts."""
    columns: tuple[Any, ...] = _SHOWN
    key: Any = Contribution.published_at
    number = Contribution.id
    if filters.order is Order.REPLIES:
        key = Contribution.replies
    elif filters.order is Order.COMMON:
        key, number = StanceTally.common, StanceTally.contribution_id
        columns = (*_SHOWN, key, number)
    rows = matching(filters, in_order=True)
    if not filters.q:
        return page(_with_words(rows).with_only_columns(*columns), key, number, cursor)
    # Up to a thousand were found, and twenty of them are shown.
    every = sa.select(Contribution)
    if filters.order is Order.COMMON:
        every = every.join(StanceTally, number == Contribution.id)
    return page(rows, key, number, cursor, shown=_with_words(every).with_only_columns(*columns))


def _with_words(rows: sa.Select[Any]) -> sa.Select[Any]:
    version = ContributionVersion.id == Contribution.public_version_id
    return rows.join(ContributionVersion, version).join(Account, Account.id == Contribution.author_id)


def shown(rows: Sequence[Any], themes: Sequence[SubTheme], is_far: Callable[[int], object]) -> list[Markup]:
    """The lines of a page, for its reader; `is_far` tells of an author whom the reader keeps at a distance."""
    titles = {theme.id: theme.title for theme in themes}
    return [_line(row, titles.get(row.sub_theme_id), is_far=bool(is_far(row.author_id))) for row in rows]


def _line(row: Any, theme: Bilingual | None, *, is_far: bool) -> Markup:
    lang = reader_lang()
    words = KINDS, COUNTRIES

    def made() -> Markup:
        # A macro's output, escaped where it had to be.
        line: Markup = get_template_attribute("contributions/_line.html", "line")(row, theme, lang, is_far, *words)
        return line

    return kept(("line", lang, is_far, tuple(row), theme), made)


def kept(key: Hashable, make: Callable[[], Markup]) -> Markup:
    """What was made under this key, or makes it; the oldest goes first."""
    store: OrderedDict[Hashable, Markup] = current_app.extensions.setdefault("contributions_html", OrderedDict())
    found = store.get(key)
    if found is None:
        found = store[key] = make()
        while len(store) > MOST_KEPT:
            store.popitem(last=False)
    return found

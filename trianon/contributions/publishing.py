"""In and out of the public list: mirrored columns, counters of the filters, the search index.

The mirrored columns (kind, source language, translated or not) change here and nowhere else, and sub-theme, side,
workshop and cooperation stay as they are while a text is public: what was counted can always be taken back, and a
search is narrowed by the index alone.
"""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from trianon.contributions.models import Contribution, ContributionVersion
from trianon.core import counters, search
from trianon.core.database import db
from trianon.core.search import SearchDocument

SUBJECT = "contribution"
SCOPES = (
    "contributions",
    "contributions.sub_theme",
    "contributions.kind",
    "contributions.lang",
    "contributions.side",
    "contributions.translated",
)


def put_in_list(contribution: Contribution) -> None:
    """List, count and index the public version; also when another one was listed before.

    Expects `state` PUBLISHED and `public_version` set.
    """
    version = contribution.public_version
    if version is None:
        raise ValueError("a text without a public version has no place in the list")
    db.session.flush()
    if is_in_list(contribution):
        _count(contribution, -1)
    _mirror(contribution, version)
    db.session.flush()
    _count(contribution, +1)
    said = version.title.fr, version.title.ru, version.text.fr, version.text.ru
    search.index(SUBJECT, contribution.id, *said, filters=words_of(contribution))


def take_out_of_list(contribution: Contribution) -> None:
    """Out of the list, the figures and the search, at once; nothing happens to a text that was not there."""
    db.session.flush()
    if is_in_list(contribution):
        _count(contribution, -1)
        search.forget(SUBJECT, contribution.id)


def is_in_list(contribution: Contribution) -> bool:
    """Whether the text is listed, counted and found now."""
    row = sa.select(SearchDocument.id).filter_by(subject=SUBJECT, subject_id=contribution.id)
    return db.session.scalar(row) is not None


def keys_of(contribution: Contribution) -> Iterator[tuple[str, str]]:
    """Every figure that a listed text is part of, as (scope, key)."""
    yield "contributions", "all"
    if contribution.sub_theme_id is not None:
        yield "contributions.sub_theme", str(contribution.sub_theme_id)
    yield "contributions.kind", contribution.kind.value
    yield "contributions.lang", contribution.source_lang.value
    yield "contributions.side", contribution.side.value
    if contribution.is_translated:
        yield "contributions.translated", contribution.source_lang.value


def words_of(contribution: Contribution) -> list[str]:
    """What a search of the listed texts is narrowed by, as (name:value) of each filter."""
    values = {
        "sub_theme": contribution.sub_theme_id,
        "kind": contribution.kind.value,
        "lang": contribution.source_lang.value,
        "side": contribution.side.value,
        "workshop": contribution.workshop_id,
        "cooperation": contribution.cooperation_id,
        "translated": contribution.is_translated,
    }
    return [f"{name}:{value}" for name, value in values.items() if value is not None]


def _count(contribution: Contribution, by: int) -> None:
    for scope, key in keys_of(contribution):
        counters.bump(scope, key, by)


def _mirror(contribution: Contribution, version: ContributionVersion) -> None:
    contribution.kind = version.kind
    contribution.source_lang = version.source_lang
    contribution.is_translated = bool(version.title.get(version.source_lang.other))

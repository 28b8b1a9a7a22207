"""Lists by keyset: a page costs the same at the end of a million rows as at the beginning."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from trianon.core.database import db

PAGE_SIZE = 20


@dataclass(frozen=True)
class Page:
    """Some records of a list, and the cursors of the pages around them (None where there is none)."""

    items: list[Any]
    before: str | None
    after: str | None


@dataclass(frozen=True)
class _Cursor:
    forward: bool
    value: Any
    id: int


def page(
    rows: sa.Select[*tuple[Any, ...]],
    key: Any,
    id_: Any,
    cursor: str | None = None,
    *,
    newest_first: bool = True,
    size: int = PAGE_SIZE,
    shown: sa.Select[*tuple[Any, ...]] | None = None,
) -> Page:
    """One page of `rows` in the order of (`key`, `id_`); a cursor nobody gave is read as the first page.

    `shown`: what is shown of those on the page. To sort many with all of it would cost more than to choose them first.
    """
    place = _read(cursor, key)
    forward = place is None or place.forward
    descending = newest_first == forward
    if place is not None:
        bounds = sa.tuple_(key, id_), sa.tuple_(sa.literal(place.value, key.type), sa.literal(place.id))
        rows = rows.where(bounds[0] < bounds[1] if descending else bounds[0] > bounds[1])
    order = (key.desc(), id_.desc()) if descending else (key, id_)
    rows = rows.order_by(*order).limit(size + 1)
    if shown is not None:
        rows = shown.where(id_.in_(rows.with_only_columns(id_))).order_by(*order)
    result = db.session.execute(rows)
    # Joined collections repeat an entity; rows of columns cannot repeat, and JSON in them has no hash.
    found = list(result.unique() if len(rows.column_descriptions) == 1 else result)
    items = [row[0] if len(row) == 1 else row for row in found]
    more, items = len(items) > size, items[:size]
    if not forward:
        items.reverse()
    if not items:
        return Page([], None, None)
    has_before = place is not None if forward else more
    has_after = more if forward else True
    return Page(
        items,
        _write(False, items[0], key, id_) if has_before else None,
        _write(True, items[-1], key, id_) if has_after else None,
    )


def beginning_at(item: Any, key: Any, id_: Any) -> str:
    """The cursor of the page that begins with this record, or with the next one when it has gone meanwhile; oldest
    first."""
    return _cursor(True, getattr(item, key.key), getattr(item, id_.key) - 1)


def _write(forward: bool, item: Any, key: Any, id_: Any) -> str:
    return _cursor(forward, getattr(item, key.key), getattr(item, id_.key))


def _cursor(forward: bool, value: Any, number: int) -> str:
    word = value.isoformat() if isinstance(value, datetime) else value
    text = f"{'a' if forward else 'b'}|{word}|{number}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(cursor: str | None, key: Any) -> _Cursor | None:
    if not cursor or len(cursor) > 300:
        return None
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        way, value, number = text.split("|")
        id_ = int(number)
        typed: Any = _moment(value) if key.type.python_type is datetime else key.type.python_type(value)
    except (ValueError, OverflowError, binascii.Error):
        return None
    if way not in {"a", "b"} or not 0 <= id_ < 2**31 or (isinstance(typed, int) and abs(typed) >= 2**31):
        return None
    return _Cursor(way == "a", typed, id_)


def _moment(text: str) -> datetime:
    """A moment that the database can hold; near the ends of the calendar another zone has no such day."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(UTC)

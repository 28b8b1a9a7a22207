"""Rows that are written past the mapper: at once, or together with what follows from them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import make_transient_to_detached
from sqlalchemy.sql.visitors import replacement_traverse

from trianon.core.database import Base, db, table_of, write

# Rows that are written together at the end of `together`.
Put = tuple[sa.Insert | sa.Update, dict[str, Any]]
_to_write: ContextVar[list[Put] | None] = ContextVar("to_write", default=None)


def insert(record: Base, **looked_up: sa.ScalarSelect[Any]) -> None:
    """Write a new record at once, by a statement made once; the session then knows it like one it has read.

    The mapper would first look for an order among all that has changed. So numbers lead to other records here
    (`author_id`, not `author`). `looked_up`: columns that the database finds in the same statement; made once, too.
    """
    table = table_of(type(record))
    values = {name: value for name, value in _filled(record, table).items() if name not in looked_up}
    found = write(_inserting(table, tuple(looked_up.items())), values).one()
    given = sa.inspect(record).dict
    given.update(found._mapping)
    make_transient_to_detached(record)
    db.session.add(record)


def put_record(record: Base) -> None:
    """The same for a record of which nobody needs the number now: it is put with the others, and not kept."""
    table = table_of(type(record))
    put(_putting(table), _filled(record, table))


def _filled(record: Base, table: sa.Table) -> dict[str, Any]:
    given = sa.inspect(record).dict
    for name, value in _at_first(table).items():
        given.setdefault(name, value)
    return {column.name: given[column.name] for column in table.columns if column.name in given}


def put(statement: sa.Insert | sa.Update, *rows: dict[str, Any]) -> None:
    """Write rows and ask nothing back: at once, or a single one with the others when `together` ends.

    `statement` is one that is made once. Of an insert, which changes no row that is there, a row has every column that
    the database does not fill.
    """
    waiting = _to_write.get()
    if waiting is not None and len(rows) == 1:
        if any(known.table is statement.table and not _may_follow(known, statement) for known, _row in waiting):
            # Within one statement the parts have no order, and a row is changed but once.
            _write_all(waiting)
        waiting.append((statement, rows[0]))
    elif rows:
        # Many at once need no company, but those of before come before them.
        _write_all(waiting or [])
        write(statement, list(rows) if len(rows) > 1 else rows[0])


@contextmanager
def together() -> Iterator[None]:
    """What is put inside is written at the end: by PostgreSQL in one statement, for others wait for our locks.

    Nobody inside reads it. When something is raised, nothing of it is written. Rows of one table keep their order.
    """
    if _to_write.get() is not None:
        yield
        return
    rows: list[Put] = []
    token = _to_write.set(rows)
    try:
        yield
    finally:
        _to_write.reset(token)
    _write_all(rows)


def _may_follow(known: sa.Insert | sa.Update, statement: sa.Insert | sa.Update) -> bool:
    """New rows of one statement go in one after the other, as a single part."""
    return known is statement and isinstance(statement, sa.Insert) and statement._post_values_clause is None


def _write_all(rows: list[Put]) -> None:
    some, rows[:] = list(rows), []
    if len(some) > 1 and db.engine.dialect.name == "postgresql":
        values = {f"{name}_{place}": value for place, (_one, row) in enumerate(some) for name, value in row.items()}
        write(_joined(tuple((statement, tuple(row)) for statement, row in some)), values)
        return
    for statement, row in some:
        write(statement, row)


@lru_cache(maxsize=500)
def _joined(rows: tuple[tuple[sa.Insert | sa.Update, tuple[str, ...]], ...]) -> Any:
    """One statement of several, whose values have the place of their own in their names; made once."""
    places: dict[sa.Insert | sa.Update, list[int]] = {}
    for place, (statement, _names) in enumerate(rows):
        places.setdefault(statement, []).append(place)
    *others, last = (_numbered(statement, rows[some[0]][1], some) for statement, some in places.items())
    return last.add_cte(*(one.cte(f"part_{number}") for number, one in enumerate(others)))


def _numbered(statement: sa.Insert | sa.Update, names: tuple[str, ...], places: list[int]) -> Any:
    if isinstance(statement, sa.Insert):
        columns = cast(sa.Table, statement.table).c
        rows = [[sa.bindparam(f"{name}_{place}", type_=columns[name].type) for name in names] for place in places]
        if len(rows) == 1:
            return statement.values(dict(zip(names, rows[0], strict=True)))
        return statement.from_select(names, sa.union_all(*(sa.select(*row) for row in rows)))
    (place,) = places

    def renamed(element: Any, **_more: Any) -> Any:
        is_value = isinstance(element, sa.BindParameter) and element.key in names
        return sa.bindparam(f"{element.key}_{place}", type_=element.type) if is_value else None

    return replacement_traverse(statement, {}, renamed)


@cache
def _inserting(table: sa.Table, looked_up: tuple[tuple[str, sa.ScalarSelect[Any]], ...]) -> sa.Insert:
    told = [*table.primary_key, *(table.c[name] for name, _found in looked_up)]
    return sa.insert(table).values(dict(looked_up)).returning(*told)


@cache
def _putting(table: sa.Table) -> sa.Insert:
    return sa.insert(table).inline()


@cache
def _at_first(table: sa.Table) -> dict[str, Any]:
    """What stands in columns that nobody has filled."""
    at_first: dict[str, Any] = {}
    for column in table.columns:
        if isinstance(column.default, sa.ColumnDefault) and column.default.is_scalar:
            at_first[column.name] = column.default.arg
        elif column.nullable and column.default is None and column.server_default is None:
            at_first[column.name] = None
    return at_first

"""Counters kept in the transaction that changes what they count: a page never counts a large table."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from trianon.core.database import Base, db, table_of
from trianon.core.rows import put


class Counter(Base):
    """How many records of a `scope` (such as "cooperations.domain") have a value (such as "culture")."""

    __tablename__ = "counter"

    scope: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    value: Mapped[int] = mapped_column(default=0)


def bump(scope: str, key: str, by: int = 1) -> None:
    """Add `by` (negative to take away) in one statement that two people at once cannot lose."""
    put(_more(db.engine.dialect.name), {"scope": scope, "key": key, "value": by})


@cache
def _more(dialect: str) -> sa.Insert:
    table = table_of(Counter)
    row = (sqlite.insert if dialect == "sqlite" else postgresql.insert)(table)
    more = {"value": table.c.value + row.excluded.value}
    return row.on_conflict_do_update(index_elements=["scope", "key"], set_=more)


def counts(*scopes: str) -> dict[str, dict[str, int]]:
    """Every counter of some scopes in one statement: {scope: {key: value}}."""
    found: dict[str, dict[str, int]] = {scope: {} for scope in scopes}
    for row in db.session.execute(
        sa.select(Counter.scope, Counter.key, Counter.value).where(Counter.scope.in_(scopes))
    ):
        found[row.scope][row.key] = row.value
    return found


def reset(scope: str, values: Iterable[tuple[str, int]]) -> bool:
    """Replace a scope by values counted anew; tells whether they had drifted."""
    fresh = {key: value for key, value in values if value}
    known = {key: value for key, value in counts(scope)[scope].items() if value}
    if fresh == known:
        return False
    db.session.execute(sa.delete(Counter).where(Counter.scope == scope))
    db.session.add_all(Counter(scope=scope, key=key, value=value) for key, value in fresh.items())
    return True

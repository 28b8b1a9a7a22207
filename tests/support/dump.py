"""Everything a database holds, as text, to compare before and after."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from trianon.core.database import db


def dump() -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables of the present application, each table in order of its primary key."""
    with db.engine.connect() as connection:
        return {
            table.name: [
                tuple(row) for row in connection.execute(sa.select(table).order_by(*table.primary_key.columns))
            ]
            for table in db.metadata.sorted_tables
        }


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """The tables that are not as they were, with the first row that differs."""
    return [
        f"{name}: {next((row for row in after[name] if row not in before[name]), 'rows are gone')}"
        for name in before
        if before[name] != after[name]
    ]

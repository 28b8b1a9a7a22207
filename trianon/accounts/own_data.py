"""Everything the register knows about one person, read from every table that it names.

The register says how a person's rows are found, so a new table is in the download as soon as it is in the register.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import date, datetime
from enum import Enum
from io import BytesIO
from typing import Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

import sqlalchemy as sa

from trianon.core.database import db
from trianon.mail.addresses import digest
from trianon.nobodys_data import NOBODY
from trianon.personal_terms import HAND, OWN, WITHHELD, Key

# In place of what opens a door, and of who somebody else is.
KEPT_SECRET = "(kept, not given out)"  # noqa: S105
SOMEBODY_ELSE = "(somebody else)"


class Person(NamedTuple):
    """Whose data are asked for."""

    number: int
    address: str


def everything_about(person: Person) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Table by table: the person's rows with all their columns, then what they did to rows of others."""
    tables = db.metadata.tables
    for name in sorted(OWN):
        rows = list(_own_rows(tables[name], person)) + list(_rows_at_hand(tables[name], person))
        yield name, rows


def archive(person: Person, readme: str, readme_name: str) -> BytesIO:
    """A ZIP file of everything about a person: one file in JSON, and one that explains it."""
    found = dict(everything_about(person))
    text = json.dumps(found, ensure_ascii=False, indent=2, default=_spelled)
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as zipped:
        zipped.writestr(readme_name, readme)
        zipped.writestr("data.json", text + "\n")
    made.seek(0)
    return made


def _own_rows(table: sa.Table, person: Person) -> Iterator[dict[str, Any]]:
    wanted = _wanted(person)
    theirs = sa.or_(*(table.c[column] == wanted[key] for column, key in OWN[table.name].items()))
    if table.name == "audit_entry":
        # What others did about the account is as much theirs.
        theirs = sa.or_(theirs, sa.and_(table.c.subject == "account", table.c.subject_id == person.number))
    for row in db.session.execute(sa.select(table).where(theirs).order_by(*table.primary_key.columns)):
        yield {column.name: _shown(column, row._mapping[column], person) for column in table.columns}


def _wanted(person: Person) -> dict[Key, Any]:
    return {Key.NUMBER: person.number, Key.ADDRESS: person.address, Key.DIGEST: digest(person.address)}


def _rows_at_hand(table: sa.Table, person: Person) -> Iterator[dict[str, Any]]:
    """Of rows of other people: their number, what is nobody's, and the column in which this person stands."""
    for hand in HAND.get(table.name, ()):
        neutral = {*NOBODY.get(table.name, "").split(), *(column.name for column in table.primary_key), hand}
        columns = [column for column in table.columns if column.name in neutral]
        mine = [table.c[own] != _wanted(person)[key] for own, key in OWN[table.name].items()]
        rows = sa.select(*columns).where(table.c[hand] == person.number, *(sa.or_(one, _empty(one)) for one in mine))
        for row in db.session.execute(rows.order_by(*table.primary_key.columns)):
            yield {column.name: _shown(column, row._mapping[column], person) for column in columns}


def _empty(comparison: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """A row that belongs to nobody is not the person's either."""
    return comparison.is_(None)


def _shown(column: sa.Column[Any], value: Any, person: Person) -> Any:
    """The value, unless it opens a door or is another person's number."""
    if value is None:
        return None
    if str(column) in WITHHELD:
        return KEPT_SECRET
    others = any(key.column.table.name == "account" for key in column.foreign_keys) or column.name == "actor_id"
    return SOMEBODY_ELSE if others and value != person.number else value


def _spelled(value: Any) -> Any:
    """What JSON has no form for."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    raise TypeError(f"cannot spell {type(value).__name__}")

"""The register of personal data names every column of the schema, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

import trianon.assembly  # noqa: F401  (every table)
from trianon.core.database import db
from trianon.nobodys_data import NOBODY, nobodys_columns
from trianon.personal_data import PERSONAL
from trianon.personal_terms import Term, purpose_of

# Names that suggest a person. What carries one and is no person's stands in NOT_A_PERSONS with the reason.
SUSPECT = re.compile(
    r"e?mail|(^|_)name|address|password|secret|time_zone|age_band|(^|_)note($|_)|(^|_)ip($|_)|phone|author|actor|birth|"
    r"(^|_)(member|recipient|host|speakers|translator|reviewer)(_|$)|_by_id$|account"
)
NOT_A_PERSONS = {
    "organisation.name_fr": "name of a body",
    "organisation.name_ru": "name of a body",
    "affiliation.member_id": "a body that is a member of another one",
    "cooperation.for_member_id": "a body that is a member of another one",
    "partner.name_fr": "name of a body or of a town's group",
    "partner.name_ru": "name of a body or of a town's group",
    "search_document.names": "stems of titles and of the names of towns and bodies",
    "place.name_fr": "name of a town",
    "place.name_ru": "name of a town",
}


def columns() -> Iterator[tuple[str, sa.Column[object]]]:
    """Every column of the schema as table.column."""
    for table in db.metadata.tables.values():
        for column in table.columns:
            yield f"{table.name}.{column.name}", column


def unclassified() -> set[str]:
    """Columns nobody has thought about yet."""
    return {name for name, _column in columns()} - set(PERSONAL) - nobodys_columns()


def people_left_out() -> set[str]:
    """Columns that lead to an account, or sound like a person, and are said to be nobody's."""
    leading = {
        name for name, column in columns() if any(key.column.table.name == "account" for key in column.foreign_keys)
    }
    sounding = {name for name, _column in columns() if SUSPECT.search(name.partition(".")[2])} - set(NOT_A_PERSONS)
    return (leading | sounding) - set(PERSONAL)


def test_every_column_is_classified() -> None:
    """A new column fails here until it is in PERSONAL or in NOBODY."""
    assert unclassified() == set()


def test_columns_about_people_are_in_the_register() -> None:
    """What points to an account, or is called like something of a person."""
    assert people_left_out() == set()


def test_the_register_names_only_columns_that_exist() -> None:
    """An entry without its column is a lie, too."""
    known = {name for name, _column in columns()}
    assert (set(PERSONAL) | nobodys_columns()) - known == set()
    assert set(NOT_A_PERSONS) - known == set()


def test_no_column_is_both() -> None:
    """Somebody's or nobody's."""
    assert set(PERSONAL) & nobodys_columns() == set()


def test_every_entry_says_what_why_and_how_long() -> None:
    """No empty word."""
    wrong = [name for name, entry in PERSONAL.items() if not (entry.what.strip() and entry.why.strip())]
    assert wrong == []
    assert [name for name, entry in PERSONAL.items() if not isinstance(entry.kept, Term)] == []
    assert [name for name in PERSONAL if purpose_of(name) is None] == []


def test_a_forgotten_column_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test above can fail: a column taken out of the register is found."""
    monkeypatch.delitem(PERSONAL, "account.email")
    assert unclassified() == {"account.email"}
    monkeypatch.setitem(NOBODY, "account", "email")
    assert people_left_out() == {"account.email"}

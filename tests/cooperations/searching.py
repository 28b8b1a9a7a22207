"""The table of searches written blind, and what the directory answers to each."""

from __future__ import annotations

import json
from collections import defaultdict
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from trianon.accounts.organisation_models import Organisation
from trianon.cooperations import finding, queries
from trianon.cooperations.filters import Filters
from trianon.cooperations.import_files import ImportFile
from trianon.cooperations.import_rows import read_row
from trianon.cooperations.importing import import_rows
from trianon.cooperations.models import Cooperation
from trianon.core.clock import now
from trianon.core.database import db

TABLE = Path(__file__).parent / "data" / "searches.json"
RECORDS = Path(finding.__file__).parent / "data"
PAGE = 20


@dataclass(frozen=True)
class Answer:
    """One search of the table: the rows of the files it should find, and those it found, in order."""

    query: str
    lang: str
    kind: str
    expected: tuple[str, ...]
    found: tuple[str, ...]
    # Expected rows that are an organisation and no cooperation, named above the list.
    named: tuple[str, ...]
    # In words, when it was not the words as typed that were found.
    is_guess: bool

    @property
    def recall(self) -> float:
        """The share of the expected rows that were found; what expects nothing should find nothing."""
        if not self.expected:
            return float(not self.found and not self.named)
        return len(set(self.expected) & {*self.found, *self.named}) / len(self.expected)

    @property
    def recall_of_list(self) -> float:
        """The same without the organisations named above the list."""
        return len(set(self.expected) & set(self.found)) / len(self.expected) if self.expected else self.recall

    @property
    def precision(self) -> float:
        """The share of the first page that was expected."""
        first = (*self.named, *self.found[:PAGE])
        if not first:
            return float(not self.expected)
        return len(set(self.expected) & set(first)) / len(first)


def load_records() -> dict[str, dict[int, str]]:
    """Import both files; for cooperations and organisations the row of each id ("twinnings:2", the header being 1)."""
    rows: dict[str, str] = {}
    for name in ("twinnings", "partnerships"):
        with closing(ImportFile(RECORDS / f"{name}.csv")) as file:
            for number, row in enumerate(file, 2):
                rows[read_row(file.shape, row.cells, now().date()).key] = f"{name}:{number}"
        with closing(ImportFile(RECORDS / f"{name}.csv")) as file:
            for _outcome in import_rows(file):
                db.session.flush()
    return {
        model.__tablename__: {
            one.id: rows[one.key] for one in db.session.execute(sa.select(model.id, model.import_key.label("key")))
        }
        for model in (Cooperation, Organisation)
    }


def answers(rows: dict[str, dict[int, str]]) -> list[Answer]:
    """What every search of the table finds."""
    return [_answer(one, rows) for one in json.loads(TABLE.read_text(encoding="utf-8"))]


def _answer(one: dict[str, Any], rows: dict[str, dict[int, str]]) -> Answer:
    found = finding.found(Filters.read({"q": one["query"]}), organisations=True)
    return Answer(
        one["query"],
        one["lang"],
        one["kind"],
        tuple(one["expects"]),
        tuple(rows["cooperation"][id_] for id_ in found.ids()),
        tuple(rows["organisation"][id_] for id_, _name in queries.organisations(found.organisations)),
        found.guess is not None,
    )


def means(found: list[Answer]) -> dict[str, tuple[int, float, float]]:
    """How many searches, their mean recall and first-page precision: in all, by language, by kind."""
    groups: dict[str, list[Answer]] = defaultdict(list)
    for one in found:
        for name in ("all", one.lang, one.kind):
            groups[name].append(one)
    return {
        name: (len(some), sum(one.recall for one in some) / len(some), sum(one.precision for one in some) / len(some))
        for name, some in groups.items()
    }

"""How the committee reads a measure on a person, and what carries out what it decides."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from flask import url_for

from trianon.accounts.models import Account
from trianon.bilingual.lang import Lang
from trianon.bilingual.text import Bilingual
from trianon.committee import measures, queries
from trianon.committee.measure_models import Measure
from trianon.committee.measure_rules import MeasureKind
from trianon.committee.rules import Matter, Verdict
from trianon.committee.subjects import SUBJECTS, Subject
from trianon.core.database import db, lock
from trianon.core.permissions import Permission, can
from trianon.core.sides import Side

# Kept in the queue's line in both languages: the kind and the number of the account, which outlives the name.
_TITLES = {
    MeasureKind.WARNING: ("Avertissement", "Предупреждение"),
    MeasureKind.PAUSE: ("Suspension", "Приостановка участия"),
    MeasureKind.EXCLUSION: ("Exclusion", "Исключение"),
}


class _MeasureSubject(Subject):
    name = "measure"
    model = Measure
    show = correct = "committee.statement"
    number = "case_id"

    def lock(self, item_id: int) -> Any | None:
        """The account first, as whoever proposes a measure does."""
        measure = self.load(item_id)
        if measure is not None:
            lock(Account, measure.account_id)
        return lock(Measure, item_id)

    def _values(self, item_id: int) -> dict[str, Any]:
        case = queries.case_about(self.name, item_id, 1)
        return {self.number: case.id if case is not None else 0}

    def url(self, item_id: int, *, external: bool = False) -> str:
        return url_for(self.show, _external=external, **self._values(item_id))

    def is_current(self, item: Measure, version: int) -> bool:
        return version == 1 and item.ended_at is None

    def may_view(self, item: Measure) -> bool:
        return can(Permission.MODERATE)

    def own_ids(self, person: Account, item_ids: Iterable[int]) -> set[int]:
        rows = sa.select(Measure.id).where(Measure.id.in_(list(item_ids)), Measure.account_id == person.id)
        return set(db.session.scalars(rows))

    def authors(self, item: Measure) -> list[Account]:
        """The person, once a measure is taken: what was only proposed is told to nobody."""
        return [item.account] if item.begun_at is not None and item.account.email else []

    def title(self, item: Measure) -> Bilingual:
        french, russian = _TITLES[item.kind]
        return Bilingual(f"{french} (n°\u00a0{item.account_id})", f"{russian} (№\u00a0{item.account_id})")

    def lang(self, item: Measure) -> Lang:
        return item.account.lang

    def matter(self, item: Measure) -> Matter:
        return Matter.MEASURE

    def side(self, item: Measure) -> Side:
        return item.account.side

    def carry_out(self, verdict: Verdict, item: Measure, by: Account | None) -> None:
        if verdict is Verdict.REFUSE:
            measures.take(item, by=by)
        else:
            measures.end(item, by=by)

    def _is_own(self, person_id: int, mine: sa.Select[Any]) -> sa.ColumnElement[bool]:
        return Measure.account_id == person_id

    def _writers(self, item: Measure) -> list[Account | None]:
        return list(self.authors(item))

    def _organisation_id(self, item: Measure) -> int | None:
        return None


SUBJECTS[_MeasureSubject.name] = _MeasureSubject()

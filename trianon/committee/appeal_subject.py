"""An appeal against a decision: judged by members who took no part in it, at least one of each side."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from trianon.accounts.models import Account
from trianon.bilingual.lang import Lang
from trianon.bilingual.text import Bilingual
from trianon.committee import hiding, measures
from trianon.committee.measure_models import Measure
from trianon.committee.models import Appeal, Case, Removal, Voice
from trianon.committee.rules import Matter, Verdict
from trianon.committee.subjects import SUBJECTS, Subject
from trianon.core.database import db, lock
from trianon.core.publication import State
from trianon.core.sides import Side


class _AppealSubject(Subject):
    """What concerns the text is asked of the record that the contested decision was about."""

    name = "appeal"
    model = Appeal
    show = correct = "committee.statement"
    number = "case_id"

    def lock(self, item_id: int) -> Any | None:
        """The record first, as whoever edits it does; then the appeal."""
        appeal = self.load(item_id)
        if appeal is not None:
            _kind(appeal).lock(appeal.contested.subject_id)
        return lock(Appeal, item_id)

    def _values(self, item_id: int) -> dict[str, Any]:
        return {self.number: db.session.get_one(Appeal, item_id).contested_id}

    def is_current(self, item: Appeal, version: int) -> bool:
        return version == 1

    def may_view(self, item: Appeal) -> bool:
        return True

    def own_ids(self, person: Account, item_ids: Iterable[int]) -> set[int]:
        """Those on one's own texts, and those against decisions that one took part in."""
        rows = sa.select(Appeal, Case).join(Case, Case.id == Appeal.contested_id)
        found = db.session.execute(rows.where(Appeal.id.in_(list(item_ids)))).all()
        own = {appeal.id for appeal, _case in found if appeal.made_by_id == person.id}
        for name in {case.subject for _appeal, case in found}:
            about = {case.subject_id: appeal.id for appeal, case in found if case.subject == name}
            own |= {about[item_id] for item_id in SUBJECTS[name].own_ids(person, about)}
        return own | self._taken_part(person, [appeal.id for appeal, _case in found])

    def took_part(self, person: Account, item: Appeal) -> bool:
        """Whether this person gave a voice in the decision that is contested."""
        return bool(self._taken_part(person, [item.id]))

    def authors(self, item: Appeal) -> list[Account]:
        return [person for person in [db.session.get(Account, item.made_by_id)] if person is not None and person.email]

    def title(self, item: Appeal) -> Bilingual:
        return item.contested.title

    def lang(self, item: Appeal) -> Lang:
        return item.lang

    def matter(self, item: Appeal) -> Matter:
        return Matter.APPEAL

    def side(self, item: Appeal) -> Side:
        return item.contested.side

    def carry_out(self, verdict: Verdict, item: Appeal, by: Account | None) -> None:
        """Upheld: what was refused is published, what was removed comes back, if it is still the same text."""
        if verdict is not Verdict.ACCEPT:
            return
        contested = item.contested
        record: Any = _kind(item).load(contested.subject_id)
        if isinstance(record, Measure):
            measures.end(record, by=by)
        elif isinstance(record, Removal):
            hiding.bring_back(record, by=by)
        elif record.version == contested.version and State.REFUSED in {record.state, getattr(record, "pending", None)}:
            _kind(item).carry_out(Verdict.ACCEPT, record, by)

    def _taken_part(self, person: Account, appeal_ids: Iterable[int]) -> set[int]:
        rows = sa.select(Appeal.id).join(Voice, Voice.case_id == Appeal.contested_id)
        return set(db.session.scalars(rows.where(Appeal.id.in_(list(appeal_ids)), Voice.member_id == person.id)))

    def _is_own(self, person_id: int, mine: sa.Select[Any]) -> sa.ColumnElement[bool]:
        raise NotImplementedError("asked for several kinds of records at once: see own_ids")

    def _writers(self, item: Appeal) -> list[Account | None]:
        return list(self.authors(item))

    def _organisation_id(self, item: Appeal) -> int | None:
        return None


def _kind(appeal: Appeal) -> Subject:
    return SUBJECTS[appeal.contested.subject]


SUBJECTS[_AppealSubject.name] = _AppealSubject()

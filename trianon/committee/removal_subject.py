"""Whether a public version stays: judged like any other record, about the record that it concerns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from trianon.accounts.models import Account
from trianon.bilingual.lang import Lang
from trianon.bilingual.text import Bilingual
from trianon.committee import hiding
from trianon.committee.models import Removal
from trianon.committee.rules import Matter, Verdict
from trianon.committee.subjects import SUBJECTS, Subject
from trianon.core.database import db, lock
from trianon.core.publication import PUBLIC, State
from trianon.core.sides import Side


class _RemovalSubject(Subject):
    """Every question about the text is passed on to the kind of record that it is."""

    name = "removal"
    model = Removal

    def lock(self, item_id: int) -> Any | None:
        """The record first, as whoever edits it does; then the question about it."""
        removal = self.load(item_id)
        if removal is not None:
            _kind(removal).lock(removal.subject_id)
        return lock(Removal, item_id)

    def url(self, item_id: int, *, external: bool = False) -> str:
        removal = db.session.get_one(Removal, item_id)
        return _kind(removal).url(removal.subject_id, external=external)

    def correct_url(self, item_id: int, *, external: bool = False) -> str:
        return self.url(item_id, external=external)

    def own_ids(self, person: Account, item_ids: Iterable[int]) -> set[int]:
        rows = list(db.session.scalars(sa.select(Removal).where(Removal.id.in_(list(item_ids)))))
        own: set[int] = set()
        for name in hiding.REMOVABLE:
            about = {row.subject_id: row.id for row in rows if row.subject == name}
            if about:
                own |= {about[item_id] for item_id in SUBJECTS[name].own_ids(person, about)}
        return own

    def is_current(self, item: Removal, version: int) -> bool:
        """Whether the version is still the public one, or the one that was public until it was hidden."""
        about = hiding.record_of(item)
        known = about is not None and about.state in PUBLIC | {State.ON_HOLD}
        return known and item.ended_at is None and item.version == version == hiding.public_number(about)

    def may_view(self, item: Removal) -> bool:
        about = hiding.record_of(item)
        return about is not None and _kind(item).may_view(about)

    def authors(self, item: Removal) -> list[Account]:
        return _kind(item).authors(hiding.record_of(item))

    def title(self, item: Removal) -> Bilingual:
        return _kind(item).title(hiding.record_of(item))

    def lang(self, item: Removal) -> Lang:
        return _kind(item).lang(hiding.record_of(item))

    def sub_theme_id(self, item: Removal) -> int | None:
        return _kind(item).sub_theme_id(hiding.record_of(item))

    def matter(self, item: Removal) -> Matter:
        return Matter.REMOVAL

    def side(self, item: Removal) -> Side:
        return _kind(item).side(hiding.record_of(item))

    def carry_out(self, verdict: Verdict, item: Removal, by: Account | None) -> None:
        hiding.end(item, is_removed=verdict is Verdict.REFUSE, by=by)

    def _is_own(self, person_id: int, mine: sa.Select[Any]) -> sa.ColumnElement[bool]:
        raise NotImplementedError("asked for several kinds of records at once: see own_ids")

    def _writers(self, item: Removal) -> list[Account | None]:
        return list(self.authors(item))

    def _organisation_id(self, item: Removal) -> int | None:
        return None


def _kind(removal: Removal) -> Subject:
    return SUBJECTS[removal.subject]


SUBJECTS[_RemovalSubject.name] = _RemovalSubject()

"""How the committee reads the texts of a workshop: hosts publish them, and both sides may take them off the site."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from trianon.accounts.models import Account
from trianon.bilingual.lang import Lang
from trianon.bilingual.text import Bilingual
from trianon.committee.rules import Matter, Verdict
from trianon.committee.subjects import SUBJECTS, Subject
from trianon.core.database import db, lock
from trianon.core.sides import Side
from trianon.workshops.hiding import real_text
from trianon.workshops.models import Workshop, WorkshopTexts


class _WorkshopSubject(Subject):
    """Nothing of it waits to be published: only their removal is ever decided on."""

    name = "workshop"
    model = WorkshopTexts
    show, correct, number = "workshops.show", "workshops.edit", "workshop_id"

    def lock(self, item_id: int) -> WorkshopTexts | None:
        """The workshop first, as its hosts do when they edit it."""
        if db.session.get(Workshop, item_id) is None:
            return None
        lock(Workshop, item_id)
        return lock(WorkshopTexts, item_id)

    def may_view(self, item: WorkshopTexts) -> bool:
        return True

    def title(self, item: WorkshopTexts) -> Bilingual:
        return real_text(item, "title")

    def lang(self, item: WorkshopTexts) -> Lang:
        """That of its host, for who is written to; the texts stand in one language or in both."""
        title = self.title(item)
        host = item.workshop.host.lang
        return host if title.get(host) else host.other

    def sub_theme_id(self, item: WorkshopTexts) -> int | None:
        return item.workshop.sub_theme_id

    def matter(self, item: WorkshopTexts) -> Matter:
        raise NotImplementedError("nothing but their removal is decided on")

    def side(self, item: WorkshopTexts) -> Side:
        return item.workshop.host.side

    def carry_out(self, verdict: Verdict, item: WorkshopTexts, by: Account | None) -> None:
        raise NotImplementedError("nothing but their removal is decided on")

    def _is_own(self, person_id: int, mine: sa.Select[Any]) -> sa.ColumnElement[bool]:
        hosted = sa.select(Workshop.id).where(Workshop.host_id == person_id)
        return WorkshopTexts.id.in_(hosted)

    def _writers(self, item: WorkshopTexts) -> list[Account | None]:
        return [item.workshop.host]

    def _organisation_id(self, item: WorkshopTexts) -> int | None:
        return None


SUBJECTS[_WorkshopSubject.name] = _WorkshopSubject()

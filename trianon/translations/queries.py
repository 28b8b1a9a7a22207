"""Finding work: the desk, one piece of it, the translation of a record, the public figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from statistics import median

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, lazyload

from trianon.accounts.models import Account
from trianon.bilingual.lang import Lang
from trianon.bilingual.text import Bilingual
from trianon.core import counters
from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.paging import page
from trianon.translations.models import TranslationWork
from trianon.translations.rules import ON_DESK, WorkState
from trianon.translations.subjects import SUBJECTS

# The delay is that of the newest reviewed translations of a year, this many at most.
MEASURED, LATELY = 500, timedelta(days=365)


@dataclass(frozen=True)
class Filters:
    """What the desk is narrowed to; None is no filter."""

    state: WorkState | None = None
    lang: Lang | None = None
    subject: str | None = None

    def in_address(self) -> dict[str, str]:
        """The same as the parameters of an address."""
        values = {"state": self.state, "to": self.lang, "kind": self.subject}
        return {name: str(value) for name, value in values.items() if value}


@dataclass(frozen=True)
class Line:
    """One piece of work and the title of its record."""

    work: TranslationWork
    title: Bilingual


@dataclass(frozen=True)
class Desk:
    """A page of the desk and the cursors around it."""

    lines: list[Line]
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Figures:
    """How much of what people wrote in a language the other country can read, and how long that takes."""

    written: dict[Lang, int]
    readable: dict[Lang, int]
    hours: float | None

    def share(self, lang: Lang) -> float | None:
        """From 0 to 1; None where nothing was written."""
        return self.readable[lang] / self.written[lang] if self.written[lang] else None


def desk(filters: Filters, cursor: str | None = None) -> Desk:
    """What waits, oldest first. A record that is not public any more is not shown, whatever its work says."""
    rows = sa.select(TranslationWork).where(TranslationWork.state.in_((filters.state,) if filters.state else ON_DESK))
    if filters.lang:
        rows = rows.where(TranslationWork.lang == filters.lang)
    if filters.subject:
        rows = rows.where(TranslationWork.subject == filters.subject)
    rows = rows.options(joinedload(TranslationWork.claimed_by).options(lazyload(Account.appointments)))
    found = page(rows, TranslationWork.waiting_since, TranslationWork.id, cursor, newest_first=False)
    titles = {
        name: subject.titles(work.subject_id for work in found.items if work.subject == name)
        for name, subject in SUBJECTS.items()
    }
    known = [(work, titles[work.subject].get(work.subject_id)) for work in found.items]
    return Desk([Line(work, title) for work, title in known if title], found.before, found.after)


def work_of(subject: str, item_id: int) -> TranslationWork | None:
    """The work about one record."""
    return db.session.scalars(sa.select(TranslationWork).filter_by(subject=subject, subject_id=item_id)).one_or_none()


def figures() -> Figures:
    """From the counters, and the newest reviews."""
    known = counters.counts("contributions.lang", "contributions.translated")
    written = {lang: known["contributions.lang"].get(lang.value, 0) for lang in Lang}
    readable = {lang: known["contributions.translated"].get(lang.value, 0) for lang in Lang}
    rows = (
        sa.select(TranslationWork.waiting_since, TranslationWork.reviewed_at)
        .where(TranslationWork.reviewed_at > now() - LATELY, TranslationWork.state == WorkState.REVIEWED)
        .order_by(TranslationWork.reviewed_at.desc())
        .limit(MEASURED)
    )
    delays = [(row.reviewed_at - row.waiting_since).total_seconds() / 3600 for row in db.session.execute(rows)]
    return Figures(written, readable, median(delays) if delays else None)

"""Readers' reports as the committee and their readers see them."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from trianon.accounts.models import Account
from trianon.bilingual.text import Bilingual
from trianon.committee import hiding
from trianon.committee.flag_models import Flag
from trianon.committee.models import Case, Removal
from trianon.committee.rules import Matter, Reason
from trianon.committee.subjects import SUBJECTS
from trianon.core.database import db
from trianon.core.paging import Page, page
from trianon.core.publication import PUBLIC

# The words of so many are shown with a case; the others are in its figures.
MOST_SHOWN = 20


@dataclass(frozen=True)
class Reported:
    """What readers have said of a record: how many by category, and the newest of their words."""

    counts: list[tuple[Reason, int]]
    newest: list[Flag]

    @property
    def total(self) -> int:
        """How many reports there are."""
        return sum(count for _category, count in self.counts)


def reported(case: Case) -> Reported | None:
    """The reports on the record that a case is about, on earlier versions too; None where there is none."""
    subject, item_id = _record_of(case)
    counted = Flag.confirmed_at.is_not(None)
    grouped = sa.select(Flag.category, sa.func.count()).filter_by(subject=subject, subject_id=item_id).where(counted)
    counts = [(row[0], row[1]) for row in db.session.execute(grouped.group_by(Flag.category))]
    if not counts:
        return None
    rows = sa.select(Flag).filter_by(subject=subject, subject_id=item_id).where(counted)
    newest = list(db.session.scalars(rows.order_by(Flag.id.desc()).limit(MOST_SHOWN)))
    return Reported(sorted(counts, key=lambda pair: (-pair[1], list(Reason).index(pair[0]))), newest)


def flags_of(person: Account, cursor: str | None) -> Page:
    """What somebody has reported, newest first."""
    return page(sa.select(Flag).filter_by(account_id=person.id), Flag.made_at, Flag.id, cursor)


def has_reported(person: Account) -> bool:
    """Whether somebody has reported anything that is still kept."""
    return db.session.scalar(sa.select(Flag.id).filter_by(account_id=person.id).limit(1)) is not None


def title_of(flag: Flag) -> Bilingual | None:
    """The title of the reported text while everybody can read it; nobody is told it afterwards."""
    record = SUBJECTS[flag.subject].load(flag.subject_id)
    if record is None or record.state not in PUBLIC:
        return None
    return hiding.public_title(record) or SUBJECTS[flag.subject].title(record)


def by_number(flag_id: int) -> Flag | None:
    """The report, or None."""
    return db.session.get(Flag, flag_id)


def _record_of(case: Case) -> tuple[str, int]:
    if case.matter is not Matter.REMOVAL:
        return case.subject, case.subject_id
    removal = db.session.get_one(Removal, case.subject_id)
    return removal.subject, removal.subject_id

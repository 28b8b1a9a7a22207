"""The public history of a text: which versions were public, how each came about, and what it changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from trianon.bilingual.compared import Difference, Field, compared, in_words
from trianon.bilingual.compared import Words as Told
from trianon.contributions.events import ContributionCorrected, ContributionPublished, ContributionWordsRestored
from trianon.contributions.labels import KINDS
from trianon.contributions.models import Contribution, ContributionVersion, Origin
from trianon.core.audit import AuditEntry
from trianon.core.database import db
from trianon.core.sides import Side

# The newest versions that the page shows.
MOST_SHOWN = 50
_MADE_PUBLIC = (ContributionPublished, ContributionCorrected, ContributionWordsRestored)


@dataclass(frozen=True)
class Entry:
    """One public version; `differences` is None for the first one, which is compared with nothing."""

    number: int
    origin: Origin
    # Of whoever made a light correction: they are named to the author alone.
    side: Side | None
    recorded_at: datetime
    published_at: datetime
    differences: list[Difference] | None


def public_history(contribution: Contribution) -> list[Entry]:
    """The versions that are or were public, newest first; a version that never was is told to nobody here."""
    published = _published(contribution.id)
    versions = _versions(contribution.id, published)
    found = []
    for place, version in enumerate(versions):
        entry = published[version.number]
        before = versions[place - 1] if place else None
        found.append(
            Entry(
                number=version.number,
                origin=version.origin,
                side=Side(entry.data["side"]) if version.origin is Origin.CORRECTED else None,
                recorded_at=version.recorded_at,
                published_at=entry.at,
                differences=None if before is None else changes(before, version),
            )
        )
    return found[::-1]


def changes(before: ContributionVersion, after: ContributionVersion) -> list[Difference]:
    """What became of the author's own words; a translation has a history of its own."""
    return compared(_fields(before), _fields(after))


def correction_of(contribution: Contribution) -> tuple[ContributionVersion, list[Difference]] | None:
    """The light correction that is public now, with what it changed in the accepted words; None without one."""
    version = contribution.public_version
    if version is None or version.origin is not Origin.CORRECTED:
        return None
    row = sa.select(ContributionVersion).filter_by(contribution_id=contribution.id, number=version.accepted)
    return version, changes(db.session.scalars(row).one(), version)


def _fields(version: ContributionVersion) -> list[Field]:
    lang = version.source_lang
    return [
        Field(_("Title"), [Told(version.title.get(lang), lang)]),
        Field(_("Text"), [Told(version.text.get(lang), lang)]),
        Field(_("Kind"), in_words(KINDS[version.kind])),
    ]


def _published(contribution_id: int) -> dict[int, AuditEntry]:
    """How each version became public, from the journal; the first time where it did twice."""
    rows = sa.select(AuditEntry).where(
        AuditEntry.subject == ContributionPublished.subject,
        AuditEntry.subject_id == contribution_id,
        AuditEntry.event.in_([kind.__name__ for kind in _MADE_PUBLIC]),
    )
    found: dict[int, AuditEntry] = {}
    for entry in db.session.scalars(rows.order_by(AuditEntry.id)):
        found.setdefault(entry.data["version"], entry)
    newest = sorted(found, reverse=True)[:MOST_SHOWN]
    return {number: found[number] for number in newest}


def _versions(contribution_id: int, numbers: Iterable[int]) -> list[ContributionVersion]:
    rows = sa.select(ContributionVersion).where(
        ContributionVersion.contribution_id == contribution_id, ContributionVersion.number.in_(list(numbers))
    )
    return list(db.session.scalars(rows.order_by(ContributionVersion.number)))

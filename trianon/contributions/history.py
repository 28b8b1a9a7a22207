"""The public history of a text or a reply: which versions were public, how each came about, and what it changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from trianon.bilingual.compared import Difference, Field, compared, in_words
from trianon.bilingual.compared import Words as Told
from trianon.contributions.comment_models import Comment, CommentVersion
from trianon.contributions.events import (
    CommentPublished,
    ContributionCorrected,
    ContributionPublished,
    ContributionWordsRestored,
)
from trianon.contributions.labels import KINDS
from trianon.contributions.models import Contribution, ContributionVersion, Origin
from trianon.core.audit import AuditEntry
from trianon.core.database import db
from trianon.core.events import Event
from trianon.core.sides import Side

# The newest versions that the page shows.
MOST_SHOWN = 50
_MADE_PUBLIC: dict[type, tuple[type[Event], ...]] = {
    Contribution: (ContributionPublished, ContributionCorrected, ContributionWordsRestored),
    Comment: (CommentPublished,),
}
Version = ContributionVersion | CommentVersion


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
    # Its author keeps its words to themselves and the committee.
    is_hidden: bool
    # What it changed cannot be told to this reader without words that are hidden.
    is_withheld: bool
    # Everybody reads it now, outside of this history too.
    is_public: bool


def history_of(item: Contribution | Comment, *, is_whole: bool = False) -> list[Entry]:
    """The versions that are or were public, newest first; a version that never was is told to nobody here.

    `is_whole`: with the words that their author has hidden.
    """
    published, now_public = _published(item), public_number(item)
    versions = _versions(item, published)
    found = []
    for place, version in enumerate(versions):
        entry = published[version.number]
        before = versions[place - 1] if place else None
        origin = version.origin if isinstance(version, ContributionVersion) else Origin.SENT
        is_hidden = version.hidden_at is not None
        is_withheld = not is_whole and (is_hidden or (before is not None and before.hidden_at is not None))
        found.append(
            Entry(
                number=version.number,
                origin=origin,
                side=Side(entry.data["side"]) if origin is Origin.CORRECTED else None,
                recorded_at=version.recorded_at,
                published_at=entry.at,
                differences=None if before is None or is_withheld else changes(before, version),
                is_hidden=is_hidden,
                is_withheld=is_withheld,
                is_public=version.number == now_public,
            )
        )
    return found[::-1]


def public_number(item: Contribution | Comment) -> int | None:
    """The number of the version that is public, or was last."""
    if isinstance(item, Comment):
        return item.public_number
    return item.public_version.number if item.public_version is not None else None


def was_public(item: Contribution | Comment, number: int) -> bool:
    """Whether everybody could ever read this version."""
    return number in _published(item)


def changes(before: Version, after: Version) -> list[Difference]:
    """What became of the author's own words; a translation has a history of its own."""
    return compared(_fields(before), _fields(after))


def correction_of(contribution: Contribution) -> tuple[ContributionVersion, list[Difference]] | None:
    """The light correction that is public now, with what it changed in the accepted words; None without one."""
    version = contribution.public_version
    if version is None or version.origin is not Origin.CORRECTED:
        return None
    row = sa.select(ContributionVersion).filter_by(contribution_id=contribution.id, number=version.accepted)
    return version, changes(db.session.scalars(row).one(), version)


def _fields(version: Version) -> list[Field]:
    lang = version.source_lang
    if isinstance(version, CommentVersion):
        return [Field(_("Reply"), [Told(version.words, lang)])]
    return [
        Field(_("Title"), [Told(version.title.get(lang), lang)]),
        Field(_("Text"), [Told(version.text.get(lang), lang)]),
        Field(_("Kind"), in_words(KINDS[version.kind])),
    ]


def _published(item: Contribution | Comment) -> dict[int, AuditEntry]:
    """How each version became public, from the journal; the first time where it did twice."""
    kinds = _MADE_PUBLIC[type(item)]
    rows = sa.select(AuditEntry).where(
        AuditEntry.subject == kinds[0].subject,
        AuditEntry.subject_id == item.id,
        AuditEntry.event.in_([kind.__name__ for kind in kinds]),
    )
    found: dict[int, AuditEntry] = {}
    for entry in db.session.scalars(rows.order_by(AuditEntry.id)):
        found.setdefault(entry.data["version"], entry)
    newest = sorted(found, reverse=True)[:MOST_SHOWN]
    return {number: found[number] for number in newest}


def _versions(item: Contribution | Comment, numbers: Iterable[int]) -> list[Version]:
    of_reply = isinstance(item, Comment)
    kind: Any = CommentVersion if of_reply else ContributionVersion
    rows = sa.select(kind).where(
        (kind.comment_id if of_reply else kind.contribution_id) == item.id, kind.number.in_(list(numbers))
    )
    return list(db.session.scalars(rows.order_by(kind.number)))

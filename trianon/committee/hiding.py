"""Holds on what is public, and its removal: carried out in the records themselves, in the caller's transaction."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from trianon.accounts import organisation_hiding as organisations
from trianon.accounts.models import Account
from trianon.accounts.organisation_models import Organisation
from trianon.bilingual.text import Bilingual
from trianon.committee.events import HoldLifted, HoldPlaced
from trianon.committee.models import Hold, Removal
from trianon.committee.procedure import Held
from trianon.contributions import comment_hiding as comments
from trianon.contributions import hiding as contributions
from trianon.contributions.comment_models import Comment
from trianon.contributions.models import Contribution
from trianon.cooperations import hiding as cooperations
from trianon.cooperations.models import Cooperation
from trianon.core.audit import emit
from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.publication import State
from trianon.workshops import hiding as workshops
from trianon.workshops.models import WorkshopTexts

# What one can be asked to take off the site, and what does it.
REMOVABLE: dict[str, tuple[type[Any], ModuleType]] = {
    "contribution": (Contribution, contributions),
    "comment": (Comment, comments),
    "cooperation": (Cooperation, cooperations),
    "organisation": (Organisation, organisations),
    "workshop": (WorkshopTexts, workshops),
}
# What was vouched for when an organisation was verified does not change afterwards: it is one public version.
VOUCHED = 1


def record_of(removal: Removal) -> Any | None:
    """The record that the question is about."""
    return db.session.get(REMOVABLE[removal.subject][0], removal.subject_id)


def public_number(record: Any) -> int | None:
    """The number of its public version; a workshop counts those of its texts."""
    if isinstance(record, Organisation):
        return VOUCHED
    if isinstance(record, WorkshopTexts):
        return int(record.version)
    if isinstance(record, Comment):
        return record.public_number
    return record.public_version.number if record.public_version is not None else None


def public_title(record: Any) -> Bilingual | None:
    """The title of its public version; None for what has no versions: its kind of record knows a title."""
    version = getattr(record, "public_version", None)
    title: Bilingual | None = version.title if version is not None else None
    return title


def held_now(removal: Removal) -> Hold | None:
    """The hold that stands; there is at most one, as a hidden text is not hidden twice."""
    return next((hold for hold in removal.holds if hold.lifted_at is None), None)


def as_held(removal: Removal) -> Held | None:
    """The same as the rules take it."""
    hold = held_now(removal)
    return Held(hold.side, hold.placed_at, hold.is_unlawful) if hold is not None else None


def place(removal: Removal, *, by: Account, is_unlawful: bool) -> Hold:
    """Hide the record now. Its lists, figures, search and page follow in the same transaction."""
    hold = Hold(
        subject=removal.subject,
        subject_id=removal.subject_id,
        version=removal.version,
        side=by.side,
        placed_by_id=by.id,
        is_unlawful=is_unlawful,
        placed_at=now(),
    )
    removal.holds.append(hold)
    db.session.flush()
    record: Any = record_of(removal)
    removal.was_archived = record.state is State.ARCHIVED
    _does(removal).hold(record, by=by)
    emit(HoldPlaced(**_about(removal, by), side=by.side, is_unlawful=is_unlawful))
    return hold


def lift(removal: Removal, *, by: Account | None) -> bool:
    """Show the record again; False when nothing hid it."""
    hold = held_now(removal)
    if hold is None:
        return False
    hold.lifted_at = now()
    record = record_of(removal)
    if record is not None and record.state is State.ON_HOLD:
        _does(removal).restore(record, by=by, to_archive=removal.was_archived)
    emit(HoldLifted(**_about(removal, by), side=hold.side))
    return True


def end(removal: Removal, *, is_removed: bool, by: Account | None) -> None:
    """The question is answered: the record goes, or stays and is shown again."""
    removal.ended_at = now()
    hold = held_now(removal)
    if is_removed:
        record: Any = record_of(removal)
        if hold is not None:
            hold.lifted_at = now()
        if record.state is not State.ON_HOLD:
            removal.was_archived = record.state is State.ARCHIVED
        _does(removal).remove(record, by=by)
    elif hold is not None:
        lift(removal, by=by)


def bring_back(removal: Removal, *, by: Account | None) -> None:
    """An appeal against the removal is upheld: everybody reads it again."""
    record = record_of(removal)
    if record is not None and record.state is State.REMOVED:
        _does(removal).restore(record, by=by, to_archive=removal.was_archived)


def _does(removal: Removal) -> ModuleType:
    return REMOVABLE[removal.subject][1]


def _about(removal: Removal, by: Account | None) -> dict[str, Any]:
    return {
        "subject_id": removal.id,
        "by": by.id if by else None,
        "about": removal.subject,
        "about_id": removal.subject_id,
        "version": removal.version,
    }

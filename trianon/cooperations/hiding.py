"""What is public is hidden, shown again or removed: at once in the directory, the figures and the search."""

from __future__ import annotations

from trianon.accounts.models import Account
from trianon.cooperations import publishing
from trianon.cooperations.events import (
    CooperationEvent,
    CooperationHeld,
    CooperationRemoved,
    CooperationRestored,
)
from trianon.cooperations.models import Cooperation
from trianon.core.audit import emit
from trianon.core.clock import now
from trianon.core.publication import Action, advance


def hold(cooperation: Cooperation, *, by: Account | None) -> None:
    """Hide it while it is reviewed."""
    _take_out(cooperation, Action.HOLD, CooperationHeld, by)


def restore(cooperation: Cooperation, *, by: Account | None, to_archive: bool = False) -> None:
    """Show its public version again; what was archived is read as before, and stands in no list."""
    advance(cooperation, Action.RESTORE)
    cooperation.updated_at = now()
    if to_archive:
        advance(cooperation, Action.ARCHIVE)
    else:
        publishing.put_in_directory(cooperation)
    _tell(CooperationRestored, cooperation, by)


def remove(cooperation: Cooperation, *, by: Account | None) -> None:
    """Take it off the site; the record stays, for its author and for an appeal."""
    cooperation.pending = None
    _take_out(cooperation, Action.REMOVE, CooperationRemoved, by)


def _take_out(cooperation: Cooperation, action: Action, event: type[CooperationEvent], by: Account | None) -> None:
    advance(cooperation, action)
    cooperation.updated_at = now()
    publishing.take_out_of_directory(cooperation)
    _tell(event, cooperation, by)


def _tell(event: type[CooperationEvent], cooperation: Cooperation, by: Account | None) -> None:
    emit(event(subject_id=cooperation.id, by=by.id if by else None, version=cooperation.version))

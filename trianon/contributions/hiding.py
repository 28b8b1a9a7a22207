"""What is public is hidden, shown again or removed: at once in the list, the figures and the search."""

from __future__ import annotations

from trianon.accounts.models import Account
from trianon.contributions import publishing
from trianon.contributions.events import (
    ContributionEvent,
    ContributionHeld,
    ContributionRemoved,
    ContributionRestored,
    ContributionWithdrawn,
)
from trianon.contributions.models import Contribution
from trianon.core.audit import emit
from trianon.core.clock import now
from trianon.core.publication import Action, advance


def hold(contribution: Contribution, *, by: Account | None) -> None:
    """Hide it while it is reviewed."""
    _take_out(contribution, Action.HOLD, ContributionHeld, by)


def restore(contribution: Contribution, *, by: Account | None, to_archive: bool = False) -> None:
    """Show its public version again; what was archived is read as before, and stands in no list."""
    advance(contribution, Action.RESTORE)
    contribution.updated_at = now()
    if to_archive:
        advance(contribution, Action.ARCHIVE)
    else:
        publishing.put_in_list(contribution)
    _tell(ContributionRestored, contribution, by)


def remove(contribution: Contribution, *, by: Account | None) -> None:
    """Take it off the site; the record stays, for its author and for an appeal."""
    contribution.pending = None
    _take_out(contribution, Action.REMOVE, ContributionRemoved, by)


def give_up(contribution: Contribution, *, by: Account | None) -> None:
    """Hidden, and shown again by nobody: its author leaves and wants nothing kept."""
    contribution.pending = None
    _take_out(contribution, Action.GIVE_UP, ContributionWithdrawn, by)


def _take_out(contribution: Contribution, action: Action, event: type[ContributionEvent], by: Account | None) -> None:
    advance(contribution, action)
    contribution.updated_at = now()
    publishing.take_out_of_list(contribution)
    _tell(event, contribution, by)


def _tell(event: type[ContributionEvent], contribution: Contribution, by: Account | None) -> None:
    emit(event(subject_id=contribution.id, by=by.id if by else None, version=contribution.version))

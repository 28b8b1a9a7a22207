"""The page of an organisation is hidden, shown again or removed; meanwhile nobody speaks in its name."""

from __future__ import annotations

from trianon.accounts import organisation_services
from trianon.accounts.events import OrganisationEvent, OrganisationHeld, OrganisationRemoved, OrganisationRestored
from trianon.accounts.models import Account
from trianon.accounts.organisation_models import Organisation
from trianon.core.audit import emit
from trianon.core.clock import now
from trianon.core.publication import Action, after


def hold(organisation: Organisation, *, by: Account | None) -> None:
    """Hide it while it is reviewed."""
    _move(organisation, Action.HOLD, OrganisationHeld, by)
    organisation_services.delist(organisation)


def restore(organisation: Organisation, *, by: Account | None, to_archive: bool = False) -> None:
    """Show it again, verified as it was."""
    _move(organisation, Action.RESTORE, OrganisationRestored, by)
    if to_archive:
        organisation.state = after(Action.ARCHIVE, organisation.state)
    else:
        organisation_services.enlist(organisation)


def remove(organisation: Organisation, *, by: Account | None) -> None:
    """Take it off the site; the row stays, for its people and for an appeal."""
    _move(organisation, Action.REMOVE, OrganisationRemoved, by)
    organisation_services.delist(organisation)


def _move(organisation: Organisation, action: Action, event: type[OrganisationEvent], by: Account | None) -> None:
    organisation.state, organisation.updated_at = after(action, organisation.state), now()
    emit(event(subject_id=organisation.id, by=by.id if by else None))

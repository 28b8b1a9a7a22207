"""What the committee does when somebody sends or takes back a text."""

from __future__ import annotations

from trianon.accounts.events import OrganisationProposed
from trianon.committee import services
from trianon.contributions.events import ContributionSubmitted, ContributionWithdrawn
from trianon.cooperations.events import CooperationSubmitted, CooperationWithdrawn
from trianon.core.events import on


@on(CooperationSubmitted, ContributionSubmitted, OrganisationProposed)
def open_case(event: CooperationSubmitted | ContributionSubmitted | OrganisationProposed) -> None:
    """Each version that is sent waits for voices of its own."""
    services.open_case(event.subject, event.subject_id, event.version, by=event.by)


@on(CooperationWithdrawn, ContributionWithdrawn)
def close_case(event: CooperationWithdrawn | ContributionWithdrawn) -> None:
    """A text that its author took back waits for nothing."""
    services.close_cases(event.subject, event.subject_id, by=event.by)

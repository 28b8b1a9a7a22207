"""What the committee does when somebody sends or takes back a text."""

from __future__ import annotations

from trianon.accounts.events import OrganisationProposed
from trianon.committee import comment_subject, services
from trianon.contributions.events import (
    CommentSubmitted,
    CommentWithdrawn,
    ContributionSubmitted,
    ContributionWithdrawn,
)
from trianon.cooperations.events import CooperationSubmitted, CooperationWithdrawn
from trianon.core.events import on

# Imported for the kind of record that it registers.
__all__ = ["comment_subject"]


@on(CooperationSubmitted, ContributionSubmitted, CommentSubmitted, OrganisationProposed)
def open_case(event: CooperationSubmitted | ContributionSubmitted | CommentSubmitted | OrganisationProposed) -> None:
    """Each version that is sent waits for voices of its own."""
    services.open_case(event.subject, event.subject_id, event.version, by=event.by)


@on(CooperationWithdrawn, ContributionWithdrawn, CommentWithdrawn)
def close_case(event: CooperationWithdrawn | ContributionWithdrawn | CommentWithdrawn) -> None:
    """A text that its author took back waits for nothing."""
    services.close_cases(event.subject, event.subject_id, by=event.by)

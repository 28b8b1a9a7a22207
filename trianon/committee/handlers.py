"""What the committee does when somebody sends or takes back a text."""

from __future__ import annotations

from collections.abc import Sequence

from trianon.accounts.claiming_events import OrganisationClaimed, OrganisationClaimEnded
from trianon.accounts.events import OrganisationProposed
from trianon.accounts.merging_events import OrganisationMerged
from trianon.committee import (
    appeal_subject,
    claim_subjects,
    comment_subject,
    measure_subject,
    queries,
    removal_subject,
    removals,
    services,
    workshop_subject,
)
from trianon.committee.subjects import SUBJECTS
from trianon.contributions.comment_models import Comment
from trianon.contributions.comment_queries import waiting_below
from trianon.contributions.events import (
    CommentPublished,
    CommentRestored,
    CommentSubmitted,
    CommentVersionTakenBack,
    CommentWithdrawn,
    ContributionCorrected,
    ContributionHeld,
    ContributionPublished,
    ContributionRestored,
    ContributionSubmitted,
    ContributionVersionTakenBack,
    ContributionWithdrawn,
    ContributionWordsRestored,
)
from trianon.cooperations.claiming_events import RecordClaimed, RecordClaimEnded
from trianon.cooperations.events import (
    CooperationPublished,
    CooperationRestored,
    CooperationSubmitted,
    CooperationWithdrawn,
)
from trianon.core.database import db
from trianon.core.events import on, on_several
from trianon.core.publication import State
from trianon.workshops.events import WorkshopTextsChanged

# Imported for the kinds of records that they register.
__all__ = [
    "appeal_subject",
    "claim_subjects",
    "comment_subject",
    "measure_subject",
    "removal_subject",
    "workshop_subject",
]


@on(CooperationSubmitted, ContributionSubmitted, CommentSubmitted, OrganisationProposed)
@on(RecordClaimed, OrganisationClaimed)
def open_case(event: CooperationSubmitted | ContributionSubmitted | RecordClaimed | OrganisationClaimed) -> None:
    """Each version that is sent waits for voices of its own."""
    services.open_case(event.subject, event.subject_id, event.version, by=event.by, is_first=event.version == 1)


@on_several(CooperationWithdrawn, ContributionWithdrawn, CommentWithdrawn, RecordClaimEnded, OrganisationClaimEnded)
@on_several(ContributionVersionTakenBack, CommentVersionTakenBack)
def close_cases(events: Sequence[CooperationWithdrawn | CommentWithdrawn | RecordClaimEnded]) -> None:
    """Texts that their author took back wait for nothing."""
    waiting = queries.waiting(events[0].subject, [event.subject_id for event in events])
    for event in events:
        if event.subject_id in waiting:
            services.close_cases(event.subject, event.subject_id, by=event.by)


@on_several(CooperationWithdrawn, ContributionWithdrawn, CommentWithdrawn)
@on_several(CooperationPublished, ContributionPublished, CommentPublished, OrganisationMerged, WorkshopTextsChanged)
def end_removals(
    events: Sequence[CooperationWithdrawn | CommentWithdrawn | OrganisationMerged | WorkshopTextsChanged],
) -> None:
    """The public version that somebody wanted removed is not public any more: another one is, or none."""
    asked = removals.asked(events[0].subject, [event.subject_id for event in events])
    for event in events:
        if event.subject_id in asked:
            removals.end_for(event.subject, event.subject_id, by=event.by)


@on(ContributionCorrected, ContributionWordsRestored)
def follow_correction(event: ContributionCorrected | ContributionWordsRestored) -> None:
    """Mending a slip neither ends the question whether the text stays, nor lets a side hide it once more."""
    removals.follow(event.subject, event.subject_id, before=event.before, after=event.version)


@on(CooperationRestored, ContributionRestored, CommentRestored)
def wait_again(event: CooperationRestored | ContributionRestored | CommentRestored) -> None:
    """A new version that waited when its record was hidden waits again, with the voices already given."""
    item = SUBJECTS[event.subject].load(event.subject_id)
    if item is not None and item.pending is State.SUBMITTED:
        services.open_case(event.subject, event.subject_id, item.version, by=event.by)


@on(ContributionHeld)
def let_replies_wait(event: ContributionHeld) -> None:
    """Nobody is asked for a voice on a reply while what it answers is hidden; the voices already given stay."""
    for number in waiting_below(event.subject_id, (State.SUBMITTED,)):
        services.close_cases("comment", number, by=event.by)


@on(ContributionRestored)
def ask_for_replies_again(event: ContributionRestored) -> None:
    """What is shown again is answered again."""
    for number in waiting_below(event.subject_id, (State.SUBMITTED,)):
        reply = db.session.get_one(Comment, number)
        services.open_case("comment", number, reply.version, by=event.by)

"""What follows from what happens to records: their texts come to the desk, or leave it."""

from __future__ import annotations

from collections.abc import Sequence

from trianon.accounts.events import AppointmentEnded
from trianon.accounts.leaving_events import AccountLeaving
from trianon.contributions.events import (
    CommentEvent,
    CommentPublished,
    CommentWithdrawn,
    ContributionCorrected,
    ContributionEvent,
    ContributionPublished,
    ContributionTranslated,
    ContributionWithdrawn,
    ContributionWordsRestored,
)
from trianon.cooperations.events import (
    CooperationEvent,
    CooperationPublished,
    CooperationTranslated,
    CooperationWithdrawn,
)
from trianon.core.database import db
from trianon.core.events import on, on_several
from trianon.core.sides import Role
from trianon.notifications.services import notify
from trianon.translations import services
from trianon.translations.events import TranslationObjected, TranslationReviewed, TranslationSentBack
from trianon.translations.models import TranslationWork
from trianon.translations.subjects import SUBJECTS
from trianon.workshops.events import (
    WorkshopAnnounced,
    WorkshopCancelled,
    WorkshopChanged,
    WorkshopEvent,
    WorkshopTextsHeld,
    WorkshopTextsRemoved,
    WorkshopTextsRestored,
)

TextEvent = ContributionEvent | CooperationEvent | CommentEvent | WorkshopEvent


@on(
    ContributionPublished,
    ContributionTranslated,
    ContributionCorrected,
    ContributionWordsRestored,
    CooperationPublished,
    CooperationTranslated,
    CommentPublished,
    WorkshopAnnounced,
    WorkshopChanged,
    WorkshopTextsHeld,
    WorkshopTextsRestored,
    WorkshopTextsRemoved,
)
def bring_to_desk(event: TextEvent) -> None:
    """What everybody reads now is to be translated; what is complete is not."""
    db.session.flush()
    services.bring(event.subject, event.subject_id)


@on_several(ContributionWithdrawn, CooperationWithdrawn, CommentWithdrawn, WorkshopCancelled)
def take_from_desk(events: Sequence[TextEvent]) -> None:
    """What nobody reads any more is not to be translated."""
    db.session.flush()
    services.take_away(events[0].subject, [event.subject_id for event in events])


@on(TranslationReviewed)
def tell_authors(event: TranslationReviewed) -> None:
    """They may read it, and object."""
    subject = SUBJECTS[event.about]
    for person in subject.authors(subject.load(event.about_id)):
        if person.is_active:
            notify(person.id, "translations.reviewed", work=event.subject_id)


@on(TranslationSentBack, TranslationObjected)
def tell_translator(event: TranslationSentBack | TranslationObjected) -> None:
    """With what is asked of them."""
    work = db.session.get_one(TranslationWork, event.subject_id)
    if work.translator_id is not None:
        notify(work.translator_id, "translations.sent_back", work=work.id)


@on(AppointmentEnded)
def let_go_after_office(event: AppointmentEnded) -> None:
    """Whoever translates no longer is at nothing any more: the texts are free for others at once."""
    if event.role is Role.TRANSLATOR:
        services.release_all(event.subject_id)


@on(AccountLeaving)
def let_go(event: AccountLeaving) -> None:
    """Whoever leaves is at nothing any more."""
    services.release_all(event.subject_id)

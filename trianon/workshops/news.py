"""Workshops for those who follow them or their sub-theme: announced, open, moved, cancelled."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_pgettext

from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.events import on
from trianon.notifications.following_services import write_news
from trianon.notifications.preloading import preloads
from trianon.notifications.sentences import Sentence, sentence
from trianon.notifications.topics import Topic, topic
from trianon.workshops.events import (
    RegistrationOpened,
    WorkshopAnnounced,
    WorkshopCancelled,
    WorkshopEvent,
    WorkshopMoved,
)
from trianon.workshops.models import Workshop, WorkshopState

SUBJECT = "workshop"


@topic(SUBJECT, lazy_pgettext("something followed", "Online workshop"))
def found(numbers: Collection[int]) -> dict[int, Topic]:
    """Every workshop is public."""
    rows = sa.select(Workshop).where(Workshop.id.in_(numbers))
    return {one.id: Topic(one.title, url_for("workshops.show", workshop_id=one.id)) for one in db.session.scalars(rows)}


@on(WorkshopAnnounced)
def tell_announced(event: WorkshopAnnounced) -> None:
    """Whoever follows its sub-theme."""
    sub_theme = db.session.get_one(Workshop, event.subject_id).sub_theme_id
    _tell("follows.workshop_announced", event, ("sub_theme", sub_theme))


@on(RegistrationOpened)
def tell_open(event: RegistrationOpened) -> None:
    """Whoever waits for it."""
    _tell("follows.registration_opened", event)


@on(WorkshopMoved)
def tell_moved(event: WorkshopMoved) -> None:
    """Of several changes, only the last one is still true."""
    _tell("follows.workshop_moved", event, revision=event.revision)


@on(WorkshopCancelled)
def tell_cancelled(event: WorkshopCancelled) -> None:
    """It will not take place."""
    _tell("follows.workshop_cancelled", event)


def _tell(kind: str, event: WorkshopEvent, *more: tuple[str, int], **data: int) -> None:
    topics = [(SUBJECT, event.subject_id), *more]
    write_news(kind, topics, {"workshop": event.subject_id, **data}, author=event.by, by=None)


@sentence("follows.workshop_announced")
def say_announced(workshop: int) -> Sentence | None:
    """Until it begins."""
    return _said(_to_come(workshop), _("New online workshop"))


@sentence("follows.registration_opened")
def say_open(workshop: int) -> Sentence | None:
    """As long as one can register."""
    item, at = _to_come(workshop), now()
    closes_at = item.registration_closes_at if item else None
    if item is None or item.state is not WorkshopState.OPEN or (closes_at is not None and closes_at <= at):
        return None
    return _said(item, _("Registration is open"))


@sentence("follows.workshop_moved")
def say_moved(workshop: int, revision: int) -> Sentence | None:
    """Unless it was moved again, or cancelled."""
    item = _to_come(workshop)
    return _said(item if item is not None and item.revision == revision else None, _("Workshop changed"))


@sentence("follows.workshop_cancelled")
def say_cancelled(workshop: int) -> Sentence | None:
    """Until it would have begun."""
    item = db.session.get(Workshop, workshop)
    is_true = item is not None and item.state is WorkshopState.CANCELLED and item.starts_at > now()
    return _said(item if is_true else None, _("Workshop cancelled"))


def _to_come(workshop: int) -> Workshop | None:
    item = db.session.get(Workshop, workshop)
    return item if item and item.state is not WorkshopState.CANCELLED and item.starts_at > now() else None


def _said(item: Workshop | None, words: str) -> Sentence | None:
    return None if item is None else Sentence(words, url_for("workshops.show", workshop_id=item.id), item.title)


@preloads("workshop")
def workshops(numbers: Collection[int]) -> Sequence[object]:
    """For the inbox."""
    return db.session.scalars(sa.select(Workshop).where(Workshop.id.in_(numbers))).all()

"""Where a workshop is held and watched: what hosts say of it, and the way in. Nothing here commits."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, fields
from datetime import datetime

import sqlalchemy as sa
from flask import current_app, url_for

from trianon.accounts.models import Account
from trianon.accounts.people_words import name_of
from trianon.bilingual.text import plain
from trianon.core.audit import emit
from trianon.core.clock import now
from trianon.core.database import db, lock
from trianon.core.errors import RuleViolation, StaleForm
from trianon.core.meeting_settings import Meetings
from trianon.workshops import bigbluebutton, jitsi
from trianon.workshops.events import RoomDescribed
from trianon.workshops.models import Workshop
from trianon.workshops.room_models import Provider, Room
from trianon.workshops.room_rules import can_be_watched, is_over, is_secure_link


@dataclass(frozen=True, kw_only=True)
class RoomPlan:
    """What hosts say of a room; the names are those of the model, but for the link, which is the workshop's."""

    provider: Provider
    dial_in: str | None = None
    audio_link: str | None = None
    stream_link: str | None = None
    recording_link: str | None = None
    transcript_link: str | None = None


@dataclass(frozen=True)
class Watching:
    """What everybody may open now, without a seat; links that are no web address are left out."""

    stream: str = ""
    recording: str = ""
    transcript: str = ""
    stream_is_announced: bool = False

    def __bool__(self) -> bool:
        return bool(self.stream or self.recording or self.transcript or self.stream_is_announced)


def room_of(workshop_id: int) -> Room | None:
    """What was said of a workshop's room; nothing yet means: its link, if it has one."""
    return db.session.scalars(sa.select(Room).filter_by(workshop_id=workshop_id)).one_or_none()


def version_of(room: Room | None) -> str:
    """What a form carries to notice that the room was described anew meanwhile."""
    return room.updated_at.isoformat() if room else ""


def describe(workshop_id: int, plan: RoomPlan, *, seen: str, by: Account) -> Room:
    """Say where it is held and how it is watched; raises StaleForm when somebody else has said it meanwhile."""
    lock(Workshop, workshop_id)
    room = room_of(workshop_id)
    if version_of(room) != seen:
        raise StaleForm
    if room is None:
        room = Room(workshop_id=workshop_id, room_key=secrets.token_hex(16))
        db.session.add(room)
    for one in fields(plan):
        setattr(room, one.name, getattr(plan, one.name))
    room.updated_at = now()
    db.session.flush()
    emit(RoomDescribed(subject_id=workshop_id, by=by.id))
    return room


def furnish_like(model_id: int, workshop: Workshop, *, by: Account) -> None:
    """Hold a workshop as another one is held: the same service and ways to listen, in a room of its own.

    What shows one meeting alone (its stream, its recording, its transcript) stays with it.
    """
    model = room_of(model_id)
    if model is not None:
        plan = RoomPlan(provider=model.provider, dial_in=model.dial_in, audio_link=model.audio_link)
        describe(workshop.id, plan, seen="", by=by)


def providers() -> list[Provider]:
    """The services that this installation can sign people in to, and any other by its link."""
    settings = _settings()
    known = {Provider.LINK: True, Provider.JITSI: bool(settings.jitsi_url)}
    known[Provider.BIGBLUEBUTTON] = bool(settings.bbb_url)
    return [provider for provider, is_there in known.items() if is_there]


def watching(workshop: Workshop) -> Watching:
    """For the page of a workshop: the stream around its hour, the recording and the transcript afterwards."""
    room = room_of(workshop.id)
    if room is None:
        return Watching()
    at = now()
    over = is_over(workshop, at)
    links = {name: link for name in ("stream", "recording", "transcript") if (link := _good(room, f"{name}_link"))}
    return Watching(
        stream=links.get("stream", "") if can_be_watched(workshop, at) else "",
        recording=links.get("recording", "") if over else "",
        transcript=links.get("transcript", "") if over else "",
        stream_is_announced="stream" in links and workshop.state != "cancelled" and at < workshop.starts_at,
    )


def meeting_link_of(workshop: Workshop) -> str | None:
    """The link that hosts gave; one that is not safe is as good as none."""
    link = workshop.meeting_link
    return link if link and is_secure_link(link) else None


def ways_into(workshop: Workshop) -> list[str | None]:
    """Everything that must stand in no mail and on no page: the link, the room's name at its service, the sound."""
    room = room_of(workshop.id)
    return [workshop.meeting_link, *([room.room_key, room.audio_link] if room else [])]


def way_into(workshop: Workshop, person: Account, *, is_host: bool, at: datetime) -> str:
    """The address that one click leads to; raises RuleViolation("no_way_in") when hosts have given none.

    Everything is read before a service is asked, and the transaction is over by then: nobody waits behind it for a
    server that is slow. Raises outside.Unavailable.
    """
    room, settings, name = room_of(workshop.id), _settings(), name_of(person)
    if room is not None and room.provider is Provider.JITSI and settings.jitsi_url:
        return jitsi.way_in(settings, room=room.room_key, name=name, is_host=is_host, at=at)
    if room is None or room.provider is not Provider.BIGBLUEBUTTON or not settings.bbb_url:
        link = meeting_link_of(workshop)
        if link is None:
            raise RuleViolation("no_way_in")
        return link
    visit = bigbluebutton.Visit(
        room=room.room_key,
        title=plain(workshop.title),
        name=name,
        person=str(person.id),
        is_host=is_host,
        report_to=url_for("workshops.presence_report", workshop_id=workshop.id, _external=True),
    )
    db.session.rollback()
    return bigbluebutton.way_in(settings, visit)


def _good(room: Room, name: str) -> str:
    link: str | None = getattr(room, name)
    return link if link and is_secure_link(link) else ""


def _settings() -> Meetings:
    meetings: Meetings = current_app.config["SETTINGS"].meetings
    return meetings

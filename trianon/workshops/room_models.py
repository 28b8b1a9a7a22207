"""What happens around the meeting itself: its room, who came, what was asked, what hosts wrote, personal calendars."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trianon.accounts.models import Account
from trianon.bilingual.lang import Lang
from trianon.bilingual.text import Bilingual, bilingual
from trianon.core.database import Base
from trianon.workshops.models import Workshop


class Provider(StrEnum):
    """Who holds the meeting: any service by its link, or one that we sign people in to."""

    LINK = "link"
    JITSI = "jitsi"
    BIGBLUEBUTTON = "bigbluebutton"


class Room(Base):
    """Where a workshop is held and how it can be watched; the link of the meeting itself stands in the workshop."""

    __tablename__ = "workshop_room"

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(sa.ForeignKey("workshop.id"), unique=True)
    provider: Mapped[Provider] = mapped_column(default=Provider.LINK)
    # The meeting's name at the provider: nobody finds the room by guessing.
    room_key: Mapped[str] = mapped_column(sa.String(40), unique=True)
    # For those whose connection is weak; shown behind the door alone.
    dial_in: Mapped[str | None] = mapped_column(sa.String(200))
    audio_link: Mapped[str | None] = mapped_column(sa.String(500))
    # Public, each at its time.
    stream_link: Mapped[str | None] = mapped_column(sa.String(500))
    recording_link: Mapped[str | None] = mapped_column(sa.String(500))
    transcript_link: Mapped[str | None] = mapped_column(sa.String(500))
    updated_at: Mapped[datetime]


class PresenceSource(StrEnum):
    """Who says that somebody was there."""

    PROVIDER = "provider"
    HOST = "host"


class Presence(Base):
    """One person was at a workshop."""

    __tablename__ = "presence"

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(sa.ForeignKey("workshop.id"))
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    source: Mapped[PresenceSource]
    marked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    at: Mapped[datetime]

    __table_args__ = (sa.UniqueConstraint("workshop_id", "account_id"),)


class Question(Base):
    """A question for the speakers; read by the hosts alone, never public."""

    __tablename__ = "workshop_question"

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(sa.ForeignKey("workshop.id"), index=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    lang: Mapped[Lang]
    text: Mapped[str] = mapped_column(sa.Text)
    asked_at: Mapped[datetime]

    account: Mapped[Account] = relationship()


class HostMessage(Base):
    """What hosts write to everybody registered, in both languages."""

    __tablename__ = "host_message"

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(sa.ForeignKey("workshop.id"), index=True)
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    subject: Mapped[Bilingual] = bilingual("subject", 200)
    text: Mapped[Bilingual] = bilingual("text")
    sent_at: Mapped[datetime]
    recipients: Mapped[int]

    workshop: Mapped[Workshop] = relationship()


class CalendarFeed(Base):
    """The secret address of a person's own workshops; a new key makes the old address useless."""

    __tablename__ = "calendar_feed"

    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), primary_key=True)
    feed_key: Mapped[str] = mapped_column(sa.String(40))
    made_at: Mapped[datetime]

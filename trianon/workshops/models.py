"""A workshop, its seats and the people who registered."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trianon.accounts.models import Account
from trianon.bilingual.lang import Lang
from trianon.bilingual.text import Bilingual, bilingual
from trianon.core.database import Base
from trianon.core.publication import State
from trianon.core.sides import Side
from trianon.themes.models import SubTheme


class WorkshopState(StrEnum):
    """Where a workshop stands. Whether it is full follows from its seats and is not a state of its own."""

    ANNOUNCED = "announced"
    OPEN = "open"
    HELD = "held"
    CANCELLED = "cancelled"


class Workshop(Base):
    """An online meeting of citizens on a sub-theme, with seats."""

    __tablename__ = "workshop"

    id: Mapped[int] = mapped_column(primary_key=True)
    sub_theme_id: Mapped[int] = mapped_column(sa.ForeignKey("sub_theme.id"), index=True)
    title: Mapped[Bilingual] = bilingual("title", 200)
    purpose: Mapped[Bilingual] = bilingual("purpose")
    programme: Mapped[Bilingual] = bilingual("programme")
    speakers: Mapped[Bilingual] = bilingual("speakers")
    starts_at: Mapped[datetime]
    # The zone that the hour was chosen in.
    zone: Mapped[str] = mapped_column(sa.String(60))
    minutes: Mapped[int]
    # Codes of Lang.
    languages: Mapped[list[str]]
    interpretation: Mapped[bool] = mapped_column(default=False)
    state: Mapped[WorkshopState]
    registration_opens_at: Mapped[datetime | None]
    registration_closes_at: Mapped[datetime | None]
    # Never public: shown by the door alone, to confirmed people, shortly before the start.
    meeting_link: Mapped[str | None] = mapped_column(sa.String(500))
    host_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    capacity: Mapped[int]
    # Confirmed registrations, kept by allocation alone; the CHECK is the last line against a seat too many.
    taken: Mapped[int] = mapped_column(default=0)
    waiting: Mapped[int] = mapped_column(default=0)
    # Of these, people of each side; the others come from elsewhere.
    taken_france: Mapped[int] = mapped_column(default=0)
    taken_russia: Mapped[int] = mapped_column(default=0)
    waiting_france: Mapped[int] = mapped_column(default=0)
    waiting_russia: Mapped[int] = mapped_column(default=0)
    # Arrivals so far: the next one's place in the order is this plus one.
    arrivals: Mapped[int] = mapped_column(default=0)
    # Seats kept for each side until `released_at`; from then on they are anybody's.
    reserved_france: Mapped[int] = mapped_column(default=0)
    reserved_russia: Mapped[int] = mapped_column(default=0)
    released_at: Mapped[datetime | None]
    # How many of each side make a dialogue: the host is told a week before when there are fewer.
    minimum_france: Mapped[int] = mapped_column(default=0)
    minimum_russia: Mapped[int] = mapped_column(default=0)
    # When everybody registered was last told of the hours: a reminder that was due before has nothing to add.
    told_at: Mapped[datetime | None]
    # The last reminder that was written to everybody, with the revision it speaks of: "3:day".
    reminded: Mapped[str] = mapped_column(sa.String(20), default="")
    # Grows with each change that calendars and reminders follow: of hours or languages, and the end of it all.
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    sub_theme: Mapped[SubTheme] = relationship()
    host: Mapped[Account] = relationship()
    registrations: Mapped[list[Registration]] = relationship(back_populates="workshop", order_by="Registration.arrival")
    texts: Mapped[WorkshopTexts] = relationship(back_populates="workshop")

    __table_args__ = (
        sa.CheckConstraint("taken BETWEEN 0 AND capacity", name="taken_within_capacity"),
        sa.CheckConstraint("capacity BETWEEN 1 AND 5000", name="capacity_plausible"),
        sa.CheckConstraint("minutes BETWEEN 5 AND 1440", name="minutes_plausible"),
        sa.CheckConstraint("reserved_france + reserved_russia <= capacity", name="reserved_within_capacity"),
        sa.CheckConstraint(
            "taken_france >= 0 AND taken_russia >= 0 AND taken_france + taken_russia <= taken",
            name="taken_by_side_within_taken",
        ),
        sa.CheckConstraint(
            "waiting_france >= 0 AND waiting_russia >= 0 AND waiting_france + waiting_russia <= waiting",
            name="waiting_by_side_within_waiting",
        ),
        sa.CheckConstraint("waiting >= 0", name="waiting_not_negative"),
        sa.Index("ix_workshop_starts_at", "starts_at", "id"),
    )

    def __init__(self, **values: Any) -> None:
        """A workshop is never without its texts."""
        super().__init__(**values)
        self.texts = WorkshopTexts(state=State.PUBLISHED, version=1)

    @property
    def ends_at(self) -> datetime:
        """When it is due to end."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def free(self) -> int:
        """Seats that nobody has."""
        return self.capacity - self.taken


class WorkshopTexts(Base):
    """What the committee decides on: the words that hosts wrote about a workshop, which takes place whatever it says.

    While they are hidden, or once they were removed, neutral words stand in the workshop in their place, so that no
    list, mail, calendar or search can tell them; they are kept here.
    """

    __tablename__ = "workshop_texts"

    # That of its workshop.
    id: Mapped[int] = mapped_column(sa.ForeignKey("workshop.id"), primary_key=True)
    # PUBLISHED, ON_HOLD or REMOVED: hosts publish without a review.
    state: Mapped[State] = mapped_column(default=State.PUBLISHED)
    # Grows with each change of the words.
    version: Mapped[int] = mapped_column(default=1)
    kept_title: Mapped[Bilingual] = bilingual("kept_title", 200)
    kept_purpose: Mapped[Bilingual] = bilingual("kept_purpose")
    kept_programme: Mapped[Bilingual] = bilingual("kept_programme")
    kept_speakers: Mapped[Bilingual] = bilingual("kept_speakers")
    workshop: Mapped[Workshop] = relationship(back_populates="texts")

    __table_args__ = (sa.CheckConstraint("state IN ('published', 'on_hold', 'removed')", name="state_of_texts"),)


class RegistrationState(StrEnum):
    """CONFIRMED has a seat, WAITING is on the list, LEFT gave it up, REMOVED lost it with the workshop."""

    CONFIRMED = "confirmed"
    WAITING = "waiting"
    LEFT = "left"
    REMOVED = "removed"


class Registration(Base):
    """One person's registration; a new one is made when somebody who left comes back."""

    __tablename__ = "registration"

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(sa.ForeignKey("workshop.id"))
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    side: Mapped[Side]
    state: Mapped[RegistrationState]
    # The order of arrival, given under the workshop's lock.
    arrival: Mapped[int]
    registered_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    # The only things that are asked; what somebody needs to take part is erased after the workshop.
    language: Mapped[Lang | None]
    wants_interpretation: Mapped[bool] = mapped_column(default=False)
    needs: Mapped[str] = mapped_column(sa.String(500), default="")
    # Since when its owner wants no reminders; the seat stays.
    silent_since: Mapped[datetime | None]
    # iTIP SEQUENCE: the number of the next message to this person's calendar, above those of earlier registrations.
    next_sequence: Mapped[int] = mapped_column(default=0)
    workshop: Mapped[Workshop] = relationship(back_populates="registrations")
    account: Mapped[Account] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("workshop_id", "arrival"),
        sa.Index(
            "uq_registration_living",
            "workshop_id",
            "account_id",
            unique=True,
            postgresql_where=sa.text("state IN ('confirmed', 'waiting')"),
            sqlite_where=sa.text("state IN ('confirmed', 'waiting')"),
        ),
        sa.Index(
            "ix_registration_waiting",
            "workshop_id",
            "arrival",
            postgresql_where=sa.text("state = 'waiting'"),
            sqlite_where=sa.text("state = 'waiting'"),
        ),
    )

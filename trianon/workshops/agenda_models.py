"""Other events of the Dialogue: sessions, festivals, missions. They have no seats here, only a place in the agenda."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from trianon.bilingual.text import Bilingual, bilingual
from trianon.core.database import Base


class AgendaEntry(Base):
    """An event that somebody else holds: on which days, where, by whom."""

    __tablename__ = "agenda_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[Bilingual] = bilingual("title", 200)
    place: Mapped[Bilingual] = bilingual("place", 200)
    organiser: Mapped[Bilingual] = bilingual("organiser", 200)
    summary: Mapped[Bilingual] = bilingual("summary")
    # Days of the place itself: an event of three days has no hour that both countries would need.
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    link: Mapped[str | None] = mapped_column(sa.String(500))
    recorded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    __table_args__ = (
        sa.CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        sa.Index("ix_agenda_entry_ends_on", "ends_on", "id"),
    )

"""The organisations that are members of a federation, or of another organisation that speaks for several."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trianon.accounts.organisation_models import Organisation
from trianon.core.database import Base, choice


class AffiliationState(StrEnum):
    """ASKED waits for the member's manager; STATED by the federation alone, while nobody acts for the member here."""

    ASKED = "asked"
    STATED = "stated"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    ENDED = "ended"


class Affiliation(Base):
    """One organisation lists another one as its member. One living row for each pair, kept by the lock on both."""

    __tablename__ = "affiliation"

    id: Mapped[int] = mapped_column(primary_key=True)
    federation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    member_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    state: Mapped[AffiliationState] = mapped_column(choice(AffiliationState, "affiliation_state"))
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    federation: Mapped[Organisation] = relationship(foreign_keys=[federation_id])
    member: Mapped[Organisation] = relationship(foreign_keys=[member_id])

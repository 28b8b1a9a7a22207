"""Somebody of an organisation that nobody acts for here says so, to become its manager."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trianon.accounts.models import Account
from trianon.accounts.organisation_models import Organisation
from trianon.bilingual.lang import Lang
from trianon.core.database import Base
from trianon.core.publication import State


class OrganisationClaim(Base):
    """PUBLISHED means accepted; WITHDRAWN: taken back, or somebody else manages it, or its page is gone."""

    __tablename__ = "organisation_claim"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    # Who one is there, and how that can be checked: read by the committee alone.
    text: Mapped[str] = mapped_column(sa.Text)
    lang: Mapped[Lang]
    state: Mapped[State]
    version: Mapped[int]
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    settled_at: Mapped[datetime | None]
    organisation: Mapped[Organisation] = relationship()
    asked_by: Mapped[Account] = relationship()

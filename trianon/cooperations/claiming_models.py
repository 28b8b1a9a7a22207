"""A verified organisation claims a record that was read in public sources and that nobody declared."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trianon.accounts.models import Account
from trianon.accounts.organisation_models import Organisation
from trianon.bilingual.lang import Lang
from trianon.cooperations.models import Cooperation
from trianon.core.database import Base
from trianon.core.publication import State


class RecordClaim(Base):
    """PUBLISHED means accepted; WITHDRAWN: taken back, or another organisation stands for it, or it is gone."""

    __tablename__ = "record_claim"

    id: Mapped[int] = mapped_column(primary_key=True)
    cooperation_id: Mapped[int] = mapped_column(sa.ForeignKey("cooperation.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    # How the organisation carries it, and how that can be checked: read by the committee alone.
    text: Mapped[str] = mapped_column(sa.Text)
    lang: Mapped[Lang]
    state: Mapped[State]
    version: Mapped[int]
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    settled_at: Mapped[datetime | None]
    cooperation: Mapped[Cooperation] = relationship()
    organisation: Mapped[Organisation] = relationship()
    asked_by: Mapped[Account] = relationship()

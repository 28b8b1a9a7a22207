"""What people write to the office in charge of personal data."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from trianon.bilingual.lang import Lang
from trianon.core.database import Base


class ContactKind(StrEnum):
    """What a message is about."""

    DATA = "data"
    ACCESSIBILITY = "accessibility"
    UNLAWFUL = "unlawful"
    OTHER = "other"


class ContactMessage(Base):
    """One message, kept as long as the register says; an account is not needed, so none is named."""

    __tablename__ = "contact_message"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ContactKind]
    name: Mapped[str] = mapped_column(sa.String(80), default="")
    address: Mapped[str] = mapped_column(sa.String(254), index=True)
    lang: Mapped[Lang]
    text: Mapped[str] = mapped_column(sa.Text)
    sent_at: Mapped[datetime] = mapped_column(index=True)

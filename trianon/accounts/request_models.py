"""What people ask of the secretaries general about their own account."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trianon.accounts.models import Account
from trianon.core.database import Base, choice
from trianon.core.sides import Side


class RequestState(StrEnum):
    """ASKED waits for a secretary general; a newer request of the same person replaces it."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    REPLACED = "replaced"


class SideChangeRequest(Base):
    """Somebody asks to take part for another side, and says why."""

    __tablename__ = "side_change_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"), index=True)
    side: Mapped[Side] = mapped_column(choice(Side, "side"))
    reason: Mapped[str] = mapped_column(sa.Text)
    state: Mapped[RequestState] = mapped_column(choice(RequestState, "request_state"), index=True)
    asked_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    account: Mapped[Account] = relationship(foreign_keys=[account_id])

"""People whom somebody keeps at a distance: private, and undone by whoever began it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trianon.accounts.models import Account
from trianon.core.database import Base


class DistanceKind(StrEnum):
    """MUTED: their texts are folded, and nothing is told of them. BLOCKED: they cannot answer one's texts either."""

    MUTED = "muted"
    BLOCKED = "blocked"


class Distance(Base):
    """One person keeps another at a distance; the other one is not told."""

    __tablename__ = "distance"

    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    other_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, index=True)
    kind: Mapped[DistanceKind]
    since: Mapped[datetime]
    other: Mapped[Account] = relationship(foreign_keys=[other_id])

    __table_args__ = (sa.CheckConstraint("owner_id <> other_id", name="from_another"),)

"""The inbox: one row for each thing a person is told, as a kind and ids."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from trianon.core.database import Base


class Notification(Base):
    """Something that concerns one person; its sentence is made when it is read, in the reader's language."""

    __tablename__ = "notification"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(sa.String(60))
    data: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    # News of what the person follows; empty for what concerns them in any case.
    news_id: Mapped[int | None] = mapped_column(sa.ForeignKey("news.id", ondelete="CASCADE"))

    __table_args__ = (
        sa.Index("ix_notification_inbox", "account_id", "id"),
        # However often the worker begins again, everybody is told once.
        sa.Index("uq_notification_news", "news_id", "account_id", unique=True),
    )

"""Searches of the directory that somebody follows."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from trianon.core.database import Base


class FollowedSearch(Base):
    """One search, as its address writes it, however many follow it; it goes with the last who does."""

    __tablename__ = "followed_search"

    id: Mapped[int] = mapped_column(primary_key=True)
    query: Mapped[str] = mapped_column(sa.String(1000), unique=True)

"""What authors answer to the points of a request for changes."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from trianon.bilingual.lang import Lang
from trianon.core.database import Base


class PointAnswer(Base):
    """The answer to one point of the request that a decided case made."""

    __tablename__ = "point_answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("committee_case.id"))
    # Its place in the request, from 0.
    position: Mapped[int]
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    is_done: Mapped[bool]
    words: Mapped[str] = mapped_column(sa.Text, default="")
    lang: Mapped[Lang]
    answered_at: Mapped[datetime]

    __table_args__ = (
        sa.UniqueConstraint("case_id", "position"),
        sa.CheckConstraint("is_done OR words <> ''", name="not_done_says_why"),
    )

"""The versions of the table of voices that were proposed, and those that are in force."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from trianon.bilingual.text import Bilingual, bilingual
from trianon.core.database import Base
from trianon.core.sides import Side


class PolicyState(StrEnum):
    """PROPOSED by one secretary general waits for the other; only AGREED ones are ever in force."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Policy(Base):
    """One version of the table of voices. The first one stands in the code and has no row."""

    __tablename__ = "policy"

    id: Mapped[int] = mapped_column(primary_key=True)
    # From 2 on, given when both sides have agreed.
    number: Mapped[int | None] = mapped_column(unique=True)
    # "matter.verdict" → quorum, for every cell that may change.
    cells: Mapped[dict[str, str]] = mapped_column(sa.JSON)
    reason: Mapped[Bilingual] = bilingual("reason")
    wanted_from: Mapped[date]
    state: Mapped[PolicyState] = mapped_column(default=PolicyState.PROPOSED)
    proposed_side: Mapped[Side]
    proposed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    proposed_at: Mapped[datetime]
    answered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    answered_at: Mapped[datetime | None]
    # For cases that are opened from then on.
    in_force_from: Mapped[datetime | None]

    __table_args__ = (
        sa.CheckConstraint("(state = 'agreed') = (number IS NOT NULL)", name="agreed_has_number"),
        sa.CheckConstraint("(state = 'agreed') = (in_force_from IS NOT NULL)", name="agreed_has_begin"),
        sa.CheckConstraint("proposed_side IN ('france', 'russia')", name="side_of_the_committee"),
        sa.Index(
            "uq_policy_proposed",
            "state",
            unique=True,
            postgresql_where=sa.text("state = 'proposed'"),
            sqlite_where=sa.text("state = 'proposed'"),
        ),
    )

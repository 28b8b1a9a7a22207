"""Measures on people."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trianon.accounts.models import Account
from trianon.committee.measure_rules import MeasureKind
from trianon.core.database import Base


class Measure(Base):
    """The question whether a measure is taken on a person, decided by a case of its own; then the measure itself."""

    __tablename__ = "measure"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    kind: Mapped[MeasureKind]
    # The length of a pause, from the decision.
    days: Mapped[int | None]
    asked_at: Mapped[datetime]
    # Taken from then on; empty while it is decided on, and when it was not taken.
    begun_at: Mapped[datetime | None]
    until: Mapped[datetime | None]
    # Not taken, over, or lifted by an appeal.
    ended_at: Mapped[datetime | None]
    account: Mapped[Account] = relationship()

    # Every measure is decided on as it was proposed: there is no second version.
    version = 1

    __table_args__ = (
        sa.CheckConstraint("(kind = 'pause') = (days IS NOT NULL)", name="only_a_pause_has_days"),
        # One question at a time for each person.
        sa.Index(
            "uq_measure_asked",
            "account_id",
            unique=True,
            postgresql_where=sa.text("begun_at IS NULL AND ended_at IS NULL"),
            sqlite_where=sa.text("begun_at IS NULL AND ended_at IS NULL"),
        ),
        sa.Index("ix_measure_until", "until"),
    )

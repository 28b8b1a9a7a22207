"""What people say of proposals, and the figures that lists are made of."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trianon.contributions.common_ground_rules import Answer, Counts, Ground
from trianon.contributions.models import Contribution
from trianon.core.database import Base
from trianon.core.sides import Side


class Stance(Base):
    """One person's answer to one proposal; it may be changed, and it is shown to nobody else."""

    __tablename__ = "stance"

    contribution_id: Mapped[int] = mapped_column(sa.ForeignKey("contribution.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), primary_key=True, index=True)
    side: Mapped[Side]
    answer: Mapped[Answer]
    # The version of the text that was read.
    version: Mapped[int]
    given_at: Mapped[datetime]
    counts_from: Mapped[datetime]
    # Whether it stands in the figures.
    is_counted: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (
        sa.Index(
            "ix_stance_waiting",
            "counts_from",
            postgresql_where=sa.text("NOT is_counted"),
            sqlite_where=sa.text("NOT is_counted"),
        ),
    )


class StanceTally(Base):
    """The figures of one proposal, kept with each answer that counts; its own locked row makes them exact."""

    __tablename__ = "stance_tally"

    contribution_id: Mapped[int] = mapped_column(sa.ForeignKey("contribution.id"), primary_key=True)
    agree_france: Mapped[int] = mapped_column(default=0)
    disagree_france: Mapped[int] = mapped_column(default=0)
    unsure_france: Mapped[int] = mapped_column(default=0)
    agree_russia: Mapped[int] = mapped_column(default=0)
    disagree_russia: Mapped[int] = mapped_column(default=0)
    unsure_russia: Mapped[int] = mapped_column(default=0)
    agree_other: Mapped[int] = mapped_column(default=0)
    disagree_other: Mapped[int] = mapped_column(default=0)
    unsure_other: Mapped[int] = mapped_column(default=0)
    # What follows from the figures, kept because lists are sorted by it.
    ground: Mapped[Ground] = mapped_column(default=Ground.OPEN)
    common: Mapped[float] = mapped_column(default=0.0)
    apart: Mapped[float] = mapped_column(default=0.0)
    contribution: Mapped[Contribution] = relationship()

    __table_args__ = (
        *(
            sa.CheckConstraint(f"{answer}_{side} >= 0", name=f"{answer}_{side}_not_negative")
            for answer in Answer
            for side in Side
        ),
        # The list in the order of common ground.
        sa.Index(
            "ix_stance_tally_told",
            "common",
            "contribution_id",
            postgresql_where=sa.text("ground <> 'open'"),
            sqlite_where=sa.text("ground <> 'open'"),
        ),
        sa.Index("ix_stance_tally_common", "ground", "common", "contribution_id"),
        sa.Index("ix_stance_tally_apart", "ground", "apart", "contribution_id"),
    )

    def counts(self, side: Side) -> Counts:
        """The answers of one side."""
        return Counts(*(getattr(self, f"{answer}_{side}") for answer in Answer))

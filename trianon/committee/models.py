"""Cases and the voices that members give on them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trianon.accounts.models import Account
from trianon.bilingual.lang import Lang
from trianon.bilingual.text import Bilingual, bilingual
from trianon.committee.rules import Matter, Verdict
from trianon.core.database import Base
from trianon.core.sides import Side


class CaseState(StrEnum):
    """OPEN waits for voices; CLOSED means that its text was changed or withdrawn before a decision."""

    OPEN = "open"
    DECIDED = "decided"
    CLOSED = "closed"


class Case(Base):
    """One version of one record, to be decided on. A text that is sent again gets a new case."""

    __tablename__ = "committee_case"

    id: Mapped[int] = mapped_column(primary_key=True)
    matter: Mapped[Matter]
    subject: Mapped[str] = mapped_column(sa.String(30))
    subject_id: Mapped[int]
    # The version of the record that the voices are about.
    version: Mapped[int]
    # The side of the author or organisation; OTHER belongs to neither.
    side: Mapped[Side]
    lang: Mapped[Lang]
    # For the queue's lines and filters, so that it reads one table.
    title: Mapped[Bilingual] = bilingual("title", 300)
    sub_theme_id: Mapped[int | None] = mapped_column(sa.ForeignKey("sub_theme.id"))
    state: Mapped[CaseState] = mapped_column(default=CaseState.OPEN)
    opened_at: Mapped[datetime]
    verdict: Mapped[Verdict | None]
    decided_at: Mapped[datetime | None]
    voices: Mapped[list[Voice]] = relationship(back_populates="case", order_by="Voice.id", lazy="selectin")

    __table_args__ = (
        sa.CheckConstraint("(state = 'decided') = (verdict IS NOT NULL)", name="decided_has_verdict"),
        sa.CheckConstraint("(verdict IS NULL) = (decided_at IS NULL)", name="verdict_has_date"),
        sa.UniqueConstraint("subject", "subject_id", "version"),
        sa.Index(
            "ix_committee_case_open",
            "opened_at",
            "id",
            postgresql_where=sa.text("state = 'open'"),
            sqlite_where=sa.text("state = 'open'"),
        ),
    )


class Voice(Base):
    """What one member says on a case. Signed, kept for good; a newer voice of the same member replaces it."""

    __tablename__ = "voice"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("committee_case.id"), index=True)
    member_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    side: Mapped[Side]
    is_secretary: Mapped[bool] = mapped_column(default=False)
    verdict: Mapped[Verdict]
    # Codes of Reason.
    reasons: Mapped[list[str]] = mapped_column(default=list)
    note: Mapped[str] = mapped_column(sa.Text, default="")
    note_lang: Mapped[Lang]
    given_at: Mapped[datetime]
    case: Mapped[Case] = relationship(back_populates="voices")
    member: Mapped[Account] = relationship()

    __table_args__ = (sa.CheckConstraint("side IN ('france', 'russia')", name="side_of_the_committee"),)

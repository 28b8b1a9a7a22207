"""Cases and the voices that members give on them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trianon.accounts.models import Account
from trianon.bilingual.lang import Lang
from trianon.bilingual.text import Bilingual, bilingual
from trianon.committee.rules import Ending, Matter, Verdict
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
    # How it ended; empty while it is open, and for what was decided before this was kept.
    ending: Mapped[Ending | None]
    # The version of the table of voices that was in force when it was opened; empty for the first one.
    policy_id: Mapped[int | None] = mapped_column(sa.ForeignKey("policy.id"))
    # When its voices first disagreed.
    disputed_at: Mapped[datetime | None]
    # How many of the two reminders went out.
    reminded: Mapped[int] = mapped_column(default=0, server_default="0")
    # When the clock next matters to it; empty when only a voice can move it.
    next_at: Mapped[datetime | None]
    # The queue's order: its opening, moved forward by readers' reports. Every open case has one.
    ranked_at: Mapped[datetime | None]
    # How many readers have reported the text, withdrawn reports included.
    reports: Mapped[int] = mapped_column(default=0, server_default="0")
    voices: Mapped[list[Voice]] = relationship(back_populates="case", order_by="Voice.id", lazy="selectin")

    __table_args__ = (
        sa.CheckConstraint("(state = 'decided') = (verdict IS NOT NULL)", name="decided_has_verdict"),
        sa.CheckConstraint("(verdict IS NULL) = (decided_at IS NULL)", name="verdict_has_date"),
        sa.UniqueConstraint("subject", "subject_id", "version"),
        sa.Index(
            "ix_committee_case_open",
            "ranked_at",
            "id",
            postgresql_where=sa.text("state = 'open'"),
            sqlite_where=sa.text("state = 'open'"),
        ),
        # The public register, newest first.
        sa.Index(
            "ix_committee_case_decided",
            "decided_at",
            "id",
            postgresql_where=sa.text("state = 'decided'"),
            sqlite_where=sa.text("state = 'decided'"),
        ),
        sa.Index(
            "ix_committee_case_next",
            "next_at",
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
    is_co_president: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    verdict: Mapped[Verdict]
    # Codes of Reason.
    reasons: Mapped[list[str]] = mapped_column(default=list)
    note: Mapped[str] = mapped_column(sa.Text, default="")
    note_lang: Mapped[Lang]
    given_at: Mapped[datetime]
    case: Mapped[Case] = relationship(back_populates="voices")
    member: Mapped[Account] = relationship()

    __table_args__ = (sa.CheckConstraint("side IN ('france', 'russia')", name="side_of_the_committee"),)


class Removal(Base):
    """The question whether a public version stays; its case is decided like any other. Ended when that case is."""

    __tablename__ = "removal"

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(sa.String(30))
    subject_id: Mapped[int]
    # The public version that it is about.
    version: Mapped[int]
    asked_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    # A reader's report began it, not a member.
    from_report: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    # It was archived when it was hidden or removed: shown again, it is archived again.
    was_archived: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    holds: Mapped[list[Hold]] = relationship(back_populates="removal", order_by="Hold.id", lazy="selectin")

    __table_args__ = (
        # One at a time for each record.
        sa.Index(
            "uq_removal_open",
            "subject",
            "subject_id",
            unique=True,
            postgresql_where=sa.text("ended_at IS NULL"),
            sqlite_where=sa.text("ended_at IS NULL"),
        ),
    )


class Hold(Base):
    """One side hid a public version at once; the other reviews it. Once for each side and version, for good."""

    __tablename__ = "hold"

    id: Mapped[int] = mapped_column(primary_key=True)
    removal_id: Mapped[int] = mapped_column(sa.ForeignKey("removal.id"), index=True)
    subject: Mapped[str] = mapped_column(sa.String(30))
    subject_id: Mapped[int]
    version: Mapped[int]
    side: Mapped[Side]
    placed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    is_unlawful: Mapped[bool]
    placed_at: Mapped[datetime]
    lifted_at: Mapped[datetime | None]
    removal: Mapped[Removal] = relationship(back_populates="holds")

    __table_args__ = (
        sa.UniqueConstraint("subject", "subject_id", "version", "side"),
        sa.CheckConstraint("side IN ('france', 'russia')", name="side_of_the_committee"),
    )


class Appeal(Base):
    """An author contests a decision, once; the answer is a case like any other."""

    __tablename__ = "appeal"

    id: Mapped[int] = mapped_column(primary_key=True)
    contested_id: Mapped[int] = mapped_column(sa.ForeignKey("committee_case.id"), unique=True)
    made_by_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    text: Mapped[str] = mapped_column(sa.Text)
    lang: Mapped[Lang]
    made_at: Mapped[datetime]
    contested: Mapped[Case] = relationship()

    # Every appeal is about the decision as it was: there is no second version.
    version = 1

"""Invitations to take an office, and the deputies of those who hold a post."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trianon.accounts.models import Account
from trianon.bilingual.lang import Lang
from trianon.committee.mandate_rules import Span, span_of
from trianon.core.database import Base
from trianon.core.sides import Role, Side


class NominationState(StrEnum):
    """ASKED waits for the person's answer until it expires."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    CANCELLED = "cancelled"


class Nomination(Base):
    """A personal invitation: one address, one office, some days; nothing is given before it is accepted."""

    __tablename__ = "nomination"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(sa.String(254))
    side: Mapped[Side]
    role: Mapped[Role]
    # Not the post itself, but standing in for whoever holds it.
    is_deputy: Mapped[bool] = mapped_column(default=False)
    lang: Mapped[Lang]
    begins_on: Mapped[date]
    ends_on: Mapped[date]
    state: Mapped[NominationState] = mapped_column(default=NominationState.ASKED)
    invited_at: Mapped[datetime]
    invited_by_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    expires_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    # Who has accepted.
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"), index=True)

    __table_args__ = (
        sa.CheckConstraint("side IN ('france', 'russia')", name="side_of_the_committee"),
        sa.CheckConstraint("ends_on >= begins_on", name="ends_after_it_begins"),
        sa.Index(
            "uq_nomination_asked",
            "email",
            "role",
            "is_deputy",
            unique=True,
            postgresql_where=sa.text("state = 'asked'"),
            sqlite_where=sa.text("state = 'asked'"),
        ),
    )

    @property
    def span(self) -> Span:
        """The mandate that it offers."""
        return span_of(self.begins_on, self.ends_on, self.side)

    def waits_at(self, moment: datetime) -> bool:
        """Whether the person may still answer."""
        return self.state is NominationState.ASKED and moment < self.expires_at


class Deputy(Base):
    """Who stands in for a post of their side: acts, by an appointment of its own, while it is vacant or delegated."""

    __tablename__ = "deputy"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    role: Mapped[Role]
    since: Mapped[datetime]
    until: Mapped[datetime]
    appointed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    account: Mapped[Account] = relationship(foreign_keys=[account_id])

    __table_args__ = (sa.CheckConstraint("until >= since", name="until_after_since"),)

    @property
    def span(self) -> Span:
        """From when until when."""
        return Span(self.since, self.until)

"""What members keep at their desk: who looks at what, notes of one side, conflicts declared, cases passed on, views."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trianon.accounts.models import Account
from trianon.bilingual.lang import Lang
from trianon.core.database import Base
from trianon.core.sides import Side


class Claim(Base):
    """A member of a side is looking at a case: told to the others, lapses by itself, forbids nothing to anybody."""

    __tablename__ = "case_claim"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("committee_case.id"))
    member_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    side: Mapped[Side]
    until: Mapped[datetime] = mapped_column(index=True)

    __table_args__ = (
        sa.UniqueConstraint("case_id", "side"),
        sa.CheckConstraint("side IN ('france', 'russia')", name="side_of_the_committee"),
    )


class Note(Base):
    """What members of one side write to each other about a case. The other side never reads it."""

    __tablename__ = "case_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("committee_case.id"), index=True)
    member_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    side: Mapped[Side]
    text: Mapped[str] = mapped_column(sa.Text)
    lang: Mapped[Lang]
    written_at: Mapped[datetime]
    member: Mapped[Account] = relationship()

    __table_args__ = (sa.CheckConstraint("side IN ('france', 'russia')", name="side_of_the_committee"),)


class SteppedAside(Base):
    """A member has declared a conflict of interest about a record: for all its cases, for good."""

    __tablename__ = "stepped_aside"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    subject: Mapped[str] = mapped_column(sa.String(30))
    subject_id: Mapped[int]
    declared_at: Mapped[datetime]

    __table_args__ = (sa.UniqueConstraint("member_id", "subject", "subject_id"),)


class Handover(Base):
    """A side asks the other to look at a case first, and may say why. Once for a case: no text goes to and fro."""

    __tablename__ = "case_handover"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("committee_case.id"), unique=True)
    member_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    # The side that passes it on.
    side: Mapped[Side]
    # Read by both sides.
    text: Mapped[str] = mapped_column(sa.Text)
    lang: Mapped[Lang]
    passed_at: Mapped[datetime]

    __table_args__ = (sa.CheckConstraint("side IN ('france', 'russia')", name="side_of_the_committee"),)


class SavedView(Base):
    """Filters of the queue under a name that their member gave them; nobody else sees them."""

    __tablename__ = "saved_view"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"))
    name: Mapped[str] = mapped_column(sa.String(60))
    # As the parameters of the queue's address.
    filters: Mapped[dict[str, Any]]

    __table_args__ = (sa.UniqueConstraint("member_id", "name"),)

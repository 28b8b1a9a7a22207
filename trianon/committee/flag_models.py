"""What readers report."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from trianon.bilingual.lang import Lang
from trianon.committee.flag_rules import FlagOutcome
from trianon.committee.rules import Reason
from trianon.core.database import Base, choice
from trianon.core.sides import Side


class Flag(Base):
    """One reader's report on one public version of a text. Whoever has no account gives a name and an address for the
    answer; such a notice counts once the address is confirmed. Withdrawn: the row is gone."""

    __tablename__ = "flag"

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(sa.String(30))
    subject_id: Mapped[int]
    version: Mapped[int]
    # The question that it is part of; empty until the address is confirmed.
    removal_id: Mapped[int | None] = mapped_column(sa.ForeignKey("removal.id"), index=True)
    category: Mapped[Reason]
    words: Mapped[str] = mapped_column(sa.Text)
    lang: Mapped[Lang]
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    side: Mapped[Side | None]
    name: Mapped[str] = mapped_column(sa.String(80), default="")
    address: Mapped[str | None] = mapped_column(sa.String(254), index=True)
    # The language in which a reader without an account is answered.
    reader_lang: Mapped[Lang] = mapped_column(choice(Lang, "reader_lang"))
    # Keyed fingerprint of where it came from, different for every text: a thousand from one network are one voice.
    network_digest: Mapped[str] = mapped_column(sa.String(64))
    made_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    outcome: Mapped[FlagOutcome | None]

    __table_args__ = (
        # One for each person and text; notices of one address are made one when they are confirmed.
        sa.UniqueConstraint("account_id", "subject", "subject_id", "version"),
        sa.CheckConstraint("account_id IS NOT NULL OR address IS NOT NULL", name="somebody_reports"),
        sa.CheckConstraint("account_id IS NOT NULL OR category = 'unlawful'", name="account_or_unlawful"),
        sa.CheckConstraint("(settled_at IS NULL) = (outcome IS NULL)", name="settled_has_outcome"),
        sa.Index("ix_flag_text", "subject", "subject_id", "id"),
        sa.Index("ix_flag_unfinished", "made_at"),
    )

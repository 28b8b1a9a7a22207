"""Proposals for the theme of a year, the voices of members on them, and the closed sessions where they choose."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trianon.accounts.models import Account
from trianon.accounts.organisation_models import Organisation
from trianon.bilingual.lang import Lang
from trianon.bilingual.text import Bilingual, bilingual
from trianon.core.database import Base
from trianon.core.sides import Side


class ThemeState(StrEnum):
    """CHOSEN by both sides: one a year; the others of that year are NOT_CHOSEN then."""

    PROPOSED = "proposed"
    CHOSEN = "chosen"
    NOT_CHOSEN = "not_chosen"


class ThemeProposal(Base):
    """What a member, or a verified organisation, would like the Dialogue to talk about in a year."""

    __tablename__ = "theme_proposal"

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    title: Mapped[Bilingual] = bilingual("title", 200)
    why: Mapped[Bilingual] = bilingual("why")
    source_lang: Mapped[Lang]
    side: Mapped[Side]
    proposed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    on_behalf_of_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    proposed_at: Mapped[datetime]
    state: Mapped[ThemeState] = mapped_column(default=ThemeState.PROPOSED)
    confirmed_france_at: Mapped[datetime | None]
    confirmed_russia_at: Mapped[datetime | None]
    chosen_at: Mapped[datetime | None]
    # The theme that it became.
    theme_id: Mapped[int | None] = mapped_column(sa.ForeignKey("theme.id"))
    proposed_by: Mapped[Account] = relationship()
    on_behalf_of: Mapped[Organisation | None] = relationship()
    voices: Mapped[list[ThemeVoice]] = relationship(lazy="selectin", order_by="ThemeVoice.id")

    __table_args__ = (
        sa.CheckConstraint("title_fr <> '' OR title_ru <> ''", name="has_a_title"),
        sa.CheckConstraint("(state = 'chosen') = (chosen_at IS NOT NULL)", name="chosen_has_date"),
        sa.CheckConstraint(
            "chosen_at IS NULL OR (confirmed_france_at IS NOT NULL AND confirmed_russia_at IS NOT NULL)",
            name="chosen_by_both",
        ),
        sa.Index(
            "uq_theme_proposal_chosen",
            "year",
            unique=True,
            postgresql_where=sa.text("state = 'chosen'"),
            sqlite_where=sa.text("state = 'chosen'"),
        ),
    )

    @property
    def is_whole(self) -> bool:
        """Whether it can be read in both languages."""
        return all(words.get(lang).strip() for words in (self.title, self.why) for lang in Lang)


class ThemeVoice(Base):
    """The one voice of a member for a year's theme; it moves to another proposal as long as nothing is chosen."""

    __tablename__ = "theme_voice"

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(sa.ForeignKey("theme_proposal.id"), index=True)
    year: Mapped[int]
    member_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    side: Mapped[Side]
    given_at: Mapped[datetime]

    __table_args__ = (
        sa.UniqueConstraint("member_id", "year"),
        sa.CheckConstraint("side IN ('france', 'russia')", name="side_of_the_committee"),
    )


class CommitteeSession(Base):
    """A closed session of the Committee: when, where, and on what."""

    __tablename__ = "committee_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    starts_at: Mapped[datetime] = mapped_column(index=True)
    place: Mapped[Bilingual] = bilingual("place", 200)
    agenda: Mapped[Bilingual] = bilingual("agenda")
    # The year whose theme it chooses, if it does.
    theme_year: Mapped[int | None]
    called_by_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    called_at: Mapped[datetime]

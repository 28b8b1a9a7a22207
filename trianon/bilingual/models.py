"""Drafts of translations, by paragraph: the original is never overwritten."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trianon.bilingual.lang import Lang
from trianon.core.database import Base


class Origin(StrEnum):
    """Who made a translation; a machine's is marked so wherever it is shown."""

    HUMAN = "human"
    MACHINE = "machine"


class TranslationState(StrEnum):
    """Where a translation stands; stale is not a state but a digest that differs."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    REVIEWED = "reviewed"


class Translation(Base):
    """The other language of one version of one record's field."""

    __tablename__ = "translation"

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(sa.String(30))
    subject_id: Mapped[int]
    field: Mapped[str] = mapped_column(sa.String(30))
    lang: Mapped[Lang]
    state: Mapped[TranslationState]
    origin: Mapped[Origin]
    source_digest: Mapped[str] = mapped_column(sa.String(32))
    translator_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    reviewer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    created_at: Mapped[datetime]
    reviewed_at: Mapped[datetime | None]
    paragraphs: Mapped[list[TranslationParagraph]] = relationship(order_by="TranslationParagraph.position")

    __table_args__ = (
        sa.UniqueConstraint("subject", "subject_id", "field", "lang", "source_digest"),
        sa.CheckConstraint("state <> 'reviewed' OR reviewed_at IS NOT NULL", name="reviewed_has_date"),
    )

    @property
    def text(self) -> str:
        """The whole translation, paragraphs separated by a blank line."""
        return "\n\n".join(paragraph.text for paragraph in self.paragraphs)


class TranslationParagraph(Base):
    """One paragraph and the fingerprint of the paragraph it translates."""

    __tablename__ = "translation_paragraph"

    id: Mapped[int] = mapped_column(primary_key=True)
    translation_id: Mapped[int] = mapped_column(sa.ForeignKey("translation.id", ondelete="CASCADE"))
    position: Mapped[int]
    source_digest: Mapped[str] = mapped_column(sa.String(32))
    text: Mapped[str] = mapped_column(sa.Text)
    # A machine's until a person changes it, also where its translation is already in somebody's hands.
    origin: Mapped[Origin] = mapped_column(default=Origin.HUMAN, server_default=Origin.HUMAN.value)

    __table_args__ = (sa.UniqueConstraint("translation_id", "position"),)

"""What stands on the translators' desk. The words themselves are `bilingual.models.Translation`, by paragraph."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trianon.accounts.models import Account
from trianon.bilingual.lang import Lang
from trianon.core.database import Base
from trianon.translations.rules import WorkState


class TranslationWork(Base):
    """One record whose texts are to be read in the other language."""

    __tablename__ = "translation_work"

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(sa.String(30))
    subject_id: Mapped[int]
    # The language it is translated into.
    lang: Mapped[Lang]
    state: Mapped[WorkState]
    # Fingerprint of all that is to be translated: another one means that the texts have changed.
    source_digest: Mapped[str] = mapped_column(sa.String(32))
    waiting_since: Mapped[datetime]
    reviewed_at: Mapped[datetime | None]
    translator_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    reviewer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    claimed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    claimed_until: Mapped[datetime | None]
    # The last `source_digest` that was sent to a machine, whether or not a draft came of it.
    machine_digest: Mapped[str] = mapped_column(sa.String(32), default="", server_default="")
    # How often no draft came of asking for this text, and until when others are asked for instead.
    machine_tries: Mapped[int] = mapped_column(default=0, server_default="0")
    machine_due_at: Mapped[datetime | None]
    # The last saving and the window it came from (`core.windows`): another window does not overwrite it unseen.
    last_save: Mapped[str] = mapped_column(sa.String(24), default="", server_default="")
    # What the reviewer asks of the translator, or the author objects to; gone with the next review.
    note: Mapped[str] = mapped_column(sa.Text, default="")
    claimed_by: Mapped[Account | None] = relationship(foreign_keys=[claimed_by_id])

    __table_args__ = (
        sa.UniqueConstraint("subject", "subject_id"),
        sa.CheckConstraint("state <> 'reviewed' OR reviewed_at IS NOT NULL", name="reviewed_has_date"),
        sa.CheckConstraint(
            "translator_id IS NULL OR reviewer_id IS NULL OR translator_id <> reviewer_id", name="four_eyes"
        ),
        sa.Index("ix_translation_work_desk", "state", "waiting_since", "id"),
        sa.Index("ix_translation_work_reviewed_at", "reviewed_at"),
    )

"""Replies to contributions, one level deep: a reply may name another one that it answers, and stands below the text."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trianon.accounts.models import Account
from trianon.bilingual.lang import Lang
from trianon.bilingual.text import Bilingual, bilingual
from trianon.contributions.models import Contribution
from trianon.core.database import Base
from trianon.core.publication import State
from trianon.core.sides import Side


class Comment(Base):
    """A reply. It is corrected until it is published; a public one keeps its words, since others have answered them."""

    __tablename__ = "comment"

    id: Mapped[int] = mapped_column(primary_key=True)
    contribution_id: Mapped[int] = mapped_column(sa.ForeignKey("contribution.id"))
    answers_id: Mapped[int | None] = mapped_column(sa.ForeignKey("comment.id"), index=True)
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    # The author's side when the reply was first sent.
    side: Mapped[Side]
    state: Mapped[State]
    version: Mapped[int] = mapped_column(default=1)
    source_lang: Mapped[Lang]
    text: Mapped[Bilingual] = bilingual("text")
    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime]
    published_at: Mapped[datetime | None]

    contribution: Mapped[Contribution] = relationship()
    author: Mapped[Account] = relationship()
    answers: Mapped[Comment | None] = relationship(remote_side=[id])
    # No version waits behind a public one.
    pending: ClassVar[None] = None

    __table_args__ = (
        sa.CheckConstraint("text_fr <> '' OR text_ru <> ''", name="has_a_text"),
        sa.CheckConstraint("state <> 'published' OR published_at IS NOT NULL", name="published_has_date"),
        sa.CheckConstraint("answers_id IS NULL OR answers_id <> id", name="answers_another"),
        sa.Index(
            "ix_comment_public",
            "contribution_id",
            "published_at",
            "id",
            postgresql_where=sa.text("state = 'published'"),
            sqlite_where=sa.text("state = 'published'"),
        ),
        # The page of a person.
        sa.Index(
            "ix_comment_public_author",
            "author_id",
            "published_at",
            "id",
            postgresql_where=sa.text("state = 'published'"),
            sqlite_where=sa.text("state = 'published'"),
        ),
        # Whoever takes a text back takes back what waits below it.
        sa.Index(
            "ix_comment_waiting",
            "contribution_id",
            "id",
            postgresql_where=sa.text("state IN ('submitted', 'changes_asked')"),
            sqlite_where=sa.text("state IN ('submitted', 'changes_asked')"),
        ),
    )

    @property
    def words(self) -> str:
        """What was written, in its own language."""
        return self.text.get(self.source_lang)

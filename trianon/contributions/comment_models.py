"""Replies to contributions, one level deep: a reply may name another one that it answers, and stands below the text."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trianon.accounts.models import Account
from trianon.bilingual.lang import Lang
from trianon.bilingual.text import Bilingual, bilingual
from trianon.contributions.models import Contribution
from trianon.core.database import Base, choice
from trianon.core.publication import State
from trianon.core.sides import Side


class Comment(Base):
    """A reply. Its text is what everybody reads; before that, what its author has sent last."""

    __tablename__ = "comment"

    id: Mapped[int] = mapped_column(primary_key=True)
    contribution_id: Mapped[int] = mapped_column(sa.ForeignKey("contribution.id"))
    answers_id: Mapped[int | None] = mapped_column(sa.ForeignKey("comment.id"), index=True)
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    # The author's side when the reply was first sent.
    side: Mapped[Side]
    state: Mapped[State]
    # The state of the newest version while another one is public.
    pending: Mapped[State | None] = mapped_column(choice(State, "pending"))
    version: Mapped[int] = mapped_column(default=1)
    # The number of the version that is public, or was last.
    public_number: Mapped[int | None]
    source_lang: Mapped[Lang]
    text: Mapped[Bilingual] = bilingual("text")
    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    # When a new version took the place of a public one.
    changed_at: Mapped[datetime | None]

    contribution: Mapped[Contribution] = relationship()
    author: Mapped[Account] = relationship()
    answers: Mapped[Comment | None] = relationship(remote_side=[id])
    versions: Mapped[list[CommentVersion]] = relationship(
        back_populates="comment", order_by="CommentVersion.number", cascade="all, delete-orphan"
    )

    __table_args__ = (
        sa.CheckConstraint("text_fr <> '' OR text_ru <> ''", name="has_a_text"),
        sa.CheckConstraint("state <> 'published' OR published_at IS NOT NULL", name="published_has_date"),
        sa.CheckConstraint("state <> 'published' OR public_number IS NOT NULL", name="published_has_number"),
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

    @property
    def latest(self) -> CommentVersion:
        """The newest version, public or not."""
        return self.versions[-1]

    @property
    def current(self) -> CommentVersion:
        """The version that its author goes on from: the newest one, unless it was taken back."""
        number = self.public_number if self.state is State.PUBLISHED and self.pending is None else None
        return next((one for one in self.versions if one.number == number), self.latest)


class CommentVersion(Base):
    """What a reply said when it was sent, and when that was; a translation stands in the reply alone."""

    __tablename__ = "comment_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(sa.ForeignKey("comment.id"))
    number: Mapped[int]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    source_lang: Mapped[Lang]
    words: Mapped[str] = mapped_column(sa.Text)
    # Since when its author keeps its words out of the public history.
    hidden_at: Mapped[datetime | None]
    comment: Mapped[Comment] = relationship(back_populates="versions")

    __table_args__ = (
        sa.UniqueConstraint("comment_id", "number"),
        sa.CheckConstraint("words <> ''", name="has_words"),
    )

    @property
    def text(self) -> Bilingual:
        """The words, in the one language that they were written in."""
        return Bilingual.only(self.source_lang, self.words)

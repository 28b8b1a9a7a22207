"""A contribution and its versions."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trianon.accounts.models import Account
from trianon.accounts.organisation_models import Organisation
from trianon.bilingual.lang import Lang
from trianon.bilingual.text import Bilingual, bilingual
from trianon.cooperations.models import Cooperation
from trianon.core.database import Base, choice
from trianon.core.publication import State
from trianon.core.sides import Side
from trianon.themes.models import SubTheme
from trianon.workshops.models import Workshop


class ContributionKind(StrEnum):
    """What a text is meant as."""

    EXPERIENCE = "experience"
    QUESTION = "question"
    PROPOSAL = "proposal"
    OPINION = "opinion"


class Origin(StrEnum):
    """How a version came about."""

    # By its author, and judged like any other.
    SENT = "sent"
    # By a member of the committee who mended a slip in what was public.
    CORRECTED = "corrected"
    # By the author, who took such a correction back.
    RESTORED = "restored"


class Contribution(Base):
    """The record with the number that never changes. Columns that lists filter by mirror the public version."""

    __tablename__ = "contribution"

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[State]
    # The state of the newest version while another one is public.
    pending: Mapped[State | None] = mapped_column(choice(State, "pending"))
    version: Mapped[int] = mapped_column(default=1)
    public_version_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("contribution_version.id", use_alter=True, name="fk_contribution_public_version_id")
    )
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    on_behalf_of_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    # The author's side when the text was first sent.
    side: Mapped[Side]
    kind: Mapped[ContributionKind]
    source_lang: Mapped[Lang]
    is_translated: Mapped[bool] = mapped_column(default=False)
    sub_theme_id: Mapped[int | None] = mapped_column(sa.ForeignKey("sub_theme.id"))
    workshop_id: Mapped[int | None] = mapped_column(sa.ForeignKey("workshop.id"), index=True)
    cooperation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("cooperation.id"), index=True)
    # How many replies are public.
    replies: Mapped[int] = mapped_column(default=0, server_default="0")
    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    updated_at: Mapped[datetime]

    versions: Mapped[list[ContributionVersion]] = relationship(
        back_populates="contribution",
        order_by="ContributionVersion.number",
        foreign_keys="ContributionVersion.contribution_id",
    )
    public_version: Mapped[ContributionVersion | None] = relationship(foreign_keys=[public_version_id])
    author: Mapped[Account] = relationship(foreign_keys=[author_id])
    on_behalf_of: Mapped[Organisation | None] = relationship(foreign_keys=[on_behalf_of_id])
    sub_theme: Mapped[SubTheme | None] = relationship()
    workshop: Mapped[Workshop | None] = relationship()
    cooperation: Mapped[Cooperation | None] = relationship()

    __table_args__ = (
        sa.CheckConstraint(
            "state NOT IN ('published', 'archived') OR published_at IS NOT NULL", name="published_has_date"
        ),
        sa.CheckConstraint(
            "state NOT IN ('published', 'archived') OR public_version_id IS NOT NULL", name="published_has_version"
        ),
        sa.Index(
            "ix_contribution_public",
            "published_at",
            "id",
            postgresql_where=sa.text("state = 'published'"),
            sqlite_where=sa.text("state = 'published'"),
        ),
        sa.Index(
            "ix_contribution_public_author",
            "author_id",
            "published_at",
            "id",
            postgresql_where=sa.text("state = 'published'"),
            sqlite_where=sa.text("state = 'published'"),
        ),
        # Rare combinations of filters: the list must not be walked to its end to find that nothing is there.
        *(
            sa.Index(
                f"ix_contribution_public_{columns[0]}",
                *columns,
                "published_at",
                "id",
                postgresql_where=sa.text("state = 'published'"),
                sqlite_where=sa.text("state = 'published'"),
            )
            for columns in (("kind", "side", "source_lang"), ("side", "source_lang"))
        ),
        sa.Index(
            "ix_contribution_public_replies",
            "replies",
            "id",
            postgresql_where=sa.text("state = 'published'"),
            sqlite_where=sa.text("state = 'published'"),
        ),
        sa.Index(
            "ix_contribution_public_sub_theme",
            "sub_theme_id",
            "published_at",
            "id",
            postgresql_where=sa.text("state = 'published'"),
            sqlite_where=sa.text("state = 'published'"),
        ),
    )

    @property
    def latest(self) -> ContributionVersion:
        """The newest version, public or not."""
        return self.versions[-1]

    @property
    def current(self) -> ContributionVersion:
        """The version that its author goes on from: the newest one, unless it was taken back."""
        public = self.public_version if self.state is State.PUBLISHED and self.pending is None else None
        return public or self.latest


class ContributionVersion(Base):
    """What was written, when, and from when it is true. The other language's columns take a reviewed translation."""

    __tablename__ = "contribution_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    contribution_id: Mapped[int] = mapped_column(sa.ForeignKey("contribution.id"))
    number: Mapped[int]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"))
    true_from: Mapped[datetime]
    kind: Mapped[ContributionKind]
    source_lang: Mapped[Lang]
    title: Mapped[Bilingual] = bilingual("title", 200)
    text: Mapped[Bilingual] = bilingual("text")
    # Of the text as it was sent, so that the same one is noticed (spam.py).
    fingerprint: Mapped[str | None] = mapped_column(sa.String(64), index=True)
    origin: Mapped[Origin] = mapped_column(default=Origin.SENT, server_default=Origin.SENT.value)
    # The number of the accepted version that a light correction, or its undoing, is about.
    words_of: Mapped[int | None]
    # Since when its author keeps its words out of the public history.
    hidden_at: Mapped[datetime | None]
    contribution: Mapped[Contribution] = relationship(back_populates="versions", foreign_keys=[contribution_id])

    __table_args__ = (
        sa.UniqueConstraint("contribution_id", "number"),
        sa.Index("ix_contribution_version_of", "recorded_by_id", "id"),
        sa.CheckConstraint("title_fr <> '' OR title_ru <> ''", name="has_a_title"),
        sa.CheckConstraint("text_fr <> '' OR text_ru <> ''", name="has_a_text"),
        sa.CheckConstraint("origin = 'sent' OR words_of IS NOT NULL", name="correction_of_something"),
    )

    @property
    def accepted(self) -> int:
        """The number of the version that was judged: a light correction says the same as that one."""
        return self.words_of or self.number

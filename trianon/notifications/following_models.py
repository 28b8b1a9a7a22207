"""What people follow, what happened to it, and how often they want mails about it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trianon.accounts.models import Account
from trianon.bilingual.lang import Lang
from trianon.core.database import Base
from trianon.notifications.following_rules import Rhythm

NOT_SPREAD = sa.text("spread_at IS NULL")


class Follow(Base):
    """One person follows one thing: a kind of thing (`topics.py` knows them) and its number. Nobody else sees it."""

    __tablename__ = "follow"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"))
    subject: Mapped[str] = mapped_column(sa.String(20))
    subject_id: Mapped[int]
    since: Mapped[datetime]

    __table_args__ = (
        sa.UniqueConstraint("account_id", "subject", "subject_id"),
        sa.Index("ix_follow_subject", "subject", "subject_id", "account_id"),
    )


class FollowedSearch(Base):
    """One search, as its address writes it, however many follow it and in whichever list (`Follow.subject` tells); it
    goes with the last who does."""

    __tablename__ = "followed_search"

    id: Mapped[int] = mapped_column(primary_key=True)
    query: Mapped[str] = mapped_column(sa.String(1000), unique=True)


class News(Base):
    """Something that followers are told: one row, written by whoever caused it; the worker carries it to the inboxes.

    `author_id`: whose words or act it is; `by_id`: who let it happen. Neither hears of it. `lang`: for readers of this
    language alone.
    """

    __tablename__ = "news"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(60))
    data: Mapped[dict[str, Any]]
    lang: Mapped[Lang | None]
    author_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    at: Mapped[datetime]
    # Whether followed searches have been asked if they find it.
    is_matched: Mapped[bool]
    # Followers up to this account have it; whoever is interrupted goes on here.
    spread_to: Mapped[int] = mapped_column(default=0)
    spread_at: Mapped[datetime | None]

    __table_args__ = (sa.Index("ix_news_waiting", "id", postgresql_where=NOT_SPREAD, sqlite_where=NOT_SPREAD),)


class NewsTopic(Base):
    """Whose followers are told."""

    __tablename__ = "news_topic"

    news_id: Mapped[int] = mapped_column(sa.ForeignKey("news.id", ondelete="CASCADE"), primary_key=True)
    subject: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    subject_id: Mapped[int] = mapped_column(primary_key=True)


class MailRhythm(Base):
    """How often somebody gets a mail about what they follow, what the last one told, and when the next one is due."""

    __tablename__ = "mail_rhythm"

    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    rhythm: Mapped[Rhythm]
    # The number of the last notification that a mail was about.
    told_to: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime | None] = mapped_column(index=True)
    account: Mapped[Account] = relationship()

"""Themes of the years, each with its sub-themes."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trianon.bilingual.text import Bilingual, bilingual
from trianon.core.database import Base


class Theme(Base):
    """What the Dialogue talks about in a year; never exclusive."""

    __tablename__ = "theme"

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(unique=True)
    slug: Mapped[str] = mapped_column(sa.String(60), unique=True)
    title: Mapped[Bilingual] = bilingual("title", 200)
    is_current: Mapped[bool] = mapped_column(default=False)
    sub_themes: Mapped[list[SubTheme]] = relationship(back_populates="theme", order_by="SubTheme.position")

    __table_args__ = (
        sa.Index(
            "uq_theme_current",
            "is_current",
            unique=True,
            postgresql_where=sa.text("is_current"),
            sqlite_where=sa.text("is_current"),
        ),
    )


class SubTheme(Base):
    """One part of a year's theme."""

    __tablename__ = "sub_theme"

    id: Mapped[int] = mapped_column(primary_key=True)
    theme_id: Mapped[int] = mapped_column(sa.ForeignKey("theme.id"))
    position: Mapped[int]
    slug: Mapped[str] = mapped_column(sa.String(60))
    title: Mapped[Bilingual] = bilingual("title", 200)
    intro: Mapped[Bilingual] = bilingual("intro")
    theme: Mapped[Theme] = relationship(back_populates="sub_themes")

    __table_args__ = (sa.UniqueConstraint("theme_id", "slug"), sa.UniqueConstraint("theme_id", "position"))

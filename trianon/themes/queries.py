"""How themes are found."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from trianon.core.database import db
from trianon.themes.models import SubTheme, Theme


def current_theme() -> Theme | None:
    """The theme of the year with its sub-themes, None before one is loaded."""
    wanted = sa.select(Theme).where(Theme.is_current).options(selectinload(Theme.sub_themes))
    return db.session.scalar(wanted)


def sub_themes() -> Sequence[SubTheme]:
    """The sub-themes of the current theme, in their order."""
    wanted = sa.select(SubTheme).join(SubTheme.theme).where(Theme.is_current).order_by(SubTheme.position)
    return db.session.scalars(wanted).all()


def sub_theme(slug: str) -> SubTheme | None:
    """A sub-theme of the current theme by its slug."""
    wanted = sa.select(SubTheme).join(SubTheme.theme).where(Theme.is_current, SubTheme.slug == slug)
    return db.session.scalar(wanted)


def sub_themes_by_number(numbers: Collection[int]) -> Sequence[SubTheme]:
    """Sub-themes of any year by their numbers."""
    if not numbers:
        return ()
    return db.session.scalars(sa.select(SubTheme).where(SubTheme.id.in_(numbers)).order_by(SubTheme.id)).all()

"""The theme of a vocabulary file into the database: what is there is corrected, nothing is doubled, nothing lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from trianon.bilingual.text import Bilingual
from trianon.core.database import db
from trianon.themes.models import SubTheme, Theme

VOCABULARY = Path(__file__).parent / "data" / "vocabulary.json"


def load_theme(path: Path = VOCABULARY) -> Theme:
    """Make or correct the theme of the file and its sub-themes; the first theme ever loaded becomes the current one.

    Sub-themes are known by their slug: addresses and texts that point to them stay. Raises KeyError or ValueError when
    the file is not a vocabulary.
    """
    told = json.loads(path.read_text(encoding="utf-8"))["theme"]
    theme = db.session.scalar(sa.select(Theme).filter_by(slug=told["slug"]))
    if theme is None:
        is_first = db.session.scalar(sa.select(Theme.id).limit(1)) is None
        theme = Theme(slug=told["slug"], year=told["year"], title=_both(told["title"]), is_current=is_first)
        db.session.add(theme)
    theme.year, theme.title = told["year"], _both(told["title"])
    db.session.flush()
    _load_sub_themes(theme, told["sub_themes"])
    return theme


def _load_sub_themes(theme: Theme, told: list[dict[str, Any]]) -> None:
    known = {sub.slug: sub for sub in theme.sub_themes}
    # A place in the order is unique: the old places are left before the new ones are taken.
    if [sub.slug for sub in theme.sub_themes][: len(told)] != [one["slug"] for one in told]:
        for sub in known.values():
            sub.position += 1000
        db.session.flush()
    for position, one in enumerate(told, start=1):
        sub = known.get(one["slug"]) or SubTheme(slug=one["slug"], theme=theme, intro=Bilingual("", ""))
        sub.title, sub.position = _both(one), position
        db.session.add(sub)
        # Two or three sentences on the sub-theme; a vocabulary that leaves them out leaves them alone.
        if "intro" in one:
            sub.intro = _both(one["intro"])
    db.session.flush()


def _both(texts: dict[str, str]) -> Bilingual:
    return Bilingual(texts["fr"], texts["ru"])

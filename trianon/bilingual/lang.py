"""The two languages, fully equal."""

from __future__ import annotations

from enum import StrEnum

from trianon.core.text import cyrillic_share


class Lang(StrEnum):
    """A language of the Dialogue."""

    FR = "fr"
    RU = "ru"

    @property
    def other(self) -> Lang:
        """The other language."""
        return Lang.RU if self is Lang.FR else Lang.FR

    @property
    def own_name(self) -> str:
        """The language's name in itself, the same on every page."""
        return {"fr": "Français", "ru": "Русский"}[self.value]


def likely_lang(text: str) -> Lang:
    """The language that the script of a text suggests. A suggestion: the author decides."""
    return Lang.RU if cyrillic_share(text) >= 0.5 else Lang.FR

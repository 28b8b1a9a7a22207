"""What happens on the way to a year's theme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from trianon.core.events import Event
from trianon.core.sides import Side


@dataclass(frozen=True, kw_only=True)
class ThemeEvent(Event):
    """Something about a proposal."""

    subject: ClassVar[str] = "theme_proposal"
    year: int


@dataclass(frozen=True, kw_only=True)
class ThemeProposed(ThemeEvent):
    """Somebody proposes a theme."""


@dataclass(frozen=True, kw_only=True)
class ThemeCompleted(ThemeEvent):
    """It can be read in both languages from now on."""


@dataclass(frozen=True, kw_only=True)
class ThemeSupported(ThemeEvent):
    """A member gives it their voice of the year."""

    side: Side


@dataclass(frozen=True, kw_only=True)
class ThemeConfirmed(ThemeEvent):
    """One side confirms the choice."""

    side: Side


@dataclass(frozen=True, kw_only=True)
class ThemeChosen(ThemeEvent):
    """Both have."""


@dataclass(frozen=True, kw_only=True)
class ThemeOpened(ThemeEvent):
    """It is the theme of the Dialogue from now on; the one before stays readable."""

    theme_id: int


@dataclass(frozen=True, kw_only=True)
class SessionCalled(Event):
    """A closed session of the Committee has a date and an agenda."""

    subject: ClassVar[str] = "committee_session"

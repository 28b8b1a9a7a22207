"""What happens on the translators' desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from trianon.core.events import Event


@dataclass(frozen=True, kw_only=True)
class TranslationEvent(Event):
    """Base of the events about one piece of work and the record it is about."""

    subject: ClassVar[str] = "translation"
    about: str
    about_id: int


@dataclass(frozen=True, kw_only=True)
class TranslationSubmitted(TranslationEvent):
    """Translated; somebody else reads it."""


@dataclass(frozen=True, kw_only=True)
class TranslationReviewed(TranslationEvent):
    """Read by a second person and public now."""


@dataclass(frozen=True, kw_only=True)
class TranslationSentBack(TranslationEvent):
    """The second reader asks the translator for changes."""


@dataclass(frozen=True, kw_only=True)
class TranslationObjected(TranslationEvent):
    """The author of the text objects: the translation is no longer public."""

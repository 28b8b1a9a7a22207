"""A mail as data; two templates make all mails of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Button:
    """The one thing to do next. The address opens a page with a button: mail scanners click links."""

    label: str
    url: str


@dataclass(frozen=True)
class CalendarPart:
    """An iCalendar object and its METHOD, which also stands in the MIME type."""

    method: str
    content: bytes


@dataclass(frozen=True)
class Quote:
    """Words in a language of their own: a person's text, or the same mail in the other language."""

    text: str
    lang: str


@dataclass(frozen=True)
class Line:
    """One of several things that a mail tells: what it is, its title in its own language, and its page."""

    what: str
    title: str
    lang: str
    url: str


@dataclass(frozen=True)
class MailMessage:
    """Words in the recipient's language. `facts` are (label, value) lines; each of `quotes` carries its language."""

    subject: str
    paragraphs: list[str]
    facts: list[tuple[str, str]] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    button: Button | None = None
    after: list[str] = field(default_factory=list)
    calendar: CalendarPart | None = None
    # The page that ends mails like this one; a mail program may press its button (RFC 8058).
    unsubscribe: str = ""


# A builder gets the outbox row's data and makes the message from what is true now; None when it is no longer true.
Builder = Callable[..., MailMessage | None]
_builders: dict[str, Builder] = {}
_even_if_paused: set[str] = set()


def mail(kind: str, *, even_if_paused: bool = False) -> Callable[[Builder], Builder]:
    """Register the function that makes the mails of this kind, such as "workshops.confirmed".

    `even_if_paused`: its recipient asks for it at this moment and cannot go on without it.
    """

    def register(builder: Builder) -> Builder:
        _builders[kind] = builder
        if even_if_paused:
            _even_if_paused.add(kind)
        return builder

    return register


def build(kind: str, data: dict[str, Any]) -> MailMessage | None:
    """Make the message of an outbox row; raises KeyError for a kind that nobody registered."""
    return _builders[kind](**data)


def goes_to_paused(kind: str) -> bool:
    """Whether mails of this kind are sent to an address that is paused."""
    return kind in _even_if_paused


def kinds() -> list[str]:
    """Every kind of mail the site can send."""
    return sorted(_builders)

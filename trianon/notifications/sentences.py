"""What a notification says: each feature registers the sentence of its own kinds, made when it is read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from flask_babel import gettext as _

from trianon.bilingual.text import Bilingual, plain


class Sentence(NamedTuple):
    """The words in the reader's language, the page that they are about, and its title where it stands apart.

    A title may be in the other language only; apart from the words it is marked with the one it is in.
    """

    text: str
    url: str
    title: Bilingual | None = None

    @property
    def whole(self) -> str:
        """Words and title in one line, where no markup can stand."""
        return _("%(label)s: %(value)s", label=self.text, value=plain(self.title)) if self.title else self.text


# Gets the notification's data as keyword arguments; None when what it would say is no longer true.
Maker = Callable[..., Sentence | tuple[str, str] | None]
_makers: dict[str, Maker] = {}
_in_digests: set[str] = set()


def sentence(kind: str, *, in_digests: bool = False) -> Callable[[Maker], Maker]:
    """Register the function that makes the sentence of this kind, such as "workshops.promoted".

    `in_digests`: it also comes with the mails about what somebody follows, as often as they have chosen.
    """

    def register(maker: Maker) -> Maker:
        _makers[kind] = maker
        if in_digests:
            _in_digests.add(kind)
        return maker

    return register


def sentence_of(kind: str, data: dict[str, Any]) -> Sentence | None:
    """The sentence of one notification; None when nobody knows its kind any more, or it is no longer true."""
    maker = _makers.get(kind)
    made = maker(**data) if maker else None
    return Sentence(*made) if made else None


def in_digests() -> list[str]:
    """The kinds that come with the mails about what somebody follows, followed or not."""
    return sorted(_in_digests)


def kinds() -> list[str]:
    """Every kind of notification the site can show."""
    return sorted(_makers)

"""One's own page: each feature adds its section, so that accounts need not know the features above them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from trianon.accounts.models import Account
from trianon.bilingual.text import Bilingual


@dataclass(frozen=True)
class Item:
    """One line. `state`: a (state, noun) pair for `ui.status`, or words that are shown as they are, or None."""

    label: Bilingual | str
    url: str
    state: tuple[object, str] | str | None = None
    note: str = ""


@dataclass(frozen=True)
class Section:
    """A part of one's own page; `empty_text` says what to do while there is nothing, `more` is (label, address)."""

    title: str
    items: list[Item] = field(default_factory=list)
    empty_text: str = ""
    more: tuple[str, str] | None = None


Maker = Callable[[Account], Section | None]
_makers: dict[str, tuple[int, Maker]] = {}


def section(order: int) -> Callable[[Maker], Maker]:
    """Register a function that makes one section; `order` is its place: 10 drafts, 20 cooperations, 30 contributions,
    40 workshops, 50 organisations, 60 notifications. A function that returns None shows nothing."""

    def register(maker: Maker) -> Maker:
        _makers[f"{maker.__module__}.{maker.__qualname__}"] = (order, maker)
        return maker

    return register


def sections_for(account: Account) -> list[Section]:
    """The sections of a person's page, in order."""
    makers = sorted(_makers.values(), key=lambda pair: pair[0])
    return [made for _order, maker in makers if (made := maker(account)) is not None]

"""Things that happened, as frozen values that carry ids; whoever must react subscribes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from enum import Enum
from typing import Any, ClassVar

Handler = Callable[[Any], None]
Reaction = Callable[[Sequence[Any]], None]


@dataclass(frozen=True, kw_only=True)
class Event:
    """Base of all events: what kind of record (`subject`), which one, and which account did it (`by`)."""

    subject: ClassVar[str]
    subject_id: int
    by: int | None = None

    def data(self) -> dict[str, Any]:
        """The event's own fields, as codes and numbers fit for the journal."""
        own = {k: v for k, v in asdict(self).items() if k not in {"subject_id", "by"}}
        return {k: v.value if isinstance(v, Enum) else v for k, v in own.items()}


_reactions: dict[type[Event], dict[Handler, Reaction]] = {}


def on(*types: type[Event]) -> Callable[[Handler], Handler]:
    """Subscribe a function to events; it runs in the transaction that emits them."""

    def register(handler: Handler) -> Handler:
        def react(events: Sequence[Event]) -> None:
            for event in events:
                handler(event)

        for kind in types:
            _reactions.setdefault(kind, {}).setdefault(handler, react)
        return handler

    return register


def on_several(*types: type[Event]) -> Callable[[Reaction], Reaction]:
    """The same for a function that takes all events of one type that happen at once: a query for all of them."""

    def register(reaction: Reaction) -> Reaction:
        for kind in types:
            _reactions.setdefault(kind, {}).setdefault(reaction, reaction)
        return reaction

    return register


def reactions_to(kind: type[Event]) -> tuple[Reaction, ...]:
    """What follows from events of a type, in the order of subscription."""
    return tuple(_reactions.get(kind, {}).values())

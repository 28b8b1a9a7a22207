"""Things that happened, as frozen values that carry ids; whoever must react subscribes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from enum import Enum
from typing import Any, ClassVar

Handler = Callable[[Any], None]


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


_handlers: dict[type[Event], list[Handler]] = {}


def on(*types: type[Event]) -> Callable[[Handler], Handler]:
    """Subscribe a function to events; it runs in the transaction that emits them."""

    def register(handler: Handler) -> Handler:
        for kind in types:
            known = _handlers.setdefault(kind, [])
            if handler not in known:
                known.append(handler)
        return handler

    return register


def handlers_of(event: Event) -> tuple[Handler, ...]:
    """The functions that react to this event, in the order of their subscription."""
    return tuple(_handlers.get(type(event), ()))

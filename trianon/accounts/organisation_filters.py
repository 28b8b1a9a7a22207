"""Further filters of the list of organisations, each registered by the feature that knows what it is about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa


class Filter(NamedTuple):
    """The name in the address, the group that the page shows, and the organisations that have one of the values."""

    name: str
    # None where there is nothing to choose from.
    group: Callable[[Sequence[str]], dict[str, Any] | None]
    # None where no value is one of the list.
    among: Callable[[Sequence[str]], sa.Select[Any] | None]


FILTERS: list[Filter] = []

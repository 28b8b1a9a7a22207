"""The records that a page of the inbox is about, read at once by kind: its cost does not grow with its lines."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from trianon.notifications.models import Notification

# Numbers in, entities out, with all that the sentences about them ask for.
Loader = Callable[[Collection[int]], Sequence[object]]
_loaders: dict[str, Loader] = {}


def preloads(noun: str) -> Callable[[Loader], Loader]:
    """Register how the records are read that a notification's data call by this noun, such as "workshop"."""

    def register(loader: Loader) -> Loader:
        _loaders[noun] = loader
        return loader

    return register


def load_for(rows: Iterable[Notification]) -> list[object]:
    """Read what the sentences of these notifications will ask for by number.

    Whoever makes the sentences holds the answer meanwhile: the session forgets what nobody holds.
    """
    wanted: dict[str, set[int]] = {}
    for row in rows:
        for noun, number in row.data.items():
            if noun in _loaders and isinstance(number, int):
                wanted.setdefault(noun, set()).add(number)
    return [record for noun, numbers in wanted.items() for record in _loaders[noun](sorted(numbers))]

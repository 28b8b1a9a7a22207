"""Lines of the inbox that are kept nowhere: what there is for somebody to do, asked when the page is read.

For what must not be written down: a row for each of the people whom it concerns could be counted. Such a line goes when
it is no longer true, not when it is read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from trianon.accounts.models import Account
from trianon.notifications.sentences import Sentence

Asker = Callable[[Account], Sequence[Sentence]]
_askers: dict[str, Asker] = {}


def standing(asker: Asker) -> Asker:
    """Register a function that says what stands in somebody's inbox now, the most important first, in one statement."""
    _askers[f"{asker.__module__}.{asker.__qualname__}"] = asker
    return asker


def standing_for(account: Account) -> list[Sentence]:
    """Everything of this kind that concerns a person."""
    return [line for asker in _askers.values() for line in asker(account)]

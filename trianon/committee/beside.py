"""What the page of a case shows beside the text: earlier decisions of its author as counts, texts like it, its past."""

from __future__ import annotations

from typing import Any

from trianon.accounts.models import Account
from trianon.committee import known
from trianon.committee.labels import DECISIONS
from trianon.committee.models import Case, CaseState
from trianon.committee.rules import Verdict
from trianon.committee.texts import Difference, differences_of
from trianon.contributions.models import Contribution

# So many versions back; a text that was sent ten times is not read ten times.
MOST_FORMER = 5


class Beside:
    """`item` is None where the reader may not read the text, `authors` empty where nothing is to be said of them."""

    def __init__(self, case: Case, item: Any | None, authors: list[Account]) -> None:
        self.case, self.item, self.authors = case, item, authors

    @property
    def earlier_decisions(self) -> list[tuple[str, int]]:
        """How earlier texts of the author were decided on: numbers, never which."""
        counts = known.earlier_decisions(self.authors[0], self.case) if self.authors else {}
        return [(str(DECISIONS[verdict]), counts[verdict]) for verdict in Verdict if verdict in counts]

    @property
    def texts_like(self) -> list[Contribution]:
        """Public texts that share words with the title of this one, as long as it waits for voices."""
        if self.item is None or self.case.subject != "contribution" or self.case.state is not CaseState.OPEN:
            return []
        return known.texts_like(self.case.title, but=self.case.subject_id)

    @property
    def former_changes(self) -> list[tuple[int, list[Difference]]]:
        """What changed in the versions before this one, the newest first: number of the version and its changes."""
        if self.item is None:
            return []
        numbers = range(self.case.version - 1, max(1, self.case.version - 1 - MOST_FORMER), -1)
        found = [(number, differences_of(self.case.subject, self.item, number)) for number in numbers]
        return [(number, changes) for number, changes in found if changes]

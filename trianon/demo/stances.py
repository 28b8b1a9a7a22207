"""What the invented people say of the invented proposals."""

from __future__ import annotations

from itertools import chain, islice, repeat

from trianon.accounts.models import Account
from trianon.contributions.common_ground_rules import Answer
from trianon.contributions.models import Contribution
from trianon.contributions.stance_services import take_stance
from trianon.core.clock import at
from trianon.core.database import db, lock
from trianon.core.sides import Side
from trianon.demo.stage import Stage, days_ago, rows

LATELY = 5


def load_stances(stage: Stage) -> int:
    """As many people of each side as the file says answer, each proposal beginning with somebody else."""
    count = 0
    for place, row in enumerate(rows("stances")):
        proposal = lock(Contribution, stage.contributions[row["proposal"]].id)
        for side in Side:
            people = [one for one in stage.people.values() if one.side is side and one.id != proposal.author_id]
            answers = list(chain.from_iterable(repeat(one, n) for one, n in zip(Answer, row[side], strict=False)))
            for person, answer in zip(_from(people, place * 3), answers, strict=False):
                with at(days_ago(LATELY)):
                    take_stance(proposal, by=person, answer=answer)
                count += 1
        db.session.flush()
    return count


def _from(people: list[Account], place: int) -> list[Account]:
    """Everybody once, beginning at a place."""
    start = place % len(people)
    return [*islice(people, start, None), *islice(people, start)]

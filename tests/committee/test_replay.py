"""The site does what the rules say: a few sequences through HTTP; `make show-procedure` replays two hundred."""

from __future__ import annotations

from collections import Counter
from typing import Any

from tests.committee.replay import STARTS, Stage, sequences


def test_the_site_follows_the_rules(app: Any) -> None:
    stage = Stage(app)
    wanted = list(sequences(2 * len(STARTS)))
    assert Counter(matter for matter, _side, _moves in wanted).total() == 14
    faults = [fault for matter, side, moves in wanted for fault in stage.replay(matter, side, moves)]
    assert faults == []
    assert stage.requests >= 14

"""Many tries on one account and on many: what the attacker gets, that the owner gets in. In full: show-attack."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.load.sign_in_attack import SETTINGS, attack, faults
from tests.support.server import LiveServer


@pytest.mark.both_engines
def test_an_attacker_gets_nothing_and_the_owner_gets_in(serve: Callable[..., LiveServer]) -> None:
    outcome = attack(serve(processes=3, worker=False, **SETTINGS), tries=120)
    assert faults(outcome) == []
    # The rest never came to the password.
    assert outcome.on_one.answers["slowed (429)"] >= 60
    assert outcome.on_many.answers["slowed (429)"] >= 60

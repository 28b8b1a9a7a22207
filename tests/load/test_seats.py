"""The last seats of a workshop, asked for by many at once through several processes: never one too many."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.load.rush import PROCESSES, WITHOUT_LOCK, rush
from tests.support.server import LiveServer

pytestmark = pytest.mark.both_engines

Serve = Callable[..., LiveServer]


def test_forty_people_ask_for_the_last_five_seats(serve: Serve) -> None:
    outcome = rush(serve(processes=PROCESSES, worker=False))
    assert outcome.faults() == []
    assert outcome.processes >= PROCESSES


def test_the_test_notices_when_the_lock_is_taken_out(serve: Serve) -> None:
    """Otherwise it would prove nothing."""
    outcome = rush(serve(processes=PROCESSES, worker=False, PYTHONPATH=str(WITHOUT_LOCK)))
    assert outcome.faults() != []

"""The last seats of a workshop, asked for by many at once through several processes: never one too many."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.load.crowd import SMALL
from tests.load.crowd import rush as rush_of_a_crowd
from tests.load.rush import EARLIER, PROCESSES, WITHOUT_LOCK, rush, rush_of_one
from tests.support.server import LiveServer

pytestmark = pytest.mark.both_engines

Serve = Callable[..., LiveServer]


def test_forty_people_ask_for_the_last_five_seats(serve: Serve) -> None:
    outcome = rush(serve(processes=PROCESSES, worker=False))
    assert outcome.faults() == []
    assert outcome.processes >= PROCESSES


def test_a_crowd_of_two_sides_and_others_with_leavers_and_the_release(serve: Serve) -> None:
    outcome = rush_of_a_crowd(serve(processes=PROCESSES, worker=False), SMALL)
    assert outcome.faults() == []
    assert outcome.counters["taken"] == SMALL.capacity


def test_one_person_in_ten_tabs_is_registered_once(serve: Serve) -> None:
    outcome = rush_of_one(serve(processes=PROCESSES, worker=False), tabs=10)
    assert [person.status for person in outcome.people] == [303] * 10
    assert [person.told for person in outcome.people] == ["confirmed"] * 10
    assert (len(outcome.order), outcome.taken, outcome.mails) == (1, EARLIER + 1, 1)


def test_the_test_notices_when_the_lock_is_taken_out(serve: Serve) -> None:
    """Otherwise it would prove nothing. It is the lock that is missed: nobody's form meets a fault of another kind."""
    server = serve(processes=PROCESSES, worker=False, PYTHONPATH=str(WITHOUT_LOCK))
    assert rush(server).faults() != []
    assert "TypeError" not in server.log.read_text()

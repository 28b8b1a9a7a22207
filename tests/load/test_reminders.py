"""Reminders while the worker is killed, a workshop moved and another cancelled; the long drill is bin/reminders."""

from __future__ import annotations

from tests.load.reminder_drill import Drill


def test_everybody_is_reminded_once_of_what_is_true_while_the_worker_is_killed() -> None:
    drill = Drill("sqlite", seats=3, kills=1).run(whole=False)
    assert drill.faults == []
    assert drill.at_worst == 2

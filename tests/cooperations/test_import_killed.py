"""The quick version of `make show-import`: a few hundred rows, the worker killed half-way."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.load.import_rush import rush
from tests.support.server import LiveServer


@pytest.mark.both_engines
def test_an_import_whose_worker_is_killed_goes_on_and_can_be_taken_back(serve: Callable[..., LiveServer]) -> None:
    """Nothing is lost and nothing comes in twice; the report names the planted faults; nothing stays after undoing."""
    outcome = rush(serve(processes=1, worker=False, TRIANON_DEMO="1", SMTP_URL=""), rows=300, planted=12)
    assert outcome.faults == []
    assert outcome.states["done"] == {"accepted": 288, "refused": 12}
    assert outcome.states["undone"] == {"undone": 288, "refused": 12}
    assert max(outcome.worker_mib) < 400

"""When a mail about what somebody follows is due: by their clock, also where clocks change."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from trianon.core.sides import Side
from trianon.notifications.following_rules import Rhythm, next_due, zone_of


@pytest.mark.parametrize(
    ("rhythm", "zone", "at", "due"),
    [
        # 8 o'clock in Paris is 7 in UTC in winter; in Moscow it is 5.
        ("daily", "Europe/Paris", "2026-11-25T06:59", "2026-11-25T07:00"),
        ("daily", "Europe/Paris", "2026-11-25T07:00", "2026-11-26T07:00"),
        ("daily", "Europe/Moscow", "2026-11-25T07:00", "2026-11-26T05:00"),
        # It is tomorrow already where the reader is.
        ("daily", "Asia/Kamchatka", "2026-11-25T19:00", "2026-11-25T20:00"),
        ("daily", "Asia/Kamchatka", "2026-11-25T21:00", "2026-11-26T20:00"),
        # Clocks go back in the night of 25 October, forward in that of 29 March: a morning is a morning.
        ("daily", "Europe/Paris", "2026-10-24T12:00", "2026-10-25T07:00"),
        ("daily", "Europe/Paris", "2026-03-28T12:00", "2026-03-29T06:00"),
        # 25 November 2026 is a Wednesday.
        ("weekly", "Europe/Paris", "2026-11-25T12:00", "2026-11-30T07:00"),
        ("weekly", "Europe/Paris", "2026-11-30T06:59", "2026-11-30T07:00"),
        ("weekly", "Europe/Paris", "2026-11-30T07:00", "2026-12-07T07:00"),
        # Sunday evening in UTC, Monday morning in Kamchatka.
        ("weekly", "Asia/Kamchatka", "2026-11-29T19:59", "2026-11-29T20:00"),
        ("at_once", "Europe/Paris", "2026-11-25T12:00", None),
        ("never", "Europe/Paris", "2026-11-25T12:00", None),
    ],
)
def test_next_due(rhythm: str, zone: str, at: str, due: str | None) -> None:
    moment = datetime.fromisoformat(at).replace(tzinfo=UTC)
    found = next_due(Rhythm(rhythm), ZoneInfo(zone), moment)
    assert (found.astimezone(UTC).strftime("%Y-%m-%dT%H:%M") if found else None) == due
    assert found is None or found > moment


@pytest.mark.parametrize(
    ("own", "side", "zone"),
    [
        ("Asia/Omsk", Side.FRANCE, "Asia/Omsk"),
        (None, Side.RUSSIA, "Europe/Moscow"),
        (None, Side.FRANCE, "Europe/Paris"),
        (None, Side.OTHER, "Europe/Paris"),
    ],
)
def test_zone(own: str | None, side: Side, zone: str) -> None:
    assert zone_of(own, side).key == zone

"""The rules of workshops as tables: no application, no database."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from trianon.core.errors import RuleViolation
from trianon.core.sides import Role
from trianon.workshops.rules import (
    Phase,
    check_cancel,
    check_dates,
    check_opening,
    check_registration,
    gives_seats,
    may_edit_workshop,
    moment_of,
    phase,
)

START = datetime(2027, 5, 3, 16, 30, tzinfo=UTC)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Told:
    """As much of a workshop as the rules look at."""

    state: str = "open"
    starts_at: datetime = START
    ends_at: datetime = START + timedelta(minutes=90)
    registration_opens_at: datetime | None = None
    registration_closes_at: datetime | None = None
    capacity: int = 10
    taken: int = 0
    waiting: int = 0
    host_id: int = 7
    taken_france: int = 0
    taken_russia: int = 0
    waiting_france: int = 0
    waiting_russia: int = 0
    reserved_france: int = 0
    reserved_russia: int = 0
    released_at: datetime | None = None
    minimum_france: int = 0
    minimum_russia: int = 0


@dataclass(frozen=True)
class Somebody:
    id: int
    roles: frozenset[Role] = frozenset()


BEFORE = START - DAY

PHASES = [
    # an open workshop takes registrations until its start
    (Told(), BEFORE, Phase.OPEN),
    (Told(), START, Phase.CLOSED),
    (Told(), START + timedelta(minutes=90), Phase.HELD),
    # no seat, or people who wait for one: a newcomer waits too
    (Told(taken=10), BEFORE, Phase.FULL),
    (Told(taken=9, waiting=1), BEFORE, Phase.FULL),
    # an announced one waits for its host, or opens by itself on its date
    (Told(state="announced"), BEFORE, Phase.ANNOUNCED),
    (Told(state="announced", registration_opens_at=BEFORE), BEFORE, Phase.OPEN),
    (Told(state="announced", registration_opens_at=BEFORE + DAY / 2), BEFORE, Phase.ANNOUNCED),
    (Told(state="open", registration_opens_at=BEFORE + DAY / 2), BEFORE, Phase.ANNOUNCED),
    # registration closes on its date, never after the start
    (Told(registration_closes_at=BEFORE), BEFORE, Phase.CLOSED),
    (Told(registration_closes_at=BEFORE), BEFORE - DAY, Phase.OPEN),
    (Told(registration_closes_at=START + DAY), START, Phase.CLOSED),
    # what is cancelled stays so, what is marked as held too
    (Told(state="cancelled"), BEFORE, Phase.CANCELLED),
    (Told(state="cancelled"), START + DAY, Phase.CANCELLED),
    (Told(state="held"), BEFORE, Phase.HELD),
]


@pytest.mark.parametrize(("workshop", "at", "expected"), PHASES)
def test_phase(workshop: Told, at: datetime, expected: Phase) -> None:
    assert phase(workshop, at) is expected
    assert gives_seats(workshop, at) is (expected not in (Phase.HELD, Phase.CANCELLED))


@pytest.mark.parametrize(("workshop", "at", "expected"), PHASES)
def test_registration_is_refused_by_the_name_of_the_phase(workshop: Told, at: datetime, expected: Phase) -> None:
    if expected in (Phase.OPEN, Phase.FULL):
        check_registration(workshop, at)
    else:
        with pytest.raises(RuleViolation, match=f"registration_{expected}"):
            check_registration(workshop, at)


@pytest.mark.parametrize(("workshop", "at", "expected"), PHASES)
def test_only_what_is_announced_is_opened(workshop: Told, at: datetime, expected: Phase) -> None:
    if expected is Phase.ANNOUNCED:
        check_opening(workshop, at)
    else:
        with pytest.raises(RuleViolation):
            check_opening(workshop, at)


@pytest.mark.parametrize(("workshop", "at", "expected"), PHASES)
def test_what_is_over_is_not_cancelled(workshop: Told, at: datetime, expected: Phase) -> None:
    if expected in (Phase.CANCELLED, Phase.HELD):
        with pytest.raises(RuleViolation):
            check_cancel(workshop, at)
    else:
        check_cancel(workshop, at)


@pytest.mark.parametrize(
    ("zone", "day", "hour", "expected"),
    [
        # two hours apart in winter, one in summer
        ("Europe/Paris", date(2027, 1, 15), time(18, 30), datetime(2027, 1, 15, 17, 30, tzinfo=UTC)),
        ("Europe/Moscow", date(2027, 1, 15), time(18, 30), datetime(2027, 1, 15, 15, 30, tzinfo=UTC)),
        ("Europe/Paris", date(2027, 7, 15), time(18, 30), datetime(2027, 7, 15, 16, 30, tzinfo=UTC)),
        ("Europe/Moscow", date(2027, 7, 15), time(18, 30), datetime(2027, 7, 15, 15, 30, tzinfo=UTC)),
        # 28 March 2027, 02:00 becomes 03:00 in Paris; nothing happens in Moscow
        ("Europe/Paris", date(2027, 3, 28), time(2, 0), "hour_skipped"),
        ("Europe/Paris", date(2027, 3, 28), time(2, 59), "hour_skipped"),
        ("Europe/Paris", date(2027, 3, 28), time(3, 0), datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
        ("Europe/Moscow", date(2027, 3, 28), time(2, 30), datetime(2027, 3, 27, 23, 30, tzinfo=UTC)),
        # 31 October 2027, 03:00 becomes 02:00
        ("Europe/Paris", date(2027, 10, 31), time(2, 30), "hour_repeated"),
        ("Europe/Paris", date(2027, 10, 31), time(1, 59), datetime(2027, 10, 30, 23, 59, tzinfo=UTC)),
        ("Europe/Paris", date(2027, 10, 31), time(3, 0), datetime(2027, 10, 31, 2, 0, tzinfo=UTC)),
    ],
)
def test_moment_of(zone: str, day: date, hour: time, expected: datetime | str) -> None:
    if isinstance(expected, str):
        with pytest.raises(RuleViolation, match=expected):
            moment_of(day, hour, zone)
    else:
        assert moment_of(day, hour, zone) == expected


@pytest.mark.parametrize(
    ("changes", "at", "code"),
    [
        ({}, BEFORE, None),
        ({}, START, "start_is_past"),
        ({}, None, None),
        ({"registration_closes_at": START + DAY}, BEFORE, "closing_after_start"),
        ({"registration_opens_at": START}, BEFORE, "opening_after_closing"),
        ({"registration_opens_at": BEFORE, "registration_closes_at": BEFORE}, None, "opening_after_closing"),
        ({"registration_opens_at": BEFORE - DAY, "registration_closes_at": BEFORE}, None, None),
    ],
)
def test_dates_of_a_plan(changes: dict[str, datetime], at: datetime | None, code: str | None) -> None:
    plan = replace(Told(), **changes)  # type: ignore[arg-type]
    if code is None:
        check_dates(plan, at)
    else:
        with pytest.raises(RuleViolation, match=code):
            check_dates(plan, at)


def test_its_host_and_the_secretaries_general_edit_a_workshop() -> None:
    assert may_edit_workshop(Somebody(7), Told())
    assert may_edit_workshop(Somebody(8, frozenset({Role.SECRETARY_GENERAL})), Told())
    assert not may_edit_workshop(Somebody(8, frozenset({Role.HOST})), Told())

"""Who gets the next seat, and what may be kept for whom: tables, and random rooms against a slow, obvious model."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workshops.test_rules import BEFORE, DAY, START, Told
from trianon.core.errors import RuleViolation
from trianon.core.sides import Side
from trianon.workshops.seat_rules import (
    Room,
    check_room,
    check_seats,
    is_full,
    kept_until,
    may_sit_at_once,
    room_of,
    thin_sides,
)

F, R, O = Side.FRANCE, Side.RUSSIA, Side.OTHER  # noqa: E741
LETTERS = {"f": F, "r": R, "o": O}


@dataclass(frozen=True)
class Waiter:
    name: str
    side: Side


def line(letters: str) -> list[Waiter]:
    """People by the letter of their side, numbered in order of arrival."""
    return [Waiter(f"{letter}{number}", LETTERS[letter]) for number, letter in enumerate(letters, 1)]


@pytest.mark.parametrize(
    ("room", "waiting", "seated"),
    [
        # nothing kept: in order of arrival, whoever it is
        (Room(2), "fro", "f1 r2"),
        (Room(2, {F: 1}), "rrr", "r1"),
        (Room(2, {F: 2}), "r", ""),
        (Room(5, {O: 1}), "fr", "f1 r2"),
        # kept for the Russian side: others pass only as far as the open pool goes, and nobody blocks the side itself
        (Room(3, {}, {R: 2}), "fff", "f1"),
        (Room(3, {}, {R: 2}), "fffrr", "f1 r4 r5"),
        (Room(3, {R: 1}, {R: 2}), "ffr", "f1 r3"),
        # the first people of a side sit on its own seats, later ones in the open pool
        (Room(5, {}, {F: 2, R: 2}), "fffoo", "f1 f2 f3"),
        (Room(5, {}, {F: 2, R: 2}), "ofrfr", "o1 f2 r3 f4 r5"),
        (Room(50, {F: 20, R: 8}, {F: 20, R: 20}), "f" * 12, " ".join(f"f{n}" for n in range(1, 11))),
        # people from elsewhere have the open pool alone
        (Room(4, {}, {F: 2, R: 2}), "ooo", ""),
    ],
)
def test_the_next_seats(room: Room, waiting: str, seated: str) -> None:
    assert " ".join(person.name for person in room.seat(line(waiting))) == seated


sides = st.sampled_from(list(Side))


@settings(max_examples=300, deadline=None)
@given(
    capacity=st.integers(1, 9),
    reserved=st.tuples(st.integers(0, 5), st.integers(0, 5)),
    sitting=st.lists(sides, max_size=9),
    waiting=st.text("fro", max_size=12),
)
def test_seats_follow_the_obvious_model(
    capacity: int, reserved: tuple[int, int], sitting: list[Side], waiting: str
) -> None:
    """The model has chairs with names on them, and asks everybody again after each chair that is taken."""
    kept = {F: min(reserved[0], capacity), R: 0}
    kept[R] = min(reserved[1], capacity - kept[F])
    free: list[Side | None] = [F] * kept[F] + [R] * kept[R] + [None] * (capacity - sum(kept.values()))
    sitting = [side for side in sitting if _sit(free, side)]
    expected, people = [], line(waiting)
    while (
        person := next((one for one in people if one not in expected and _may_sit(free, one.side)), None)
    ) is not None:
        _sit(free, person.side)
        expected.append(person)
    room = Room(capacity, {side: sitting.count(side) for side in Side}, kept)
    assert sorted(one.name for one in room.seat(people)) == sorted(one.name for one in expected)
    assert room.free == len(free) + len(expected)


def _may_sit(free: list[Side | None], side: Side) -> bool:
    return side in free or None in free


def _sit(free: list[Side | None], side: Side) -> bool:
    """On one's own chair, else on an open one."""
    if may := _may_sit(free, side):
        free.remove(side if side in free else None)
    return may


KEEPING = {"capacity": 10, "reserved_france": 4, "reserved_russia": 4, "released_at": BEFORE}


@pytest.mark.parametrize(
    ("changes", "hours", "side", "at_once", "full"),
    [
        ({}, -1, F, True, False),
        ({"taken": 6, "taken_france": 6}, -1, F, False, False),
        ({"taken": 6, "taken_france": 6}, -1, O, False, False),
        ({"taken": 6, "taken_france": 6}, -1, R, True, False),
        # at the published moment the rest is anybody's, but those who waited come first
        ({"taken": 6, "taken_france": 6}, 0, F, True, False),
        ({"taken": 6, "taken_france": 6, "waiting": 4, "waiting_france": 4}, 0, O, False, True),
        ({"taken": 6, "taken_france": 6, "waiting": 3, "waiting_france": 3}, 0, O, True, False),
        ({"taken": 6, "taken_france": 6, "waiting": 9, "waiting_france": 9}, -1, R, True, False),
    ],
)
def test_who_sits_at_once(changes: dict[str, Any], hours: int, side: Side, at_once: bool, full: bool) -> None:
    told = Told(**KEEPING | changes)
    moment = BEFORE + timedelta(hours=hours)
    assert may_sit_at_once(told, side, moment) is at_once
    assert is_full(told, moment) is full


def test_seats_are_kept_until_the_published_moment() -> None:
    told = Told(**KEEPING)
    assert kept_until(told, BEFORE - DAY) == BEFORE
    assert room_of(told, BEFORE - DAY).reserved == {F: 4, R: 4}
    assert kept_until(told, BEFORE) is None
    assert room_of(told, BEFORE).reserved == {}
    assert kept_until(Told(released_at=BEFORE), BEFORE - DAY) is None


@pytest.mark.parametrize(
    ("changes", "taken", "code"),
    [
        ({"capacity": 5}, {F: 3, R: 2}, None),
        ({"capacity": 4}, {F: 3, R: 2}, "capacity_below_confirmed"),
        # 4 + 4 are kept of 10: two open seats are taken, a third is one of the eight
        (KEEPING, {F: 4, O: 2}, None),
        (KEEPING, {F: 4, O: 3}, "reserved_are_taken"),
        (KEEPING | {"released_at": BEFORE - DAY}, {F: 4, O: 3}, None),
    ],
)
def test_a_room_is_never_smaller_than_its_people(changes: Any, taken: Any, code: str | None) -> None:
    if code is None:
        check_room(Told(**changes), taken, BEFORE - DAY / 2)
    else:
        with pytest.raises(RuleViolation, match=code) as refusal:
            check_room(Told(**changes), taken, BEFORE - DAY / 2)
        assert refusal.value.values in ({"taken": 5}, {"free": 3})


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, None),
        (KEEPING, None),
        ({**KEEPING, "reserved_france": 7}, "reserved_over_capacity"),
        ({**KEEPING, "released_at": None}, "release_missing"),
        ({**KEEPING, "released_at": START + DAY}, "release_after_start"),
        ({**KEEPING, "minimum_france": 6}, None),
        ({**KEEPING, "minimum_france": 7}, "minimum_over_capacity"),
        ({"minimum_france": 6, "minimum_russia": 5}, "minimum_over_capacity"),
    ],
)
def test_seats_of_a_plan(changes: dict[str, Any], code: str | None) -> None:
    plan = Told(**changes)
    if code is None:
        check_seats(plan)
    else:
        with pytest.raises(RuleViolation, match=code):
            check_seats(plan)


@pytest.mark.parametrize(
    ("changes", "at", "thin"),
    [
        ({"minimum_france": 3, "minimum_russia": 3}, START - 8 * DAY, []),
        ({"minimum_france": 3, "minimum_russia": 3}, START - 7 * DAY, [F, R]),
        ({"minimum_france": 3, "minimum_russia": 3, "taken": 3, "taken_france": 3}, BEFORE, [R]),
        ({"minimum_france": 3}, START, []),
        ({}, BEFORE, []),
    ],
)
def test_thin_sides(changes: dict[str, Any], at: Any, thin: list[Side]) -> None:
    assert thin_sides(Told(**changes), at) == thin

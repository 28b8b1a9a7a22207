"""Allocation against a slow and obvious model, over random stories of registering, leaving and changing the room."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.people import add_person
from tests.workshops.making import add_workshop
from tests.workshops.test_services import changed
from trianon.core.clock import at, now
from trianon.core.errors import RuleViolation
from trianon.core.sides import Side
from trianon.workshops import services
from trianon.workshops.models import RegistrationState
from trianon.workshops.seat_rules import taken_by_side, waiting_by_side
from trianon.workshops.timely import release_kept_seats

PEOPLE = 8


@dataclass
class Obvious:
    """A room as a child would keep it: one line of people; nobody who sits gets up, and after each deed everybody in
    the line is asked again, from the first, whether a chair stands free that they may take."""

    capacity: int
    kept: dict[Side, int]
    line: list[int] = field(default_factory=list)
    seats: set[int] = field(default_factory=set)
    first_kept: dict[Side, int] = field(default_factory=dict)

    def register(self, person: int) -> None:
        if person not in self.line:
            self.line.append(person)

    def leave(self, person: int) -> None:
        if person in self.line:
            self.line.remove(person)
            self.seats.discard(person)

    def release(self) -> None:
        self.first_kept, self.kept = self.kept or self.first_kept, {}

    def least(self) -> int:
        """No smaller room holds those who sit and those whose chairs are kept."""
        reserved = sum((self.kept or self.first_kept).values())
        return max(reserved, sum(max(self.kept.get(side, 0), self.sitting(side)) for side in Side))

    def may_sit(self, side: Side) -> bool:
        """Some chair is free once every other side has its own people and its missing ones in mind."""
        needed = {s: max(self.kept.get(s, 0), self.sitting(s)) for s in Side}
        needed[side] = self.sitting(side) + 1
        return sum(needed.values()) <= self.capacity

    def sitting(self, side: Side) -> int:
        return sum(1 for one in self.seats if SIDES[one % 3] is side)

    def settle(self) -> None:
        while (
            person := next((one for one in self.line if one not in self.seats and self.may_sit(SIDES[one % 3])), None)
        ) is not None:
            self.seats.add(person)


SIDES = (Side.FRANCE, Side.RUSSIA, Side.OTHER)
person = st.integers(0, PEOPLE - 1)
deeds = st.one_of(
    st.tuples(st.just("register"), person),
    st.tuples(st.just("register"), person),
    st.tuples(st.just("register"), person),
    st.tuples(st.just("leave"), person),
    st.tuples(st.just("resize"), st.integers(1, 6)),
    st.tuples(st.just("release"), st.just(0)),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    capacity=st.integers(1, 5),
    kept=st.tuples(st.integers(0, 2), st.integers(0, 2)),
    story=st.lists(deeds, max_size=30),
)
def test_seats_follow_the_obvious_model(
    db_session: Any, capacity: int, kept: tuple[int, int], story: list[tuple[str, int]]
) -> None:
    db_session.rollback()
    france = min(kept[0], capacity)
    russia = min(kept[1], capacity - france)
    release = now() + timedelta(days=20)
    workshop = add_workshop(
        db_session, capacity=capacity, reserved_france=france, reserved_russia=russia, released_at=release
    )
    people = [add_person(db_session, side=SIDES[number % 3].value) for number in range(PEOPLE)]
    model = Obvious(capacity, {Side.FRANCE: france, Side.RUSSIA: russia})
    moment = now()
    for deed, value in story:
        if deed == "release":
            moment = release
        with at(moment):
            tell(workshop, people, model, deed, value)
            compare(db_session, workshop, people, model)


def tell(workshop: Any, people: list[Any], model: Obvious, deed: str, value: int) -> None:
    """The same deed in the site and in the model."""
    if deed == "resize":
        try:
            changed(workshop, capacity=value)
        except RuleViolation:
            assert value < model.least()
            return
        assert value >= model.least()
        model.capacity = value
    elif deed == "release":
        release_kept_seats()
        model.release()
    else:
        getattr(services, deed)(workshop.id, by=people[value])
        getattr(model, deed)(value)
    model.settle()


def compare(session: Any, workshop: Any, people: list[Any], model: Obvious) -> None:
    """The same people on the same seats, the same line in the same order, the counters true, nobody lost."""
    session.flush()
    session.expire(workshop, ["registrations"])
    alive = [
        one for one in workshop.registrations if one.state in (RegistrationState.CONFIRMED, RegistrationState.WAITING)
    ]
    numbers = {account.id: number for number, account in enumerate(people)}
    assert [numbers[one.account_id] for one in alive] == model.line
    seated = {numbers[one.account_id] for one in alive if one.state is RegistrationState.CONFIRMED}
    assert seated == model.seats
    assert (workshop.taken, workshop.waiting) == (len(seated), len(alive) - len(seated))
    for side in Side:
        of_side = [one for one in alive if one.side is side]
        taken = sum(one.state is RegistrationState.CONFIRMED for one in of_side)
        assert (taken_by_side(workshop)[side], waiting_by_side(workshop)[side]) == (taken, len(of_side) - taken)
    assert [one.arrival for one in workshop.registrations] == list(range(1, workshop.arrivals + 1))

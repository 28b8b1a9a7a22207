"""Allocation against a slow and obvious model, over random stories of registering, leaving and changing the room."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.people import add_person
from tests.workshops.making import add_workshop
from tests.workshops.test_services import changed
from trianon.core.errors import RuleViolation
from trianon.workshops import services
from trianon.workshops.models import RegistrationState

PEOPLE = 8


@dataclass
class Obvious:
    """A room as a child would keep it: a line of people; the first ones who fit have a seat and keep it."""

    capacity: int
    line: list[int] = field(default_factory=list)
    seats: set[int] = field(default_factory=set)

    def register(self, person: int) -> None:
        if person not in self.line:
            self.line.append(person)
        self.settle()

    def leave(self, person: int) -> None:
        if person in self.line:
            self.line.remove(person)
            self.seats.discard(person)
        self.settle()

    def resize(self, capacity: int) -> bool:
        if capacity < len(self.seats):
            return False
        self.capacity = capacity
        self.settle()
        return True

    def settle(self) -> None:
        for person in self.line:
            if person not in self.seats and len(self.seats) < self.capacity:
                self.seats.add(person)


person = st.integers(0, PEOPLE - 1)
deeds = st.one_of(
    st.tuples(st.just("register"), person),
    st.tuples(st.just("register"), person),
    st.tuples(st.just("leave"), person),
    st.tuples(st.just("resize"), st.integers(1, 6)),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(capacity=st.integers(1, 4), story=st.lists(deeds, max_size=25))
def test_seats_follow_the_obvious_model(db_session: Any, capacity: int, story: list[tuple[str, int]]) -> None:
    db_session.rollback()
    workshop = add_workshop(db_session, capacity=capacity)
    people = [add_person(db_session) for _ in range(PEOPLE)]
    model = Obvious(capacity)
    for deed, value in story:
        if deed == "resize":
            try:
                changed(workshop, capacity=value)
            except RuleViolation:
                assert not model.resize(value)
            else:
                assert model.resize(value)
        else:
            getattr(services, deed)(workshop.id, by=people[value])
            getattr(model, deed)(value)
        compare(db_session, workshop, people, model)


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
    assert [one.arrival for one in workshop.registrations] == list(range(1, workshop.arrivals + 1))

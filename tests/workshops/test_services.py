"""Register, leave, change, cancel: seats, journal, mails, notices, on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import current_app
from sqlalchemy.exc import IntegrityError

from tests.support.people import add_person
from tests.workshops.making import (
    CONFIRMED,
    LEFT,
    REMOVED,
    WAITING,
    add_workshop,
    move_into_past,
    plan_for,
    states_of,
)
from trianon.accounts import people_services
from trianon.bilingual.text import Bilingual
from trianon.core.audit import entries_about
from trianon.core.clock import at, now
from trianon.core.errors import RuleViolation, StaleForm
from trianon.core.search import matches
from trianon.core.sides import Side
from trianon.mail.models import OutboxMail
from trianon.notifications.models import Notification
from trianon.workshops import services
from trianon.workshops.allocation import allocate
from trianon.workshops.models import Registration, RegistrationState, Workshop, WorkshopState
from trianon.workshops.news import say_moved

pytestmark = pytest.mark.both_engines
MONTH = timedelta(days=30)


def mails(session: Any) -> list[tuple[str, int]]:
    """Kind and recipient of each mail, in the order they were posted."""
    return [(mail.kind, mail.recipient_id) for mail in session.scalars(sa.select(OutboxMail).order_by(OutboxMail.id))]


def plan_of(workshop: Workshop, **changes: Any) -> services.Plan:
    """The workshop's own plan, with changes."""
    parts = {name: getattr(workshop, name) for name in services.Plan.__dataclass_fields__}
    return services.Plan(**parts | changes)


def changed(workshop: Workshop, **changes: Any) -> Workshop:
    """Edit the workshop as its host."""
    seen = services.version_of(workshop)
    return services.change(workshop.id, plan_of(workshop, **changes), seen=seen, by=workshop.host)


def test_a_seat_then_the_waiting_list(db_session: Any) -> None:
    workshop = add_workshop(db_session, capacity=2)
    people = [add_person(db_session) for _ in range(4)]
    answers = [services.register(workshop.id, by=person) for person in people]
    assert [is_new for _, is_new in answers] == [True] * 4
    assert states_of(db_session, workshop) == [CONFIRMED, CONFIRMED, WAITING, WAITING]
    assert (workshop.taken, workshop.waiting, workshop.arrivals) == (2, 2, 4)
    kinds = ["workshops.confirmed"] * 2 + ["workshops.waiting"] * 2
    assert mails(db_session) == [(kind, person.id) for kind, person in zip(kinds, people, strict=True)]
    assert [entry.event for entry in entries_about("workshop", workshop.id)][2:] == [
        "SeatConfirmed",
        "SeatConfirmed",
        "PersonQueued",
        "PersonQueued",
    ]


def test_a_second_click_changes_nothing(db_session: Any) -> None:
    workshop = add_workshop(db_session)
    person = add_person(db_session)
    first, _ = services.register(workshop.id, by=person)
    again, is_new = services.register(workshop.id, by=person)
    assert (again.id, is_new) == (first.id, False)
    assert workshop.taken == 1
    assert len(mails(db_session)) == 1


def test_a_freed_seat_goes_to_the_first_who_waits_and_not_to_a_newcomer(db_session: Any) -> None:
    workshop = add_workshop(db_session, capacity=1)
    first, second, third = (add_person(db_session) for _ in range(3))
    for person in (first, second):
        services.register(workshop.id, by=person)
    services.leave(workshop.id, by=first)
    services.register(workshop.id, by=third)
    assert states_of(db_session, workshop) == [LEFT, CONFIRMED, WAITING]
    assert mails(db_session)[2:] == [
        ("workshops.left", first.id),
        ("workshops.promoted", second.id),
        ("workshops.waiting", third.id),
    ]
    inbox = [(n.account_id, n.kind) for n in db_session.scalars(sa.select(Notification).order_by(Notification.id))]
    assert (second.id, "workshops.promoted") in inbox


def test_whoever_left_comes_back_at_the_end_with_a_greater_sequence(db_session: Any) -> None:
    workshop = add_workshop(db_session, capacity=1)
    first, second = (add_person(db_session) for _ in range(2))
    for person in (first, second):
        services.register(workshop.id, by=person)
    services.leave(workshop.id, by=first)
    services.register(workshop.id, by=first)
    services.leave(workshop.id, by=second)
    assert states_of(db_session, workshop) == [LEFT, LEFT, CONFIRMED]
    rows = db_session.scalars(sa.select(OutboxMail).filter_by(recipient_id=first.id).order_by(OutboxMail.id))
    assert [(mail.kind.partition(".")[2], mail.data.get("sequence")) for mail in rows] == [
        ("confirmed", 0),
        ("left", 1),
        ("waiting", None),
        ("promoted", 2),
    ]


def test_leaving_the_list_is_told_by_nobody(db_session: Any) -> None:
    workshop = add_workshop(db_session, capacity=1)
    first, second = (add_person(db_session) for _ in range(2))
    for person in (first, second):
        services.register(workshop.id, by=person)
    services.leave(workshop.id, by=second)
    assert (workshop.taken, workshop.waiting) == (1, 0)
    assert len(mails(db_session)) == 2
    assert services.leave(workshop.id, by=second) is None


def test_a_larger_room_seats_those_who_wait(db_session: Any) -> None:
    workshop = add_workshop(db_session, capacity=1)
    people = [add_person(db_session) for _ in range(4)]
    for person in people:
        services.register(workshop.id, by=person)
    changed(workshop, capacity=3)
    assert states_of(db_session, workshop) == [CONFIRMED, CONFIRMED, CONFIRMED, WAITING]
    assert mails(db_session)[4:] == [("workshops.promoted", people[1].id), ("workshops.promoted", people[2].id)]


def test_the_room_is_never_smaller_than_its_people(db_session: Any) -> None:
    workshop = add_workshop(db_session, capacity=2)
    for _ in range(2):
        services.register(workshop.id, by=add_person(db_session))
    with pytest.raises(RuleViolation, match="capacity_below_confirmed"):
        changed(workshop, capacity=1)
    assert workshop.capacity == 2


def test_the_database_refuses_one_seat_too_many(db_session: Any) -> None:
    workshop = add_workshop(db_session, capacity=1)
    services.register(workshop.id, by=add_person(db_session))
    with pytest.raises(IntegrityError, match="taken_within_capacity"):
        db_session.execute(sa.update(Workshop).values(taken=Workshop.taken + 1))
    db_session.rollback()


def test_the_database_refuses_a_double_registration(db_session: Any) -> None:
    workshop = add_workshop(db_session)
    registration, _ = services.register(workshop.id, by=add_person(db_session))
    again = {"workshop_id": workshop.id, "account_id": registration.account_id, "side": registration.side}
    with pytest.raises(IntegrityError):
        db_session.execute(
            sa.insert(Registration).values(
                state=RegistrationState.WAITING, arrival=9, registered_at=registration.registered_at, **again
            )
        )
    db_session.rollback()


@pytest.mark.parametrize("case", ["announced", "past", "cancelled", "closed"])
def test_registration_is_refused(db_session: Any, case: str) -> None:
    workshop = add_workshop(db_session, is_open=case != "announced")
    if case == "past":
        move_into_past(db_session, workshop)
    elif case == "cancelled":
        services.cancel(workshop.id, by=workshop.host)
    elif case == "closed":
        workshop.registration_closes_at = workshop.created_at
    with pytest.raises(RuleViolation, match="registration_"):
        services.register(workshop.id, by=add_person(db_session))
    assert workshop.arrivals == 0


def test_there_is_no_such_workshop(db_session: Any) -> None:
    with pytest.raises(LookupError):
        services.register(99, by=add_person(db_session))


def test_cancelling_tells_everybody_and_takes_them_off(db_session: Any) -> None:
    workshop = add_workshop(db_session, capacity=1)
    seated, waiting, left = (add_person(db_session) for _ in range(3))
    for person in (seated, waiting, left):
        services.register(workshop.id, by=person)
    services.leave(workshop.id, by=left)
    before = len(mails(db_session))
    services.cancel(workshop.id, by=workshop.host)
    assert states_of(db_session, workshop) == [REMOVED, REMOVED, LEFT]
    assert (workshop.state, workshop.taken, workshop.waiting) == (WorkshopState.CANCELLED, 0, 0)
    assert mails(db_session)[before:] == [("workshops.cancelled", seated.id), ("workshops.cancelled", waiting.id)]
    told = db_session.scalars(sa.select(OutboxMail).filter_by(kind="workshops.cancelled").order_by(OutboxMail.id))
    assert [mail.data["sequence"] for mail in told] == [1, None]
    with pytest.raises(RuleViolation, match="workshop_is_cancelled"):
        changed(workshop, capacity=9)


def test_moving_tells_those_with_a_seat_and_those_who_wait(db_session: Any) -> None:
    workshop = add_workshop(db_session, capacity=1)
    for _ in range(2):
        services.register(workshop.id, by=add_person(db_session))
    revision = workshop.revision
    changed(workshop, starts_at=workshop.starts_at + timedelta(hours=1))
    assert workshop.revision == revision + 1
    told = db_session.scalars(sa.select(OutboxMail).filter_by(kind="workshops.changed").order_by(OutboxMail.id))
    assert [mail.data["sequence"] for mail in told] == [1, None]


def test_opening_is_no_move(db_session: Any) -> None:
    """What was told of the new hours, and not read yet, is true still."""
    workshop = add_workshop(db_session, is_open=False)
    changed(workshop, starts_at=workshop.starts_at + timedelta(hours=1))
    moved, seen = workshop.revision, services.version_of(workshop)
    services.open_registration(workshop.id, by=workshop.host)
    with current_app.test_request_context("/fr/"):
        assert say_moved(workshop.id, moved) is not None
    # The form that was open before would close it again.
    assert services.version_of(workshop) != seen


def test_a_new_title_is_told_to_nobody_and_found(db_session: Any) -> None:
    workshop = add_workshop(db_session)
    services.register(workshop.id, by=add_person(db_session))
    changed(workshop, title=Bilingual("Les vélos cargos", "Грузовые велосипеды"))
    assert len(mails(db_session)) == 1
    for words in ("velo cargo", "велосипед"):
        found = matches("workshop", words)
        assert found is not None
        assert list(db_session.scalars(found)) == [workshop.id]
    assert not list(db_session.scalars(matches("workshop", "tramway")))  # type: ignore[arg-type]


def test_seats_follow_a_change_of_side(db_session: Any) -> None:
    """Counters, the order of arrival and whoever waits: as if everybody had always been of their side of now."""
    workshop = add_workshop(
        db_session, capacity=3, reserved_france=2, released_at=now() + timedelta(days=9), starts_at=now() + MONTH
    )
    seated, russian, late, french = (
        add_person(db_session, side=side) for side in ("russia", "russia", "russia", "france")
    )
    for person in (seated, russian, late, french):
        services.register(workshop.id, by=person)
    held = add_workshop(db_session, starts_at=now() + timedelta(days=1))
    services.register(held.id, by=seated)
    move_into_past(db_session, held)
    assert states_of(db_session, workshop) == [CONFIRMED, WAITING, WAITING, CONFIRMED]
    # The first who waits sits down on a seat that is kept for the French side.
    people_services.ask_side(russian, Side.FRANCE, "")
    assert states_of(db_session, workshop) == [CONFIRMED, CONFIRMED, WAITING, CONFIRMED]
    assert sides_of(workshop) == ((0, 2, 1), (0, 0, 1))
    # A seat is kept, also when it is one more than was open to this side.
    people_services.ask_side(french, Side.RUSSIA, "")
    people_services.ask_side(late, Side.OTHER, "")
    assert states_of(db_session, workshop) == [CONFIRMED, CONFIRMED, WAITING, CONFIRMED]
    assert sides_of(workshop) == ((0, 1, 2), (1, 0, 0))
    people_services.ask_side(seated, Side.OTHER, "")
    assert sides_of(workshop) == ((1, 1, 1), (1, 0, 0))
    db_session.refresh(held)
    assert (held.registrations[0].side, held.taken_russia) == (Side.RUSSIA, 1)
    assert mails(db_session)[-1] == ("workshops.promoted", russian.id)


def sides_of(workshop: Workshop) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    """Taken and waiting, each of other countries, France and Russia; as the registrations have it, too."""
    found = []
    for state, total, france, russia in (
        (CONFIRMED, workshop.taken, workshop.taken_france, workshop.taken_russia),
        (WAITING, workshop.waiting, workshop.waiting_france, workshop.waiting_russia),
    ):
        counted = (total - france - russia, france, russia)
        living = [one.side for one in workshop.registrations if one.state == state]
        assert tuple(living.count(side) for side in (Side.OTHER, Side.FRANCE, Side.RUSSIA)) == counted
        found.append(counted)
    return found[0], found[1]


def test_an_old_form_is_refused(db_session: Any) -> None:
    workshop = add_workshop(db_session)
    seen = services.version_of(workshop)
    changed(workshop, minutes=60)
    with pytest.raises(StaleForm):
        services.change(workshop.id, plan_of(workshop, minutes=75), seen=seen, by=workshop.host)
    assert workshop.minutes == 60


def test_a_registration_does_not_make_a_form_old(db_session: Any) -> None:
    workshop = add_workshop(db_session)
    seen = services.version_of(workshop)
    services.register(workshop.id, by=add_person(db_session))
    assert services.version_of(workshop) == seen


def test_nothing_changed_is_no_event(db_session: Any) -> None:
    workshop = add_workshop(db_session)
    before = len(entries_about("workshop", workshop.id))
    changed(workshop)
    assert len(entries_about("workshop", workshop.id)) == before


def test_a_plan_in_the_past_is_refused(db_session: Any) -> None:
    plan = plan_for(db_session)
    host = add_person(db_session, "host")
    with pytest.raises(RuleViolation, match="start_is_past"):
        services.create(replace(plan, starts_at=plan.starts_at - timedelta(days=60)), by=host)


def test_allocating_again_changes_nothing(db_session: Any) -> None:
    workshop = add_workshop(db_session, capacity=1)
    for _ in range(2):
        services.register(workshop.id, by=add_person(db_session))
    before = states_of(db_session, workshop)
    allocate(workshop.id)
    assert states_of(db_session, workshop) == before


def test_nobody_is_seated_after_the_end(db_session: Any) -> None:
    workshop = add_workshop(db_session, capacity=1)
    first, second = (add_person(db_session) for _ in range(2))
    for person in (first, second):
        services.register(workshop.id, by=person)
    before = len(mails(db_session))
    with at(workshop.ends_at + timedelta(minutes=1)):
        changed(workshop, capacity=2)
        # Who was registered stays so: no calendar is told otherwise, and who was there can be noted.
        for person in (first, second):
            with pytest.raises(RuleViolation, match="too_late_to_leave"):
                services.leave(workshop.id, by=person)
        assert services.leave(workshop.id, by=add_person(db_session)) is None
    assert states_of(db_session, workshop) == [CONFIRMED, WAITING]
    assert len(mails(db_session)) == before

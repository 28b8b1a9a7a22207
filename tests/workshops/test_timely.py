"""What is due at its time: reminders once each and for the right hours, seats released, hosts alerted, needs erased."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from tests.support.people import add_person
from tests.workshops.making import CONFIRMED, WAITING, add_workshop, states_of
from tests.workshops.test_mails import made, newest
from tests.workshops.test_rules import Told
from tests.workshops.test_services import changed, mails
from trianon.core.clock import at
from trianon.mail.models import OutboxMail
from trianon.mail.render import render
from trianon.workshops import presence, seat_links, services, timely
from trianon.workshops.allocation import Newcomer
from trianon.workshops.reminder_rules import Which, which_is_due

START = datetime(2031, 7, 3, 16, 30, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("after_start", "which"),
    [
        (-7 * DAY - MINUTE, None),
        (-7 * DAY, Which.WEEK),
        (-DAY - MINUTE, Which.WEEK),
        (-DAY, Which.DAY),
        (-HOUR, Which.HOUR),
        (-MINUTE, Which.HOUR),
        (timedelta(), None),
        (90 * MINUTE, Which.THANKS),
        (90 * MINUTE + 2 * DAY, None),
    ],
)
def test_which_is_due(after_start: timedelta, which: Which | None) -> None:
    told = Told(starts_at=START, ends_at=START + 90 * MINUTE)
    due = which_is_due(told, START + after_start)
    assert (due.kind if due else None) is which


@pytest.fixture
def registered(db_session: Any) -> Any:
    """One seat taken, long before, and somebody who waits."""
    with at(START - 30 * DAY):
        workshop = add_workshop(db_session, capacity=1, starts_at=START)
        people = [add_person(db_session), add_person(db_session, side="russia")]
        for person in people:
            services.register(workshop.id, by=person)
    return workshop, people


def remind(moment: datetime, times: int = 2) -> int:
    """The timed job, more often than needed; how many it wrote."""
    with at(moment):
        return sum(timely.write_reminders() for _ in range(times))


def test_each_reminder_is_written_once_and_only_to_people_with_a_seat(db_session: Any, registered: Any) -> None:
    for before in (8 * DAY, 7 * DAY, 3 * DAY, DAY, HOUR, -2 * HOUR):
        remind(START - before)
    rows = db_session.scalars(sa.select(OutboxMail).filter_by(kind="workshops.reminder").order_by(OutboxMail.id))
    assert [(row.recipient_id, row.data["which"]) for row in rows] == [
        (registered[1][0].id, which) for which in ("week", "day", "hour", "thanks")
    ]


def test_a_moved_workshop_gets_new_reminders_and_drops_the_old_ones(db_session: Any, registered: Any) -> None:
    workshop, _ = registered
    assert remind(START - 7 * DAY) == 1
    old = newest(db_session, "reminder")
    with at(START - 6 * DAY):
        changed(workshop, starts_at=START + 10 * DAY)
        # Not sent yet: what it would say is no longer true.
        assert render(old) is None
    assert remind(START - 5 * DAY) == 0
    assert remind(START + 3 * DAY) == 1
    with at(START + 3 * DAY):
        assert render(newest(db_session, "reminder")) is not None


def test_whoever_was_just_told_is_not_reminded(db_session: Any, registered: Any) -> None:
    workshop, (seated, waiting) = registered
    with at(START - 20 * HOUR):
        changed(workshop, minutes=60)
    assert remind(START - 19 * HOUR) == 0
    with at(START - 30 * MINUTE):
        services.leave(workshop.id, by=seated)
    # Promoted half an hour before: that mail says all.
    assert remind(START - 20 * MINUTE) == 0
    assert newest(db_session, "promoted").recipient_id == waiting.id


def test_reminders_can_be_ended_without_losing_the_seat(db_session: Any, registered: Any) -> None:
    workshop, (seated, _) = registered
    remind(START - 7 * DAY)
    with at(START - 7 * DAY):
        written = made(db_session, "reminder")
    assert written is not None
    assert "/fr/workshops/reminders/" in written.unsubscribe
    key = written.unsubscribe.rpartition("/")[2]
    found = seat_links.registration_of(seat_links.Purpose.NO_REMINDERS, key)
    assert found is not None
    assert found.account_id == seated.id
    # A link is good for nothing else.
    assert seat_links.registration_of(seat_links.Purpose.GIVE_BACK, key) is None
    services.silence(found)
    with at(START - 7 * DAY):
        assert made(db_session, "reminder") is None
    assert remind(START - DAY) == 0
    assert states_of(db_session, workshop) == [CONFIRMED, WAITING]


@pytest.mark.parametrize(
    ("moment", "minutes"),
    [
        (START + 5 * HOUR, 60),
        # more than has passed: it does not begin anew
        (START + 5 * HOUR, 600),
        # less than has passed, while people meet
        (START + HOUR, 45),
    ],
)
def test_a_length_corrected_when_it_is_over_is_told_to_nobody_and_people_are_thanked(
    db_session: Any, registered: Any, moment: datetime, minutes: int
) -> None:
    workshop, _people = registered
    with at(moment):
        changed(workshop, minutes=minutes)
        assert newest(db_session, "changed") is None
    assert remind(workshop.ends_at + HOUR) == 1
    with at(workshop.ends_at + HOUR):
        thanks = made(db_session, "reminder")
    assert thanks is not None
    assert thanks.subject.startswith("Merci")
    # What is put off after all is told.
    with at(START + DAY):
        changed(workshop, starts_at=START + 9 * DAY)
        assert made(db_session, "changed") is not None
    with at(START + 10 * DAY):
        assert made(db_session, "changed") is None


def test_whoever_was_not_there_is_not_thanked_for_it(db_session: Any, registered: Any) -> None:
    workshop, (seated, _) = registered
    other = add_person(db_session, side="russia")
    with at(START - 20 * DAY):
        changed(workshop, capacity=3)
        services.register(workshop.id, by=other)
    presence.report(workshop.id, [str(other.id)])
    assert remind(START + 2 * HOUR) == 3
    rows = db_session.scalars(sa.select(OutboxMail).filter_by(kind="workshops.reminder").order_by(OutboxMail.id)).all()
    with at(START + 2 * HOUR):
        written = {row.recipient_id: render(row) for row in rows}
    subjects = {person: mail[1].subject for person, mail in written.items() if mail}
    assert subjects[seated.id].startswith("A eu lieu")
    assert subjects[other.id].startswith("Спасибо")


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (7 * DAY, "L’atelier commence dans 7 jours."),
        (DAY, "L’atelier commence dans 24 heures."),
        (HOUR, "L’atelier commence dans 60 minutes."),
        # late by a quarter of an hour, or by two days: counted from the moment of sending
        (45 * MINUTE, "L’atelier commence dans 45 minutes."),
        (5 * DAY, "L’atelier commence dans 5 jours."),
    ],
)
def test_a_reminder_says_what_is_true_when_it_is_sent(
    db_session: Any, registered: Any, before: timedelta, words: str
) -> None:
    remind(START - before)
    with at(START - before):
        mail = render(newest(db_session, "reminder"))
    assert mail is not None
    assert mail[1].paragraphs[0].replace("\u202f", " ").replace("\xa0", " ") == words
    assert mail[0]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert [place for place, _ in mail[1].facts[:2]] == ["Paris", "Moscou"]


def test_both_clocks_of_a_reminder_across_a_change_of_the_clocks(db_session: Any) -> None:
    """A week before 1 November 2026 it is still summer in Paris: the reminder gives the hours of the day itself."""
    start = datetime(2026, 11, 1, 17, 30, tzinfo=UTC)
    with at(start - 30 * DAY):
        workshop = add_workshop(db_session, starts_at=start)
        services.register(workshop.id, by=add_person(db_session, time_zone="Asia/Novosibirsk"))
    remind(start - 7 * DAY)
    with at(start - 7 * DAY):
        written = made(db_session, "reminder")
    assert written is not None
    assert [hours.partition(", ")[2] for _, hours in written.facts[:3]] == ["18:30–20:00", "20:30–22:00", "00:30–02:00"]


def test_kept_seats_are_released_at_the_published_moment(db_session: Any) -> None:
    with at(START - 30 * DAY):
        workshop = add_workshop(db_session, capacity=3, starts_at=START, reserved_russia=2, released_at=START - 5 * DAY)
        people = [add_person(db_session) for _ in range(3)]
        for person in people:
            services.register(workshop.id, by=person)
        assert timely.release_kept_seats() == 0
    assert states_of(db_session, workshop) == [CONFIRMED, WAITING, WAITING]
    with at(START - 5 * DAY - MINUTE):
        assert timely.release_kept_seats() == 0
    with at(START - 5 * DAY):
        assert timely.release_kept_seats() == 1
        assert timely.release_kept_seats() == 0
    assert states_of(db_session, workshop) == [CONFIRMED] * 3
    assert mails(db_session)[-2:] == [("workshops.promoted", person.id) for person in people[1:]]


def test_the_first_who_waits_comes_before_a_newcomer_at_the_moment_of_release(db_session: Any) -> None:
    """Even when the newcomer is quicker than the timed job."""
    with at(START - 30 * DAY):
        workshop = add_workshop(db_session, capacity=2, starts_at=START, reserved_russia=1, released_at=START - 5 * DAY)
        for _ in range(2):
            services.register(workshop.id, by=add_person(db_session))
    with at(START - 5 * DAY + MINUTE):
        services.register(workshop.id, by=add_person(db_session, side="russia"))
    assert states_of(db_session, workshop) == [CONFIRMED, CONFIRMED, WAITING]


def test_hosts_are_alerted_once_a_week_before(db_session: Any) -> None:
    with at(START - 30 * DAY):
        workshop = add_workshop(db_session, starts_at=START, minimum_russia=1, minimum_france=1)
        services.register(workshop.id, by=add_person(db_session))
        assert timely.alert_hosts() == 0
    with at(START - 7 * DAY):
        assert [timely.alert_hosts(), timely.alert_hosts()] == [1, 0]
        alert = made(db_session, "minimum")
        assert alert is not None
        assert alert.facts[0] == ("Partie russe", "0 sur 1")
        services.register(workshop.id, by=add_person(db_session, side="russia"))
        assert made(db_session, "minimum") is None
    assert newest(db_session, "minimum").recipient_id == workshop.host_id


def test_needs_are_erased_the_day_after(db_session: Any) -> None:
    with at(START - 30 * DAY):
        workshop = add_workshop(db_session, starts_at=START)
        person = add_person(db_session)
        made_one, _ = services.register(workshop.id, by=person, newcomer=Newcomer(person, needs="Des sous-titres"))
    with at(START + 90 * MINUTE + DAY - MINUTE):
        timely.erase_needs()
        assert made_one.needs == "Des sous-titres"
    with at(START + 90 * MINUTE + DAY + MINUTE):
        assert timely.erase_needs() == 1
    db_session.refresh(made_one)
    assert made_one.needs == ""

"""Five hundred people of two sides and others ask at once for fifty seats, some of them leave again; then the release.

What the database says afterwards is told again to a slow, obvious model, event by event from the journal.
"""

from __future__ import annotations

import http.client
import os
import re
import signal
import threading
import time
import urllib.parse
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.load.rush import processes_of, site_of
from tests.support.people import add_person
from tests.support.server import LiveServer
from tests.support.signed import cookie_and_mark

AT_ONCE = 32
LEAVES = 7


@dataclass(frozen=True)
class Crowd:
    """How many of each side ask, for how many seats, how many of these kept for each side."""

    name: str
    people: dict[str, int]
    capacity: int = 50
    reserved: int = 20


EVEN = Crowd("even", {"france": 200, "russia": 200, "other": 100})
THIN = Crowd("one side thin", {"france": 300, "russia": 15, "other": 185})
SMALL = Crowd("small", {"france": 30, "russia": 5, "other": 15}, capacity=10, reserved=4)


@dataclass
class Person:
    """Somebody with the page open; every seventh gives the seat or the place up as soon as it is theirs."""

    number: int
    cookie: str
    token: str
    leaves: bool
    status: int | None = None
    left: int | None = None
    again: int = 0
    told: str = ""
    milliseconds: float = 0.0


@dataclass
class Outcome:
    """What the people were answered, what the journal tells, what the tables say before and after the release."""

    crowd: Crowd
    people: list[Person]
    processes: int
    killed: bool = False
    seconds: float = 0.0
    capacity: int = 0
    sides: dict[int, str] = field(default_factory=dict)
    accounts: dict[int, int] = field(default_factory=dict)
    journal: list[tuple[str, int]] = field(default_factory=list)
    # By registration: (arrival, state), before and after the release.
    before: dict[int, tuple[int, str]] = field(default_factory=dict)
    after: dict[int, tuple[int, str]] = field(default_factory=dict)
    counters: dict[str, int] = field(default_factory=dict)
    mails: dict[str, int] = field(default_factory=dict)

    def faults(self) -> list[str]:
        """Everything that is not as it must be."""
        checks = (self._answers, self._story, self._counted, self._told, self._mailed)
        return [fault for check in checks for fault in check()]

    def _answers(self) -> Iterator[str]:
        lost = [one for one in self.people if one.status != 303 or (one.leaves and one.left != 303)]
        if lost:
            yield f"{len(lost)} people were not answered"
        if len(self.before) != len(self.people):
            yield f"{len(self.before)} registrations of {len(self.people)} people"
        if sorted(arrival for arrival, _ in self.before.values()) != list(range(1, len(self.before) + 1)):
            yield "arrivals have gaps or repetitions"

    def _story(self) -> Iterator[str]:
        """The journal, event by event, against the model; then the tables against the model."""
        model = Obvious(self.capacity, {"france": self.crowd.reserved, "russia": self.crowd.reserved})
        for event, registration in self.journal:
            if event == "PersonPromoted":
                model.told.append(registration)
                continue
            yield from model.settled(event)
            if event == "PersonLeft":
                model.leave(registration)
            else:
                model.come(registration, self.sides[registration])
                if (registration in model.seats) != (event == "SeatConfirmed"):
                    yield f"{event} where the model says otherwise"
        yield from model.settled("end of the rush")
        yield from self._same(model, self.before, "before")
        model.kept = {}
        model.settle()
        yield from self._same(model, self.after, "after")

    def _same(self, model: Obvious, table: dict[int, tuple[int, str]], when: str) -> Iterator[str]:
        seated = {number for number, (_, state) in table.items() if state == "confirmed"}
        waiting = [
            number for number, (_, state) in sorted(table.items(), key=lambda row: row[1][0]) if state == "waiting"
        ]
        if seated != model.seats:
            yield f"{when} the release other people sit than the model says: {len(seated)}, not {len(model.seats)}"
        if waiting != [one for one, _ in model.line if one not in model.seats]:
            yield f"{when} the release the list is in another order"
        if len(seated) > self.capacity:
            yield f"{when} the release {len(seated)} people on {self.capacity} seats"

    def _counted(self) -> Iterator[str]:
        states = [state for _, state in self.after.values()]
        if (self.counters["taken"], self.counters["waiting"]) != (states.count("confirmed"), states.count("waiting")):
            yield f"counters {self.counters}"

    def _told(self) -> Iterator[str]:
        """The page of each person, before the release: a seat, the rank on the list of one's side, or neither."""
        ranks: dict[str, int] = {}
        truth = {}
        for number, (_, state) in sorted(self.before.items(), key=lambda row: row[1][0]):
            side = self.sides[number]
            if state == "waiting":
                ranks[side] = ranks.get(side, 0) + 1
            truth[self.accounts[number]] = f"waiting {ranks.get(side)}" if state == "waiting" else state
        wrong = [one for one in self.people if one.told != truth.get(one.number)]
        if wrong:
            yield f"{len(wrong)} pages said what is not true: {wrong[0].told}, not {truth.get(wrong[0].number)}"

    def _mailed(self) -> Iterator[str]:
        events = [event for event, _ in self.journal]
        promoted = sum(self.after[one][1] != self.before[one][1] for one in self.after)
        expected = {
            "workshops.confirmed": events.count("SeatConfirmed"),
            "workshops.waiting": events.count("PersonQueued"),
            "workshops.promoted": events.count("PersonPromoted") + promoted,
        }
        if any(self.mails.get(kind, 0) != count for kind, count in expected.items()):
            yield f"mails {self.mails} in place of {expected}"


@dataclass
class Obvious:
    """One line of people; after each deed everybody in it is asked again, from the first, whether they may sit."""

    capacity: int
    kept: dict[str, int]
    line: list[tuple[int, str]] = field(default_factory=list)
    seats: set[int] = field(default_factory=set)
    owed: list[int] = field(default_factory=list)
    told: list[int] = field(default_factory=list)

    def come(self, one: int, side: str) -> None:
        self.line.append((one, side))
        self.settle()
        # A newcomer who sits at once is told as a newcomer.
        self.owed = [other for other in self.owed if other != one]

    def leave(self, one: int) -> None:
        self.line = [place for place in self.line if place[0] != one]
        self.seats.discard(one)
        self.settle()

    def settled(self, event: str) -> Iterator[str]:
        """Whoever the model has promoted was told so, in the same order, before the next event."""
        if self.owed != self.told:
            yield f"promoted {self.told} where the model says {self.owed}, before {event}"
        self.owed, self.told = [], []

    def settle(self) -> None:
        for one, side in self.line:
            if one not in self.seats and self._may_sit(side):
                self.seats.add(one)
                self.owed.append(one)

    def _may_sit(self, side: str) -> bool:
        sitting = {name: sum(1 for one, of in self.line if of == name and one in self.seats) for name in _SIDES}
        needed = {name: max(count, self.kept.get(name, 0)) for name, count in sitting.items()}
        needed[side] = sitting[side] + 1
        return sum(needed.values()) <= self.capacity


_SIDES = ("france", "russia", "other")


def rush(server: LiveServer, crowd: Crowd, *, kill: bool = False) -> Outcome:
    """Prepare, press all buttons, look at every page, release the kept seats, read what the database says."""
    with site_of(server):
        number, people = prepare(crowd)
    outcome = Outcome(crowd, people, processes_of(server), killed=kill)
    began = time.monotonic()
    if kill:
        threading.Timer(0.7, kill_one_process, [server]).start()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(lambda person: press(server, number, person), _mixed(people)))
    outcome.seconds = round(time.monotonic() - began, 2)
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda person: look(server, number, person), people))
    with site_of(server):
        read(outcome, number)
        release(number)
        outcome.after = table_of(number)
        read_counters(outcome, number)
    return outcome


def _mixed(people: list[Person]) -> list[Person]:
    """People of all sides come in a mixed order."""
    return sorted(people, key=lambda person: (person.number * 7919) % 1009)


def prepare(crowd: Crowd) -> tuple[int, list[Person]]:
    """A workshop, accounts that have signed in, and the open page of each: signing in would take longest."""
    from tests.workshops.making import add_workshop
    from trianon.core.clock import now
    from trianon.core.database import db

    workshop = add_workshop(
        db.session,
        capacity=crowd.capacity,
        reserved_france=crowd.reserved,
        reserved_russia=crowd.reserved,
        released_at=now() + timedelta(days=20),
    )
    accounts = [add_person(db.session, side=side) for side, count in crowd.people.items() for _ in range(count)]
    people = [_signed_in(place, account) for place, account in enumerate(accounts)]
    number = workshop.id
    db.session.commit()
    return number, people


def _signed_in(place: int, account: Any) -> Person:
    from flask import current_app

    cookie, token = cookie_and_mark(current_app._get_current_object(), account)  # type: ignore[attr-defined]
    return Person(account.id, cookie, token, leaves=place % LEAVES == 0)


def press(server: LiveServer, number: int, person: Person) -> None:
    """Register; whoever gets no answer presses again, as people do. Then leave, if one is of those."""
    began = time.monotonic()
    person.status = _press(server, number, person, "register")
    person.milliseconds = round((time.monotonic() - began) * 1000, 1)
    if person.leaves:
        person.left = _press(server, number, person, "leave")


def _press(server: LiveServer, number: int, person: Person, button: str) -> int | None:
    body = urllib.parse.urlencode({"csrf_token": person.token})
    headers = {"Cookie": person.cookie, "Content-Type": "application/x-www-form-urlencoded"}
    for _try in range(5):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        try:
            connection.request("POST", f"/fr/workshops/{number}/{button}", body, headers)
            answer = connection.getresponse()
            answer.read()
            return answer.status
        except (OSError, http.client.HTTPException):
            person.again += 1
            time.sleep(0.2)
        finally:
            connection.close()
    return None


def kill_one_process(server: LiveServer) -> None:
    """`kill -9` of one of the processes that answer."""
    assert server.web is not None
    children = Path(f"/proc/{server.web.pid}/task/{server.web.pid}/children").read_text().split()
    os.kill(int(children[0]), signal.SIGKILL)


def look(server: LiveServer, number: int, person: Person) -> None:
    """What the page tells this person now."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.request("GET", f"/fr/workshops/{number}", headers={"Cookie": person.cookie})
    page = connection.getresponse().read().decode().replace("\u202f", " ").replace("\xa0", " ")
    connection.close()
    if "Annuler mon inscription" in page:
        person.told = "confirmed"
    elif rank := re.search(r"Votre rang sur la liste d’attente [^:<]*: (\d+)", page):
        person.told = f"waiting {rank[1]}"
    elif "/register" in page:
        person.told = "left"


def release(number: int) -> None:
    """The published moment comes: the timed job does what it does every minute."""
    from trianon.core.clock import at, now
    from trianon.workshops.timely import release_kept_seats

    with at(now() + timedelta(days=20, minutes=1)):
        release_kept_seats()


def read(outcome: Outcome, number: int) -> None:
    """What the database says before the release."""
    import sqlalchemy as sa

    from trianon.core.audit import AuditEntry
    from trianon.core.database import db
    from trianon.workshops.models import Registration

    rows = db.session.execute(sa.select(Registration.id, Registration.side, Registration.account_id)).all()
    outcome.sides = {row.id: row.side.value for row in rows}
    outcome.accounts = {row.id: row.account_id for row in rows}
    told = ("SeatConfirmed", "PersonQueued", "PersonLeft", "PersonPromoted")
    entries = sa.select(AuditEntry).filter_by(subject="workshop", subject_id=number).order_by(AuditEntry.id)
    outcome.journal = [
        (one.event, one.data["registration"]) for one in db.session.scalars(entries) if one.event in told
    ]
    outcome.before = table_of(number)


def table_of(number: int) -> dict[int, tuple[int, str]]:
    """Arrival and state of each registration."""
    import sqlalchemy as sa

    from trianon.core.database import db
    from trianon.workshops.models import Registration

    rows = sa.select(Registration.id, Registration.arrival, Registration.state).filter_by(workshop_id=number)
    return {row.id: (row.arrival, row.state.value) for row in db.session.execute(rows)}


def read_counters(outcome: Outcome, number: int) -> None:
    """The workshop's own counters, and the mails by kind."""
    import sqlalchemy as sa

    from trianon.core.database import db
    from trianon.mail.models import OutboxMail
    from trianon.workshops.models import Workshop

    workshop = db.session.get_one(Workshop, number)
    outcome.capacity = workshop.capacity
    outcome.counters = {"taken": workshop.taken, "waiting": workshop.waiting}
    kinds = sa.select(OutboxMail.kind, sa.func.count()).group_by(OutboxMail.kind)
    outcome.mails = {row[0]: row[1] for row in db.session.execute(kinds)}

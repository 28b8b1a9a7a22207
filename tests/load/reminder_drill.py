"""Three workshops and their reminders, from registration to thanks, while the worker is killed again and again.

One is held as planned, one is moved, one is cancelled, both while reminders wait in the outbox. All were registered for
in summer time and take place in winter time. The worker is the real one, by another clock; so is the mail server.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import sqlalchemy as sa

from tests.load.rush import site_of
from tests.support import databases
from tests.support.house import run_directory
from tests.support.people import add_person
from tests.support.server import LiveServer
from tests.support.smtp import MailServer, text_of
from tests.workshops.making import add_workshop
from tests.workshops.test_services import changed
from trianon.core.clock import at
from trianon.core.database import db
from trianon.mail.delivery import deliver_waiting
from trianon.mail.models import OutboxMail
from trianon.workshops import services
from trianon.workshops.models import Registration, Workshop
from trianon.workshops.reminder_rules import which_is_due

OTHER_CLOCK = Path(__file__).with_name("other_clock")
BOOKED = datetime(2026, 10, 12, 9, 0, tzinfo=UTC)
# The clocks of Paris are put back on 25 October, those of Moscow never: by the clock of the day of registration it
# would be 19:30 in Paris.
START = datetime(2026, 10, 29, 17, 30, tzinfo=UTC)
MOVED = START + timedelta(days=3)
CLOCKS = ("18:30", "20:30")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
# A mail that a killed worker had in its hands is taken up again when its lease has run out.
LEASE = 3 * MINUTE
WAITING = 2
SILENT = 2


class DeadlyServer(MailServer):
    """Takes its time, and on demand kills whoever has just handed it a mail, before the answer is noted."""

    victim: int | None = None
    patience = 0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        await asyncio.sleep(0.02)
        answer = await super().handle_DATA(server, session, envelope)
        self.patience -= 1
        if self.victim is not None and self.patience <= 0:
            os.kill(self.victim, signal.SIGKILL)
            self.victim = None
        return answer


@dataclass
class Line:
    """One kind of mail about one workshop: rows of the outbox, and what the server received of them."""

    workshop: str
    mail: str
    expected: int
    written: int = 0
    sent: int = 0
    dropped: int = 0
    people: int = 0
    repeated: int = 0
    # Handed over, and dropped by the next worker because it was no longer true by then.
    unnoted: int = 0


@dataclass
class Drill:
    """One run; `faults` is empty when all is well."""

    engine: str
    seats: int = 24
    kills: int = 3
    chance: random.Random = field(default_factory=random.Random)
    at_random: int = 0
    at_worst: int = 0
    lines: list[Line] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    silent: set[str] = field(default_factory=set)
    # How many mails had arrived when something stopped being true.
    marks: dict[str, int] = field(default_factory=dict)
    revision: int = 0

    def run(self, *, whole: bool = True) -> Drill:
        """The story: whole, or as far as the day before."""
        self.smtp = DeadlyServer()
        self.smtp.start()
        self.clock = run_directory() / f"clock-{self.engine}"
        more = {"SMTP_URL": self.smtp.url, "MAIL_PACE": "100000", "MAIL_PACE_PROVIDERS": "example.org=100000"}
        more |= {"PYTHONPATH": str(OTHER_CLOCK), "CLOCK_FILE": str(self.clock)}
        self.server = LiveServer(databases.fresh_database(self.engine, "reminders"), more, processes=1)
        self.server.log = run_directory() / f"reminders-{self.engine}.log"
        self.database = sa.create_engine(self.server.database.replace("postgresql://", "postgresql+psycopg://"))
        try:
            with site_of(self.server):
                self._live(whole)
        finally:
            self.database.dispose()
            self.server.stop()
            self.smtp.stop()
        return self

    def _live(self, whole: bool) -> None:
        self._do(BOOKED, self._book)
        if not whole:
            self._do(BOOKED, lambda: deliver_waiting(limit=10_000))
        for moment, deed in self._story() if whole else self._beginning():
            self._deliver(moment, self.kills if whole or deed else 0, to_its_end=deed is None)
            if deed is not None:
                self._do(moment + HOUR, deed)
        self._read(whole)

    def _beginning(self) -> Iterator[tuple[datetime, Callable[[], None] | None]]:
        yield START - 7 * DAY + MINUTE, self._move
        yield START - 6 * DAY, None
        yield START - DAY + MINUTE, self._cancel
        yield START - 20 * HOUR, None

    def _story(self) -> Iterator[tuple[datetime, Callable[[], None] | None]]:
        """When the worker runs; a deed comes before it has sent everything, None: it sends all."""
        yield BOOKED + HOUR, None
        yield START - 7 * DAY + MINUTE, self._move
        yield START - 6 * DAY, None
        yield START - 5 * DAY, self._silence
        yield MOVED - 7 * DAY + MINUTE, None
        yield START - DAY + MINUTE, self._cancel
        yield START - 20 * HOUR, None
        yield START - 11 * HOUR, self._leave
        yield START - HOUR + MINUTE, None
        yield START + 2 * HOUR, None
        yield MOVED - DAY + MINUTE, None
        yield MOVED - HOUR + MINUTE, None
        yield MOVED + 2 * HOUR, None

    # ------------------------------------------------------------ what people do

    def _do(self, moment: datetime, deed: Callable[[], object]) -> None:
        with at(moment):
            deed()
            db.session.commit()
        # The worker and this process write in turn: nothing is held while it runs.
        db.session.remove()

    def _book(self) -> None:
        for name in ("held", "moved", "cancelled"):
            workshop = add_workshop(db.session, capacity=self.seats, starts_at=START)
            self.numbers[name] = workshop.id
            for place in range(self.seats + (WAITING if name == "held" else 0)):
                side = "russia" if place % 2 else "france"
                person = add_person(db.session, side=side, email=f"{name}-{place}@example.org")
                services.register(workshop.id, by=person)

    def _move(self) -> None:
        workshop = db.session.get_one(Workshop, self.numbers["moved"])
        changed(workshop, starts_at=MOVED)
        self.revision, self.marks["moved"] = workshop.revision, len(self.smtp.messages)

    def _cancel(self) -> None:
        number = self.numbers["cancelled"]
        services.cancel(number, by=db.session.get_one(Workshop, number).host)
        self.marks["cancelled"] = len(self.smtp.messages)

    def _silence(self) -> None:
        for one in db.session.get_one(Workshop, self.numbers["held"]).registrations[:SILENT]:
            services.silence(one)
            self.silent.add(one.account.email or "")
        self.marks["silent"] = len(self.smtp.messages)

    def _leave(self) -> None:
        """The last one with a seat gives it up, and the first who waits has it."""
        number = self.numbers["held"]
        services.leave(number, by=db.session.get_one(Workshop, number).registrations[self.seats - 1].account)

    # ------------------------------------------------------------ the worker, and its end

    def _deliver(self, moment: datetime, kills: int, *, to_its_end: bool) -> None:
        for turn in range(kills):
            self._set(moment + turn * LEASE)
            self._one_killed(is_worst=turn == 0)
        if not to_its_end:
            return
        self._set(moment + kills * LEASE)
        worker = self.server.start_worker()
        _wait(self._is_done, "the outbox is not emptied")
        worker.kill()
        worker.wait()

    def _one_killed(self, *, is_worst: bool) -> None:
        """At any moment, or at the worst: the server has the mail, and the worker dies before it can note it."""
        before = len(self.smtp.messages)
        worker = self.server.start_worker()
        if is_worst:
            self.smtp.patience, self.smtp.victim = self.chance.randint(1, max(1, self.seats // 2)), worker.pid
            _wait(lambda: worker.poll() is not None or self._is_done(), "the worker sends nothing")
        else:
            _wait(lambda: len(self.smtp.messages) > before or self._was_looked_at(), "the worker does nothing")
            time.sleep(self.chance.uniform(0, 0.8))
        self.smtp.victim = None
        if worker.poll() is None:
            self.at_random += 1
            worker.kill()
        else:
            self.at_worst += 1
        worker.wait()

    def _set(self, moment: datetime) -> None:
        self.now = moment
        self.clock.write_text(str((moment - datetime.now(UTC)).total_seconds()))

    def _is_done(self) -> bool:
        return self._was_looked_at() and self._waiting() == 0

    def _waiting(self) -> int:
        with self.database.connect() as connection:
            rows = connection.execute(sa.text("SELECT count(*) FROM outbox_mail WHERE state = 'waiting'"))
            return int(rows.scalar_one())

    def _was_looked_at(self) -> bool:
        """Whether the timed work has seen what is due by now: every workshop bears the mark of its reminder."""
        with self.database.connect() as connection:
            found = connection.execute(sa.select(Workshop.__table__)).all()
        for one in found:
            told = SimpleNamespace(state=one.state, starts_at=one.starts_at, ends_at=one.starts_at + 90 * MINUTE)
            due = which_is_due(told, self.now)
            if due is not None and one.reminded != f"{one.revision}:{due.kind}":
                return False
        return True

    # ------------------------------------------------------------ who got what

    def _read(self, whole: bool) -> None:
        copies: dict[str, list[int]] = {}
        for place, message in enumerate(self.smtp.messages):
            copies.setdefault(str(message["Message-ID"]), []).append(place)
        names = {number: name for name, number in self.numbers.items()}
        registrations = {one.id: names[one.workshop_id] for one in db.session.scalars(sa.select(Registration))}
        lines = {(one.workshop, one.mail): one for one in self._expected(whole)}
        people: dict[tuple[str, str], set[str]] = {}
        rows = db.session.scalars(sa.select(OutboxMail).where(OutboxMail.kind.startswith("workshops.")))
        for row in rows.all():
            workshop = registrations[row.data["registration"]]
            key = workshop, self._name_of(row, workshop)
            line = lines.setdefault(key, Line(*key, expected=0))
            places = copies.pop(row.message_id, [])
            line.written += 1
            line.sent += row.state == "sent"
            line.dropped += row.state == "dropped"
            line.repeated += max(0, len(places) - 1)
            line.unnoted += bool(places) and row.state == "dropped"
            people.setdefault(key, set()).update([row.address] if places else [])
            self._check(row, key, places)
        for key, line in lines.items():
            line.people = len(people.get(key, ()))
            if line.written != line.expected:
                self.faults.append(f"{' '.join(key)}: {line.written} written, {line.expected} expected")
        if copies:
            self.faults.append(f"{len(copies)} mails that no row tells of")
        self.lines = list(lines.values())
        twice = sum(line.repeated + line.unnoted for line in self.lines)
        if twice > self.at_worst + self.at_random:
            self.faults.append(f"{twice} repeats for {self.at_worst + self.at_random} kills")

    def _expected(self, whole: bool) -> Iterator[Line]:
        n = self.seats
        day = n - SILENT if whole else n
        yield from (Line("held", mail, n) for mail in ("confirmed", "week"))
        yield from (Line("held", mail, count) for mail, count in (("waiting", WAITING), ("day", day)))
        if whole:
            yield from (Line("held", mail, 1) for mail in ("left", "promoted"))
            # The one who gave the seat up goes, the one who got it comes.
            yield from (Line("held", mail, n - SILENT) for mail in ("hour", "thanks"))
        yield from (Line("moved", mail, n) for mail in ("confirmed", "week, before", "changed", "week"))
        if whole:
            yield from (Line("moved", mail, n) for mail in ("day", "hour", "thanks"))
        yield from (Line("cancelled", mail, n) for mail in ("confirmed", "week", "day", "cancelled"))

    def _name_of(self, row: Any, workshop: str) -> str:
        if row.kind != "workshops.reminder":
            return str(row.kind.partition(".")[2])
        old = workshop == "moved" and row.data["revision"] < self.revision
        return f"{row.data['which']}, before" if old else str(row.data["which"])

    def _check(self, row: Any, key: tuple[str, str], places: list[int]) -> None:
        what = f"{' '.join(key)} to {row.address}"
        if row.state == "sent" and not places:
            self.faults.append(f"{what}: lost")
        if row.state in ("waiting", "failed"):
            self.faults.append(f"{what}: {row.state} at the end")
        is_reminder = row.kind == "workshops.reminder"
        dead = key == ("moved", "week, before"), key[0] == "cancelled" and is_reminder, row.address in self.silent
        for place in places:
            late = [place >= self.marks.get(mark, place + 1) for mark in ("moved", "cancelled", "silent")]
            if is_reminder and any(one and other for one, other in zip(dead, late, strict=True)):
                self.faults.append(f"{what}: sent after it was no longer true")
            said = text_of(self.smtp.messages[place])
            if is_reminder and row.data["which"] != "thanks" and not all(clock in said for clock in CLOCKS):
                self.faults.append(f"{what}: other hours than {' and '.join(CLOCKS)}")


def _wait(holds: Callable[[], bool], trouble: str, seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise AssertionError(trouble)
        time.sleep(0.03)

"""Forty people, signed in, ask at the same moment for the last five seats of a workshop."""

from __future__ import annotations

import http.client
import re
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

from tests.support.forms import Form, forms_of
from tests.support.people import PASSWORD, add_person
from tests.support.server import LiveServer

EARLIER, LAST, ASKING = 7, 5, 40
PROCESSES = 3
WITHOUT_LOCK = Path(__file__).with_name("without_lock")


@dataclass
class Person:
    """Somebody in front of the page of the workshop, the finger on the button."""

    email: str
    cookie: str = ""
    token: str = ""
    status: int | None = None
    milliseconds: float = 0.0
    trouble: str = ""
    told: str = ""


@dataclass
class Outcome:
    """What the people were answered and what the database says."""

    people: list[Person]
    processes: int
    seconds: float
    capacity: int = 0
    taken: int = 0
    waiting: int = 0
    mails: int = 0
    # Of those who asked in the rush, in order of arrival: (arrival, state, e-mail).
    order: list[tuple[int, str, str]] = field(default_factory=list)

    def faults(self) -> list[str]:
        """Everything that is not as it must be; empty when all is well."""
        return [fault for check in CHECKS for fault in check(self)]


def rush(server: LiveServer) -> Outcome:
    """Prepare, sign in, press all buttons at once, look."""
    with site_of(server):
        number, emails = prepare()
    people = [Person(email) for email in emails]
    return _rush(server, number, people)


def rush_of_one(server: LiveServer, tabs: int) -> Outcome:
    """The same person presses the button in several tabs at once."""
    with site_of(server):
        number, emails = prepare()
    return _rush(server, number, [Person(emails[0]) for _ in range(tabs)])


def _rush(server: LiveServer, number: int, people: list[Person]) -> Outcome:
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda person: come(server, number, person), people))
    began = time.monotonic()
    press_at_once(server, number, people)
    outcome = Outcome(people, processes_of(server), round(time.monotonic() - began, 2))
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda person: look(server, number, person), people))
    with site_of(server):
        read(outcome, number)
    return outcome


@contextmanager
def site_of(server: LiveServer) -> Iterator[None]:
    """The site's own code on the server's database, in this process."""
    from trianon import create_app
    from trianon.core.database import db
    from trianon.core.settings import Settings

    app = create_app(Settings.from_environment(server.environment()))
    with app.app_context():
        yield
        db.session.remove()
        db.engine.dispose()


def prepare() -> tuple[int, list[str]]:
    """A workshop with five seats left, and forty accounts; the password's hash is made once."""
    from tests.workshops.making import add_workshop
    from trianon.core.database import db
    from trianon.workshops import services

    workshop = add_workshop(db.session, capacity=EARLIER + LAST)
    for _ in range(EARLIER):
        services.register(workshop.id, by=add_person(db.session))
    emails = [add_person(db.session).email for _ in range(ASKING)]
    number = workshop.id
    db.session.commit()
    return number, emails


def come(server: LiveServer, number: int, person: Person) -> None:
    """Sign in by the real form and open the page of the workshop."""
    jar = CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    page = browser.open(f"{server.url}/fr/account/sign-in", timeout=60).read().decode()
    form = _form(page, lambda form: "password" in form.names)
    data = form.filled({"email": person.email, "password": PASSWORD})
    action = urllib.parse.urljoin(f"{server.url}/fr/account/sign-in", form.action)
    browser.open(action, urllib.parse.urlencode(data, doseq=True).encode(), timeout=60).close()
    page = browser.open(f"{server.url}/fr/workshops/{number}", timeout=60).read().decode()
    person.token = dict(_form(page, lambda form: form.action.endswith("/register")).values)["csrf_token"]
    person.cookie = "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)


def press_at_once(server: LiveServer, number: int, people: list[Person]) -> None:
    """A thread for each; all are connected and wait at the barrier, then all send."""
    barrier = threading.Barrier(len(people))
    threads = [threading.Thread(target=_press, args=(server, number, person, barrier)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _press(server: LiveServer, number: int, person: Person, barrier: threading.Barrier) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    body = urllib.parse.urlencode({"csrf_token": person.token})
    headers = {"Cookie": person.cookie, "Content-Type": "application/x-www-form-urlencoded"}
    barrier.wait(60)
    began = time.monotonic()
    try:
        connection.request("POST", f"/fr/workshops/{number}/register", body, headers)
        answer = connection.getresponse()
        answer.read()
        person.status = answer.status
    except (OSError, http.client.HTTPException) as trouble:
        person.trouble = repr(trouble)
    finally:
        connection.close()
    person.milliseconds = round((time.monotonic() - began) * 1000, 1)


def look(server: LiveServer, number: int, person: Person) -> None:
    """What the page tells this person now."""
    request = urllib.request.Request(f"{server.url}/fr/workshops/{number}", headers={"Cookie": person.cookie})
    page = urllib.request.urlopen(request, timeout=60).read().decode().replace("\u202f", " ")
    if "Votre inscription est confirmée." in page:
        person.told = "confirmed"
    elif rank := re.search(r"Votre rang sur la liste d’attente [^:<]*: (\d+)", page):
        person.told = f"waiting {rank[1]}"


def read(outcome: Outcome, number: int) -> None:
    """What the database says of those who asked in the rush."""
    import sqlalchemy as sa

    from trianon.accounts.models import Account
    from trianon.core.database import db
    from trianon.mail.models import OutboxMail
    from trianon.workshops.models import Registration, Workshop

    asked = {person.email for person in outcome.people}
    workshop = db.session.get_one(Workshop, number)
    outcome.capacity, outcome.taken, outcome.waiting = workshop.capacity, workshop.taken, workshop.waiting
    rows = sa.select(Registration.arrival, Registration.state, Account.email).join(Account)
    known = db.session.execute(rows.order_by(Registration.arrival))
    outcome.order = [(row.arrival, row.state.value, row.email) for row in known if row.email in asked]
    outcome.mails = sum(1 for mail in db.session.scalars(sa.select(OutboxMail)) if mail.address in asked)


def processes_of(server: LiveServer) -> int:
    """How many processes answer requests."""
    assert server.web is not None
    children = Path(f"/proc/{server.web.pid}/task/{server.web.pid}/children")
    return len(children.read_text().split())


def _form(page: str, wanted: Callable[[Form], bool]) -> Form:
    return next(form for form in forms_of(page) if wanted(form))


# ---------------------------------------------------------------- what must be true afterwards


def everybody_is_answered(outcome: Outcome) -> Iterator[str]:
    lost = [person for person in outcome.people if person.status not in (200, 302, 303)]
    if lost:
        kinds = sorted({str(person.status or person.trouble) for person in lost})
        yield f"{len(lost)} people were not answered well: {', '.join(kinds)}"


def seats_are_right(outcome: Outcome) -> Iterator[str]:
    states = [state for _, state, _ in outcome.order]
    confirmed, waiting = states.count("confirmed"), states.count("waiting")
    if (confirmed, waiting) != (LAST, ASKING - LAST):
        yield f"{confirmed} confirmed and {waiting} waiting in place of {LAST} and {ASKING - LAST}"
    if (outcome.taken, outcome.waiting) != (outcome.capacity, ASKING - LAST):
        yield f"the workshop counts {outcome.taken} taken and {outcome.waiting} waiting, of {outcome.capacity} seats"


def order_is_kept(outcome: Outcome) -> Iterator[str]:
    arrivals = [arrival for arrival, _, _ in outcome.order]
    if arrivals != list(range(EARLIER + 1, EARLIER + ASKING + 1)):
        yield f"arrivals have gaps or repetitions: {arrivals}"
    if [state for _, state, _ in outcome.order] != ["confirmed"] * LAST + ["waiting"] * (ASKING - LAST):
        yield "the seats did not go to the first who arrived"


def pages_tell_the_truth(outcome: Outcome) -> Iterator[str]:
    truth = {
        email: "confirmed" if state == "confirmed" else f"waiting {place - LAST}"
        for place, (_, state, email) in enumerate(outcome.order, 1)
    }
    wrong = [person for person in outcome.people if person.told != truth.get(person.email)]
    if wrong:
        yield f"{len(wrong)} people read something else than what is true"


def everybody_gets_one_mail(outcome: Outcome) -> Iterator[str]:
    if outcome.mails != ASKING:
        yield f"{outcome.mails} mails for {ASKING} people"


CHECKS: tuple[Callable[[Outcome], Any], ...] = (
    everybody_is_answered,
    seats_are_right,
    order_is_kept,
    pages_tell_the_truth,
    everybody_gets_one_mail,
)

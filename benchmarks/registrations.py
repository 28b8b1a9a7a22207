"""Registrations a second on one hot workshop, as ratios to a minimal endpoint (session, CSRF, row lock, row, counter,
outbox, by the same mapper), on both databases; beside it, the same endpoint in statements written by hand.

Run by `make show-registration-speed`; writes docs/evidence/registration-speed.md. Two gunicorn processes each, eight
people at a time, rounds in turn, medians; every registration is somebody else's, and all find a seat. All three
commit to the disk before they answer. The site does more in its transaction: the session is a row, the answers are
checked, a person who is registered already is found, waiting lists and kept seats are counted, the journal is written.
"""

from __future__ import annotations

import http.client
import statistics
import sys
import time
import urllib.parse
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import sqlalchemy as sa  # noqa: E402

from benchmarks.pages import Site, processor  # noqa: E402
from tests.load import crowd  # noqa: E402
from tests.load.rush import site_of  # noqa: E402
from tests.support import databases  # noqa: E402
from tests.support.evidence import a_run  # noqa: E402
from tests.support.server import LiveServer  # noqa: E402

ROUNDS, PEOPLE, AT_ONCE, PROCESSES = 5, 300, 8, 2
CONTROLS = {
    "minimal endpoint": "benchmarks.minimal_registration:app",
    "hand-written statements": "benchmarks.bare_registration:app",
}
SECRET = "a secret of the measure alone"
TABLES = (
    "CREATE TABLE bare_room (id INTEGER PRIMARY KEY, capacity INTEGER, taken INTEGER)",
    "CREATE TABLE bare_seat (id {serial}, account_id INTEGER, state VARCHAR(20))",
    "CREATE TABLE bare_mail (id {serial}, account_id INTEGER, kind VARCHAR(60), body TEXT)",
    "INSERT INTO bare_room VALUES (1, 5000, 0)",
)


Measured = tuple[float, float, float, float]


def main() -> None:
    """Measure on both databases and write the page."""
    with a_run("registrations"):
        tables = [f"## {engine}\n\n{table(engine)}" for engine in reversed(databases.ENGINES)]
    target = ROOT / "docs" / "evidence" / "registration-speed.md"
    target.write_text(f"# Registrations a second\n\n{(__doc__ or '').strip()}\n\n" + "\n\n".join(tables) + "\n")
    print(target.read_text())


def table(engine: str) -> str:
    """One database's table, as Markdown."""
    database = databases.fresh_database(engine, "registrations")
    server = LiveServer(database, databases.PATIENT, processes=PROCESSES, with_worker=False).start()
    settings = {"DATABASE_URL": driver(database), "SECRET_KEY": SECRET}
    controls = {name: Site(module, settings, processes=PROCESSES) for name, module in CONTROLS.items()}
    found: dict[str, list[Measured]] = {name: [] for name in (*CONTROLS, "registration")}
    try:
        make_tables(database)
        for control in controls.values():
            control.start()
        for turn in range(ROUNDS + 1):
            with site_of(server):
                number, people = crowd.prepare(crowd.Crowd("hot", {"france": PEOPLE}, capacity=PEOPLE, reserved=0))
            bare = [signed(person.number) for person in people]
            ours = [(person.cookie, person.token) for person in people]
            rows = {name: measured(one.port, "/register", bare, one.process) for name, one in controls.items()}
            rows["registration"] = measured(server.port, f"/fr/workshops/{number}/register", ours, server.web)
            # The first round fills what every process makes once.
            for name, row in rows.items() if turn else ():
                found[name].append(row)
        count = statements(server)
    finally:
        for control in controls.values():
            control.stop()
        server.stop()
    return words_of(found, count)


def words_of(found: dict[str, list[Measured]], count: int) -> str:
    """The table."""
    medians = {name: [statistics.median(one) for one in zip(*rows, strict=True)] for name, rows in found.items()}
    lines = [
        "| | registrations a second | median, ms | 99 %, ms | processor, ms |",
        "|---|---|---|---|---|",
        *(f"| {name} | " + " | ".join(f"{one:.1f}" for one in row) + " |" for name, row in medians.items()),
    ]
    for name in CONTROLS:
        ratio = [ours / theirs for ours, theirs in zip(medians["registration"], medians[name], strict=True)]
        lines.append(f"| **ratio to the {name}** | " + " | ".join(f"**{one:.2f}**" for one in ratio) + " |")
    lines += ["| must, to the minimal endpoint | ≥ 0.8 | | ≤ 1.5 | |", ""]
    return "\n".join([*lines, f"Statements of one registration: **{count}** (must: ≤ 6)."])


def measured(port: int, path: str, people: list[tuple[str, str]], master: Any) -> Measured:
    """Everybody presses, `AT_ONCE` at a time: how many a second, median, 99th percentile, processor milliseconds."""
    times: list[float] = []

    def press(person: tuple[str, str]) -> None:
        cookie, token = person
        body = urllib.parse.urlencode({"csrf_token": token})
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded", "Host": "127.0.0.1"}
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        began = time.perf_counter()
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        answer.read()
        times.append((time.perf_counter() - began) * 1000)
        connection.close()
        assert answer.status == 303, (path, answer.status)

    cpu, began = processor(master), time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(press, people))
    seconds = time.perf_counter() - began
    spent = (processor(master) - cpu) * 1000 / len(people)
    return len(people) / seconds, statistics.median(times), statistics.quantiles(times, n=100)[98], spent


def signed(account: int) -> tuple[str, str]:
    """A session of the minimal endpoint, and the token of its form."""
    from flask import Flask, session
    from flask_wtf.csrf import generate_csrf

    app = Flask("bare")
    app.config["SECRET_KEY"] = SECRET
    with app.test_request_context():
        session["account"] = account
        token = generate_csrf()
        serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        return f"session={serializer.dumps(dict(session))}", token


def make_tables(database: str) -> None:
    """The three tables of the minimal endpoint, beside the site's own."""
    engine = sa.create_engine(driver(database))
    serial = "INTEGER PRIMARY KEY" if engine.dialect.name == "sqlite" else "SERIAL PRIMARY KEY"
    with engine.begin() as connection:
        for statement in TABLES:
            connection.execute(sa.text(statement.format(serial=serial)))
    engine.dispose()


def driver(database: str) -> str:
    """The address with the driver's name."""
    return database.replace("postgresql://", "postgresql+psycopg://")


def statements(server: LiveServer) -> int:
    """What one registration asks of the database, without BEGIN and COMMIT."""
    from sqlalchemy import event

    from trianon import create_app
    from trianon.core.database import db
    from trianon.core.settings import Settings

    with site_of(server):
        number, (person,) = crowd.prepare(crowd.Crowd("one", {"france": 1}, capacity=5, reserved=0))
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_more):
        seen.append(statement)

    # No context is held open around the client: it would share what a request keeps for itself.
    app = create_app(Settings.from_environment(server.environment()))
    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        answer = app.test_client(use_cookies=False).post(
            f"/fr/workshops/{number}/register",
            data={"csrf_token": person.token},
            headers={"Cookie": person.cookie, "Host": "127.0.0.1"},
        )
        assert answer.status_code == 303
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len([one for one in seen if not one.startswith(("BEGIN", "PRAGMA"))])


if __name__ == "__main__":
    main()

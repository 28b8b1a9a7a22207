"""A hundred people register at the same moment, while the journal is sealed without a pause and while it is not: what
sealing costs them, as a ratio, on both databases.

Run by `make show-sealing`; writes docs/evidence/sealing.md. Two gunicorn processes; each round a new workshop and a
hundred other people, who all press at once; rounds with and without sealing in turn, medians. The worker seals once a
minute; here it seals again as soon as it has ended, behind a journal of several thousand rows that wait for it: far
more than it ever has to do. At the end `flask audit verify` looks at the whole journal.
"""

from __future__ import annotations

import http.client
import os
import statistics
import subprocess
import sys
import time
import urllib.parse
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import sqlalchemy as sa  # noqa: E402

from tests.load import crowd  # noqa: E402
from tests.load.rush import site_of  # noqa: E402
from tests.support import databases  # noqa: E402
from tests.support.evidence import a_run  # noqa: E402
from tests.support.server import LiveServer  # noqa: E402

ROUNDS, PEOPLE, WAITING = 5, 100, 20_000
# The worker's own piece of work, again and again.
SEALING = """
from trianon import create_app
from trianon.core.sealing import seal_waiting
app = create_app()
with app.app_context():
    while True:
        seal_waiting()
"""


def main() -> None:
    """Measure on both databases and write the page."""
    with a_run("sealing"):
        tables = [f"## {engine}\n\n{table(engine)}" for engine in reversed(databases.ENGINES)]
    target = ROOT / "docs" / "evidence" / "sealing.md"
    target.write_text(f"# Sealing and registrations\n\n{(__doc__ or '').strip()}\n\n" + "\n\n".join(tables) + "\n")
    print(target.read_text())


def table(engine: str) -> str:
    """One database's table, as Markdown."""
    database = databases.fresh_database(engine, "sealing")
    server = LiveServer(database, databases.PATIENT, processes=2, with_worker=False).start()
    found: dict[bool, list[tuple[float, float, float]]] = {False: [], True: []}
    try:
        with site_of(server):
            fill_journal()
        for turn in range(ROUNDS + 1):
            for sealing in (False, True):
                row = one_round(server, database, sealing)
                # The first round fills what every process makes once.
                if turn:
                    found[sealing].append(row)
        with site_of(server):
            said = verified()
    finally:
        server.stop()
    return words_of(found, said)


def one_round(server: LiveServer, database: str, sealing: bool) -> tuple[float, float, float]:
    """Seconds until all hundred are registered, the median and the 99th percentile of their answers in milliseconds."""
    with site_of(server):
        number, people = crowd.prepare(crowd.Crowd("hot", {"france": PEOPLE}, capacity=PEOPLE, reserved=0))
    worker = None
    if sealing:
        environment = {**os.environ, **databases.settings_for(database, **databases.PATIENT)}
        worker = subprocess.Popen([sys.executable, "-c", SEALING], env=environment, cwd=ROOT)
        time.sleep(2)
    try:
        return pressed(server.port, f"/fr/workshops/{number}/register", [(one.cookie, one.token) for one in people])
    finally:
        if worker is not None:
            worker.terminate()
            worker.wait()


def pressed(port: int, path: str, people: list[tuple[str, str]]) -> tuple[float, float, float]:
    """Everybody presses at once."""
    times: list[float] = []

    def press(person: tuple[str, str]) -> None:
        cookie, token = person
        body = urllib.parse.urlencode({"csrf_token": token})
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded", "Host": "127.0.0.1"}
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        began = time.perf_counter()
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        answer.read()
        times.append((time.perf_counter() - began) * 1000)
        connection.close()
        assert answer.status == 303, (path, answer.status)

    began = time.perf_counter()
    with ThreadPoolExecutor(len(people)) as pool:
        list(pool.map(press, people))
    return time.perf_counter() - began, statistics.median(times), statistics.quantiles(times, n=100)[98]


def fill_journal() -> None:
    """Rows that wait to be sealed, so that whoever seals is never idle."""
    from trianon.core.audit import AuditEntry
    from trianon.core.clock import now
    from trianon.core.database import db

    rows = [
        {"at": now(), "event": "Said", "subject": "case", "subject_id": number, "actor_id": 1, "data": {"n": number}}
        for number in range(WAITING)
    ]
    db.session.execute(sa.insert(AuditEntry), rows)
    db.session.commit()


def verified() -> str:
    """Whether the journal is whole after all that, once the rest is sealed."""
    from trianon.core.sealing import seal_waiting, verify

    while seal_waiting():
        pass
    found = verify()
    return f"{'whole' if found.is_whole else 'BROKEN'}: {found.sealed} rows sealed, {found.unsealed} waiting"


def words_of(found: dict[bool, list[tuple[Any, ...]]], said: str) -> str:
    """The table."""
    medians = {key: [statistics.median(one) for one in zip(*rows, strict=True)] for key, rows in found.items()}
    off, on = medians[False], medians[True]
    return "\n".join(
        [
            "| a hundred registrations at once | all done, s | median, ms | 99 %, ms |",
            "|---|---|---|---|",
            "| without sealing | " + " | ".join(f"{one:.2f}" for one in off) + " |",
            "| sealing without a pause | " + " | ".join(f"{one:.2f}" for one in on) + " |",
            "| **ratio** | " + " | ".join(f"**{b / a:.2f}**" for a, b in zip(off, on, strict=True)) + " |",
            "",
            f"The journal afterwards: {said}.",
        ]
    )


if __name__ == "__main__":
    main()

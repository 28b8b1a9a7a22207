"""A hundred people register at the same moment, while the journal is sealed without a pause and while it is not: what
sealing costs them, as a ratio, on both databases.

Run by `make show-sealing`; writes docs/evidence/sealing.md. Two gunicorn processes; each round a new workshop and a
hundred other people, who all press at once; the three kinds of rounds in turn, medians. The worker seals once a
minute what has come since. Here it does so each second, behind five hundred rows that wait; and then without a pause,
behind eight thousand: a third process that never rests, on two cores. At the end `flask audit verify` looks at the
whole journal.
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

ROUNDS, PEOPLE = 5, 100
# Rows that wait when the crowd comes: what a busy minute leaves, and so many that whoever seals is never idle.
SINCE, WAITING = 500, 8_000
# The worker's own piece of work, again and again.
SEALING = """
import sys, time
from trianon import create_app
from trianon.core.sealing import seal_waiting
app = create_app()
with app.app_context():
    while True:
        seal_waiting()
        time.sleep(float(sys.argv[1]))
"""
# How long the sealer rests between two times, seconds; None: nobody seals.
MODES = {"without sealing": None, "sealing each second": 1.0, "sealing without a pause": 0.0}


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
    found: dict[str, list[tuple[float, float, float]]] = {mode: [] for mode in MODES}
    try:
        for turn in range(ROUNDS + 1):
            for mode, rest in MODES.items():
                with site_of(server):
                    fill_journal(WAITING if rest == 0 else SINCE)
                row = one_round(server, database, rest)
                # The first round fills what every process makes once.
                if turn:
                    found[mode].append(row)
        with site_of(server):
            said = verified()
    finally:
        server.stop()
    return words_of(found, said)


def one_round(server: LiveServer, database: str, rest: float | None) -> tuple[float, float, float]:
    """Seconds until all hundred are registered, the median and the 99th percentile of their answers in milliseconds."""
    with site_of(server):
        number, people = crowd.prepare(crowd.Crowd("hot", {"france": PEOPLE}, capacity=PEOPLE, reserved=0))
    worker = None
    if rest is not None:
        environment = {**os.environ, **databases.settings_for(database, **databases.PATIENT)}
        worker = subprocess.Popen([sys.executable, "-c", SEALING, str(rest)], env=environment, cwd=ROOT)
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


def fill_journal(number: int) -> None:
    """So many rows that wait to be sealed."""
    from trianon.core.audit import AuditEntry
    from trianon.core.clock import now
    from trianon.core.database import db

    rows = [
        {"at": now(), "event": "Said", "subject": "case", "subject_id": place, "actor_id": 1, "data": {"n": place}}
        for place in range(number)
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


def words_of(found: dict[str, list[tuple[Any, ...]]], said: str) -> str:
    """The table."""
    medians = {mode: [statistics.median(one) for one in zip(*rows, strict=True)] for mode, rows in found.items()}
    off = medians["without sealing"]
    lines = ["| a hundred registrations at once | all done, s | median, ms | 99 %, ms |", "|---|---|---|---|"]
    for mode, row in medians.items():
        lines.append(f"| {mode} | " + " | ".join(f"{one:.2f}" for one in row) + " |")
        if row is not off:
            ratios = (f"**{b / a:.2f}**" for a, b in zip(off, row, strict=True))
            lines.append("| **ratio** | " + " | ".join(ratios) + " |")
    return "\n".join([*lines, "", f"The journal afterwards: {said}."])


if __name__ == "__main__":
    main()

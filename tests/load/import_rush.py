"""A large import on the real site: sent over HTTP, checked, brought in, its worker killed, resumed, taken back.

What it costs is measured from outside: the clock, and the kernel's own count of the memory each process ever had.
"""

from __future__ import annotations

import csv
import io
import re
import signal
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from tests.load.rush import site_of
from tests.support import people
from tests.support.house import ROOT
from tests.support.server import LiveServer
from trianon.cooperations.sheet_columns import COLUMNS

PLACES = ROOT / "trianon" / "cooperations" / "data" / "places.csv"
# What is planted, one after the other, into rows far from each other: column, cell.
FAULTS = (
    ("first_year", "0"),
    ("first_year", "3000"),
    ("title_fr", "=SOMME(A1)"),
    ("domains", "guerre"),
    ("partners_russia_ru", ""),
    ("summary_fr", "Écrire à jean@example.org"),
    ("activity", "rompu"),
    ("links", "javascript:alert(1)"),
    ("title_fr", "TouapsÃ©"),
    ("activity_as_of", "31.02.2024"),
)


@dataclass
class Outcome:
    """What was seen: seconds of each part, MiB, and what is wrong (nothing, one hopes)."""

    rows: int
    planted: int
    file_kib: int
    seconds: dict[str, float] = field(default_factory=dict)
    web_mib: float = 0
    worker_mib: list[float] = field(default_factory=list)
    killed_at: int = 0
    states: dict[str, dict[str, int]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def sheet(rows: int, planted: int) -> tuple[bytes, set[int]]:
    """A CSV file of invented records between real towns, and the lines that hold a fault."""
    with PLACES.open(encoding="utf-8") as file:
        towns = list(csv.DictReader(file))
    french = [town["name_fr"] for town in towns if town["side"] == "france"][:900]
    russian = [town["name_ru"] for town in towns if town["side"] == "russia"][:700]
    every = rows // planted if planted else rows + 1
    text, wrong = io.StringIO(), set()
    writer = csv.DictWriter(text, list(COLUMNS), restval="")
    writer.writeheader()
    for number in range(rows):
        there, here = french[number % len(french)], russian[(number * 7) % len(russian)]
        row = {
            "title_fr": f"Échange scolaire n° {number} entre {there} et une ville de Russie",
            "title_ru": f"Школьный обмен № {number}",
            "summary_fr": "Vingt élèves passent chaque année deux semaines dans l’autre ville." * (number % 3),
            "partners_france_fr": f"Lycée n° {number} de {there}",
            "partners_russia_ru": f"Школа № {number}, {here}",
            "places_france": there,
            "places_russia": here,
            "kind": "echange",
            "domains": "culture",
            "first_year": str(1960 + number % 60),
            "activity": "active",
            "activity_as_of": "2024-05-31",
            "sources": f"https://www.example.org/echanges/{number}",
        }
        if number % every == every - 1 and len(wrong) < planted:
            column, cell = FAULTS[len(wrong) % len(FAULTS)]
            row[column] = cell
            wrong.add(number + 2)
        writer.writerow(row)
    return text.getvalue().encode(), wrong


def rush(server: LiveServer, rows: int, planted: int) -> Outcome:
    """All of it on a running site without a worker."""
    content, wrong = sheet(rows, planted)
    outcome = Outcome(rows, planted, len(content) // 1024)
    with site_of(server):
        cookie = _secretary()
    browser = _Browser(server.url, cookie)
    job = _timed(outcome, "sent", lambda: _send(browser, content))
    outcome.web_mib = round(max(_peak(pid) for pid in _children(server.web.pid if server.web else 0)), 1)
    page = f"/fr/imports/{job}"
    browser.submit(page, "/columns")
    worker = server.start_worker()
    _timed(outcome, "checked", lambda: _until(server, job, "ready"))
    outcome.states["checked"] = _states(server, job)
    browser.submit(page, "/start", choice="valid")
    began = time.monotonic()
    half = (rows - planted) // 2
    _wait(lambda: _states(server, job).get("accepted", 0) >= half)
    outcome.worker_mib.append(_peak(worker.pid))
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    outcome.seconds["first half, until kill -9"] = round(time.monotonic() - began, 2)
    outcome.killed_at = _states(server, job).get("accepted", 0)
    _nothing_doubled(server, job, outcome, outcome.killed_at)
    worker = server.start_worker()
    _timed(outcome, "second half, by another worker", lambda: _until(server, job, "done"))
    outcome.states["done"] = _states(server, job)
    _nothing_doubled(server, job, outcome, rows - planted)
    _report_is_right(browser, page, wrong, outcome)
    browser.submit(f"{page}/undo", "")
    _timed(outcome, "taken back", lambda: _until(server, job, "undone"))
    outcome.states["undone"] = _states(server, job)
    outcome.worker_mib.append(_peak(worker.pid))
    outcome.worker_mib = [round(one, 1) for one in outcome.worker_mib]
    _nothing_is_left(server, outcome)
    return outcome


class _Browser:
    """Somebody signed in, over plain HTTP."""

    def __init__(self, url: str, cookie: str) -> None:
        self._url, self._cookies = url, cookie

    def get(self, path: str) -> str:
        return self._ask(path).decode()

    def submit(self, path: str, action: str, **values: str) -> str:
        """Send the form of a page whose action ends so, as it stands."""
        from tests.support.forms import forms_of

        form = next(
            one
            for one in forms_of(self.get(path))
            if one.method == "post"
            and "csrf_token" in one.names
            and one.action.endswith(action)
            and "sign-out" not in one.action
        )
        pairs = [*((name, value) for name, value in form.values if name not in values), *values.items()]
        return self._ask(form.action or path, urllib.parse.urlencode(pairs).encode()).decode()

    def send(self, path: str, content: bytes) -> str:
        """Choose a file; the address one is led to."""
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.get(path))
        assert token is not None
        mark = "----a-mark-that-no-file-holds"
        head = f'--{mark}\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token[1]}\r\n--{mark}\r\n'
        head += 'Content-Disposition: form-data; name="file"; filename="echanges.csv"\r\n\r\n'
        body = head.encode() + content + f"\r\n--{mark}--\r\n".encode()
        return self._open(path, body, {"Content-Type": f"multipart/form-data; boundary={mark}"}).geturl()

    def _ask(self, path: str, body: bytes | None = None) -> bytes:
        answer: bytes = self._open(path, body, {}).read()
        return answer

    def _open(self, path: str, body: bytes | None, more: dict[str, str]) -> Any:
        request = urllib.request.Request(self._url + path, body, more | {"Cookie": self._cookies})
        answer = urllib.request.urlopen(request, timeout=120)
        # The mark of the forms is kept in the cookie.
        if kept := re.search(r"dialogue=[^;]+", answer.headers.get("Set-Cookie", "")):
            self._cookies = kept[0]
        return answer


def _secretary() -> str:
    from flask import current_app

    from trianon.cooperations.gazetteer import load_places
    from trianon.core.database import db

    load_places()
    person = people.add_person(db.session, "secretary_general", email="secretary-of-imports@example.org")
    identity = people.identity_of(db.session, person)
    client = current_app.test_client()  # type: ignore[attr-defined]
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = identity, True
    kept = client.get_cookie("dialogue")
    assert kept is not None
    return f"dialogue={kept.value}"


def _send(browser: _Browser, content: bytes) -> int:
    return int(browser.send("/fr/imports/directory", content).rsplit("/", 1)[1])


def _timed(outcome: Outcome, name: str, deed: Callable[[], Any]) -> Any:
    began = time.monotonic()
    result = deed()
    outcome.seconds[name] = round(time.monotonic() - began, 2)
    return result


def _wait(holds: Callable[[], bool], seconds: float = 1200) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.25)


def _until(server: LiveServer, job: int, state: str) -> None:
    _wait(lambda: _query(server, "SELECT state FROM import_job WHERE id = :job", job=job)[0][0] == state)


def _states(server: LiveServer, job: int) -> dict[str, int]:
    rows = _query(server, "SELECT state, count(*) FROM import_row WHERE job_id = :job GROUP BY state", job=job)
    return {str(state): int(number) for state, number in rows}


def _query(server: LiveServer, words: str, **values: Any) -> list[Any]:
    engine = sa.create_engine(server.database)
    with engine.connect() as connection:
        rows = list(connection.execute(sa.text(words), values))
    engine.dispose()
    return rows


def _nothing_doubled(server: LiveServer, job: int, outcome: Outcome, expected: int) -> None:
    """As many records as rows say, no key twice, and as many lines in the journal."""
    (records, keys), *_ = _query(server, "SELECT count(*), count(DISTINCT import_key) FROM cooperation")
    listed = _query(server, "SELECT count(*) FROM directory_entry")[0][0]
    journal = _query(server, "SELECT count(*) FROM audit_entry WHERE event = 'CooperationImported'")[0][0]
    accepted = _states(server, job).get("accepted", 0)
    # Some towns of the list bear the name of a disputed place: their records wait.
    listed += _query(server, "SELECT count(*) FROM committee_case WHERE state = 'open'")[0][0]
    if not records == keys == listed == journal == accepted == expected:
        outcome.faults.append(
            f"{records} records, {keys} keys, {listed} listed or waiting, {journal} in the journal, "
            f"{accepted} accepted; {expected} expected"
        )


def _report_is_right(browser: _Browser, page: str, wrong: set[int], outcome: Outcome) -> None:
    """The refused rows of the report are the planted ones, each with a reason."""
    text = browser.get(f"{page}/report.csv?refused=1").removeprefix("\ufeff")
    rows = list(csv.reader(io.StringIO(text)))[1:]
    if {int(row[0]) for row in rows} != wrong:
        outcome.faults.append(f"the report has {len(rows)} refused lines, {len(wrong)} were planted")
    if any(not row[2] for row in rows):
        outcome.faults.append("a refused line has no reason")


def _nothing_is_left(server: LiveServer, outcome: Outcome) -> None:
    public = _query(server, "SELECT count(*) FROM cooperation WHERE state = 'published'")[0][0]
    # What has left keeps a line without words, so that every process hears of it.
    listed = _query(server, "SELECT count(*) FROM directory_entry WHERE words <> ''")[0][0]
    found = _query(server, "SELECT count(*) FROM search_document WHERE subject = 'cooperation'")[0][0]
    total = _query(server, "SELECT value FROM counter WHERE scope = 'cooperations' AND key = 'all'")[0][0]
    if (public, listed, found, total) != (0, 0, 0, 0):
        outcome.faults.append(
            f"after undoing: {public} public, {listed} listed or waiting, {found} found, counter {total}"
        )


def _children(pid: int) -> Iterator[int]:
    """The workers of gunicorn."""
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        yield int(child)


def _peak(pid: int) -> float:
    """The most memory a process ever had, in MiB."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0

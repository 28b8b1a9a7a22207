"""The moderation queue with 50,000 cases waiting: statements a page, and times against 1,000 cases and a bare page.

Run by `make show-queue-speed` (SIZES and ENGINES narrow it); writes docs/evidence/queue-speed.md and .json.
"""

from __future__ import annotations

import http.client
import json
import os
import platform
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice, product
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.directory import cpu  # noqa: E402
from benchmarks.pages import Site  # noqa: E402
from tests.support import databases  # noqa: E402
from tests.support.evidence import a_run, of_other_engines  # noqa: E402

SIZES = tuple(int(size) for size in os.environ.get("SIZES", "1000 50000").split())
ENGINES = tuple(os.environ.get("ENGINES", "postgresql sqlite").split())
ROUNDS, REQUESTS, WARM = int(os.environ.get("ROUNDS", "3")), int(os.environ.get("REQUESTS", "60")), 15
EVIDENCE = ROOT / "docs" / "evidence"
# Cooperations of the bare page, and people who wrote the texts.
RECORDS, AUTHORS = 200, 40
BATCH = 2000
KINDS, SIDES = ("cooperation", "contribution", "organisation"), ("france", "russia")

Addresses = Callable[[int], Iterator[str]]
PAGES: dict[str, Addresses] = {
    "queue": lambda size: cycle(["/fr/committee/queue", "/ru/committee/queue"]),
    "queue, two filters": lambda size: cycle(
        f"/fr/committee/queue?kind={kind}&side={side}" for kind, side in product(KINDS[1:2], SIDES)
    ),
    "queue, my voice is needed": lambda size: cycle(
        ["/fr/committee/queue?voice=mine", "/ru/committee/queue?voice=mine"]
    ),
    "queue, a filter that nothing matches": lambda size: cycle(["/fr/committee/queue?kind=appeal"]),
    "a case": lambda size: cycle(f"/fr/committee/cases/{1 + number * 7919 % size}" for number in range(300)),
    "a case, deep in a filtered list": lambda size: cycle(
        f"/ru/committee/cases/{1 + number * 104729 % size}?kind=contribution&voice=mine" for number in range(300)
    ),
}


@dataclass
class SignedIn:
    """A site, and the cookie of a member."""

    site: Site
    cookie: str

    def get(self, path: str) -> None:
        """One request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=60)
        connection.request("GET", path, headers={"Host": "127.0.0.1", "Cookie": self.cookie})
        answer = connection.getresponse()
        answer.read()
        connection.close()
        if answer.status != 200:
            raise SystemExit(f"{path} answered {answer.status}")


def main() -> None:
    """Fill, measure, write both files."""
    found = of_other_engines(EVIDENCE / "queue-speed.json", ENGINES)
    with a_run("queue"):
        for engine in ENGINES:
            found[engine] = measured(engine)
            write(found)
    print((EVIDENCE / "queue-speed.md").read_text(encoding="utf-8"))


def measured(engine: str) -> dict[str, Any]:
    """Every page at every size: statements, and against the bare page of the same run its times and its processor."""
    sites: dict[int, tuple[SignedIn, Site]] = {}
    counted: dict[int, dict[str, int]] = {}
    try:
        for size in SIZES:
            database, cookie, counted[size] = fill(engine, size)
            settings = databases.settings_for(database, TRIANON_DEMO="1", SMTP_URL="", TRUSTED_HOSTS="127.0.0.1")
            bare = {"DATABASE_URL": database.replace("postgresql://", "postgresql+psycopg://"), "PGAPPNAME": "bare"}
            made = Site("wsgi:app", settings | {"PGAPPNAME": "site"}), Site("benchmarks.bare:app", bare)
            for site in made:
                site.start()
            sites[size] = SignedIn(made[0], cookie), made[1]
        found = rounds(sites)
    finally:
        for signed_in, bare_site in sites.values():
            signed_in.site.stop()
            bare_site.stop()
    return {str(size): {"statements": counted[size], "pages": found[size]} for size in SIZES}


def rounds(sites: dict[int, tuple[SignedIn, Site]]) -> dict[int, dict[str, Any]]:
    """Interleaved: each round asks every size for every page, the bare page before each."""
    times: dict[tuple[int, str], list[dict[str, float]]] = {}
    for number, size, name in product(range(ROUNDS), SIZES, PAGES):
        signed_in, bare = sites[size]
        control = measure(bare.get, bare, cycle(["/rows"]), first=number == 0)
        page = measure(signed_in.get, signed_in.site, PAGES[name](size), first=number == 0)
        times.setdefault((size, name), []).append(
            page | {"of_bare": page["p95"] / control["p95"], "cpu_of_bare": page["cpu"] / control["cpu"]}
        )
        print(f"{size:>6} {name}: p95 {page['p95']:.1f} ms, bare {control['p95']:.1f} ms", flush=True)
    found: dict[int, dict[str, Any]] = {size: {} for size in SIZES}
    for (size, name), rows in times.items():
        found[size][name] = {key: statistics.median(row[key] for row in rows) for key in rows[0]}
    for pages in found.values():
        for name, page in pages.items():
            for key in ("p50", "p95", "cpu"):
                page[f"growth_{key}"] = page[key] / found[SIZES[0]][name][key]
    return found


def measure(get: Callable[[str], None], site: Site, addresses: Iterator[str], *, first: bool) -> dict[str, float]:
    """Milliseconds of sequential requests, and of the processor of the worker and its database."""
    for path in islice(addresses, WARM if first else 3):
        get(path)
    before, times = cpu(site), []
    for path in islice(addresses, REQUESTS):
        started = time.perf_counter()
        get(path)
        times.append((time.perf_counter() - started) * 1000)
    spent = (cpu(site) - before) * 1000 / REQUESTS
    return {"p50": statistics.median(times), "p95": statistics.quantiles(times, n=20)[-1], "cpu": spent}


def fill(engine: str, size: int) -> tuple[str, str, dict[str, int]]:
    """A database with so many cases; the cookie of a member; the statements of each page."""
    import sqlalchemy as sa

    from benchmarks.invented import fill as add_records
    from tests.support.people import add_person
    from tests.support.signed import cookie_of
    from trianon import create_app
    from trianon.core.database import db
    from trianon.core.settings import Settings

    database = databases.fresh_database(engine, f"queue_{engine}_{size}")
    app = create_app(Settings.from_environment(databases.settings_for(database, TRIANON_DEMO="1")))
    with app.app_context():
        add_records(RECORDS)
        members = [add_person(db.session, "member", side=side) for side in SIDES]
        authors = [add_person(db.session, side=SIDES[number % 2]).id for number in range(AUTHORS)]
        add_cases(size, authors, [member.id for member in members])
        name, value = cookie_of(app, db.session, members[0])
        if engine == "postgresql":
            db.session.commit()
            with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("ANALYZE")
        else:
            db.session.execute(sa.text("ANALYZE"))
            db.session.commit()
    print(f"{engine}: {size} cases", flush=True)
    sent: list[str] = []
    with app.app_context():
        sa.event.listen(db.engine, "before_cursor_execute", lambda *arguments: sent.append(arguments[2]))
    client, counted = app.test_client(), {}
    client.set_cookie(name, value, domain="localhost")
    for page, addresses in PAGES.items():
        most = 0
        for path in islice(addresses(size), 4):
            sent.clear()
            assert client.get(path, base_url="http://localhost").status_code == 200, path
            most = max(most, sum(not one.startswith(("PRAGMA", "BEGIN")) for one in sent))
        counted[page] = most
    with app.app_context():
        db.engine.dispose()
    return database, f"{name}={value}", counted


def add_cases(size: int, authors: list[int], members: list[int]) -> None:
    """Texts and their cases, written straight into the tables: one in four has a voice of one side already."""
    import sqlalchemy as sa

    from trianon.committee.models import Case, Voice
    from trianon.contributions.models import Contribution, ContributionVersion
    from trianon.core import counters
    from trianon.core.database import db

    luck, begin = random.Random(7), datetime.now(UTC) - timedelta(minutes=size)
    for start in range(0, size, BATCH):
        numbers = range(start + 1, min(start + BATCH, size) + 1)
        texts, versions, cases, voices = [], [], [], []
        for number in numbers:
            side, moment = luck.choice(SIDES), begin + timedelta(minutes=number)
            lang = "fr" if side == "france" else "ru"
            text = {f"title_{lang}": f"Une passerelle n° {number}", f"text_{lang}": f"Texte {number}. " * 30}
            common = {"source_lang": lang, "kind": "proposal"}
            texts.append(
                {"id": number, "state": "submitted", "version": 1, "author_id": luck.choice(authors), "side": side}
                | common
                | {"created_at": moment, "submitted_at": moment, "updated_at": moment, "is_translated": False}
            )
            versions.append(
                {"id": number, "contribution_id": number, "number": 1, "recorded_at": moment, "true_from": moment}
                | {
                    "recorded_by_id": texts[-1]["author_id"],
                    "title_fr": "",
                    "title_ru": "",
                    "text_fr": "",
                    "text_ru": "",
                }
                | common
                | text
            )
            cases.append(
                {"id": number, "matter": "contribution", "subject": "contribution", "subject_id": number, "version": 1}
                | {"side": side, "lang": lang, "state": "open", "opened_at": moment, "ranked_at": moment, "reminded": 0}
                | {"title_fr": "", "title_ru": "", f"title_{lang}": text[f"title_{lang}"]}
            )
            if luck.random() < 0.25:
                place = luck.randrange(2)
                voices.append(
                    {"case_id": number, "member_id": members[place], "side": SIDES[place], "verdict": "refuse"}
                    | {"reasons": ["off_topic"], "note": "Note.", "note_lang": lang, "given_at": moment}
                    | {"is_secretary": False, "is_co_president": False}
                )
        for model, rows in ((Contribution, texts), (ContributionVersion, versions), (Case, cases), (Voice, voices)):
            if rows:
                db.session.execute(sa.insert(model.__table__), rows)  # type: ignore[arg-type]
        db.session.commit()
    counters.bump("committee.open", "contribution", size)
    db.session.commit()


def write(found: dict[str, Any]) -> None:
    """Both files, with the engines measured so far."""
    kept = {"made": f"{datetime.now(UTC):%Y-%m-%d}", "cores": os.cpu_count(), "python": platform.python_version()}
    (EVIDENCE / "queue-speed.json").write_text(json.dumps(kept | {"engines": found}, indent=1) + "\n")
    (EVIDENCE / "queue-speed.md").write_text(report(kept, found), encoding="utf-8")


def report(kept: dict[str, Any], found: dict[str, Any]) -> str:
    """The page for people."""
    lines = [
        "# The moderation queue with 50,000 cases waiting",
        "",
        f"Made by `make show-queue-speed` on {kept['made']} ({kept['cores']} cores, Python {kept['python']});",
        "data: [queue-speed.json](queue-speed.json). Other work ran on the machine: read the ratios, and those of the",
        "processor before those of time.",
        "",
        f"A member who has signed in, one gunicorn worker for each site, {ROUNDS} interleaved rounds of {REQUESTS}",
        "requests one after the other, medians; a quarter of the cases have a voice of one side. Right before each",
        "page the bare page (`benchmarks/bare.py`: nobody signed in, one query, twenty rows) is measured as well.",
        "",
        "- **p95 of bare**, **processor of bare**: how many times the bare page's.",
        f"- **growth**: p50, p95 and processor against the same page with {SIZES[0]:,} cases (budget of p50: 2).",
        "- Places in the list are counted up to 1,000 and no further.",
        "",
    ]
    for engine, sizes in found.items():
        lines += [f"## {engine}", ""]
        for size, one in sizes.items():
            lines += [
                f"### {int(size):,} cases",
                "",
                "| page | statements | p50 ms | p95 ms | p95 of bare | processor of bare | growth p50 / p95 / cpu |",
                "|---|---|---|---|---|---|---|",
            ]
            for name, page in one["pages"].items():
                lines.append(
                    f"| {name} | {one['statements'][name]} | {page['p50']:.1f} | {page['p95']:.1f} | "
                    f"{page['of_bare']:.1f} × | {page['cpu_of_bare']:.1f} × | {page['growth_p50']:.2f} × / "
                    f"{page['growth_p95']:.2f} × / {page['growth_cpu']:.2f} × |"
                )
            lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    main()

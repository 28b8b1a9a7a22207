"""The directory at 1,000, 20,000 and 200,000 records: statements a page, what it costs, how it grows.

Run by `make show-directory-speed` (SIZES and ENGINES narrow it); writes docs/evidence/directory-speed.md and .json.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import cycle, product
from pathlib import Path
from typing import Any
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import psycopg  # noqa: E402

from benchmarks.pages import TICKS, Site  # noqa: E402
from tests.support import databases  # noqa: E402
from tests.support.evidence import a_run, of_other_engines  # noqa: E402

SIZES = tuple(int(size) for size in os.environ.get("SIZES", "1000 20000 200000").split())
ENGINES = tuple(os.environ.get("ENGINES", "postgresql sqlite").split())
ROUNDS, REQUESTS, WARM = int(os.environ.get("ROUNDS", "3")), int(os.environ.get("REQUESTS", "100")), 26
EVIDENCE = ROOT / "docs" / "evidence"

DOMAINS = ("collectivites", "universites", "economie", "culture", "sante", "sport")
KINDS = ("jumelage", "partenariat", "accord", "echange")
STATES = ("active", "dormant", "suspended", "ended")
RARE = ("phalanstère", "фаланстер", "ornithologues", "орнитологи", "орнитологов")
COMMON = ("jumelages", "побратимство", "tourisme", "культура", "échanges", "университетов")
MISTYPED = ("phalanstrère", "орнитолги", "ornitologue", "фалнастер")

Addresses = Callable[[int], Iterator[str]]
# Every page is asked for with many addresses in turn: nobody looks at the same page a hundred times.
PAGES: dict[str, Addresses] = {
    "list": lambda size: cycle(["/fr/cooperations/", "/ru/cooperations/"]),
    "list, two filters": lambda size: cycle(
        f"/{lang}/cooperations/?domain={domain}&kind={kind}"
        for lang, domain, kind in product(("fr", "ru"), DOMAINS, KINDS)
    ),
    "list, three filters, one a region": lambda size: cycle(
        f"/fr/cooperations/?region=FR-IDF&activity={state}&domain={domain}"
        for state, domain in product(STATES, DOMAINS)
    ),
    "search, rare word": lambda size: cycle(f"/fr/cooperations/?q={quote(word)}" for word in RARE),
    "search, common word": lambda size: cycle(f"/fr/cooperations/?q={quote(word)}" for word in COMMON),
    "search, common word, two filters": lambda size: cycle(
        f"/ru/cooperations/?q={quote(word)}&kind={kind}&declared=russia" for word, kind in product(COMMON, KINDS)
    ),
    "search, mistyped word": lambda size: cycle(f"/ru/cooperations/?q={quote(word)}" for word in MISTYPED),
    "record": lambda size: cycle(f"/fr/cooperations/{1 + number * 7919 % size}" for number in range(500)),
}
MAP = ("map", lambda size: cycle(["/fr/cooperations/map", "/ru/cooperations/map"]))
LISTS = ("list", "list, two filters", "list, three filters, one a region")


def main() -> None:
    """Fill, measure, write both files."""
    found = of_other_engines(EVIDENCE / "directory-speed.json", ENGINES)
    with a_run("directory"):
        for engine in ENGINES:
            found[engine] = measured(engine)
            write(found)
    print((EVIDENCE / "directory-speed.md").read_text(encoding="utf-8"))


def write(found: dict[str, Any]) -> None:
    """Both files, with the engines measured so far."""
    EVIDENCE.mkdir(parents=True, exist_ok=True)
    kept = {"made": f"{datetime.now(UTC):%Y-%m-%d}", "cores": os.cpu_count(), "python": platform.python_version()}
    (EVIDENCE / "directory-speed.json").write_text(json.dumps(kept | {"engines": found}, indent=1) + "\n")
    (EVIDENCE / "directory-speed.md").write_text(report(kept, found), encoding="utf-8")


def measured(engine: str) -> dict[str, Any]:
    """Every page at every size: statements, and against the bare page of the same run its times and its processor."""
    sites: dict[int, dict[str, Site]] = {}
    filled: dict[int, dict[str, Any]] = {}
    try:
        for size in SIZES:
            database, filled[size] = fill(engine, size)
            settings = databases.settings_for(database, TRIANON_DEMO="1", SMTP_URL="", TRUSTED_HOSTS="127.0.0.1")
            bare = {"DATABASE_URL": database.replace("postgresql://", "postgresql+psycopg://")}
            sites[size] = {
                "bare": Site("benchmarks.bare:app", bare | {"PGAPPNAME": "bare"}),
                "site": Site("wsgi:app", settings | {"PGAPPNAME": "site"}),
                "uncached": Site("benchmarks.uncached:app", settings | {"PGAPPNAME": "uncached"}),
            }
            for site in sites[size].values():
                site.start()
        return {str(size): filled[size] | {"pages": pages} for size, pages in rounds(sites).items()}
    finally:
        for some in sites.values():
            for site in some.values():
                site.stop()


def rounds(sites: dict[int, dict[str, Site]]) -> dict[int, dict[str, Any]]:
    """Interleaved: each round asks every size for every page, the bare page before each."""
    names = list(PAGES)
    if answers(sites[SIZES[0]]["site"], "/fr/cooperations/map"):
        PAGES[MAP[0]] = MAP[1]
        names.append(MAP[0])
    wanted = [(name, "site") for name in names] + [(name, "uncached") for name in LISTS]
    times: dict[tuple[int, str, str], list[dict[str, float]]] = {}
    for number in range(ROUNDS):
        for size, (name, kind) in product(SIZES, wanted):
            control = measure(sites[size]["bare"], cycle(["/rows"]))
            page = measure(sites[size][kind], PAGES[name](size), first=number == 0)
            row = page | {"of_bare": control["p50"] / page["p50"], "cpu_of_bare": page["cpu"] / control["cpu"]}
            times.setdefault((size, name, kind), []).append(row)
            print(f"{size:>7} {name} ({kind}): p50 {page['p50']:.2f} ms, bare {control['p50']:.2f} ms", flush=True)
    found: dict[int, dict[str, Any]] = {size: {} for size in SIZES}
    for (size, name, kind), rows in times.items():
        label = name if kind == "site" else f"{name} (nothing kept)"
        found[size][label] = {key: statistics.median(row[key] for row in rows) for key in rows[0]}
    for pages in found.values():
        for label, page in pages.items():
            page["growth"] = page["p50"] / found[SIZES[0]][label]["p50"]
            page["growth_cpu"] = page["cpu_of_bare"] / found[SIZES[0]][label]["cpu_of_bare"]
    return found


def answers(site: Site, path: str) -> bool:
    """Whether there is such a page."""
    try:
        site.get(path)
    except AssertionError:
        return False
    return True


def measure(site: Site, addresses: Iterator[str], first: bool = True) -> dict[str, float]:
    """Milliseconds of sequential requests, and of the processor of the worker."""
    for _warm in range(WARM if first else 5):
        site.get(next(addresses))
    before, times = cpu(site), []
    for _request in range(REQUESTS):
        started = time.perf_counter()
        site.get(next(addresses))
        times.append((time.perf_counter() - started) * 1000)
    spent = (cpu(site) - before) * 1000 / REQUESTS
    return {"p50": statistics.median(times), "p95": statistics.quantiles(times, n=20)[-1], "cpu": spent}


def cpu(site: Site) -> float:
    """Processor seconds so far of the worker, and of the processes of PostgreSQL that serve it."""
    return site.cpu() + sum(_of_backend(pid) for pid in _backends(site))


def _backends(site: Site) -> list[int]:
    """The processes of PostgreSQL that serve a site, which has given its connections a name."""
    url = site.environment["DATABASE_URL"]
    if not url.startswith("postgresql"):
        return []
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        found = connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
            "AND application_name = %s",
            [site.environment["PGAPPNAME"]],
        )
        return [row[0] for row in found]


def _of_backend(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def fill(engine: str, size: int) -> tuple[str, dict[str, Any]]:
    """A database of so many records; how long that took, and what each page asks the database."""
    import sqlalchemy as sa

    from benchmarks.invented import fill as add
    from trianon import create_app
    from trianon.core.database import db
    from trianon.core.settings import Settings

    database = databases.fresh_database(engine, f"directory_{engine}_{size}")
    app = create_app(Settings.from_environment(databases.settings_for(database, TRIANON_DEMO="1")))
    started = time.perf_counter()
    with app.app_context():
        add(size)
    seconds = time.perf_counter() - started
    print(f"{engine}: {size} records in {seconds:.0f} s", flush=True)
    sent: list[str] = []
    with app.app_context():
        sa.event.listen(db.engine, "before_cursor_execute", lambda *arguments: sent.append(arguments[2]))
    visitor = app.test_client()
    counted: dict[str, int] = {}
    started = time.perf_counter()
    visitor.get("/fr/cooperations/", base_url="http://localhost")
    first = time.perf_counter() - started
    for name, addresses in PAGES.items():
        some = addresses(size)
        most = 0
        for _address in range(12):
            sent.clear()
            visitor.get(next(some), base_url="http://localhost")
            most = max(most, sum(not one.startswith(("PRAGMA", "BEGIN")) for one in sent))
        counted[name] = most
    with app.app_context():
        db.engine.dispose()
    return database, {"seconds_to_fill": round(seconds), "first_page_ms": round(first * 1000), "statements": counted}


def report(kept: dict[str, Any], found: dict[str, Any]) -> str:
    """The page for people."""
    lines = [
        "# The directory at 1,000, 20,000 and 200,000 records",
        "",
        f"Made by `make show-directory-speed` on {kept['made']} ({kept['cores']} cores, Python {kept['python']});",
        "data: [directory-speed.json](directory-speed.json). Other work ran on the machine: read the ratios, and",
        "those of the processor before those of time.",
        "",
        "Invented records in both languages (`benchmarks/invented.py`). One gunicorn worker for each site, all sizes",
        f"up at the same time, {ROUNDS} interleaved rounds of {REQUESTS} requests one after the other, many addresses",
        "in turn, medians. Right before each page the bare page (`benchmarks/bare.py`: Flask, SQLAlchemy, Jinja, one",
        "query, twenty rows) is measured on the same database.",
        "",
        "- **of bare**: requests a second against the bare page (the budget of the list: at least 0.55).",
        "- **processor**: processor time, of the worker and of its process in PostgreSQL, against the bare page's.",
        f"- **growth**: p50, and in brackets the processor, against the same page at {SIZES[0]:,} records (budgets: 2,",
        "  search 5).",
        "- *nothing kept*: processes that keep no rows and no panels, so that each page is made from nothing.",
        "- The first page of a process reads the list into memory; its time is given for each size.",
        "",
    ]
    for engine, sizes in found.items():
        lines += [f"## {engine}", ""]
        for size, one in sizes.items():
            lines += [
                f"### {int(size):,} records",
                "",
                f"Filled in {one['seconds_to_fill']} s; first page of a process {one['first_page_ms']} ms.",
                "",
                "| page | statements | p50 ms | p95 ms | of bare | processor | growth |",
                "|---|---|---|---|---|---|---|",
            ]
            for label, page in one["pages"].items():
                statements = one["statements"].get(label.removesuffix(" (nothing kept)"), "")
                lines.append(
                    f"| {label} | {statements} | {page['p50']:.2f} | {page['p95']:.2f} | {page['of_bare']:.2f} | "
                    f"{page['cpu_of_bare']:.1f} × | {page['growth']:.1f} × ({page['growth_cpu']:.1f} ×) |"
                )
            lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    main()

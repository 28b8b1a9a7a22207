"""Contributions at 1,000 and 100,000 texts with forty answers to each proposal (1,000,000 in all): statements a page,
what it costs against a bare page of the same run, how it grows; an answer and a text sent, against a minimal endpoint.

Run by `make show-contributions-speed` (SIZES and ENGINES narrow it); writes docs/evidence/contributions-speed.md and
.json.
"""

from __future__ import annotations

import http.client
import json
import os
import platform
import statistics
import sys
import time
import urllib.parse
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import cycle, product
from pathlib import Path
from typing import Any
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.directory import cpu, measure  # noqa: E402
from benchmarks.invented_texts import PEOPLE, kind_of  # noqa: E402
from benchmarks.pages import Site  # noqa: E402
from benchmarks.registrations import SECRET, driver, make_tables, signed  # noqa: E402
from tests.support import databases  # noqa: E402
from tests.support.evidence import a_run, of_other_engines  # noqa: E402
from tests.support.signed import cookie_and_mark  # noqa: E402

SIZES = tuple(int(size) for size in os.environ.get("SIZES", "1000 100000").split())
ENGINES = tuple(os.environ.get("ENGINES", "postgresql sqlite").split())
ROUNDS = int(os.environ.get("ROUNDS", "3"))
EVIDENCE = ROOT / "docs" / "evidence"
SENDERS, WARM = 40, 5
# A page of a list against a bare page of twenty rows; p50 against that of the smallest size; statements.
MUST = {"of_bare": 0.55, "growth": 2.0, "search": 5.0, "sent": 0.5, "list": 4, "page": 5, "stance": 6}

BASE = "/fr/contributions/"
KINDS, SIDES, LANGS = ("proposal", "experience", "question", "opinion"), ("france", "russia"), ("fr", "ru")
RARE = ("ornithologues", "орнитологи", "орнитологов", "ornithologue")
COMMON = ("ville", "городе", "théâtre", "tourisme", "реставрация", "échecs")
WORDS = (("Théâtre amateur et chœurs", "Un théâtre dans chaque quartier."), ("Речной туризм", "Лодки и книги."))

Addresses = Callable[[int], Iterator[str]]
PAGES: dict[str, Addresses] = {
    "list": lambda size: cycle([BASE, "/ru/contributions/"]),
    "list, three filters": lambda size: cycle(
        f"{BASE}?kind={kind}&side={side}&language={lang}" for kind, side, lang in product(KINDS, SIDES, LANGS)
    ),
    "list of a sub-theme": lambda size: cycle(f"{BASE}?sub_theme=sub-theme-{n}" for n in range(1, 11)),
    "list, most replied to": lambda size: cycle([f"{BASE}?order=replies", "/ru/contributions/?order=replies"]),
    "list, most common ground": lambda size: cycle(
        f"{BASE}?order=common{more}" for more in ("", "&side=france", "&sub_theme=sub-theme-3", "&language=ru")
    ),
    "search, rare word": lambda size: cycle(f"{BASE}?q={quote(word)}" for word in RARE),
    "search, common word": lambda size: cycle(f"{BASE}?q={quote(word)}" for word in COMMON),
    "search, common word, two filters": lambda size: cycle(
        f"{BASE}?q={quote(word)}&side={side}&kind=proposal" for word, side in product(COMMON, SIDES)
    ),
    "search, common word, most replied to": lambda size: cycle(
        f"{BASE}?q={quote(word)}&order=replies" for word in COMMON
    ),
    "search, common word, most common ground": lambda size: cycle(
        f"{BASE}?q={quote(word)}&order=common" for word in COMMON
    ),
    "a text": lambda size: cycle(f"{BASE}{1 + number * 7919 % size}" for number in range(500)),
    "a text, most replied to": lambda size: cycle(f"{BASE}{10 + number * 7910 % size}" for number in range(100)),
    "history of a text": lambda size: cycle(f"{BASE}{1 + number * 7919 % size}/history" for number in range(500)),
    "common ground": lambda size: cycle([f"{BASE}common-ground", "/ru/contributions/common-ground"]),
    "writing page": lambda size: cycle([f"{BASE}write", "/ru/contributions/write"]),
}
SENT = ("an answer to a proposal", "a draft saved while typing", "a text sent")


def main() -> None:
    """Fill, measure, write both files."""
    found = of_other_engines(EVIDENCE / "contributions-speed.json", ENGINES)
    with a_run("contributions"):
        for engine in ENGINES:
            found[engine] = measured(engine)
            write(found)
    print((EVIDENCE / "contributions-speed.md").read_text(encoding="utf-8"))


def write(found: dict[str, Any]) -> None:
    """Both files, with the engines measured so far."""
    kept = {"made": f"{datetime.now(UTC):%Y-%m-%d}", "cores": os.cpu_count(), "python": platform.python_version()}
    (EVIDENCE / "contributions-speed.json").write_text(json.dumps(kept | {"engines": found}, indent=1) + "\n")
    (EVIDENCE / "contributions-speed.md").write_text(report(kept, found), encoding="utf-8")


def measured(engine: str) -> dict[str, Any]:
    """Every page and every form at every size."""
    sites: dict[int, dict[str, Site]] = {}
    filled: dict[int, dict[str, Any]] = {}
    senders: dict[int, list[tuple[int, str, str]]] = {}
    try:
        for size in SIZES:
            database, filled[size], senders[size] = fill(engine, size)
            settings = databases.settings_for(database, TRIANON_DEMO="1", SMTP_URL="", TRUSTED_HOSTS="127.0.0.1")
            bare = {"DATABASE_URL": driver(database), "BARE_TABLE": "contribution_version"}
            sites[size] = {
                "bare": Site("benchmarks.bare:app", bare | {"PGAPPNAME": "bare"}),
                "minimal": Site(
                    "benchmarks.minimal_registration:app", bare | {"SECRET_KEY": SECRET, "PGAPPNAME": "minimal"}
                ),
                "site": Site("wsgi:app", settings | {"PGAPPNAME": "site"}),
            }
            for site in sites[size].values():
                site.start()
        # Once unmeasured: what every process makes once, and what is written down of a person with their first text.
        for size in SIZES:
            list(sent(sites[size], senders[size], size, ROUNDS))
        times: dict[tuple[int, str], list[dict[str, float]]] = {}
        for turn, size in product(range(ROUNDS), SIZES):
            for name, row in (*read(sites[size], size, turn), *sent(sites[size], senders[size], size, turn)):
                times.setdefault((size, name), []).append(row)
                print(f"{size:>7} {name}: p50 {row['p50']:.2f} ms, {row['of_bare']:.2f} of control", flush=True)
    finally:
        for some in sites.values():
            for site in some.values():
                site.stop()
    for (size, name), rows in times.items():
        page = {key: statistics.median(row[key] for row in rows) for key in rows[0]}
        first = times[SIZES[0], name]
        page["growth"] = page["p50"] / statistics.median(row["p50"] for row in first)
        page["growth_cpu"] = page["cpu_of_bare"] / statistics.median(row["cpu_of_bare"] for row in first)
        filled[size].setdefault("pages", {})[name] = page
    return {str(size): filled[size] for size in SIZES}


def read(sites: dict[str, Site], size: int, turn: int) -> Iterator[tuple[str, dict[str, float]]]:
    """Each page, the bare page right before it."""
    for name, addresses in PAGES.items():
        control = measure(sites["bare"], cycle(["/rows"]), first=turn == 0)
        page = measure(sites["site"], addresses(size), first=turn == 0)
        yield name, compared(control, page)


def sent(
    sites: dict[str, Site], people: list[tuple[int, str, str]], size: int, turn: int
) -> Iterator[tuple[str, dict[str, float]]]:
    """Each form, sent by forty people one after the other; the minimal endpoint right before it."""
    for name in SENT:
        strangers = [("/register", *signed(person), {}) for person, *_rest in people]
        control = measure_sending(sites["minimal"], strangers)
        deeds = [(*address_and_words(name, person, size, turn), cookie, token) for person, cookie, token in people]
        asked = [(path, cookie, token, words) for path, words, cookie, token in deeds]
        yield name, compared(control, measure_sending(sites["site"], asked))


def address_and_words(name: str, person: int, size: int, turn: int) -> tuple[str, dict[str, str]]:
    """What a person sends: each time something else."""
    title, text = WORDS[person % 2]
    words = {
        "kind": "opinion",
        "lang": "fr" if person % 2 == 0 else "ru",
        "title": f"{title} {turn}",
        "text": f"{text * 9} {turn} {size} {person}",
    }
    if name == SENT[0]:
        # The next proposal that is somebody else's.
        start = 1 + (person * 37 + turn * 1013) % (size - 50)
        proposal = next(n for n in range(start, size) if kind_of(n) == "proposal" and n % PEOPLE + 1 != person)
        return f"{BASE}{proposal}/stance", {"answer": ("agree", "disagree", "unsure")[(person + turn) % 3]}
    if name == SENT[1]:
        return f"{BASE}drafts", words
    return f"{BASE}write", words | {"do": "submit"}


def measure_sending(site: Site, asked: list[tuple[str, str, str, dict[str, str]]]) -> dict[str, float]:
    """Milliseconds of forms sent one after the other, and of the processor of the worker; the first few only warm."""
    times: list[float] = []
    before = 0.0
    for place, (path, cookie, token, words) in enumerate(asked):
        if place == WARM:
            before = cpu(site)
        body = urllib.parse.urlencode(marks(token) | words)
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded", "Host": "127.0.0.1"}
        connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
        began = time.perf_counter()
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        answer.read()
        times.append((time.perf_counter() - began) * 1000)
        connection.close()
        assert answer.status in {200, 303}, (path, answer.status)
        assert "sign-in" not in (answer.getheader("Location") or ""), path
    kept = times[WARM:]
    spent = (cpu(site) - before) * 1000 / len(kept)
    return {"p50": statistics.median(kept), "p95": statistics.quantiles(kept, n=20)[-1], "cpu": spent}


def marks(token: str) -> dict[str, str]:
    """The hidden fields of a form."""
    mark, _, moment = token.partition(" ")
    return {"csrf_token": mark, "started": moment}


def compared(control: dict[str, float], page: dict[str, float]) -> dict[str, float]:
    """A page beside what it is measured against."""
    return page | {"of_bare": control["p50"] / page["p50"], "cpu_of_bare": page["cpu"] / max(control["cpu"], 0.01)}


def fill(engine: str, size: int) -> tuple[str, dict[str, Any], list[tuple[int, str, str]]]:
    """A database of so many texts; what each page asks it; people who are signed in, each with the mark of a form."""
    from benchmarks.invented_texts import fill as add
    from trianon import create_app
    from trianon.accounts.models import Account
    from trianon.core.database import db
    from trianon.core.settings import Settings

    database = databases.fresh_database(engine, f"contributions_{engine}_{size}")
    settings = databases.settings_for(database, TRIANON_DEMO="1", SMTP_URL="", TRUSTED_HOSTS="127.0.0.1")
    app = create_app(Settings.from_environment(settings))
    started = time.perf_counter()
    with app.app_context():
        answers = add(size)
    seconds = time.perf_counter() - started
    print(f"{engine}: {size} texts, {answers} answers in {seconds:.0f} s", flush=True)
    make_tables(database)
    with app.app_context():
        people = [_signed_in(app, db.session.get_one(Account, 100 + place)) for place in range(SENDERS + 1)]
        db.session.commit()
    spare, *senders = people
    counted = statements(app, size, spare)
    with app.app_context():
        db.engine.dispose()
    return database, {"seconds_to_fill": round(seconds), "answers": answers, "statements": counted}, senders


def _signed_in(app: Any, account: Any) -> tuple[int, str, str]:
    from trianon.accounts.guard import signer

    cookie, token = cookie_and_mark(app, account)
    # The mark of the form, and the moment at which it was shown: long ago when it is sent.
    return account.id, cookie, f"{token} {signer().sign('form').decode()}"


def statements(app: Any, size: int, person: tuple[int, str, str]) -> dict[str, int]:
    """The most that each page, and each form, asks of the database."""
    import sqlalchemy as sa

    from trianon.core.database import db

    asked: list[str] = []
    with app.app_context():
        engine = db.engine
    sa.event.listen(engine, "before_cursor_execute", lambda *arguments: asked.append(arguments[2]))
    client, counted = app.test_client(use_cookies=False), {}
    number, cookie, token = person
    for name, addresses in PAGES.items():
        some, most = addresses(size), 0
        for _address in range(12):
            asked.clear()
            assert client.get(next(some), base_url="http://127.0.0.1").status_code == 200, name
            most = max(most, sum(not one.startswith(("PRAGMA", "BEGIN")) for one in asked))
        counted[name] = most
    for name in SENT:
        path, words = address_and_words(name, number, size, 999)
        asked.clear()
        answer = client.post(path, data=marks(token) | words, headers={"Cookie": cookie}, base_url="http://127.0.0.1")
        assert answer.status_code in {200, 303}, (path, answer.status_code)
        counted[name] = sum(not one.startswith(("PRAGMA", "BEGIN")) for one in asked)
    return counted


def report(kept: dict[str, Any], found: dict[str, Any]) -> str:
    """The page for people."""
    lines = [
        "# Contributions at 1,000 and 100,000 texts",
        "",
        f"Made by `make show-contributions-speed` on {kept['made']} ({kept['cores']} cores, Python {kept['python']});",
        "data: [contributions-speed.json](contributions-speed.json). Other work ran on the machine: read the ratios,",
        "and those of the processor before those of time.",
        "",
        "Invented texts in both languages (`benchmarks/invented_texts.py`), a quarter of them proposals with forty",
        f"answers each, a tenth of them with five to seven replies. One gunicorn worker for each site, {ROUNDS}",
        "interleaved rounds, medians. Right before each page the bare page (`benchmarks/bare.py`: one query),",
        "before each form the minimal endpoint (`benchmarks/minimal_registration.py`: session, mark, row lock, row,",
        "counter, outbox) is measured on the same database. No page is kept between two requests.",
        "",
        "- **of control**: requests a second against the control (budgets: a list 0.55, a text sent 0.5).",
        "- **processor**: processor time, of the worker and of its process in PostgreSQL, against the control's.",
        f"- **growth**: p50, and in brackets the processor, against {SIZES[0]:,} texts (budgets: 2, search 5).",
        "- Statements, budgets: a list 4, a text 5, an answer 6.",
        "",
    ]
    for engine, sizes in found.items():
        lines += [f"## {engine}", ""]
        for size, one in sizes.items():
            lines += [
                f"### {int(size):,} texts, {one['answers']:,} answers",
                "",
                f"Filled in {one['seconds_to_fill']} s.",
                "",
                "| | statements | p50 ms | p95 ms | of control | processor | growth |",
                "|---|---|---|---|---|---|---|",
            ]
            for label, page in one["pages"].items():
                lines.append(
                    f"| {label} | {one['statements'][label]} | {page['p50']:.2f} | {page['p95']:.2f} | "
                    f"{page['of_bare']:.2f} | {page['cpu_of_bare']:.1f} × | "
                    f"{page['growth']:.1f} × ({page['growth_cpu']:.1f} ×) |"
                )
            lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    main()

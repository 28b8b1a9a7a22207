"""Processor time and response time of the main pages, as ratios to a bare page of the same stack, on both databases.

Run by `make show-speed`; writes docs/evidence/speed.md. One worker each, sequential requests,
three interleaved rounds, medians. Processor time is that of the worker process alone (user and system, from /proc).
"""

from __future__ import annotations

import http.client
import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.support import databases, house  # noqa: E402
from tests.support.evidence import a_run  # noqa: E402

ROUNDS, REQUESTS, WARM = 3, 150, 20
TICKS = os.sysconf("SC_CLK_TCK")
BARE = {"hello": "/hello", "bare page": "/rows"}
PAGES = {
    "home": "/fr/",
    "cooperations, list": "/fr/cooperations/",
    "cooperations, two filters": "/fr/cooperations/?domain=culture&kind=echange",
    "cooperations, search": "/ru/cooperations/?q=%D0%BB%D0%B8%D0%BE%D0%BD",
    "one cooperation": "/fr/cooperations/90",
    "workshops": "/ru/workshops/",
    "one workshop": "/fr/workshops/1",
    "contributions": "/fr/contributions/",
    "one contribution": "/ru/contributions/10",
}


@dataclass
class Site:
    """A gunicorn, with one worker unless said otherwise, and what its pages cost."""

    module: str
    environment: dict[str, str]
    port: int = field(default_factory=house.free_port)
    process: subprocess.Popen[bytes] | None = None
    processes: int = 1

    def start(self) -> None:
        """Start and wait until it answers."""
        command = [
            str(house.BIN / "gunicorn"),
            "-b",
            f"127.0.0.1:{self.port}",
            "-w",
            str(self.processes),
            "--no-control-socket",
        ]
        command += ["-c", "/dev/null", "--log-level", "error", self.module]
        self.process = subprocess.Popen(command, cwd=ROOT, env=house.clean_environment(**self.environment))
        for _try in range(100):
            try:
                # Whatever it answers: not every one has the same addresses.
                self.get("/", expected=None)
                return
            except OSError:
                time.sleep(0.1)
        raise SystemExit(f"{self.module} did not start")

    def get(self, path: str, expected: int | None = 200) -> None:
        """One request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request("GET", path, headers={"Host": "127.0.0.1"})
        answer = connection.getresponse()
        answer.read()
        connection.close()
        assert expected in {None, answer.status}, (path, answer.status)

    def measure(self, path: str) -> tuple[float, float, float]:
        """Processor milliseconds a request, and the median and 95th percentile of its time in milliseconds."""
        for _warm in range(WARM):
            self.get(path)
        before, times = self.cpu(), []
        for _request in range(REQUESTS):
            started = time.perf_counter()
            self.get(path)
            times.append((time.perf_counter() - started) * 1000)
        cpu = (self.cpu() - before) * 1000 / REQUESTS
        return cpu, statistics.median(times), statistics.quantiles(times, n=20)[-1]

    def cpu(self) -> float:
        """Processor seconds of the worker so far."""
        return processor(self.process)

    def stop(self) -> None:
        """End it."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait()


def processor(master: subprocess.Popen[bytes] | None) -> float:
    """Processor seconds of a gunicorn's workers so far."""
    assert master is not None
    children = Path(f"/proc/{master.pid}/task/{master.pid}/children").read_text().split()
    fields = [Path(f"/proc/{child}/stat").read_text().rsplit(")", 1)[1].split() for child in children]
    return sum(int(one[11]) + int(one[12]) for one in fields) / TICKS


def main() -> None:
    """Measure on both databases and write the table."""
    with a_run("speed"):
        tables = [f"## {engine}\n\n{table(engine)}" for engine in databases.ENGINES]
    target = ROOT / "docs" / "evidence" / "speed.md"
    target.parent.mkdir(exist_ok=True)
    target.write_text(f"# What pages cost\n\n{__doc__.strip()}\n\n" + "\n\n".join(tables) + "\n")
    print(target.read_text())


def table(engine: str) -> str:
    """One database's table, as Markdown."""
    database = databases.copy_of(
        databases.template_of(engine, "demo", (("demo", "load"),), TRIANON_DEMO="1"), f"speed_{engine}"
    )
    bare = Site("benchmarks.bare:app", {"DATABASE_URL": database.replace("postgresql://", "postgresql+psycopg://")})
    site = Site("wsgi:app", databases.settings_for(database, TRIANON_DEMO="1", SMTP_URL="", TRUSTED_HOSTS="127.0.0.1"))
    found: dict[str, list[tuple[float, float, float]]] = {name: [] for name in BARE | PAGES}
    try:
        bare.start()
        site.start()
        for _round in range(ROUNDS):
            for name, path in BARE.items():
                found[name].append(bare.measure(path))
            for name, path in PAGES.items():
                found[name].append(site.measure(path))
    finally:
        bare.stop()
        site.stop()
    medians = {name: [statistics.median(values) for values in zip(*rows, strict=True)] for name, rows in found.items()}
    control = medians["bare page"]
    lines = ["| page | processor, ms | against the bare page | median, ms | 95 %, ms |", "|---|---|---|---|---|"]
    for name, (cpu, median, high) in medians.items():
        lines.append(f"| {name} | {cpu:.2f} | {cpu / control[0]:.1f} × | {median:.1f} | {high:.1f} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()

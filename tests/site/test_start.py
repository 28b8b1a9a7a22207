"""Starting: `make run` prepares, serves, stops and starts again; a wrong setting is refused in plain words."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.databases import settings_for
from tests.support.house import BIN, ROOT, clean_environment, free_port

NOT_COPIED = shutil.ignore_patterns(
    ".git", ".venv", ".env", "instance", "node_modules", ".cache", "__pycache__", "*.mo", "build", ".*_cache", "docs"
)
Run = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project without anything made; only the installed packages are borrowed."""
    place = tmp_path_factory.mktemp("checkout") / "trianon"
    shutil.copytree(ROOT, place, ignore=NOT_COPIED)
    (place / ".venv").symlink_to(ROOT / ".venv")
    return place


@pytest.fixture
def run(checkout: Path) -> Iterator[Run]:
    """Start bin/run in the copy, without a terminal; whatever still runs is ended after the test."""
    started: list[subprocess.Popen[str]] = []

    def start(port: int, **settings: str) -> subprocess.Popen[str]:
        environment = clean_environment(**{"PORT": str(port), "WEB_CONCURRENCY": "2"} | settings)
        # A newcomer has neither this nor that: .env is written and read.
        environment.pop("FLASK_SKIP_DOTENV")
        process = subprocess.Popen(
            [str(BIN / "python"), "bin/run"],
            cwd=checkout,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.terminate()
            process.wait(30)
        if process.stdout is not None:
            process.stdout.close()


def read_until(process: subprocess.Popen[str], word: str) -> str:
    """What the process says up to a word."""
    said = ""
    assert process.stdout is not None
    for line in process.stdout:
        said += line
        if word in line:
            return said
    raise AssertionError(f"it ended with {process.wait()} before it said {word!r}:\n{said}")


def test_first_start_second_start_and_stop(run: Run, checkout: Path) -> None:
    """The first start loads the records, the second takes seconds and loses nothing; SIGTERM and Ctrl-C stop both."""
    port = free_port()
    first = run(port)
    said = read_until(first, "is served at")
    assert f"http://127.0.0.1:{port}" in said
    assert "@" in said, "the demo accounts are printed"
    assert (checkout / ".env").read_text().endswith("TRIANON_DEMO=1\n")
    assert urllib.request.urlopen(f"http://127.0.0.1:{port}/fr/", timeout=30).status == 200
    first.send_signal(signal.SIGTERM)
    assert first.wait(30) == 0
    assert is_free(port)
    size = database_of(checkout).stat().st_size

    begin = time.monotonic()
    second = run(port)
    read_until(second, "is served at")
    # Generous: other tests use the same two cores.
    assert time.monotonic() - begin < 40
    assert database_of(checkout).stat().st_size >= size
    second.send_signal(signal.SIGINT)
    assert second.wait(30) == 0
    assert is_free(port)


@pytest.mark.parametrize("name", ["worker", "gunicorn"])
def test_one_that_dies_takes_the_other_with_it(run: Run, name: str) -> None:
    """Nobody is left with half a site that looks alive."""
    port = free_port()
    process = run(port)
    read_until(process, "is served at")
    os.kill(child_of(process.pid, name), signal.SIGKILL)
    assert process.wait(30) != 0
    wait_until(lambda: is_free(port))


def test_a_taken_port_gives_one_plain_line(run: Run) -> None:
    """Said before anything else is done."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        process = run(other.getsockname()[1])
        said, _ = process.communicate(timeout=30)
    assert process.returncode != 0
    assert re.fullmatch(r"Port \d+ is taken\. Choose another one: PORT=\d+ make run\n", said)


def test_a_port_that_is_none_gives_one_plain_line(run: Run) -> None:
    """Not a number."""
    process = run(0, PORT="http")
    said, _ = process.communicate(timeout=30)
    assert (process.returncode, said.count("\n")) == (1, 1)


@pytest.mark.parametrize("command", [["gunicorn", "wsgi:app"], ["flask", "worker"], ["flask", "db", "upgrade"]])
def test_wrong_settings_are_refused_in_plain_words(command: list[str], tmp_path: Path) -> None:
    """A line for each fault, no traceback, whichever way the site is started."""
    settings = settings_for("mysql://localhost/x", SECRET_KEY="short", BASE_URL="ftp://example.org", MAIL_FROM="nobody")
    status, said = outcome(command, settings)
    assert status in (1, 2)
    assert "Traceback" not in said
    for name in ("SECRET_KEY", "DATABASE_URL", "BASE_URL", "MAIL_FROM"):
        assert len([line for line in said.splitlines() if line.startswith(name)]) == 1, said
    assert len(said.splitlines()) == 4, said


def test_without_a_secret_nothing_starts() -> None:
    """The built-in secret exists in the demonstration only."""
    settings = settings_for("sqlite:///:memory:")
    del settings["SECRET_KEY"]
    status, said = outcome(["gunicorn", "wsgi:app"], settings)
    assert (status, len(said.splitlines())) == (2, 1), said
    assert said.startswith("SECRET_KEY")


def outcome(command: list[str], settings: dict[str, str]) -> tuple[int, str]:
    """Status and words of a command that is expected to end at once."""
    done = subprocess.run(
        [str(BIN / command[0]), *command[1:]],
        cwd=ROOT,
        env=clean_environment(PORT=str(free_port()), **settings),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=60,
    )
    return done.returncode, done.stdout


def database_of(checkout: Path) -> Path:
    """The demonstration's database, where the README says that it is."""
    (file,) = (checkout / "instance").glob("*.sqlite3")
    return file


def child_of(parent: int, name: str) -> int:
    """The child process whose command has this word."""
    for directory in Path("/proc").glob("[0-9]*"):
        try:
            fields = (directory / "stat").read_text().rpartition(")")[2].split()
            words = (directory / "cmdline").read_text()
        except OSError:
            continue
        if int(fields[1]) == parent and name in words:
            return int(directory.name)
    raise AssertionError(f"no child {name} of {parent}")


def is_free(port: int) -> bool:
    """Whether nobody answers there any more."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def wait_until(happened: Callable[[], bool], seconds: float = 20) -> None:
    """Look often, give up late."""
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.1)

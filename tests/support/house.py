"""Places of the project, the directory of this run, and what to do when something cannot be had."""

from __future__ import annotations

import fcntl
import os
import random
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest

ROOT = Path(__file__).resolve().parents[2]
BIN = ROOT / ".venv" / "bin"
CACHE = ROOT / ".cache"

# A word that the two processes of one run share; set by the first, inherited by the others.
RUN_VARIABLE = "TRIANON_TEST_RUN"

SETTINGS = {
    *("TRIANON_DEMO", "SECRET_KEY", "SECRET_KEY_FALLBACKS", "DATABASE_URL", "BASE_URL", "PORT", "BIND"),
    *("SMTP_URL", "MAIL_FROM", "CONTACT_MAIL", "TRUSTED_HOSTS", "SIGN_IN_LIMIT", "SIGN_UP_LIMIT"),
    *("BOUNCE_ADDRESS", "MAIL_PACE", "MAIL_PACE_PROVIDERS"),
    *("JITSI_URL", "JITSI_APP_ID", "JITSI_SECRET", "BBB_URL", "BBB_SECRET", "BBB_HASH"),
    *("WEB_CONCURRENCY", "FLASK_APP", "FLASK_DEBUG"),
}


def quickest_place() -> str:
    """Where a run keeps its files: in memory where there is plenty (a fresh database each test, ten times as quick)."""
    memory, gibibyte = Path("/dev/shm"), 2**30
    if memory.is_dir() and os.access(memory, os.W_OK):
        room = os.statvfs(memory)
        # Containers often have 64 MiB there, and may forbid programs.
        if room.f_bavail * room.f_frsize > 4 * gibibyte and not room.f_flag & os.ST_NOEXEC and _free() > 8 * gibibyte:
            return str(memory)
    return "/tmp"


def _free() -> int:
    """Bytes of memory that nobody needs."""
    lines = Path("/proc/meminfo").read_text().splitlines()
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:")), 0)


def run_directory() -> Path:
    """The directory that all processes of this run share; it goes when the run ends."""
    return Path(os.environ[RUN_VARIABLE])


@contextmanager
def alone(name: str) -> Iterator[None]:
    """Only one process of this run at a time is inside."""
    with (run_directory() / f"{name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def require_all() -> bool:
    """Whether a missing browser or database server is a failure (in CI) or a skipped test (at home)."""
    return os.environ.get("TRIANON_REQUIRE_ALL") == "1"


def cannot(reason: str) -> NoReturn:
    """Skip the test and say why; fail where nothing may be skipped."""
    if require_all():
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def clean_environment(**more: str) -> dict[str, str]:
    """The shell's environment without the settings of the site, so that a developer's own never leak into a test."""
    kept = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    # The flask command must not read a developer's .env either.
    return kept | {"FLASK_SKIP_DOTENV": "1", "PYTHONUNBUFFERED": "1"} | more


def free_port() -> int:
    """A free port above 10000 and below those that the kernel gives to outgoing connections."""
    for _ in range(200):
        port = random.SystemRandom().randrange(10_001, 32_000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    sys.exit("no free port was found")

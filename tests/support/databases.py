"""A fresh database for every test: the real migrations run once for each engine, then the result is copied."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

import psycopg
import pytest
from jinja2 import FileSystemBytecodeCache
from psycopg import sql
from sqlalchemy.engine import make_url

from tests.support.house import BIN, ROOT, alone, cannot, clean_environment, run_directory
from tests.support.postgres import PostgresMissing, server_url

ENGINES = ("sqlite", "postgresql")
FAILED = "The database could not be prepared. "
SECRET = "a-secret-of-the-tests-and-of-nothing-else"
# Tests sign in more often in a minute than people do; the tests of the limits set their own.
PATIENT = {"SIGN_IN_LIMIT": "10000 per minute", "SIGN_UP_LIMIT": "10000 per minute"}


def settings_for(url: str, **more: str) -> dict[str, str]:
    """The environment of a site on this database; not a demonstration unless it is asked for."""
    return {
        "DATABASE_URL": url,
        "SECRET_KEY": SECRET,
        "BASE_URL": "http://localhost",
        "MAIL_FROM": "dialogue@example.org",
        "CONTACT_MAIL": "data@example.org",
        "SMTP_URL": "smtp://127.0.0.1:9",
    } | more


def fresh_database(engine: str, name: str) -> str:
    """The address of a new database with the schema and nothing else; `name` is used again by its next caller."""
    template = _template(engine)
    return _copy_file(template, name) if engine == "sqlite" else _copy_database(template, name)


def template_of(engine: str, name: str, commands: tuple[tuple[str, ...], ...], **more: str) -> str:
    """A database made once in a run by flask commands, to be copied; its address or file."""
    note = run_directory() / f"template-{engine}-{name}"
    with alone(note.name):
        if not note.exists():
            try:
                note.write_text(_make(engine, name, commands, more))
            except AssertionError as error:
                # Every test would try again, and fail again after seconds.
                note.write_text(f"{FAILED}{error}")
    if (text := note.read_text()).startswith(FAILED):
        pytest.fail(text, pytrace=False)
    return text


def copy_of(template: str, name: str) -> str:
    """A copy of a template made by `template_of`."""
    return _copy_database(template, name) if template.startswith("postgresql") else _copy_file(template, name)


def settled(url: str) -> str:
    """The one file of an SQLite database that nobody uses any more: from now on a template."""
    file = str(make_url(url).database)
    _settle(Path(file))
    return file


def remove_from_named_server() -> None:
    """Leave nothing on a server that is not ours; our own goes with all it has."""
    server, note = os.environ.get("TEST_DATABASE_URL"), run_directory() / "databases"
    if not server or not note.exists():
        return
    with psycopg.connect(server, autocommit=True) as connection:
        for name in sorted(set(note.read_text().split())):
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def flask(*arguments: str, **settings: str) -> str:
    """Run the flask command with these settings alone; what it printed, or an error with all of it."""
    done = subprocess.run(
        [str(BIN / "flask"), *arguments],
        cwd=ROOT,
        env=clean_environment(**settings),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        raise AssertionError(f"flask {' '.join(arguments)} ended with {done.returncode}:\n{done.stdout}")
    return done.stdout


def template_cache() -> FileSystemBytecodeCache:
    """Compiled templates for all applications of this run: each test makes a new application."""
    directory = run_directory() / "jinja"
    directory.mkdir(exist_ok=True)
    return FileSystemBytecodeCache(str(directory))


def _template(engine: str) -> str:
    return template_of(engine, "empty", ())


def _make(engine: str, name: str, commands: tuple[tuple[str, ...], ...], more: dict[str, str]) -> str:
    if engine == "sqlite":
        place = str(run_directory() / f"template-{name}.sqlite3")
        url = f"sqlite:///{place}"
    else:
        place = url = _new_database(f"trianon_template_{name}_{os.getpid()}")
    for command in (("db", "upgrade"), *commands):
        flask(*command, **settings_for(url, **more))
    if engine == "sqlite":
        _settle(Path(place))
    return place


def _settle(file: Path) -> None:
    """Bring the write-ahead log home, so that the one file is the whole database."""
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _copy_file(template: str, name: str) -> str:
    file = run_directory() / f"{name}.sqlite3"
    for old in (file, file.with_name(file.name + "-wal"), file.with_name(file.name + "-shm")):
        old.unlink(missing_ok=True)
    shutil.copyfile(template, file)
    return f"sqlite:///{file}"


def _copy_database(template: str, name: str) -> str:
    return _new_database(f"trianon_{name}_{os.getpid()}", make_url(template).database)


def _new_database(name: str, template: str | None = None) -> str:
    """Create a database, in place of the one of the same name; FILE_COPY is the quick way for small ones."""
    try:
        server = server_url()
    except PostgresMissing as error:
        cannot(str(error))
    with (run_directory() / "databases").open("a") as names:
        names.write(f"{name}\n")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
            sql.Identifier(name), sql.Identifier(template or "template0")
        )
        connection.execute(statement)
    return make_url(server).set(database=name).render_as_string(hide_password=False)

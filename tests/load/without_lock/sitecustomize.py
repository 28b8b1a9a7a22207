"""Take the lock out of a server, to see whether the test of the seats notices. Nothing in the site itself can do this.

Python runs this file by itself when its directory stands in PYTHONPATH: the processes of that one server read the
workshop without locking it (PostgreSQL) and begin to write without having asked first (SQLite).
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

import sqlalchemy as sa
from flask import has_request_context, request

from trianon.core import database


def look(model, key, only=()):
    """What `lock` does, without the lock."""
    return database.db.session.get(model, key, populate_existing=True)


def run(connection, statement, *more, **named):
    """`BEGIN` where the site says `BEGIN IMMEDIATE`, for registrations alone: people must be able to sign in first."""
    unlocked = statement == "BEGIN IMMEDIATE" and has_request_context() and request.path.endswith("/register")
    return really_run(connection, "BEGIN" if unlocked else statement, *more, **named)


really_run = sa.Connection.exec_driver_sql
database.lock = look
sa.Connection.exec_driver_sql = run

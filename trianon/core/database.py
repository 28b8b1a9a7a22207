"""The database: one declarative base for SQLite (embedded) and PostgreSQL (production)."""

from __future__ import annotations

import enum
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import cache
from typing import Any, cast

import psycopg
import sqlalchemy as sa
from flask import Flask, request
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.orm import DeclarativeBase, lazyload, load_only, registry

# A request that only reads gets a transaction that can only read: a GET that writes fails at once, on both engines.
_read_only: ContextVar[bool] = ContextVar("read_only", default=False)
# Seconds.
MOST_RESTED = 1.0
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


class UTCDateTime(sa.types.TypeDecorator[datetime]):
    """Aware datetimes in, aware UTC datetimes out, on both engines."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        """What it holds, for whoever asks (paging does)."""
        return datetime

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Refuse a naive moment: nobody could say what it means."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """SQLite gives naive values back: they are UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# Names for every constraint, so that migrations are the same on both engines.
_METADATA = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def choice(kind: type[enum.Enum], name: str | None = None) -> sa.Enum:
    """An enum stored as text; the database refuses any other value. `name` is needed by a table's second of a kind."""
    return sa.Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        validate_strings=True,
        length=40,
        values_callable=lambda values: [member.value for member in values],
    )


class Base(DeclarativeBase):
    """Base of all models."""

    registry = registry(
        metadata=_METADATA,
        type_annotation_map={
            datetime: UTCDateTime(),
            dict[str, Any]: sa.JSON(),
            list[str]: sa.JSON(),
            enum.Enum: choice(enum.Enum),
        },
    )


db = SQLAlchemy(model_class=Base, disable_autonaming=True)
migrate = Migrate()


def init_database(app: Flask) -> None:
    """Bind the engine and make each transaction say from its first word whether it writes."""
    db.init_app(app)
    migrate.init_app(app, db, directory=app.config["MIGRATIONS"])
    with app.app_context():
        prepare = _prepare_sqlite if db.engine.dialect.name == "sqlite" else _prepare_postgresql
        prepare(db.engine)

    app.before_request(lambda: _read_only.set(request.method in SAFE_METHODS) and None)
    app.teardown_request(lambda _error: _read_only.set(False) and None)


def is_read_only() -> bool:
    """Whether this request only reads: then all it sees is committed."""
    return _read_only.get()


@contextmanager
def reading() -> Iterator[None]:
    """What begins inside, outside of any request, only reads: on SQLite nobody who writes waits for it."""
    token = _read_only.set(True)
    try:
        yield
    finally:
        db.session.remove()
        _read_only.reset(token)


@contextmanager
def read_before_writing() -> Iterator[None]:
    """What a request that writes reads before it does: on SQLite in a transaction of its own.

    There whoever writes has the only lock from the first word on; who comes next need not wait while we look up who
    is here. What was read stays in the session as it was.
    """
    if db.engine.dialect.name != "sqlite" or _read_only.get() or db.session().in_transaction():
        yield
        return
    token = _read_only.set(True)
    try:
        yield
    finally:
        found = list(db.session)
        db.session.expunge_all()
        db.session.rollback()
        db.session.add_all(found)
        _read_only.reset(token)


def lock(model: type[Any], key: int, only: tuple[Any, ...] = ()) -> Any:
    """Lock one row and read it anew, or `only` some of its columns; whoever comes second waits here.

    None when it does not exist.
    """
    return db.session.scalars(_locking(model, only), {"key": key}).one_or_none()  # type: ignore[arg-type]


def table_of(model: type[Base]) -> sa.Table:
    """The table behind a model: a statement on it is made once and costs a third of the mapper's own."""
    return cast(sa.Table, model.__table__)


def write(statement: sa.Executable, values: Any) -> sa.CursorResult[Any]:
    """Run a statement on a table, in the session's transaction, without the session's search for records in it."""
    return db.session.connection().execute(statement, values)


def computed(column: Any) -> Any:
    """A column's value that no index leads to on SQLite, which then begins with the other table, in its order.

    It guesses badly how many rows a common word or a rare answer leaves. PostgreSQL weighs both: there, the column.
    """
    if db.engine.dialect.name != "sqlite":
        return column
    return column + ("" if isinstance(column.type, sa.String) else 0)


@cache
def _locking(model: type[Any], only: tuple[Any, ...]) -> sa.Select[Any]:
    """Made once for each model: what is done under a lock keeps others waiting."""
    (number,) = sa.inspect(model).primary_key
    # What belongs to the row is read when somebody asks for it: anew, and mostly nobody does.
    row = sa.select(model).where(number == sa.bindparam("key")).options(lazyload("*"))
    # The row stays, and so does its number: whoever writes a row that leads to it (a mail to a person) need not wait,
    # nor can two who hold one row and lead to the other's wait for each other.
    row = row.with_for_update(key_share=True)
    if only:
        row = row.options(load_only(*only))
    return row.execution_options(populate_existing=True)


def _prepare_sqlite(engine: sa.Engine) -> None:
    @event.listens_for(engine, "connect")
    def connect(connection: Any, _record: Any) -> None:
        # The driver would start its own deferred transactions; `begin` below starts ours.
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=20000", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        reading = _read_only.get()
        # It stays with the connection until it is said otherwise.
        if connection.info.get("query_only") is not reading:
            connection.exec_driver_sql(f"PRAGMA query_only={'ON' if reading else 'OFF'}")
            connection.info["query_only"] = reading
        # A writer takes its lock at once: an upgrade in the middle could not wait and would fail.
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _prepare_postgresql(engine: sa.Engine) -> None:
    # A connection that has rested may have died meanwhile: it is asked first, as `pool_pre_ping` would ask each time.
    @event.listens_for(engine, "checkin")
    def checkin(_connection: Any, record: Any) -> None:
        record.info["rests_since"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def checkout(connection: Any, record: Any, _proxy: Any) -> None:
        since = record.info.get("rests_since")
        if since is not None and time.monotonic() - since > MOST_RESTED:
            try:
                engine.dialect.do_ping(connection)
            except psycopg.Error:
                raise sa.exc.DisconnectionError from None

    @event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        connection.connection.dbapi_connection.read_only = _read_only.get()  # type: ignore[union-attr]

"""How migrations run: against the application's own database, in one transaction, on SQLite and PostgreSQL."""

from __future__ import annotations

import sys
from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

database = current_app.extensions["migrate"].db


def main() -> None:
    """Print the SQL (`--sql`) or change the database."""
    if context.is_offline_mode():
        url = database.engine.url.render_as_string(hide_password=False)
        configure(url=url, dialect_name=database.engine.dialect.name, literal_binds=True)
    else:
        with opened() as connection:
            configure(connection=connection, dialect_name=connection.dialect.name)
            migrate(connection)
        return
    with context.begin_transaction():
        context.run_migrations()


def opened() -> Connection:
    """A connection, or one plain line when there is no database to talk to."""
    try:
        return database.engine.connect()
    except OperationalError as error:
        sys.exit(f"The database cannot be opened: {str(error.orig).splitlines()[0]}")


def configure(dialect_name: str, **more: Any) -> None:
    """The same comparison everywhere; SQLite alters a table by copying it, which is asked of it alone."""
    context.configure(
        target_metadata=database.metadata,
        render_as_batch=dialect_name == "sqlite",
        # SQLite can take back a CREATE TABLE when transactions are begun in words, which the application does.
        transactional_ddl=True,
        compare_type=True,
        compare_server_default=True,
        include_object=is_ours,
        process_revision_directives=refuse_empty,
        **more,
    )


def migrate(connection: Connection) -> None:
    """All pending migrations or none. On SQLite foreign keys sleep meanwhile: a table is copied, dropped and renamed."""
    if connection.dialect.name == "sqlite":
        # The pragma does nothing inside a transaction.
        connection.connection.execute("PRAGMA foreign_keys=OFF")
    with context.begin_transaction():
        context.run_migrations()
    if connection.dialect.name == "sqlite":
        broken = connection.connection.execute("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"the migration leaves rows that point to nothing: {broken[:5]}")
        connection.connection.execute("PRAGMA foreign_keys=ON")


def is_ours(thing: Any, name: str | None, kind: str, reflected: bool, compare_to: Any) -> bool:
    """Leave alone what migrations make by hand: the search's tables on SQLite and its index on PostgreSQL."""
    return not (
        reflected and compare_to is None and (is_search_table(name or "") or name == "ix_search_document_stems")
    )


def is_search_table(name: str) -> bool:
    """FTS5 keeps five tables for each of ours."""
    return "_fts" in name


def refuse_empty(_context: Any, _revision: Any, directives: list[Any]) -> None:
    """An automatic revision without a change is not written."""
    options = getattr(context.config, "cmd_opts", None)
    if options and getattr(options, "autogenerate", False) and directives[0].upgrade_ops.is_empty():
        directives[:] = []
        print("Nothing has changed in the models.")


main()

"""The demonstration with a snapshot to return to, and its pages as people of each kind see them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.fuzz import tally
from tests.site.walk import Visit, client_of, visits
from tests.support import databases, truth
from trianon.core.database import db


@dataclass
class Ground:
    """A site that may be broken: `restore()` brings it back."""

    app: Flask
    visits: list[Visit]
    file: Path
    kept: Path

    def restore(self) -> None:
        """The database as it was when the ground was made."""
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()
        for end in ("", "-wal", "-shm"):
            Path(f"{self.file}{end}").unlink(missing_ok=True)
        shutil.copyfile(self.kept, self.file)

    def faults(self) -> list[str]:
        """What is not as it must be now."""
        with self.app.app_context():
            return truth.faults(db.session)

    def client(self, visit: Visit) -> FlaskClient:
        """A browser in which this person is signed in."""
        return client_of(self.app, visit)


@pytest.fixture(scope="module")
def ground(process: str) -> Iterator[Ground]:
    from tests.site.samples import demonstration

    with demonstration(process, "fuzz") as app:
        pages = visits(app)
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
        url = app.config["SQLALCHEMY_DATABASE_URI"]
        file = Path(databases.settled(url))
        kept = file.with_suffix(".kept")
        shutil.copyfile(file, kept)
        made = Ground(app, pages, file, kept)
        assert made.faults() == []
        yield made
        tally.write()

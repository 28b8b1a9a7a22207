"""The demonstration in this process, for tests that walk the whole site."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from trianon.core.database import db


@pytest.fixture
def demo_app(process: str, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """A fresh copy of the demonstration; what a test changes is gone afterwards."""
    from tests.site.samples import demonstration

    app = demonstration(process, "site")
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()

"""The demonstration in this process, for tests that walk the whole site."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask


@pytest.fixture
def demo_app(process: str) -> Iterator[Flask]:
    """A fresh copy of the demonstration; what a test changes is gone afterwards."""
    from tests.site.samples import demonstration

    with demonstration(process, "site") as app:
        yield app

"""The person whom the tests download and delete."""

from __future__ import annotations

from typing import Any

import pytest

from tests.privacy.whole_person import EMAIL, Whole
from tests.support.visitor import Visitor


@pytest.fixture
def app_settings() -> dict[str, str]:
    """The demonstration has one table more."""
    return {"TRIANON_DEMO": "1", "SMTP_URL": ""}


@pytest.fixture
def whole(transaction: Any) -> Whole:
    """In the database."""
    with transaction() as session:
        return Whole(session)


@pytest.fixture
def zinaida(whole: Whole, visitors: Any) -> Visitor:
    """Signed in."""
    visitor = visitors("fr")
    visitor.enter(EMAIL)
    return visitor

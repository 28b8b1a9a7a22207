"""What the fuzzers have found, each once more by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.support.visitor import Visitor
from tests.workshops.making import add_workshop
from trianon.accounts.models import Account


def test_an_age_that_is_no_choice_is_refused(client: Visitor) -> None:
    """It was a 500: the rule read what the list had refused already."""
    page = {
        "email": "anna@example.org",
        "name": "Anna",
        "password": "une phrase assez longue",
        "side": "france",
        "lang": "fr",
        "age": "//evil.example",
        "consent": "y",
    }
    assert client.submit("/account/sign-up", page).status_code == 422


def test_a_day_with_an_hour_that_cannot_be_read_is_refused(
    sign_in_as: Callable[..., Visitor], transaction: Callable[[], Any]
) -> None:
    """It was a 500: the rule of the clocks wanted an hour."""
    secretary = sign_in_as("secretary_general")
    with transaction() as session:
        number = add_workshop(session, host_id=session.get(Account, secretary.id).id).id
    answer = secretary.submit(f"/workshops/{number}/edit", {"day": "2031-05-15", "hour": "25:61"})
    assert answer.status_code == 422
    assert secretary.submit(f"/workshops/{number}/edit", {"day": "2031-05-15", "hour": ""}).status_code == 422

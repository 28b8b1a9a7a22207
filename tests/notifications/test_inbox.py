"""The inbox: lines in the reader's language, a count that costs one query, read by a button."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
import sqlalchemy as sa
from flask_babel import gettext as _

from tests.support.people import add_person
from tests.support.visitor import Visitor
from trianon.accounts.models import Account
from trianon.notifications import queries, sentences, services
from trianon.notifications.models import Notification

pytestmark = pytest.mark.both_engines


@pytest.fixture(autouse=True)
def kind(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kind of notification for these tests."""
    monkeypatch.setitem(sentences._makers, "tests.seat", lambda number: (f"{_('Moscow')} {number}", f"/fr/w/{number}"))
    monkeypatch.setitem(sentences._makers, "tests.gone", lambda: None)


@pytest.fixture
def anna(transaction: Callable[[], AbstractContextManager[Any]]) -> int:
    """Somebody."""
    with transaction() as session:
        return int(add_person(session, email="anna@example.org").id)


def tell(transaction: Any, account_id: int, *numbers: int) -> None:
    """Put lines in an inbox."""
    with transaction():
        for number in numbers:
            services.notify(account_id, "tests.seat", number=number)


def test_newest_first_in_the_readers_language(client: Visitor, transaction: Any, anna: int) -> None:
    """The sentence is made when it is read."""
    tell(transaction, anna, 1, 2)
    client.enter("anna@example.org")
    french = client.get("/account/notifications/").text
    assert french.index("Moscou 2") < french.index("Moscou 1")
    assert "Москва 1" in client.get("/ru/account/notifications/").text


def test_count_in_the_head_until_read(client: Visitor, transaction: Any, anna: int) -> None:
    """Marking needs a button."""
    tell(transaction, anna, 1, 2, 3)
    client.enter("anna@example.org")
    assert "3 notifications" in client.get("/account/").text
    assert client.get("/account/notifications/read").status_code == 405
    assert client.submit("/account/notifications/", form="/read").status_code == 303
    page = client.get("/account/notifications/").text
    assert "Tout marquer comme lu" not in page
    assert "Moscou 3" in page


def test_own_lines_only(client: Visitor, transaction: Any, anna: int) -> None:
    """Somebody else's stay unread and unseen."""
    with transaction() as session:
        boris = add_person(session, email="boris@example.org").id
    tell(transaction, boris, 7)
    client.enter("anna@example.org")
    assert "Moscou 7" not in client.get("/account/notifications/").text
    with transaction() as session:
        services.mark_all_read(session.get_one(Account, anna))
        assert queries.unread_count(boris) == 1


def test_what_is_no_longer_true_is_left_out(client: Visitor, transaction: Any, anna: int) -> None:
    """And a kind that nobody knows any more harms nothing."""
    with transaction():
        services.notify(anna, "tests.gone")
        services.notify(anna, "tests.forgotten", number=1)
    client.enter("anna@example.org")
    assert client.get("/account/notifications/").status_code == 200


def test_pages(client: Visitor, transaction: Any, anna: int) -> None:
    """Twenty a page, every line once."""
    tell(transaction, anna, *range(100, 145))
    client.enter("anna@example.org")
    path, seen = "/account/notifications/", []
    while path:
        page = client.get(path).text
        seen += [number for number in range(100, 145) if f"Moscou {number}" in page]
        path = page.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&") if 'rel="next"' in page else ""
    assert sorted(seen) == list(range(100, 145))


def test_the_count_stops_somewhere(db_session: Any) -> None:
    """A number that nobody reads to the end costs no more than a hundred rows."""
    person = add_person(db_session)
    moment = person.created_at
    rows = [{"account_id": person.id, "kind": "tests.seat", "data": {}, "created_at": moment} for _number in range(150)]
    db_session.execute(sa.insert(Notification), rows)
    assert person.unread == queries.MOST_COUNTED

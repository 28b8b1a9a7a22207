"""The button on the pages, the list, the rhythm, and the link that ends mails: also pressed by a program."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

from tests.support.people import add_person
from tests.support.visitor import Visitor
from trianon.core.database import db
from trianon.notifications import following_services, services, unsubscribing
from trianon.notifications.following_models import Follow, MailRhythm
from trianon.notifications.following_rules import Rhythm
from trianon.notifications.models import Notification


def press(visitor: Visitor, path: str) -> Any:
    """A button that the page does not have, with the mark of one that it has."""
    mark = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', visitor.get("/account/following/").text)
    assert mark is not None
    return visitor.post(path, data={"csrf_token": mark[1]})


def test_follow_and_stop_without_a_script(sign_in_as: Callable[..., Visitor], transaction: Any, in_house: Any) -> None:
    from trianon.contributions import services as contributions

    def publish(house: Any) -> int:
        item = house.contribution(house.person())
        contributions.publish(item, by=None)
        return int(item.id)

    number = in_house(publish)
    anna = sign_in_as()
    page = f"/contributions/{number}"
    assert anna.submit(page, form=f"/contribution/{number}").status_code == 303
    assert "Ne plus suivre" in anna.get(page).text
    listed = anna.get("/account/following/").text
    assert "Un banc devant la gare" in listed
    assert anna.submit(page, form=f"/contribution/{number}/end").status_code == 303
    assert "Un banc devant la gare" not in anna.get("/account/following/").text
    with transaction() as session:
        assert session.scalars(sa.select(Follow)).all() == []


def test_visitors_see_no_button_and_what_is_hidden_cannot_be_followed(
    client: Visitor, sign_in_as: Callable[..., Visitor], in_house: Any
) -> None:
    waiting = in_house(lambda house: house.contribution(house.person()).id)
    assert "/account/following/" not in client.get("/cooperations/").text
    anna = sign_in_as()
    for address in (f"contribution/{waiting}", "contribution/999999", "nothing/1", "contribution/99999999999"):
        assert press(anna, f"/account/following/{address}").status_code == 404, address


def test_a_search_is_followed_from_its_page(sign_in_as: Callable[..., Visitor], transaction: Any) -> None:
    anna = sign_in_as()
    assert anna.submit("/cooperations/?domain=culture&q=chorale", form="/cooperations/follow").status_code == 303
    assert "Ne plus suivre" in anna.get("/cooperations/?q=chorale&domain=culture").text
    assert "Ne plus suivre" not in anna.get("/cooperations/?q=chorale").text
    assert "chorale" in anna.get("/account/following/").text


def test_the_rhythm_is_chosen_on_the_page(sign_in_as: Callable[..., Visitor], transaction: Any) -> None:
    anna = sign_in_as()
    assert anna.submit("/account/following/", {"rhythm": "weekly"}).status_code == 303
    assert anna.submit("/account/following/", {"rhythm": "hourly"}).status_code == 422
    with transaction() as session:
        assert session.get_one(MailRhythm, anna.id).rhythm is Rhythm.WEEKLY


def test_one_click_ends_the_mails_and_nothing_else(client: Visitor, transaction: Any) -> None:
    with transaction() as session:
        person = add_person(session)
        following_services.follow(person, "organisation", 1)
        key, number = unsubscribing.key_of(person), person.id
    # A scanner opens the link: nothing happens.
    assert "Ne plus recevoir ces courriels" in client.get(f"/account/following/mails/{key}").text
    with transaction() as session:
        assert session.get_one(MailRhythm, number).rhythm is Rhythm.DAILY
    # A mail program presses the button: no cookie, no mark of a form (RFC 8058).
    answer = client.http.post(f"/fr/account/following/mails/{key}", data={"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, answer.data) == (204, b"")
    with transaction() as session:
        assert session.get_one(MailRhythm, number).rhythm is Rhythm.NEVER
        assert len(session.scalars(sa.select(Follow).filter_by(account_id=number)).all()) == 1
    for forged in ("x", key[:-2], key + "x"):
        assert client.get(f"/account/following/mails/{forged}").status_code == 404


def test_one_line_is_read_by_its_owner_alone(sign_in_as: Callable[..., Visitor], transaction: Any) -> None:
    anna, boris = sign_in_as(), sign_in_as()
    with transaction():
        services.notify(anna.id, "accounts.tries", tries=3, codes=False)
        services.notify(anna.id, "accounts.tries", tries=3, codes=True)
    with transaction() as session:
        first = session.scalars(sa.select(Notification.id).filter_by(account_id=anna.id)).first()
    assert press(boris, f"/account/notifications/{first}/read").status_code == 404
    assert anna.submit("/account/notifications/", form=f"/{first}/read").status_code == 303
    page = anna.get("/account/notifications/?unread=1").text
    assert page.count('class="record"') == 1


def test_the_inbox_costs_the_same_with_one_line_and_with_twenty(
    app: Any, sign_in_as: Callable[..., Visitor], transaction: Any, in_house: Any
) -> None:
    from trianon.contributions import services as contributions

    def publish(house: Any) -> list[int]:
        items = [house.contribution(house.person(), f"Banc numéro {number}") for number in range(12)]
        for item in items:
            contributions.publish(item, by=None)
        return [item.id for item in items]

    numbers = in_house(publish)
    counts = [statements_of(app, sign_in_as, transaction, numbers[:many]) for many in (1, 11)]
    assert counts[0] == counts[1], counts


def statements_of(app: Any, sign_in_as: Any, transaction: Any, numbers: list[int]) -> int:
    """How many statements a new person's inbox with lines about these texts costs."""
    anna = sign_in_as()
    with transaction():
        for number in numbers:
            services.notify(anna.id, "follows.contribution", contribution=number)
    with app.app_context():
        engine = db.engine
    statements: list[str] = []

    def count(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", count)
    page = anna.get("/account/notifications/").text
    event.remove(engine, "before_cursor_execute", count)
    assert page.count("Banc numéro") >= len(numbers)
    return len(statements)

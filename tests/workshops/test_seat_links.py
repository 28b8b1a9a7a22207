"""The pages behind the links of mails: a button each, no sign-in, nothing for whoever forges one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.workshops.test_views import made, signed_in, taken
from trianon.workshops import seat_links
from trianon.workshops.models import Registration

Begin = Callable[..., Any]
Visitors = Callable[..., Any]


def key_of(app: Any, transaction: Begin, number: int, purpose: seat_links.Purpose) -> str:
    """The link of the newest registration of a workshop."""
    with app.app_context(), transaction() as session:
        row = session.query(Registration).filter_by(workshop_id=number).order_by(Registration.id.desc()).first()
        return seat_links.key_of(purpose, row)


def test_a_seat_is_given_back_by_a_button_and_not_by_the_link(app: Any, transaction: Begin, visitors: Visitors) -> None:
    number = made(transaction, capacity=1)
    for _ in range(2):
        signed_in(transaction, visitors).submit(f"/workshops/{number}", form="/register")
    with transaction() as session:
        first = session.query(Registration).order_by(Registration.id).first()
        with app.app_context():
            key = seat_links.key_of(seat_links.Purpose.GIVE_BACK, first)
    scanner = visitors("fr")
    for _ in range(2):
        assert scanner.get(f"/workshops/seat/{key}").status_code == 200
    assert taken(transaction, number) == (1, 1)
    answer = scanner.submit(f"/workshops/seat/{key}", form=f"/seat/{key}", follow=True)
    assert "votre place va à la personne suivante" in answer.text
    assert taken(transaction, number) == (1, 0)
    assert "Cette inscription a déjà été annulée." in scanner.get(f"/workshops/seat/{key}").text


def test_reminders_end_by_a_button_or_by_the_mail_program(app: Any, transaction: Begin, visitors: Visitors) -> None:
    number = made(transaction)
    signed_in(transaction, visitors).submit(f"/workshops/{number}", form="/register")
    key = key_of(app, transaction, number, seat_links.Purpose.NO_REMINDERS)
    path = f"/workshops/reminders/{key}"
    visitor = visitors("ru")
    assert "Отключить напоминания" in visitor.get(path).text
    # RFC 8058: without a cookie, without a token of a form.
    answer = app.test_client().post(f"/fr{path}", data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 204
    assert "Мы больше не будем напоминать" in visitor.get(path).text
    assert taken(transaction, number) == (1, 0)


def test_a_forged_link_leads_nowhere(app: Any, transaction: Begin, visitors: Visitors) -> None:
    number = made(transaction)
    signed_in(transaction, visitors).submit(f"/workshops/{number}", form="/register")
    key = key_of(app, transaction, number, seat_links.Purpose.GIVE_BACK)
    visitor = visitors("fr")
    assert visitor.get(f"/workshops/reminders/{key}").status_code == 404
    assert visitor.get(f"/workshops/seat/{key[:-1]}").status_code == 404
    assert visitor.get("/workshops/seat/" + "a" * 5000).status_code == 404

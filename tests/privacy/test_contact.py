"""The contact page: usable without an account, by people, not by robots."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from tests.support.visitor import Visitor
from trianon.mail.models import OutboxMail
from trianon.mail.render import render
from trianon.pages.contact_models import ContactKind, ContactMessage

FORM = {"kind": "data", "email": "Marie@Example.org ", "text": "Que savez-vous de moi ?"}


@pytest.fixture
def app_settings() -> dict[str, str]:
    """An office of its own."""
    return {"CONTACT_MAIL": "bureau@example.org"}


@pytest.fixture
def mails(transaction: Any) -> Any:
    """(address, words) of what waits in the outbox."""

    def read() -> list[tuple[str, str]]:
        with transaction() as session:
            rows = session.scalars(sa.select(OutboxMail).order_by(OutboxMail.id)).all()
            made = [(row.address, render(row)) for row in rows]
            return [(address, one[0].get_body(("plain",)).get_content()) for address, one in made if one]

    return read


@pytest.mark.both_engines
def test_a_visitor_writes_to_the_office(client: Visitor, mails: Any, transaction: Any) -> None:
    answer = client.submit("/contact", FORM)
    assert answer.location.endswith("/fr/contact/sent")
    assert client.get("/contact/sent").status_code == 200
    (office, said), (sender, receipt) = mails()
    assert (office, sender) == ("bureau@example.org", "marie@example.org")
    assert FORM["text"] in said
    assert "marie@example.org" in said
    # Anybody may have typed the address: no word of theirs goes there.
    assert FORM["text"] not in receipt
    assert "10 jours ouvrables" in receipt
    with transaction() as session:
        kept = session.scalars(sa.select(ContactMessage)).one()
        assert (kept.kind, kept.address, kept.name) == (ContactKind.DATA, "marie@example.org", "")


@pytest.mark.parametrize(("lang", "words"), [("fr", "10 jours ouvrables"), ("ru", "10 рабочих дней")])
def test_the_page_names_the_office_and_the_term(client: Visitor, lang: str, words: str) -> None:
    page = client.get(f"/{lang}/contact").text
    assert "bureau@example.org" in page
    assert words in page


def test_twice_is_once(client: Visitor, mails: Any) -> None:
    client.submit("/contact", FORM)
    client.submit("/contact", FORM)
    assert len(mails()) == 2


def test_an_address_gets_three_receipts_an_hour_and_no_more(client: Visitor, mails: Any) -> None:
    for number in range(5):
        client.submit("/contact", FORM | {"text": f"Message {number}"})
    addresses = [address for address, _text in mails()]
    assert addresses.count("bureau@example.org") == 5
    assert addresses.count("marie@example.org") == 3


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "nobody"},
        {"email": "a@example.org\nBcc: b@example.org", "text": ""},
        {"text": "   "},
        {"text": "é" * 5001},
        {"name": "Ж" * 81},
        {"kind": "everything"},
        {"website": "https://spam.example"},
    ],
)
def test_what_cannot_be_answered_is_refused(client: Visitor, mails: Any, wrong: dict[str, str]) -> None:
    page = client.submit("/contact", FORM | wrong)
    assert page.status_code == 422
    assert mails() == []


def test_somebody_signed_in_finds_their_address_filled_in(sign_in_as: Any) -> None:
    person = sign_in_as(email="marie@example.org")
    assert 'value="marie@example.org"' in person.get("/contact").text


def test_markup_stays_text(client: Visitor, transaction: Any) -> None:
    client.submit("/contact", FORM | {"name": "<b>Marie</b>", "text": "<script>alert(1)</script>"})
    with transaction() as session:
        row = session.scalars(sa.select(OutboxMail).order_by(OutboxMail.id)).first()
        made = render(row)
        assert made
        assert "<script>" not in made[0].get_body(("html",)).get_content()

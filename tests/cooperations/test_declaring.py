"""Declaring a cooperation in steps: what a visitor sees, what is kept, what is refused."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from tests.support.visitor import Visitor
from trianon.accounts.models import Draft
from trianon.cooperations.models import Cooperation

TITLE = {"title": "Échange scolaire entre Nantes et Krasnodar", "summary": "Vingt élèves chaque année depuis 2009."}
PARTNERS = {
    "partners-0-side": "france",
    "partners-0-name": "Lycée Jules-Verne",
    "partners-0-place": "Nantes",
    "partners-1-side": "russia",
    "partners-1-name": "Гимназия № 23",
    "partners-1-place": "Краснодар",
}
LINK = {"kind": "echange", "main_domain": "universites", "domains": ["culture"], "first_year": "2009"}
ACTIVITY = {"activity": "active", "as_of": "2018-05-03", "source": "https://lycee.example.org/echange"}
SOURCES = {"sources": "Ouest-France, 12 mai 2016", "links": "https://lycee.example.org/"}
ANSWERS = {"title": TITLE, "partners": PARTNERS, "link": LINK, "activity": ACTIVITY, "sources": SOURCES}


def begin(visitor: Visitor) -> str:
    """Start a draft; its address up to the step."""
    answer = visitor.submit("/cooperations/declare")
    assert answer.status_code == 303, answer.text
    return answer.location.rpartition("/")[0]


def fill(visitor: Visitor, **changes: dict[str, Any]) -> str:
    """Start a draft and answer every step; its address up to the step."""
    base = begin(visitor)
    for step, answers in (ANSWERS | changes).items():
        answer = visitor.submit(f"{base}/{step}", answers)
        assert answer.status_code == 303, f"{step}: {answer.text}"
    return base


def test_begins_without_an_account_and_without_a_cookie(client: Visitor) -> None:
    page = client.get("/cooperations/declare")
    assert page.status_code == 200
    assert "Set-Cookie" not in page.headers
    answer = client.submit("/cooperations/declare")
    assert answer.status_code == 303
    assert "Set-Cookie" in answer.headers
    assert client.get(answer.location).status_code == 200


def test_every_step_leads_to_the_next_and_to_the_answers(client: Visitor) -> None:
    base = fill(client)
    page = client.get(f"{base}/check")
    assert page.status_code == 200
    for text in ("Échange scolaire", "Lycée Jules-Verne", "Гимназия № 23", "2009", "Ouest-France"):
        assert text in page.text


def test_sending_asks_for_an_account_and_keeps_the_draft(client: Visitor, transaction: Any) -> None:
    base = fill(client)
    page = client.get(f"{base}/check")
    assert "/fr/account/sign-up?next=" in page.text
    with transaction() as session:
        from tests.support import people

        email = people.add_person(session, side="russia").email
    client.sign_in(email, people.PASSWORD)
    answer = client.submit(f"{base}/check", form="send", follow=True)
    assert answer.status_code == 200, answer.text
    assert "Échange scolaire" in answer.text
    with transaction() as session:
        cooperation = session.scalars(sa.select(Cooperation)).one()
        assert (cooperation.state, cooperation.version, cooperation.declared_side) == ("submitted", 1, "russia")
        assert session.scalar(sa.select(sa.func.count()).select_from(Draft)) == 0

"""Several at once: a workshop cancelled while people join; an address that bounces while its owner is registered."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from tests.mail.incoming import raw
from tests.support.people import add_person
from tests.workshops.making import add_workshop
from tests.workshops.test_hosting import host_of
from tests.workshops.test_services import changed
from trianon.accounts.models import Account
from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.errors import RuleViolation
from trianon.mail import cli, delivery
from trianon.mail.models import Delivery, OutboxMail
from trianon.mail.return_path import token
from trianon.workshops import services
from trianon.workshops.models import RegistrationState, Workshop

Begin = Callable[[], AbstractContextManager[Any]]
JOINING = 12
CANCELLED_AFTER = 5


@pytest.mark.both_engines
def test_a_workshop_cancelled_while_people_join(app: Any, transaction: Begin) -> None:
    """Whoever was in is told; whoever comes later is refused; nobody keeps a seat in a workshop that is not held."""
    with transaction() as session:
        workshop = add_workshop(session, capacity=4)
        number, host = workshop.id, workshop.host_id
        people = [add_person(session, side="russia" if place % 2 else "france").id for place in range(JOINING)]

    def act(place: int) -> str:
        with app.app_context():
            try:
                if place == CANCELLED_AFTER:
                    services.cancel(number, by=db.session.get_one(Account, host))
                else:
                    services.register(number, by=db.session.get_one(Account, people[place]))
                db.session.commit()
            except RuleViolation as refusal:
                db.session.rollback()
                return refusal.code
            return ""

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(act, range(JOINING)))
    with transaction() as session:
        workshop = session.get(Workshop, number)
        assert {one.state for one in workshop.registrations} <= {RegistrationState.REMOVED}
        assert (workshop.taken, workshop.waiting) == (0, 0)
        joined = {one.account_id for one in workshop.registrations}
        told = session.scalars(sa.select(OutboxMail.recipient_id).filter_by(kind="workshops.cancelled")).all()
    refused = {people[place] for place, answer in enumerate(answers) if answer == "registration_cancelled"}
    assert sorted(told) == sorted(joined)
    assert joined | refused == set(people) - {people[CANCELLED_AFTER]}
    assert not joined & refused
    assert set(answers) <= {"", "registration_cancelled"}


def test_an_address_that_bounces_keeps_its_seat_and_gets_nothing_more(
    app: Any, transaction: Begin, visitors: Any
) -> None:
    """The host sees that a mail came back; the person has a notice on the site; mails of the others go out."""
    with transaction() as session:
        workshop = add_workshop(session, starts_at=now() + timedelta(days=30))
        number = workshop.id
        for place, email in enumerate(("anna@example.com", "irene@example.org")):
            services.register(number, by=add_person(session, email=email, side="russia" if place else "france"))
        for row in session.scalars(sa.select(OutboxMail)):
            row.state, row.finished_at = Delivery.SENT, now()
        first = token(session.scalars(sa.select(OutboxMail.id).filter_by(address="anna@example.com")).one())
    done = app.test_cli_runner().invoke(cli.mail, ["receive"], input=raw("failed-unknown", first))
    assert done.output.strip() == "dead"
    with transaction() as session:
        changed(session.get(Workshop, number), minutes=60)
    with app.app_context():
        delivery.deliver_waiting()
        rows = sa.select(OutboxMail.address, OutboxMail.state, OutboxMail.fault).filter_by(kind="workshops.changed")
        found = {row.address: (row.state, row.fault) for row in db.session.execute(rows)}
        workshop = db.session.get_one(Workshop, number)
        assert [one.state for one in workshop.registrations] == [RegistrationState.CONFIRMED] * 2
    assert found["anna@example.com"] == (Delivery.DROPPED, delivery.PAUSED)
    assert found["irene@example.org"][1] != delivery.PAUSED
    page = host_of(transaction, visitors, number).get(f"/workshops/{number}/hosting").text
    line = next(part for part in page.split("<tr") if "Inscription confirmée" in part)
    # Sent 2, waiting 0, failed 0, dropped 0, came back 1.
    assert [cell.partition("<")[0].strip() for cell in line.split("<td")[1:]][-1].endswith("1")

"""What the outbox keeps of old mails, and what it gives up."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine

from tests.support.people import add_person
from trianon.core.timed import jobs
from trianon.mail import addresses, purging
from trianon.mail.models import AddressState, Delivery, OutboxMail
from trianon.mail.outbox import post
from trianon.mail.rules import PauseReason
from trianon.personal_data import PERSONAL

pytestmark = pytest.mark.both_engines


def test_old_mails_lose_what_is_personal(db_session: Any) -> None:
    """After the term, not before; a mail that waits keeps everything; that one was sent stays known."""
    with time_machine.travel("2026-05-03 12:00", tick=False) as clock:
        anna = add_person(db_session)
        post("tests.old", anna, once="a cause", case=1)
        db_session.flush()
        db_session.execute(sa.update(OutboxMail).values(state=Delivery.SENT, finished_at=purging.now()))
        post("tests.waiting", anna, case=2)
        addresses.pause(anna.email, PauseReason.DEAD, "5.1.1", account_id=None)
        db_session.commit()
        clock.shift(purging.KEPT)
        assert purging.purge_finished() == 0
        clock.shift(timedelta(seconds=1))
        assert purging.purge_finished() == 1
        assert purging.purge_finished() == 0
        old, waiting = db_session.scalars(sa.select(OutboxMail).order_by(OutboxMail.id)).all()
        assert (old.address, old.provider, old.data, old.recipient_id, old.unique_key) == ("", "", {}, None, "a cause")
        assert (waiting.address, waiting.data) == (anna.email, {"case": 2})
        clock.shift(purging.PAUSE_KEPT)
        purging.purge_finished()
        assert db_session.scalars(sa.select(AddressState)).all() == []


def test_it_is_timed_and_the_register_agrees() -> None:
    """The term stands in one place; every column of the register is emptied."""
    assert jobs()["mail.finished"] is purging.purge_finished
    named = {name for name in PERSONAL if name.startswith("outbox_mail.")}
    assert {f"outbox_mail.{name}" for name in purging.EMPTY} == named

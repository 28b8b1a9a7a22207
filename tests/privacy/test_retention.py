"""What the register promises about time is done by the timed jobs: the tests move the clock."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from tests.privacy.whole_person import EMAIL, Whole
from tests.support.people import add_person
from trianon import personal_terms as terms
from trianon.core.clock import at, now
from trianon.core.database import db
from trianon.core.timed import jobs
from trianon.personal_terms import Term

MINUTE = timedelta(minutes=1)
# What each term leaves once everything of the whole person has ended: table, and what must not stand there any more.
TABLES = {
    "mail": ("outbox_mail", "address"),
    "pause": ("address_state", "digest"),
    "link": ("token", "email"),
    "invitation": ("nomination", "email"),
    "guest": ("invitation", "email"),
    "draft": ("draft", "data"),
    "notice": ("notification", "kind"),
    "contact": ("contact_message", "address"),
    "demo": ("mailbox_message", "address"),
    "tries": ("sign_in_attempt", "digest"),
    "sheet": ("import_job", "file_name"),
    "session": ("account_session", "key_digest"),
    "claim": ("case_claim", "member_id"),
    "question": ("workshop_question", "text"),
    "report": ("flag", "words"),
}
BY_CODE = {term.code: term for term in vars(terms).values() if isinstance(term, Term)}


def filled(name: str, column: str) -> int:
    """Rows of a table that still say something."""
    table = db.metadata.tables[name]
    rows = db.session.execute(sa.select(table.c[column])).scalars()
    return len([value for value in rows if value])


def run(term: Term) -> None:
    for name in term.jobs:
        jobs()[name]()


def end_everything() -> None:
    """Everything ends now: mails sent, links used up, sessions left, notifications read."""
    from trianon.accounts.invitation_models import Invitation
    from trianon.accounts.models import Token
    from trianon.accounts.session_models import AccountSession, SignInAttempt
    from trianon.committee.flag_models import Flag
    from trianon.committee.mandate_models import Nomination
    from trianon.mail.models import Delivery, OutboxMail
    from trianon.notifications.models import Notification
    from trianon.workshops.models import Workshop

    moment = now()
    db.session.execute(sa.update(Workshop).values(starts_at=moment))
    db.session.execute(sa.update(OutboxMail).values(state=Delivery.SENT, finished_at=moment))
    db.session.execute(sa.update(Flag).values(settled_at=moment, outcome="kept"))
    db.session.execute(sa.update(Token).values(expires_at=moment))
    db.session.execute(sa.update(Invitation).values(expires_at=moment))
    db.session.execute(sa.update(Nomination).values(settled_at=moment))
    db.session.execute(sa.update(AccountSession).values(ended_at=moment))
    db.session.execute(sa.update(Notification).values(read_at=moment))
    db.session.execute(sa.update(SignInAttempt).values(ends_at=moment + terms.TRIES.after))
    db.session.commit()


@pytest.mark.both_engines
@pytest.mark.parametrize("code", sorted(TABLES))
def test_kept_until_the_term_and_not_longer(app: Any, whole: Whole, code: str) -> None:
    term, (table, column) = BY_CODE[code], TABLES[code]
    with app.app_context():
        end_everything()
        moment = now()
        assert filled(table, column)
        with at(moment + term.after - MINUTE):
            run(term)
            assert filled(table, column)
        with at(moment + term.after + MINUTE):
            run(term)
            assert filled(table, column) == 0


def test_every_term_with_days_is_tried_here() -> None:
    # Needs and questions end with their workshop: tried beside it.
    tried = set(TABLES) | {"needs", "question", "account", "cookie_session", "cookie_device"}
    assert {code for code, term in BY_CODE.items() if term.after} | {"cookie_session", "cookie_device"} == tried


def test_an_unread_notification_waits_twice_as_long(app: Any, whole: Whole) -> None:
    from trianon.notifications.models import Notification

    with app.app_context():
        db.session.execute(sa.update(Notification).values(read_at=None))
        db.session.commit()
        moment = now()
        for after, left in ((terms.NOTICE_UNREAD - MINUTE, True), (terms.NOTICE_UNREAD + MINUTE, False)):
            with at(moment + after):
                run(terms.NOTICE)
                assert bool(filled("notification", "kind")) is left


@pytest.mark.both_engines
class TestUnconfirmed:
    def test_is_deleted_row_and_all(self, app: Any, transaction: Any) -> None:
        from trianon.accounts.models import Account

        with transaction() as session:
            number = add_person(session, email=EMAIL, confirmed_at=None, created_at=now()).id
        with app.app_context():
            moment = now()
            for after, left in ((terms.ACCOUNT.after - MINUTE, True), (terms.ACCOUNT.after + MINUTE, False)):
                with at(moment + after):
                    run(terms.ACCOUNT)
                    assert (db.session.get(Account, number) is not None) is left
                    db.session.rollback()

    def test_one_that_was_confirmed_stays(self, app: Any, whole: Whole) -> None:
        with app.app_context(), at(now() + 10 * terms.ACCOUNT.after):
            run(terms.ACCOUNT)
            assert EMAIL in set(db.session.scalars(sa.text("SELECT email FROM account")))

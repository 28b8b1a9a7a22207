"""An account is deleted: nothing in any table leads to the person, what they wrote stays without a name."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa

from tests.privacy.whole_person import EMAIL, FORMER, NAME, TITLE, TRACES, Whole
from tests.support.dump import dump
from tests.support.people import PASSWORD
from tests.support.visitor import Visitor

PATH = "/account/delete"
SURE = {"current": PASSWORD, "sure": "y"}


def places_of(app: Any, *words: str) -> dict[str, set[str]]:
    """Every table.column in which one of these words stands, whatever its type."""
    from trianon.core.database import db

    found: dict[str, set[str]] = {}
    with app.app_context():
        for name, rows in dump().items():
            columns = db.metadata.tables[name].columns.keys()
            for row in rows:
                for column, value in zip(columns, row, strict=True):
                    text = value.decode(errors="replace") if isinstance(value, bytes) else str(value)
                    for word in words:
                        if word.casefold() in text.casefold():
                            found.setdefault(word, set()).add(f"{name}.{column}")
    return found


@pytest.mark.both_engines
def test_no_trace_is_left_in_any_column(app: Any, zinaida: Visitor, whole: Whole) -> None:
    """Before: the words stand in many places. After: in none; her number alone."""
    before = places_of(app, *TRACES)
    assert set(before) >= {EMAIL, FORMER, NAME, "Asia/Omsk"}
    hashed = secrets_of(app, whole.id)
    answer = zinaida.submit(PATH, SURE)
    assert answer.location.endswith("/account/deleted")
    assert places_of(app, *TRACES, *hashed) == {}


@pytest.mark.both_engines
def test_every_column_of_the_register_holds_what_it_may(app: Any, zinaida: Visitor, whole: Whole) -> None:
    """Column by column: what lasts until the account is deleted is empty or neutral, or its row is gone."""
    from trianon.accounts.own_data import Person, everything_about
    from trianon.personal_data import PERSONAL
    from trianon.personal_terms import JOURNAL, RECORD, TEXT

    zinaida.submit(PATH, SURE)
    with app.app_context():
        left = {table: rows for table, rows in everything_about(Person(whole.id, EMAIL)) if rows}
    lasting = {JOURNAL, RECORD, TEXT}
    neutral = {None, "", False, "fr", "18_or_more", "(kept, not given out)"}
    wrong = {
        name: row.get(name.partition(".")[2])
        for name, entry in PERSONAL.items()
        for row in left.get(name.partition(".")[0], [])
        if entry.kept not in lasting and row.get(name.partition(".")[2]) not in neutral
    }
    # The day of signing up becomes the day of leaving.
    assert set(wrong) <= {"account.created_at"}
    assert left["account"][0]["created_at"] == left["account"][0]["deleted_at"]


def secrets_of(app: Any, number: int) -> list[str]:
    from trianon.accounts.models import Account
    from trianon.core.database import db
    from trianon.mail.addresses import digest

    with app.app_context():
        account = db.session.get(Account, number)
        return [account.password_hash, account.session_key, digest(EMAIL)]


@pytest.mark.parametrize(("lang", "words"), [("fr", "ancien participant"), ("ru", "бывший участник")])
def test_texts_stay_under_former_participant(zinaida: Visitor, client: Visitor, whole: Whole, lang: str, words: str):
    zinaida.submit(PATH, SURE)
    for path in (
        f"/contributions/replies/{whole.reply}",
        f"/contributions/{whole.public}",
        "/contributions/",
        "/",
        f"/workshops/{whole.hosted}",
    ):
        page = client.get(f"/{lang}{path}")
        assert page.status_code == 200
        assert words in page.text, path
        assert NAME not in page.text
    assert TITLE in client.get(f"/{lang}/contributions/{whole.public}").text


def test_texts_go_when_asked(zinaida: Visitor, client: Visitor, whole: Whole) -> None:
    zinaida.submit(PATH, SURE | {"withdraw": "y"})
    assert client.get(f"/contributions/{whole.public}").status_code == 404
    assert client.get(f"/contributions/replies/{whole.reply}").status_code == 404
    assert TITLE not in client.get("/contributions/").text


@pytest.mark.both_engines
def test_what_else_follows(zinaida: Visitor, whole: Whole, transaction: Any) -> None:
    """Seat, unread text, voices, mandate, organisation, mails, journal."""
    from trianon.accounts.models import Account, Appointment
    from trianon.accounts.organisation_models import Membership, MembershipState
    from trianon.committee.models import Case
    from trianon.contributions.models import Contribution
    from trianon.core.audit import entries_about
    from trianon.core.clock import now
    from trianon.core.publication import State
    from trianon.mail.models import Delivery, OutboxMail
    from trianon.workshops.models import Registration, RegistrationState

    zinaida.submit(PATH, SURE)
    with transaction() as session:
        assert session.get(Account, whole.id).name == ""
        seats = session.scalars(sa.select(Registration).filter_by(workshop_id=whole.full).order_by(Registration.id))
        assert [(one.account_id, one.state) for one in seats] == [
            (whole.id, RegistrationState.LEFT),
            (whole.next, RegistrationState.CONFIRMED),
        ]
        assert session.get(Contribution, whole.waiting).state is State.WITHDRAWN
        assert session.get(Contribution, whole.public).state is State.PUBLISHED
        assert session.get(Case, whole.lonely).voices == []
        assert next(voice.member_id for voice in session.get(Case, whole.shared).voices) == whole.id
        mandates = session.scalars(sa.select(Appointment).filter_by(account_id=whole.id)).all()
        assert mandates
        assert all(mandate.until <= now() for mandate in mandates)
        place = session.scalars(sa.select(Membership).filter_by(account_id=whole.id)).one()
        assert place.state is MembershipState.ENDED
        assert "ManagerMissing" in [entry.event for entry in entries_about("organisation", whole.organisation)]
        events = [entry.event for entry in entries_about("account", whole.id)]
        assert events[-2:] == ["AccountLeaving", "AccountDeleted"]
        waiting = sa.select(OutboxMail).filter_by(state=Delivery.WAITING)
        assert all(mail.address for mail in session.scalars(waiting))
        assert session.scalars(sa.select(OutboxMail).filter_by(recipient_id=whole.id)).all() == []


def test_nothing_is_mailed_afterwards(app: Any, zinaida: Visitor, whole: Whole) -> None:
    """Neither what waited nor what was claimed a moment before."""
    from trianon.core.database import db
    from trianon.mail import delivery
    from trianon.mail.models import MailboxMessage, OutboxMail

    with app.app_context():
        claimed = delivery._claim(paced=False).id
    zinaida.submit(PATH, SURE)
    with app.app_context():
        delivery._deliver(db.session.get(OutboxMail, claimed), delivery.transport())
        delivery.deliver_waiting()
        sent = set(db.session.scalars(sa.select(MailboxMessage.address)))
    assert sent & {EMAIL, FORMER, ""} == set()


def test_sessions_end_and_the_browser_keeps_nothing(zinaida: Visitor, visitors: Any, whole: Whole) -> None:
    elsewhere = visitors("ru")
    elsewhere.sign_in(EMAIL, PASSWORD)
    zinaida.submit(PATH, SURE)
    assert {cookie.key for cookie in zinaida.http._cookies.values()} == set()
    for visitor in (zinaida, elsewhere):
        assert "/account/sign-in" in visitor.get("/account/").location
    refused = visitors("fr").submit("/account/sign-in", {"email": EMAIL, "password": PASSWORD})
    assert refused.status_code == 422


@pytest.mark.parametrize("form", [{"sure": "y", "current": "not this one"}, {"current": PASSWORD}])
def test_not_without_password_and_tick(app: Any, zinaida: Visitor, form: dict[str, str]) -> None:
    assert zinaida.submit(PATH, form).status_code == 422
    assert EMAIL in places_of(app, EMAIL)


def test_the_same_address_may_come_back(zinaida: Visitor, client: Visitor, whole: Whole, transaction: Any) -> None:
    from trianon.accounts.queries import account_with

    zinaida.submit(PATH, SURE)
    person = {"email": EMAIL, "name": NAME, "password": "an entirely new one", "side": "france", "age": "18_or_more"}
    answer = client.submit("/account/sign-up", person | {"consent": "y"})
    assert answer.location.endswith("/account/check-mail")
    with transaction():
        assert account_with(EMAIL).id != whole.id


@pytest.mark.both_engines
def test_two_at_once_delete_once(app: Any, whole: Whole) -> None:
    """The second finds it done, and leaves no half of anything."""
    from trianon.accounts.leaving_services import delete_account
    from trianon.accounts.models import Account
    from trianon.core.audit import entries_about
    from trianon.core.database import db
    from trianon.core.errors import RuleViolation

    start = Barrier(2)

    def leave(_number: int) -> str:
        with app.app_context():
            account = db.session.get(Account, whole.id)
            db.session.commit()
            start.wait()
            try:
                delete_account(account, by=account)
            except RuleViolation as refusal:
                db.session.rollback()
                return refusal.code
            db.session.commit()
            return "deleted"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(leave, range(2))) == ["account_gone", "deleted"]
    with app.app_context():
        events = [entry.event for entry in entries_about("account", whole.id)]
    assert events.count("AccountDeleted") == 1


def test_the_second_of_two_windows_is_told_that_it_is_done(zinaida: Visitor, visitors: Any, whole: Whole) -> None:
    """Both have the form open."""
    from tests.support.forms import forms_of

    other = visitors("fr")
    other.sign_in(EMAIL, PASSWORD)
    form = next(one for one in forms_of(other.get(PATH).text) if "sure" in one.names)
    zinaida.submit(PATH, SURE)
    answer = other.post(PATH, data=form.filled(SURE))
    assert answer.status_code in (302, 303)
    assert other.get("/account/deleted").status_code == 200


def test_what_is_decided_later_is_told_to_nobody(zinaida: Visitor, whole: Whole, transaction: Any) -> None:
    """Her record of a cooperation stays and is decided on."""
    from tests.committee.conftest import House
    from trianon.cooperations.models import Cooperation
    from trianon.mail.models import OutboxMail
    from trianon.notifications.models import Notification

    zinaida.submit(PATH, SURE)
    with transaction() as session:
        house = House(session)
        case = house.case_of(session.get(Cooperation, whole.cooperation))
        for side in ("france", "russia"):
            house.voice(case, house.person("member", side), "accept")
        assert case.state == "decided"
        assert session.scalars(sa.select(Notification).filter_by(account_id=whole.id)).all() == []
        assert session.scalars(sa.select(OutboxMail).filter_by(recipient_id=whole.id)).all() == []

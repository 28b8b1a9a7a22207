"""`flask mail receive`: what each message changes, and that nothing else does."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import OperationalError

from tests.mail.incoming import TABLE, Expected, raw
from tests.support.people import add_person
from trianon.core.audit import AuditEntry
from trianon.core.counters import counts
from trianon.mail import addresses, cli, message, reports
from trianon.mail.message import MailMessage
from trianon.mail.models import AddressState, Delivery, MailboxMessage, OutboxMail
from trianon.mail.outbox import post
from trianon.mail.return_path import envelope_sender, mail_named_in, token
from trianon.notifications.models import Notification

pytestmark = pytest.mark.both_engines
ANNA = "anna@example.com"


@pytest.fixture(autouse=True)
def kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kind of mail for these tests, and one that its recipient asks for."""
    monkeypatch.setitem(message._builders, "tests.plain", lambda: MailMessage("Sujet", ["Texte"]))
    monkeypatch.setitem(message._builders, "tests.asked", lambda: MailMessage("Sujet", ["Texte"]))
    monkeypatch.setattr(message, "_even_if_paused", {"tests.asked"})


def sent_mail(session: Any, kind: str = "tests.plain") -> OutboxMail:
    """A mail to anna that was sent."""
    from trianon.accounts.models import Account
    from trianon.core.clock import now

    anna = session.scalar(sa.select(Account).filter_by(email=ANNA)) or add_person(session, email=ANNA)
    post(kind, anna)
    session.flush()
    row = session.scalars(sa.select(OutboxMail).order_by(OutboxMail.id.desc())).first()
    row.state, row.finished_at = Delivery.SENT, now()
    session.commit()
    return row


def feed(app: Any, data: bytes, **more: Any) -> tuple[int, str]:
    """What the mail server's pipe does."""
    done = app.test_cli_runner().invoke(cli.mail, ["receive"], input=data, **more)
    return done.exit_code, done.output.strip()


@pytest.mark.parametrize("expected", TABLE, ids=lambda one: one.sample)
def test_samples(app: Any, db_session: Any, expected: Expected) -> None:
    """The table, line by line: exit code, word, the mail's report, whether the address is paused."""
    row = sent_mail(db_session)
    assert feed(app, raw(expected.sample, token(row.id))) == (expected.code, expected.said)
    db_session.refresh(row)
    assert (row.report, row.report_status) == (expected.report, expected.status)
    assert addresses.is_paused(ANNA) is expected.paused
    assert row.state is Delivery.SENT
    told = db_session.scalars(sa.select(Notification)).all()
    assert [one.kind for one in told] == (["mail.paused"] if expected.paused else [])
    if expected.code == 0:
        assert counts("mail.received") == {"mail.received": {expected.said: 1}}


def test_nothing_is_sent_because_of_what_comes_in(app: Any, db_session: Any) -> None:
    """No answer to any sample: two machines that answer each other never end."""
    row = sent_mail(db_session)
    for one in TABLE:
        feed(app, raw(one.sample, token(row.id)))
    assert db_session.scalar(sa.select(sa.func.count()).select_from(OutboxMail)) == 1


def test_the_same_report_twice(app: Any, db_session: Any) -> None:
    """A server that repeats itself is heard once; a milder word does not take a graver one back."""
    row = sent_mail(db_session)
    assert feed(app, raw("failed-full", token(row.id)))[1] == "refused"
    assert feed(app, raw("failed-full", token(row.id)))[1] == "known"
    assert feed(app, raw("delayed", token(row.id)))[1] == "known"
    assert feed(app, raw("failed-unknown", token(row.id)))[1] == "dead"
    assert feed(app, raw("failed-unknown", token(row.id)))[1] == "known"
    assert db_session.scalar(sa.select(sa.func.count()).select_from(Notification)) == 1


def test_three_refusals_in_seven_days(app: Any, db_session: Any) -> None:
    """Three pause the address; three in more than seven days do not."""
    with time_machine.travel("2026-05-03 12:00", tick=False) as clock:
        for days, paused in ((0, False), (4, False), (4, False), (1, True)):
            clock.shift(timedelta(days=days))
            feed(app, raw("failed-full", token(sent_mail(db_session).id)))
            db_session.rollback()
            assert addresses.is_paused(ANNA) is paused


def test_ten_blocked_mails_pause_nobody(app: Any, db_session: Any) -> None:
    """A provider that mistrusts us must not cost each of its users their address."""
    for _mail in range(10):
        feed(app, raw("failed-blocked", token(sent_mail(db_session).id)))
    assert not addresses.is_paused(ANNA)


def test_a_paused_address_gets_only_what_it_asks_for(app: Any, db_session: Any) -> None:
    """Dropped with its reason, not lost in silence; the link for a new password goes out."""
    from trianon.mail import delivery

    feed(app, raw("failed-unknown", token(sent_mail(db_session).id)))
    for kind in ("tests.plain", "tests.asked"):
        sent_mail(db_session, kind)
    db_session.execute(
        sa.update(OutboxMail).where(OutboxMail.report.is_(None)).values(state=Delivery.WAITING, finished_at=None)
    )
    db_session.commit()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delivery, "transport", delivery.Mailbox)
        assert delivery.deliver_waiting() == 2
    rows = db_session.scalars(sa.select(OutboxMail).where(OutboxMail.report.is_(None)).order_by(OutboxMail.id)).all()
    assert [(row.state, row.fault) for row in rows] == [(Delivery.DROPPED, "paused"), (Delivery.SENT, None)]
    assert db_session.scalar(sa.select(sa.func.count()).select_from(MailboxMessage)) == 1


def test_trying_again_forgives(app: Any, db_session: Any) -> None:
    """After the owner's button the count begins anew; both steps stand in the journal."""
    row = sent_mail(db_session)
    feed(app, raw("failed-unknown", token(row.id)))
    db_session.rollback()
    assert addresses.resume(ANNA, account_id=row.recipient_id)
    assert not addresses.resume(ANNA, account_id=row.recipient_id)
    db_session.commit()
    feed(app, raw("failed-full", token(sent_mail(db_session).id)))
    assert not addresses.is_paused(ANNA)
    events = db_session.scalars(sa.select(AuditEntry.event).order_by(AuditEntry.id)).all()
    assert events == ["AddressPaused", "AddressResumed"]
    assert ANNA not in str([entry.data for entry in db_session.scalars(sa.select(AuditEntry))])


def test_an_address_is_kept_as_a_fingerprint_and_can_be_forgotten(app: Any, db_session: Any) -> None:
    """Whatever its capitals."""
    row = sent_mail(db_session)
    feed(app, raw("failed-unknown", token(row.id)))
    (state,) = db_session.scalars(sa.select(AddressState)).all()
    assert "anna" not in str([getattr(state, column.name) for column in AddressState.__table__.columns])
    assert addresses.is_paused("Anna@Example.com")
    addresses.forget(ANNA)
    assert not addresses.is_paused(ANNA)


@pytest.mark.parametrize("way", ["--to", "ORIGINAL_RECIPIENT", "LOCAL_PART_SUFFIX"])
def test_the_envelope_names_the_mail(app: Any, db_session: Any, way: str) -> None:
    """Servers tell the recipient by a word of the command or by the environment."""
    row = sent_mail(db_session)
    sample = raw("no-return-address", "")
    if way == "--to":
        done = app.test_cli_runner().invoke(cli.mail, ["receive", "--to", envelope_sender(row.id)], input=sample)
        assert done.output.strip() == "dead"
    else:
        name = f"+{token(row.id)}" if way == "LOCAL_PART_SUFFIX" else envelope_sender(row.id).upper()
        assert feed(app, sample, env={way: name}) == (0, "dead")


def test_only_a_valid_token_counts(app: Any, db_session: Any) -> None:
    """Another number, another letter, another key: nothing. The key before the present one: still good."""
    good = token(7)
    assert mail_named_in([f"bounces+{good}@example.org"]) == 7
    assert mail_named_in([f"BOUNCES+{good.upper()}@EXAMPLE.ORG"]) == 7
    assert mail_named_in([f"bounces+8-{good[2:]}@example.org"]) is None
    assert mail_named_in([f"bounces+7-{'b' if good[2] == 'a' else 'a'}{good[3:]}@example.org"]) is None
    assert mail_named_in([f"bounces+9999999999-{good[2:]}@example.org"]) is None
    app.config["SECRET_KEY_FALLBACKS"], app.config["SECRET_KEY"] = [app.config["SECRET_KEY"]], "k" * 40
    assert token(7) != good
    assert mail_named_in([f"+{good}@x", "nothing"]) == 7
    app.config["SECRET_KEY_FALLBACKS"] = []
    assert mail_named_in([f"+{good}@x"]) is None


def test_a_return_address_fits_into_its_64_characters(app: Any, db_session: Any) -> None:
    """Even for the last mail of all."""
    assert len(envelope_sender(2**31 - 1).partition("@")[0]) <= 64


def test_a_database_that_is_away(app: Any, db_session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """75: the mail server keeps the message and brings it again."""

    def away(*_: Any, **__: Any) -> None:
        raise OperationalError("select", {}, Exception("away"))

    row = sent_mail(db_session)
    monkeypatch.setattr(cli, "receive", away)
    assert feed(app, raw("failed-unknown", token(row.id)))[0] == 75


@pytest.mark.parametrize("data", [b"", b"\n\n", b"no header at all", b"\xff\xfe\x00" * 1000])
def test_unreadable(app: Any, db_session: Any, data: bytes) -> None:
    """65: nobody needs to bring it again."""
    assert feed(app, data)[0] == 65


def test_ten_megabytes(app: Any, db_session: Any) -> None:
    """Read to the end, so that the pipe does not break; understood from the beginning."""
    row = sent_mail(db_session)
    data = raw("failed-unknown", token(row.id)).replace(b"--b1--", b"x" * 10_000_000 + b"\n--b1--")
    assert feed(app, data) == (0, "dead")


PIECES = [one for one in TABLE if one.code == 0]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sample=st.sampled_from(PIECES),
    cuts=st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=30)), max_size=6),
)
def test_ruins_of_the_samples(sample: Expected, cuts: list[tuple[float, bytes]]) -> None:
    """Bytes put anywhere into any sample: understood or not, never a crash."""
    data = raw(sample.sample, "1-aaaaaaaaaaaaaaaa")
    for place, piece in cuts:
        at = int(place * len(data))
        data = data[:at] + piece + data[at + len(piece) :]
    with suppress(reports.Unreadable):
        reports.read(data)

"""Calendar replies received by mail: an acceptance changes nothing, a refusal is answered once and takes no seat."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from tests.mail.test_receive import feed
from tests.support.people import add_person
from tests.workshops.making import CONFIRMED, add_workshop, states_of
from trianon.mail.models import OutboxMail
from trianon.mail.render import render
from trianon.workshops import replies, services

MAIL = """From: {address}
To: dialogue@example.org
Subject: =?utf-8?q?D=C3=A9clin=C3=A9?=
MIME-Version: 1.0
Content-Type: text/calendar; method=REPLY; charset=utf-8

BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Some calendar//EN
METHOD:REPLY
BEGIN:VEVENT
UID:{uid}
SEQUENCE:{sequence}
DTSTAMP:20310601T120000Z
ATTENDEE;CN="Anne; the "first"";PARTSTAT={answer};ROLE=REQ-PARTICIPANT;X-A="b:
 c":mailto:{address}
END:VEVENT
END:VCALENDAR
"""


def reply(workshop: Any, person: Any, answer: str, **more: Any) -> bytes:
    """A calendar program's answer."""
    words = {"uid": f"workshop-{workshop.id}@example.org", "sequence": 0, "address": person.email.upper()}
    text = MAIL.format(**words | {"answer": answer} | more).replace('"first"', "first")
    return text.replace("\n", "\r\n").encode()


def answers(session: Any) -> int:
    """How many times somebody was written to because of a reply."""
    return len(list(session.scalars(sa.select(OutboxMail).filter_by(kind="workshops.declined"))))


@pytest.fixture
def seat(db_session: Any) -> Any:
    workshop = add_workshop(db_session)
    person = add_person(db_session, email="anne@example.org")
    services.register(workshop.id, by=person)
    db_session.commit()
    return workshop, person


@pytest.mark.both_engines
def test_a_refusal_is_answered_once_and_takes_no_seat(app: Any, db_session: Any, seat: Any) -> None:
    workshop, person = seat
    for _ in range(3):
        assert feed(app, reply(workshop, person, "DECLINED")) == (0, "calendar_decline")
    db_session.expire_all()
    assert answers(db_session) == 1
    assert states_of(db_session, workshop) == [CONFIRMED]
    row = db_session.scalars(sa.select(OutboxMail).filter_by(kind="workshops.declined")).one()
    written = render(row)
    assert written is not None
    assert written[1].button is not None
    assert "/fr/workshops/seat/" in written[1].button.url
    services.leave(workshop.id, by=person)
    assert render(row) is None


@pytest.mark.parametrize(
    ("answer", "changes", "said"),
    [
        ("ACCEPTED", {}, "calendar_reply"),
        ("TENTATIVE", {}, "calendar_reply"),
        # of a stranger, about nothing of ours, about an older invitation
        ("DECLINED", {"address": "eve@example.org"}, "calendar_reply"),
        ("DECLINED", {"uid": "workshop-1@elsewhere.example"}, "calendar_reply"),
        ("DECLINED", {"uid": "workshop-99999999999@example.org"}, "calendar_reply"),
        ("DECLINED", {"uid": "workshop-²@example.org"}, "calendar_reply"),
        ("DECLINED", {"sequence": "-1"}, "calendar_reply"),
    ],
)
def test_what_changes_nothing(
    app: Any, db_session: Any, seat: Any, answer: str, changes: dict[str, Any], said: str
) -> None:
    workshop, person = seat
    assert feed(app, reply(workshop, person, answer, **changes)) == (0, said)
    assert answers(db_session) == 0


def test_a_reply_to_an_older_invitation_is_old(app: Any, db_session: Any, seat: Any) -> None:
    workshop, person = seat
    services.leave(workshop.id, by=person)
    services.register(workshop.id, by=person)
    db_session.commit()
    assert feed(app, reply(workshop, person, "DECLINED"))[1] == "calendar_reply"
    assert feed(app, reply(workshop, person, "DECLINED", sequence=2))[1] == "calendar_decline"


@pytest.mark.parametrize(
    "text", ["", "ATTENDEE", "UID:a\nATTENDEE;PARTSTAT=X:mailto:", 'ATTENDEE;"' + '";"' * 3000 + ":"]
)
def test_nonsense_is_no_reply(text: str) -> None:
    assert replies.read(text) is None or replies.read(text).address == ""  # type: ignore[union-attr]

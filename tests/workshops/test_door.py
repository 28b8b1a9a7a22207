"""The door: who is let in and when, where it leads, what happens when the provider misbehaves, who was there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import sqlalchemy as sa

from tests.support.meetings import SECRET, MeetingServer
from tests.support.people import add_person
from tests.support.spaces import with_plain_spaces
from tests.support.visitor import Visitor
from tests.workshops.making import add_workshop
from trianon.accounts.models import Account
from trianon.core.clock import now
from trianon.core.meeting_settings import Meetings
from trianon.workshops import bigbluebutton, jitsi, rooms, services
from trianon.workshops.models import Workshop
from trianon.workshops.room_models import Presence, Provider, Room
from trianon.workshops.room_rules import Door, can_be_watched, door, is_over, is_secure_link, telephone_of
from trianon.workshops.rooms import RoomPlan

Begin = Callable[[], AbstractContextManager[Any]]
START = datetime(2027, 5, 3, 16, 30, tzinfo=UTC)
LONG_NAME = "Аполлинария-Жозефина " + "Château-Ñandú " * 12
TELEPHONE = "+33 1 23 45 67 89, code 4711#"


@pytest.mark.parametrize(
    ("minutes", "state", "expected", "watched", "over"),
    [
        (-16, "open", Door.EARLY, False, False),
        (-15, "open", Door.OPEN, True, False),
        (0, "open", Door.OPEN, True, False),
        (90, "open", Door.OPEN, True, True),
        (119, "held", Door.OPEN, True, True),
        (120, "open", Door.OVER, False, True),
        (0, "cancelled", Door.CANCELLED, False, False),
        (120, "cancelled", Door.CANCELLED, False, False),
    ],
)
def test_when_the_door_is_open(minutes: int, state: str, expected: Door, watched: bool, over: bool) -> None:
    workshop = SimpleNamespace(starts_at=START, ends_at=START + timedelta(minutes=90), state=state)
    at = START + timedelta(minutes=minutes)
    assert (door(workshop, at), can_be_watched(workshop, at), is_over(workshop, at)) == (expected, watched, over)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://meet.example.org/a", True),
        ("https://пример.рф/комната", True),
        ("http://meet.example.org/a", False),
        ("https://user:word@meet.example.org/", False),
        ("https://", False),
        ("https://[::1", False),
        ("https://meet.example.org:99999/", False),
        ("https://meet.example.org/a b", False),
        ("javascript:alert(1)//https://meet.example.org", False),
    ],
)
def test_which_links_are_good(text: str, expected: bool) -> None:
    assert is_secure_link(text) is expected


@pytest.mark.parametrize(
    ("written", "number"),
    [
        (TELEPHONE, "+33123456789"),
        ("8 (495) 123-45-67 доб. 12", "84951234567"),
        ("+7\u00a0495\u00a0123\u201145\u201167, код 4711#", "+74951234567"),
        ("01.23.45.67.89", "0123456789"),
        ("code 4711, puis +33 1 23 45 67 89", ""),
        ("4711", ""),
        ("1234567890123456", ""),
        ("", ""),
        ("+ ()", ""),
    ],
)
def test_which_number_a_telephone_calls(written: str, number: str) -> None:
    assert telephone_of(written) == number


# ---------------------------------------------------------------- signatures


def test_the_published_example_of_a_checksum() -> None:
    """https://docs.bigbluebutton.org/development/api#usage"""
    query = "name=Test+Meeting&meetingID=abc123&attendeePW=111222&moderatorPW=333444"
    secret = "639259d4-9dd8-4b25-bf01-95f9567eaf4b"
    assert bigbluebutton.checksum("create", query, secret, "sha1") == "1fcbb0c4fc1f039f73aa6d697d2db9ba7f803f17"


def test_a_jitsi_token_opens_one_room_for_a_short_while() -> None:
    settings = Meetings(jitsi_url="https://meet.example.org", jitsi_app_id="dialogue", jitsi_secret="j" * 32)
    at = now()
    place = jitsi.way_in(settings, room="roomkey", name=LONG_NAME, is_host=False, at=at)
    parts = urlsplit(place)
    assert (parts.scheme, parts.netloc, parts.path) == ("https", "meet.example.org", "/roomkey")
    token = parse_qs(parts.query)["jwt"][0]
    claims = jwt.decode(token, "j" * 32, algorithms=["HS256"], audience="jitsi", issuer="dialogue")
    assert (claims["sub"], claims["room"]) == ("meet.example.org", "roomkey")
    assert claims["context"]["user"] == {"name": LONG_NAME, "affiliation": "member"}
    assert 0 < claims["exp"] - at.timestamp() <= 180
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(token, "k" * 32, algorithms=["HS256"], audience="jitsi")


# ---------------------------------------------------------------- through the site


@pytest.fixture
def provider() -> Iterator[MeetingServer]:
    server = MeetingServer()
    yield server
    server.stop()


@pytest.fixture
def app_settings(provider: MeetingServer) -> dict[str, str]:
    return provider.settings()


def make(transaction: Begin, provider: Provider = Provider.BIGBLUEBUTTON, minutes: int = 10, **more: Any) -> int:
    """A workshop that begins in some minutes, with its room described by the host; its number."""
    with transaction() as session:
        workshop = add_workshop(session, starts_at=now() + timedelta(minutes=10), **more)
        plan = RoomPlan(provider=provider, dial_in=TELEPHONE, audio_link="https://audio.example.org/42")
        rooms.describe(workshop.id, plan, seen="", by=workshop.host)
        workshop.starts_at = now() + timedelta(minutes=minutes)
        return int(workshop.id)


def take_seat(transaction: Begin, workshop: int, person: Visitor) -> None:
    with transaction() as session:
        services.register(workshop, by=session.get(Account, person.id))


def enter(person: Visitor, workshop: int) -> Any:
    """Press the button of the door; the page itself is asked first, as a person does."""
    return person.submit(f"/workshops/{workshop}/door", form="/door")


def test_a_click_leads_into_the_room_and_nothing_else_names_it(
    transaction: Begin, sign_in_as: Callable[..., Visitor], provider: MeetingServer
) -> None:
    number = make(transaction)
    person = sign_in_as(side="russia", name=LONG_NAME[:200])
    take_seat(transaction, number, person)
    page = person.get(f"/workshops/{number}/door")
    assert page.status_code == 200
    assert TELEPHONE in page.text
    assert "audio.example.org" in page.text
    with transaction() as session:
        key = session.scalars(sa.select(Room.room_key)).one()
    assert key not in page.text
    answer = enter(person, number)
    assert answer.status_code == 303
    assert answer.headers["Cache-Control"] == "no-store"
    assert [call for call, _parameters in provider.asked] == ["create"]
    created = provider.asked[0][1]
    assert created["meetingID"] == key
    assert created["name"] == "Трамвай возвращается"
    assert created["meta_analytics-callback-url"].endswith(f"/workshops/{number}/presence-report")
    joined = {name: values[0] for name, values in parse_qs(urlsplit(answer.location).query).items()}
    assert (joined["role"], joined["userID"], joined["createTime"]) == ("VIEWER", str(person.id), "1531155809613")
    assert joined["fullName"] == LONG_NAME[:200]
    import urllib.request

    assert b"Inside the room" in urllib.request.urlopen(answer.location, timeout=10).read()
    for path in (f"/workshops/{number}", "/workshops/all.ics", f"/workshops/{number}/calendar.ics"):
        text = person.get(path).text
        assert key not in text
        assert TELEPHONE not in text


def test_who_is_not_let_in(transaction: Begin, sign_in_as: Callable[..., Visitor], visitors: Any) -> None:
    number = make(transaction, Provider.LINK, capacity=1)
    seated, waiting, stranger = sign_in_as(), sign_in_as(), sign_in_as()
    for person in (seated, waiting):
        take_seat(transaction, number, person)
    assert enter(seated, number).location == "https://meet.example.org/secret-room"
    for person in (waiting, stranger):
        assert person.get(f"/workshops/{number}/door").status_code == 404
        token = _token(person)
        assert person.post(f"/workshops/{number}/door", data={"csrf_token": token}).status_code == 404
    assert "/account/sign-in" in visitors("fr").get(f"/workshops/{number}/door").location
    assert stranger.get("/workshops/999999/door").status_code == 404
    # Whoever gives the seat back has an old link.
    token = _token(seated)
    with transaction() as session:
        services.leave(number, by=session.get(Account, seated.id))
    assert seated.post(f"/workshops/{number}/door", data={"csrf_token": token}).status_code == 404


def _token(person: Visitor) -> str:
    from tests.support.forms import forms_of

    form = next(one for one in forms_of(person.get("/account/preferences").text) if "csrf_token" in one.names)
    return str(form.filled({})["csrf_token"][0])


def test_each_click_is_checked_anew(transaction: Begin, sign_in_as: Callable[..., Visitor]) -> None:
    early, open_ = make(transaction, Provider.LINK, minutes=16), make(transaction, Provider.LINK)
    person = sign_in_as()
    for number in (early, open_):
        take_seat(transaction, number, person)
    page = person.get(f"/workshops/{early}/door")
    assert page.status_code == 200
    assert "Minutes d’attente" in page.text
    assert TELEPHONE not in page.text
    token = _token(person)
    refused = person.post(f"/workshops/{early}/door", data={"csrf_token": token})
    assert refused.status_code == 409
    assert "secret-room" not in refused.text
    # Cancelled while the page of the door is open.
    with transaction() as session:
        services.cancel(open_, by=session.get(Workshop, open_).host)
    answer = person.post(f"/workshops/{open_}/door", data={"csrf_token": token})
    assert answer.location.endswith(f"/workshops/{open_}")


@pytest.mark.parametrize(
    ("says", "status"),
    [
        ("<response><returncode>FAILED</returncode></response>", 200),
        ("<html>Welcome to nginx", 200),
        ("", 200),
        ("x" * 200_000, 200),
        ("<returncode>SUCCESS</returncode>", 500),
        ("<returncode>SUCCESS</returncode>", 302),
    ],
)
def test_a_provider_that_answers_nonsense(
    transaction: Begin, sign_in_as: Callable[..., Visitor], provider: MeetingServer, says: str, status: int
) -> None:
    number = make(transaction)
    person = sign_in_as()
    take_seat(transaction, number, person)
    provider.says, provider.status = says, status
    answer = enter(person, number)
    assert answer.status_code == 503
    assert "La salle ne répond pas pour le moment." in answer.text
    # The way in for the weak connection still leads somewhere.
    assert TELEPHONE in answer.text


def test_a_provider_that_is_slow_or_gone_blocks_nobody(
    transaction: Begin,
    sign_in_as: Callable[..., Visitor],
    provider: MeetingServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    number = make(transaction)
    person = sign_in_as(side="russia")
    take_seat(transaction, number, person)
    monkeypatch.setattr(bigbluebutton, "PATIENCE", 0.6)
    provider.drip = 0.05
    held: list[bool] = []

    def while_asked(*arguments: Any) -> None:
        # Somebody else registers meanwhile: the click keeps no lock.
        with transaction() as session:
            services.register(number, by=add_person(session))
        held.append(True)
        MeetingServer.write(provider, *arguments)

    monkeypatch.setattr(provider, "write", while_asked)
    began = now()
    answer = enter(person, number)
    assert answer.status_code == 503
    assert "Комната пока не отвечает." in answer.text
    assert held == [True]
    assert now() - began < timedelta(seconds=5)
    provider.stop()
    assert enter(person, number).status_code == 503


def test_hosts_have_given_no_way_in_yet(transaction: Begin, sign_in_as: Callable[..., Visitor]) -> None:
    """Nothing is out of order: nobody is told that the room does not answer."""
    number = make(transaction, Provider.LINK, meeting_link=None)
    for side, words in (("france", "pas encore indiqué"), ("russia", "ещё не указали")):
        person = sign_in_as(side=side)
        take_seat(transaction, number, person)
        answer = enter(person, number)
        assert answer.status_code == 409
        assert words in with_plain_spaces(answer.text)
        assert TELEPHONE in answer.text


# ---------------------------------------------------------------- who was there


def report_of(transaction: Begin, people: list[int]) -> dict[str, Any]:
    with transaction() as session:
        key = session.scalars(sa.select(Room.room_key)).one()
    attendees = [{"ext_user_id": str(one), "name": "x", "moderator": False} for one in people]
    return {"version": "1.0", "meeting_id": key, "data": {"attendees": [*attendees, {"ext_user_id": None}, "nonsense"]}}


def signed(secret: str = SECRET, seconds: int = 60, algorithm: str = "HS512") -> dict[str, str]:
    token = jwt.encode({"exp": now() + timedelta(seconds=seconds)}, secret, algorithm=algorithm)
    return {"Authorization": f"Bearer {token}"}


def present(transaction: Begin) -> list[tuple[int, str]]:
    with transaction() as session:
        rows = session.execute(sa.select(Presence.account_id, Presence.source).order_by(Presence.account_id))
        return [(row[0], row[1].value) for row in rows]


def test_the_report_of_who_was_there(transaction: Begin, sign_in_as: Callable[..., Visitor], client: Visitor) -> None:
    number = make(transaction)
    person, stranger = sign_in_as(), sign_in_as()
    take_seat(transaction, number, person)
    path = f"/workshops/{number}/presence-report"
    report = report_of(transaction, [person.id or 0, stranger.id or 0, 2**40])
    refused = [
        {},
        {"Authorization": "Bearer "},
        {"Authorization": "Basic eDp4"},
        signed("another secret, just as long as the right one is, or even a little longer"),
        signed(seconds=-60),
        signed(algorithm="HS256"),
        {"Authorization": f"Bearer {jwt.encode({}, SECRET, algorithm='HS512')}"},
        {"Authorization": f"Bearer {jwt.encode({'exp': 2**33}, '', algorithm='none')}"},
    ]
    for headers in refused:
        assert client.post(path, json=report, headers=headers).status_code == 401, headers
    assert client.post(path, json=report | {"meeting_id": "another"}, headers=signed()).status_code == 400
    assert client.post(path, data="nonsense", headers=signed()).status_code == 400
    assert present(transaction) == []
    right = signed()
    for _time in range(2):
        assert client.post(path, json=report, headers=right).status_code == 204
        # Only whoever had a seat; the same report again changes nothing.
        assert present(transaction) == [(person.id, "provider")]


def test_presence_marked_by_hand(transaction: Begin, sign_in_as: Callable[..., Visitor], visitors: Any) -> None:
    number = make(transaction, Provider.LINK)
    person = sign_in_as(name="Евдокия Ñandú")
    take_seat(transaction, number, person)
    with transaction() as session:
        email = session.get(Workshop, number).host.email
    host = visitors("fr")
    host.enter(email)
    path = f"/workshops/{number}/presence"
    assert host.submit(path, {"present": str(person.id)}).status_code == 303
    assert present(transaction) == [(person.id, "host")]
    assert "checked" in host.get(path).text
    forged = host.submit(path, {"present": ["999999", str(person.id)]})
    assert forged.status_code == 303
    assert present(transaction) == [(person.id, "host")]
    from tests.support.forms import forms_of

    form = next(one for one in forms_of(host.get(path).text) if "shown" in one.names)
    sent = {name: values for name, values in form.filled({}).items() if name != "present"}
    assert host.post(path, data=sent).status_code == 303
    assert present(transaction) == []


def test_a_browser_goes_through_the_door_with_and_without_scripts(
    process: str, serve: Callable[..., Any], provider: MeetingServer, new_page: Callable[..., Any]
) -> None:
    """The policy of the page would stop the answer's redirection: only a browser can tell."""
    from tests.load.rush import site_of
    from tests.site.test_unique_word import cookie_of
    from tests.support.people import identity_of
    from trianon.core.database import db

    server = serve(processes=1, worker=False, TRIANON_DEMO="1", SMTP_URL="", **provider.settings())
    with site_of(server):
        workshop, person = add_workshop(db.session), add_person(db.session, side="russia")
        plan = RoomPlan(provider=Provider.BIGBLUEBUTTON, dial_in=TELEPHONE)
        rooms.describe(workshop.id, plan, seen="", by=workshop.host)
        services.register(workshop.id, by=person)
        workshop.starts_at = now() + timedelta(minutes=5)
        number = workshop.id
        from flask import current_app

        name, _equals, value = cookie_of(current_app._get_current_object(), identity_of(db.session, person)).partition(
            "="
        )
    for javascript in (True, False):
        page = new_page("ru", width=360, javascript=javascript)
        page.context.add_cookies([{"name": name, "value": value, "url": server.url}])
        page.goto(f"{server.url}/ru/workshops/{number}/door")
        page.get_by_role("button", name="Войти в комнату").click()
        page.get_by_role("heading", name="Inside the room").wait_for()
        assert page.url.startswith(provider.url)

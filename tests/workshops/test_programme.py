"""The programme by week and month, the agenda of other events, calendars to subscribe to."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from tests.support.people import add_person
from tests.support.visitor import Visitor
from tests.workshops.making import add_workshop
from trianon.accounts.leaving_services import delete_account
from trianon.accounts.models import Account
from trianon.core.clock import now
from trianon.workshops import feeds, services
from trianon.workshops.models import Workshop
from trianon.workshops.programme import month_named, week_named

Begin = Callable[[], AbstractContextManager[Any]]
Visitors = Callable[..., Visitor]
TODAY = date(2027, 2, 10)
# Late in the evening of Sunday in Paris, already Monday in Moscow.
SUNDAY_NIGHT = datetime(2027, 5, 9, 21, 30, tzinfo=UTC)
EVENT = {
    "title_fr": "Journées des villes jumelées",
    "title_ru": "Дни городов-побратимов",
    "place_fr": "Tulle",
    "place_ru": "Тюль",
    "organiser_fr": "Ville de Tulle",
    "organiser_ru": "Город Тюль",
    "summary_fr": "",
    "summary_ru": "",
    "starts_on": "2027-05-05",
    "ends_on": "2027-05-07",
    "link": "https://tulle.example.org/",
}


@pytest.mark.parametrize(
    ("named", "name", "first", "last", "before", "after"),
    [
        (week_named, None, date(2027, 2, 8), date(2027, 2, 14), "2027-W05", "2027-W07"),
        (week_named, "2026-W53", date(2026, 12, 28), date(2027, 1, 3), "2026-W52", "2027-W01"),
        (week_named, "2000-W01", date(2000, 1, 3), date(2000, 1, 9), None, "2000-W02"),
        (month_named, None, date(2027, 2, 1), date(2027, 2, 28), "2027-01", "2027-03"),
        (month_named, "2028-02", date(2028, 2, 1), date(2028, 2, 29), "2028-01", "2028-03"),
        (month_named, "2100-12", date(2100, 12, 1), date(2100, 12, 31), "2100-11", None),
    ],
)
def test_periods(named: Any, name: str | None, first: date, last: date, before: str | None, after: str | None) -> None:
    period = named(name, TODAY)
    assert (period.first, period.last, period.before, period.after) == (first, last, before, after)


@pytest.mark.parametrize(
    "name",
    [
        *("week/2027-W54", "week/2027-W00", "week/0000-W01", "week/9999-W52", "week/mai", "week/२०२७-W01"),
        *("month/2027-13", "month/2027-00", "month/1999-12", "month/2101-01", "month/2027-1"),
    ],
)
def test_an_unknown_week_or_month_is_a_plain_404(client: Visitor, name: str) -> None:
    assert client.get(f"/workshops/{name}").status_code == 404


def test_a_workshop_stands_on_the_day_of_the_readers_clock(transaction: Begin, visitors: Visitors) -> None:
    with transaction() as session:
        add_workshop(session, starts_at=SUNDAY_NIGHT, zone="Europe/Paris")
    french, russian = visitors("fr"), visitors("ru")
    assert "Le tramway revient" in french.get("/workshops/week/2027-W18").text
    assert "Le tramway revient" not in french.get("/workshops/week/2027-W19").text
    monday = russian.get("/workshops/week/2027-W19").text
    assert "Трамвай возвращается" in monday
    # Both clocks, the reader's first.
    assert 0 < monday.index("00:30") < monday.index("23:30")
    assert "Le tramway revient" in french.get("/workshops/month/2027-05").text
    assert "Le tramway revient" not in french.get("/workshops/month/2027-06").text


def test_an_event_of_the_agenda_in_both_languages(sign_in_as: Callable[..., Visitor], visitors: Visitors) -> None:
    host = sign_in_as("secretary_general")
    answer = host.submit("/workshops/agenda/new", EVENT)
    assert answer.status_code == 303
    place = answer.location.removeprefix("/fr")
    russian = visitors("ru")
    page = russian.get(place).text
    assert "Дни городов-побратимов" in page
    assert "Tulle" not in page.replace("tulle.example.org", "")
    # On each of its days.
    assert visitors("fr").get("/workshops/week/2027-W18").text.count("Journées des villes jumelées") == 3
    bad = host.submit("/workshops/agenda/new", EVENT | {"ends_on": "2027-05-01", "link": "javascript:alert(1)"})
    assert bad.status_code == 422
    assert "Le dernier jour ne peut pas précéder le premier." in bad.text
    assert "commençant par https://" in bad.text
    assert host.submit(f"{place}/edit", {"ends_on": ""}).status_code == 303
    assert host.submit(place, form="/remove").status_code == 303
    assert russian.get(place).status_code == 404


def test_an_event_edited_meanwhile_shows_both_texts(sign_in_as: Callable[..., Visitor]) -> None:
    host, other = sign_in_as("secretary_general"), sign_in_as("secretary_general")
    place = host.submit("/workshops/agenda/new", EVENT).location.removeprefix("/fr")
    old = host.get(f"{place}/edit")
    assert other.submit(f"{place}/edit", {"place_fr": "Brive"}).status_code == 303
    from tests.support.forms import forms_of

    form = next(one for one in forms_of(old.text) if "place_fr" in one.names)
    answer = host.post(f"{place}/edit", data=form.filled({"title_fr": "Journées des jumelages"}))
    assert answer.status_code == 409
    assert "Journées des jumelages" in answer.text
    assert "Brive" in answer.text


# ---------------------------------------------------------------- calendars to subscribe to


def events_of(answer: Any) -> dict[str, Any]:
    """Each event of a feed by its summary; read by a parser of its own."""
    return {str(event["summary"]): event for event in Calendar.from_ical(answer.data).walk("VEVENT")}


def test_public_feeds(transaction: Begin, client: Visitor) -> None:
    with transaction() as session:
        first = add_workshop(session, starts_at=SUNDAY_NIGHT)
        second = add_workshop(session)
        services.cancel(second.id, by=second.host)
        slug, number = first.sub_theme.slug, first.id
    answer = client.get("/workshops/all.ics")
    assert answer.content_type == "text/calendar; charset=utf-8; method=PUBLISH"
    assert b"secret-room" not in answer.data
    assert b"ATTENDEE" not in answer.data
    assert b"DTSTART:20270509T213000Z" in answer.data
    assert max(len(line) for line in answer.data.split(b"\r\n")) <= 75
    states = sorted(str(one["status"]) for one in Calendar.from_ical(answer.data).walk("VEVENT"))
    assert states == ["CANCELLED", "CONFIRMED"]
    one = client.get(f"/workshops/{slug}.ics")
    uids = [str(event["uid"]) for event in Calendar.from_ical(one.data).walk("VEVENT")]
    assert uids == [f"workshop-{number}@example.org"]
    assert client.get("/workshops/no-such-theme.ics").status_code == 404


def test_a_feed_that_has_not_changed_is_not_sent_again(transaction: Begin, client: Visitor) -> None:
    with transaction() as session:
        number = add_workshop(session).id
    mark = client.get("/workshops/all.ics").headers["ETag"]
    again = client.get("/workshops/all.ics", headers={"If-None-Match": mark})
    assert (again.status_code, again.data) == (304, b"")
    with transaction() as session:
        services.cancel(number, by=session.get(Workshop, number).host)
    assert client.get("/workshops/all.ics", headers={"If-None-Match": mark}).status_code == 200


def test_ones_own_feed_is_renewed_stopped_and_goes_with_the_account(
    transaction: Begin, sign_in_as: Callable[..., Visitor], visitors: Visitors
) -> None:
    person, stranger = sign_in_as(side="russia"), visitors("ru")
    with transaction() as session:
        seat, full = add_workshop(session), add_workshop(session, capacity=1)
        services.register(full.id, by=add_person(session))
        for one in (seat, full):
            services.register(one.id, by=session.get(Account, person.id))
        numbers = (seat.id, full.id)
    person.submit("/workshops/mine", form="/renew")
    first = address_on(person)
    events = [str(one["uid"]) for one in Calendar.from_ical(stranger.get(first).data).walk("VEVENT")]
    # A place on the waiting list is no date yet.
    assert events == [f"workshop-{numbers[0]}@example.org"]
    assert b"secret-room" not in stranger.get(first).data
    person.submit("/workshops/mine", form="/renew")
    second = address_on(person)
    assert stranger.get(first).status_code == 404
    assert stranger.get(second).status_code == 200
    # One letter of the signature is another one, whichever it was.
    wrong = "1" if second[-5] == "0" else "0"
    for forged in (f"{second[:-5]}{wrong}.ics", "/workshops/mine/1-.ics", f"/workshops/mine/{'9' * 30}-x.ics"):
        assert stranger.get(forged).status_code == 404
    with transaction() as session:
        delete_account(session.get(Account, person.id), by=None)
    assert stranger.get(second).status_code == 404


def address_on(person: Visitor) -> str:
    """The secret address that the page shows."""
    text = person.get("/workshops/mine").text
    place = text.index("/workshops/mine/", text.index('class="secret-address"'))
    return text[place : text.index(".ics", place)] + ".ics"


def test_a_feed_is_bounded(db_session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "MOST_EVENTS", 2)
    for _number in range(3):
        add_workshop(db_session)
    assert len(feeds.public_workshops(now())) == 2
    assert len(feeds.public_workshops(now() + timedelta(days=200))) == 0

"""Choosing an hour: waking hours, clock changes, holidays; the same workshop again, once or on several days."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import holidays
import pytest
import sqlalchemy as sa

from tests.support.spaces import with_plain_spaces
from tests.support.visitor import Visitor
from tests.workshops.making import add_workshop
from tests.workshops.test_hosting import host_of
from trianon.core.errors import RuleViolation
from trianon.core.sides import Side
from trianon.workshops import public_holidays, rooms, series, slots
from trianon.workshops.models import Workshop
from trianon.workshops.room_models import Provider, Room
from trianon.workshops.rooms import RoomPlan
from trianon.workshops.series import Series
from trianon.workshops.slots import Ease

Begin = Callable[[], AbstractContextManager[Any]]
PARIS, MOSCOW, VLADIVOSTOK = "Europe/Paris", "Europe/Moscow", "Asia/Vladivostok"
WINTER, SUMMER, FORWARD, BACK = date(2027, 2, 10), date(2027, 6, 9), date(2027, 3, 28), date(2027, 10, 31)


@pytest.mark.parametrize(
    ("day", "places", "minutes", "good"),
    [
        (WINTER, [PARIS, MOSCOW], 90, [(time(8), time(18, 30))]),
        (SUMMER, [PARIS, MOSCOW], 90, [(time(8), time(19, 30))]),
        (SUMMER, [MOSCOW, PARIS], 90, [(time(9), time(20, 30))]),
        (WINTER, [PARIS, MOSCOW, VLADIVOSTOK], 90, [(time(8), time(11, 30))]),
        (WINTER, [PARIS, MOSCOW, "Pacific/Tahiti", VLADIVOSTOK], 90, []),
        (WINTER, [PARIS, MOSCOW], 14 * 60 + 1, []),
    ],
)
def test_hours_at_which_everybody_is_awake(
    day: date, places: list[str], minutes: int, good: list[tuple[time, time]]
) -> None:
    assert slots.good_hours(slots.slots_of(day, minutes, places)) == good


def test_a_slot_says_the_hour_and_the_ease_of_each_place() -> None:
    found = {one.hour: one for one in slots.slots_of(WINTER, 60, [PARIS, MOSCOW, VLADIVOSTOK])}
    evening = found[time(18, 30)]
    assert [f"{one.at:%d %H:%M}" for one in evening.there] == ["10 18:30", "10 20:30", "11 03:30"]
    assert [one.ease for one in evening.there] == [Ease.AWAKE, Ease.AWAKE, Ease.ASLEEP]
    assert evening.there[2].is_other_day
    assert found[time(20)].there[1].ease is Ease.EDGE


def test_changes_of_the_clocks_are_found() -> None:
    assert [(one.zone, one.by) for one in slots.changes_on(FORWARD, [PARIS, MOSCOW])] == [(PARIS, timedelta(hours=1))]
    assert [(one.zone, one.by) for one in slots.changes_on(BACK, [PARIS, MOSCOW])] == [(PARIS, timedelta(hours=-1))]
    assert slots.changes_on(WINTER, [PARIS, MOSCOW]) == []
    assert [one.day for one in slots.changes_near(date(2027, 4, 2), [PARIS])] == [FORWARD]
    assert (slots.ahead_of_paris(WINTER), slots.ahead_of_paris(SUMMER)) == (timedelta(hours=2), timedelta(hours=1))


def test_an_hour_that_is_skipped_or_repeated_cannot_be_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slots, "FIRST", time(1))
    for day, fault in ((FORWARD, "hour_skipped"), (BACK, "hour_repeated")):
        found = {one.hour: one for one in slots.slots_of(day, 60, [PARIS, MOSCOW])}
        assert found[time(2, 30)].fault == fault
        assert (found[time(1, 30)].fault, found[time(3)].fault) == ("", "")


@pytest.mark.parametrize(
    ("day", "sides"),
    [
        (date(2027, 5, 9), [Side.RUSSIA]),
        (date(2027, 5, 8), [Side.FRANCE]),
        (date(2027, 1, 1), [Side.FRANCE, Side.RUSSIA]),
        (date(2027, 6, 9), []),
    ],
)
def test_holidays_of_both_countries(day: date, sides: list[Side]) -> None:
    assert [one.side for one in public_holidays.holidays_on(day)] == sides


def test_every_holiday_to_come_has_a_name_of_ours() -> None:
    """Also with another version of the library: a new name would be called just a public holiday."""
    unnamed = set()
    for country in (holidays.FR, holidays.RU):
        for words in country(years=range(2018, 2041), language="en_US").values():
            for part in words.split("; "):
                if public_holidays._name(part) is public_holidays.OTHER:
                    unnamed.add(part)
    assert unnamed == set()


# ---------------------------------------------------------------- the pages


def test_the_chooser_in_both_languages_leads_to_the_form(sign_in_as: Callable[..., Visitor]) -> None:
    french, russian = sign_in_as("host"), sign_in_as("host", side="russia")
    path = (
        "/workshops/slots?day=2027-05-07&minutes=90&zone=Europe/Paris&place0=Asia/Vladivostok&place1=&place2=nonsense"
    )
    page = french.get(path).text
    assert "Jour férié en France" in page
    assert "Moscou a 1 heure d’avance sur Paris." in page
    assert "Vladivostok" in page
    assert "Праздник в России" in with_plain_spaces(russian.get("/workshops/slots?day=2027-05-07").text)
    assert "les horloges avancent le 28\u00a0mars 2027" in french.get("/workshops/slots?day=2027-03-25").text
    form = french.get("/workshops/new?day=2027-05-07&hour=18:30&zone=Europe/Moscow&minutes=75").text
    for value in ("2027-05-07", "18:30", "75"):
        assert f'value="{value}"' in form


@pytest.mark.parametrize(
    "query", ["day=2027-02-30", "day=0001-01-01", "day=9999-12-31", "minutes=-1", "zone=Mars", "day="]
)
def test_nonsense_in_the_address_shows_a_usual_day(sign_in_as: Callable[..., Visitor], query: str) -> None:
    host = sign_in_as("host")
    assert host.get(f"/workshops/slots?{query}").status_code == 200
    assert host.get(f"/workshops/new?{query}&hour=25:99").status_code == 200


def test_moving_keeps_the_other_moments_on_the_clock_of_the_workshop(transaction: Begin, visitors: Any) -> None:
    start = datetime(2031, 5, 15, 16, 30, tzinfo=UTC)
    with transaction() as session:
        closes = start - timedelta(days=1)
        number = add_workshop(session, starts_at=start, zone=MOSCOW, registration_closes_at=closes).id
    host = host_of(transaction, visitors, number)
    answer = host.submit(
        f"/workshops/{number}/edit?day=2031-05-16&hour=18:30&zone={PARIS}&minutes=60", {}, form="/edit"
    )
    assert answer.status_code == 303
    with transaction() as session:
        workshop = session.get(Workshop, number)
        assert (workshop.starts_at, workshop.minutes) == (start + timedelta(days=1), 60)
        assert (workshop.zone, workshop.registration_closes_at) == (MOSCOW, closes)


def test_a_start_in_an_hour_that_the_clocks_skip_is_refused_clearly(sign_in_as: Callable[..., Visitor]) -> None:
    from tests.workshops.test_views import TYPED

    host = sign_in_as("host")
    typed = TYPED | {"day": "2031-03-30", "hour": "02:30", "zone": PARIS}
    answer = host.post("/workshops/new", data=_filled(host, typed))
    assert answer.status_code == 422
    assert "avancent" in answer.text or "n’existe pas" in answer.text


def _filled(host: Visitor, typed: dict[str, Any]) -> Any:
    from tests.support.forms import forms_of

    form = next(one for one in forms_of(host.get("/workshops/new").text) if "title_fr" in one.names)
    names = {name: value for name, value in typed.items() if name in form.names}
    return form.filled(names)


def test_a_duplicate_is_a_form_filled_in_but_for_the_day(transaction: Begin, visitors: Any) -> None:
    with transaction() as session:
        number = add_workshop(session).id
        describe_room(session, number)
    host = host_of(transaction, visitors, number)
    assert host.submit(f"/workshops/{number}/duplicate", {"day": "2018-06-03"}, form="/new").status_code == 409
    answer = host.submit(f"/workshops/{number}/duplicate", {"day": "2031-06-03"}, form="/new")
    assert answer.status_code == 303
    with transaction() as session:
        assert held_alike(session) == 2
        rows = session.scalars(sa.select(Workshop).order_by(Workshop.id)).all()
        assert [one.title.fr for one in rows] == ["Le tramway revient"] * 2
        assert (rows[1].taken, rows[1].state.value) == (0, "announced")


def describe_room(session: Any, number: int) -> None:
    """Say of a workshop where it is held, how one listens and what shows this very meeting."""
    links = {name: f"https://{name.replace('_', '-')}.example.org/" for name in ("audio_link", "recording_link")}
    plan = RoomPlan(provider=Provider.JITSI, dial_in="+33 1 23 45 67 89", **links)
    rooms.describe(number, plan, seen="", by=session.get(Workshop, number).host)


def held_alike(session: Any) -> int:
    """How many workshops are held alike, each in a room of its own; the recording is of the first one alone."""
    found = session.scalars(sa.select(Room).order_by(Room.workshop_id)).all()
    assert {(one.provider, one.dial_in, one.audio_link) for one in found} == {
        (Provider.JITSI, "+33 1 23 45 67 89", "https://audio-link.example.org/")
    }
    assert [one.recording_link for one in found[1:]] == [None] * (len(found) - 1)
    return len({one.room_key for one in found})


def test_a_room_is_copied_from_one_s_own_workshop_alone(transaction: Begin, sign_in_as: Callable[..., Visitor]) -> None:
    """How one listens is not public."""
    with transaction() as session:
        number = add_workshop(session).id
    assert sign_in_as("host").get(f"/workshops/new?copied={number}").status_code == 403


# ---------------------------------------------------------------- series


def test_a_series_keeps_the_hour_on_the_wall(db_session: Any) -> None:
    start = datetime(2031, 3, 20, 17, 30, tzinfo=UTC)
    workshop = add_workshop(db_session, starts_at=start, zone=PARIS)
    describe_room(db_session, workshop.id)
    made = series.repeat(workshop.id, Series(7, 3), by=workshop.host)
    assert held_alike(db_session) == 4
    walls = [one.starts_at.astimezone(ZoneInfo(PARIS)) for one in made]
    assert [f"{wall:%m-%d %H:%M}" for wall in walls] == ["03-27 18:30", "04-03 18:30", "04-10 18:30"]
    # One hour less in UTC once the clocks are put forward, and no surprise for anybody in Paris.
    assert [one.starts_at.hour for one in made] == [17, 16, 16]
    assert len({one.id for one in made}) == 3
    # Sent twice, made once.
    assert series.repeat(workshop.id, Series(7, 4), by=workshop.host)[0].starts_at.day == 17


def test_a_series_that_meets_a_skipped_hour_is_refused_whole(db_session: Any) -> None:
    start = datetime(2031, 3, 23, 1, 30, tzinfo=UTC)
    workshop = add_workshop(db_session, starts_at=start, zone=PARIS)
    with pytest.raises(RuleViolation, match="series_hour"):
        series.repeat(workshop.id, Series(7, 2), by=workshop.host)
    assert series.moved(replace(series.plan_of(workshop)), 14).starts_at == datetime(2031, 4, 6, 0, 30, tzinfo=UTC)


def test_a_series_is_shown_before_it_is_made(transaction: Begin, visitors: Any) -> None:
    with transaction() as session:
        number = add_workshop(session, starts_at=datetime(2031, 4, 24, 16, 30, tzinfo=UTC)).id
    host = host_of(transaction, visitors, number)
    path = f"/workshops/{number}/series"
    shown = host.submit(path, {"every": "7", "times": "2"})
    assert shown.status_code == 200
    assert "Jour férié en France" in shown.text
    with transaction() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Workshop)) == 1
    made = host.submit(path, {"every": "7", "times": "2"}, button=("sure", "1"))
    assert made.status_code == 303
    with transaction() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Workshop)) == 3
    assert host.submit(path, {"every": "7", "times": "13"}).status_code == 422

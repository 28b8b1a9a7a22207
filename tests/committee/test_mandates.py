"""The body: who may appoint, how many sit, how somebody comes, stands in and leaves."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from tests.support.people import PASSWORD, add_person
from tests.support.refusals import code_of
from trianon.committee.mandate_rules import (
    SEATS,
    Span,
    check_days,
    check_person,
    check_room,
    goes_on,
    last_day_of,
    last_moment_of,
    may_appoint,
    reminder_due,
    span_of,
    stands_in_until,
)
from trianon.core.clock import at, now
from trianon.core.sides import Role, Side

FRANCE, RUSSIA, OTHER = Side.FRANCE, Side.RUSSIA, Side.OTHER
SG, CP, MEMBER, HOST, TRANSLATOR = (
    Role.SECRETARY_GENERAL,
    Role.CO_PRESIDENT,
    Role.MEMBER,
    Role.HOST,
    Role.TRANSLATOR,
)
DAY = timedelta(days=1)
START = datetime(2026, 3, 2, tzinfo=UTC)


def span(begin: int, end: int | None) -> Span:
    return Span(START + begin * DAY, None if end is None else START + end * DAY)


# ---------------------------------------------------------------- the rules


@pytest.mark.parametrize(
    ("by", "role", "to", "person", "allowed"),
    [
        # The secretary general appoints those of the same side.
        ((SG, FRANCE), MEMBER, FRANCE, 2, True),
        ((SG, FRANCE), CP, FRANCE, 2, True),
        ((SG, FRANCE), SG, FRANCE, 2, True),
        # Never for the other side, whatever the role.
        ((SG, FRANCE), MEMBER, RUSSIA, 2, False),
        ((SG, FRANCE), TRANSLATOR, RUSSIA, 2, False),
        # Somebody from another country translates or hosts, and never sits.
        ((SG, RUSSIA), TRANSLATOR, OTHER, 2, True),
        ((SG, RUSSIA), HOST, OTHER, 2, True),
        ((SG, RUSSIA), MEMBER, OTHER, 2, False),
        # Nobody appoints themselves.
        ((SG, FRANCE), SG, FRANCE, 1, False),
        ((CP, FRANCE), SG, FRANCE, 1, False),
        # The co-president fills the office of secretary general, and nothing else.
        ((CP, FRANCE), SG, FRANCE, 2, True),
        ((CP, FRANCE), MEMBER, FRANCE, 2, False),
        ((CP, FRANCE), SG, RUSSIA, 2, False),
        # Others appoint nobody; the administrator is appointed by command alone.
        ((MEMBER, FRANCE), MEMBER, FRANCE, 2, False),
        ((Role.ADMINISTRATOR, FRANCE), MEMBER, FRANCE, 2, False),
        ((SG, FRANCE), Role.ADMINISTRATOR, FRANCE, 2, False),
        ((SG, OTHER), TRANSLATOR, OTHER, 2, False),
    ],
)
def test_who_appoints(by: tuple[Role, Side], role: Role, to: Side, person: int, allowed: bool) -> None:
    assert may_appoint(1, frozenset({by[0]}), by[1], role=role, to_side=to, person=person) is allowed


@pytest.mark.parametrize(
    ("role", "taken", "wanted", "code"),
    [
        (MEMBER, [span(0, 90)] * 14, span(0, 90), ""),
        (MEMBER, [span(0, 90)] * 15, span(0, 90), "no_seat"),
        # As they leave, others come: on no day are there sixteen.
        (MEMBER, [span(0, 30)] * 15, span(30, 90), ""),
        (MEMBER, [span(0, 30)] * 15, span(29, 90), "no_seat"),
        (MEMBER, [*[span(0, 30)] * 10, *[span(30, 60)] * 14], span(0, 90), ""),
        (MEMBER, [*[span(0, 30)] * 10, *[span(30, 60)] * 15], span(0, 90), "no_seat"),
        (MEMBER, [*[span(0, 40)] * 8, *[span(30, None)] * 7], span(0, 90), "no_seat"),
        (SG, [], span(0, 90), ""),
        (SG, [span(0, None)], span(30, 90), "post_taken"),
        (CP, [span(0, 30), span(60, 90)], span(30, 60), ""),
        (CP, [span(0, 30), span(60, 90)], span(30, 61), "post_taken"),
        (TRANSLATOR, [span(0, None)] * 200, span(0, 90), ""),
    ],
)
def test_seats(role: Role, taken: list[Span], wanted: Span, code: str) -> None:
    assert code_of(lambda: check_room(role, taken, wanted)) == code


@pytest.mark.parametrize(
    ("begins", "ends", "code"),
    [
        (date(2026, 3, 2), date(2026, 3, 2), ""),
        (date(2026, 3, 1), date(2026, 5, 1), "mandate_in_the_past"),
        (date(2026, 4, 1), date(2026, 3, 31), "mandate_ends_before"),
        (date(2026, 4, 1), date(2031, 4, 1), ""),
        (date(2026, 4, 1), date(2031, 5, 1), "mandate_too_long"),
    ],
)
def test_days(begins: date, ends: date, code: str) -> None:
    assert code_of(lambda: check_days(begins, ends, date(2026, 3, 2))) == code


def test_a_mandate_lasts_until_midnight_of_its_capital() -> None:
    french, russian = (span_of(date(2026, 1, 1), date(2026, 6, 30), side) for side in (FRANCE, RUSSIA))
    assert french.since == datetime(2025, 12, 31, 23, tzinfo=UTC)
    assert french.until == datetime(2026, 6, 30, 22, tzinfo=UTC)
    assert russian.since == datetime(2025, 12, 31, 21, tzinfo=UTC)
    assert russian.until == datetime(2026, 6, 30, 21, tzinfo=UTC)


@pytest.mark.parametrize(
    ("role", "adult", "pseudonym", "side", "code"),
    [
        (MEMBER, True, False, FRANCE, ""),
        (MEMBER, True, False, RUSSIA, "mandate_of_other_side"),
        (MEMBER, True, False, OTHER, "mandate_of_other_side"),
        (TRANSLATOR, True, False, OTHER, ""),
        (TRANSLATOR, True, False, RUSSIA, "mandate_of_other_side"),
        (MEMBER, False, True, FRANCE, "mandate_needs_adult"),
        (MEMBER, True, True, FRANCE, "mandate_needs_name"),
        (TRANSLATOR, True, True, FRANCE, ""),
    ],
)
def test_person(role: Role, adult: bool, pseudonym: bool, side: Side, code: str) -> None:
    refused = code_of(lambda: check_person(role, is_adult=adult, is_pseudonym=pseudonym, side=side, for_side=FRANCE))
    assert refused == code


@pytest.mark.parametrize(
    ("holders", "delegations", "deputy", "until"),
    [
        # Somebody holds the post: the deputy waits.
        ([span(0, 90)], [], span(0, 90), None),
        # It is vacant: until the deputy's own end, or until the successor begins.
        ([], [], span(0, 90), 90),
        ([span(0, 5)], [], span(0, 90), 90),
        ([span(0, 5), span(30, 90)], [], span(0, 90), 30),
        # It was delegated.
        ([span(0, 90)], [span(8, 20)], span(0, 90), 20),
        ([span(0, 90)], [span(8, 20)], span(0, 15), 15),
        ([span(0, 90)], [span(12, 20)], span(0, 90), None),
        ([span(0, 90)], [span(2, 10)], span(0, 90), None),
        # A deputy whose days have not come, or are over.
        ([], [], span(11, 90), None),
        ([], [], span(0, 10), None),
    ],
)
def test_standing_in(holders: list[Span], delegations: list[Span], deputy: Span, until: int | None) -> None:
    """Seen on the tenth day."""
    found = stands_in_until(holders, delegations, deputy, START + 10 * DAY)
    assert found == (None if until is None else START + until * DAY)


@pytest.mark.parametrize(
    ("begins", "day", "sent", "level"),
    [
        # A mandate until day 100: nothing before day 70, once from then on, once more from day 93 on.
        (0, 69, 0, 0),
        (0, 70, 0, 1),
        (0, 92, 1, 0),
        (0, 93, 1, 2),
        (0, 99, 2, 0),
        # The clock stood still: one mail, not two.
        (0, 95, 0, 2),
        # Shorter than a month: the week before alone; shorter than a week: nothing.
        (80, 81, 0, 0),
        (80, 93, 0, 2),
        (95, 96, 0, 0),
        # Over.
        (0, 100, 0, 0),
    ],
)
def test_reminders_of_an_end(begins: int, day: int, sent: int, level: int) -> None:
    assert reminder_due(span(begins, 100), START + day * DAY, sent) == level


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ([], False),
        # Given again from the very moment, or earlier; a gap is an end.
        ([span(100, 200)], True),
        ([span(90, None)], True),
        ([span(101, 200)], False),
        ([span(-50, 0)], False),
    ],
)
def test_a_mandate_that_goes_on(others: list[Span], expected: bool) -> None:
    assert goes_on(span(0, 100), others) is expected


def test_the_last_day_is_that_of_the_capital() -> None:
    for side in (Side.FRANCE, Side.RUSSIA):
        assert last_day_of(last_moment_of(date(2026, 12, 31), side), side) == date(2026, 12, 31)


# ---------------------------------------------------------------- the services


class Body:
    """A side with its two posts, for tests of services."""

    def __init__(self, session: Any) -> None:
        from trianon.committee import inviting, mandate_services, posts

        self.session, self.inviting, self.services, self.posts = session, inviting, mandate_services, posts
        self.secretary = add_person(session, "secretary_general")
        self.president = add_person(session, "co_president")
        self.member = add_person(session, "member")

    def invite(self, email: str, role: Role = MEMBER, *, days: int = 90, later: int = 0, **more: Any) -> Any:
        from trianon.committee.mandate_rules import CAPITALS

        by = more.pop("by", self.secretary)
        first = now().astimezone(CAPITALS[by.side]).date() + later * DAY
        offer = self.inviting.Offer(email, role, first, first + days * DAY, **more)
        return self.inviting.invite(offer, by=by)

    def stand_in(self, person: Any, role: Role) -> None:
        """Make somebody a deputy."""
        self.inviting.accept(self.invite(person.email, role, is_deputy=True), by=person)

    def mandate(self, person: Any, role: Role) -> Any:
        return next(one for one in person.appointments if one.role is role and not one.is_acting)


@pytest.fixture
def body(db_session: Any) -> Body:
    return Body(db_session)


class TestInvitation:
    @pytest.mark.both_engines
    def test_gives_nothing_before_it_is_accepted_and_works_once(self, body: Body) -> None:
        person = add_person(body.session)
        nomination = body.invite(person.email)
        assert not person.sits
        body.inviting.accept(nomination, by=person)
        assert person.sits
        assert body.mandate(person, MEMBER).until == nomination.span.until
        assert code_of(lambda: body.inviting.accept(nomination, by=person)) == "link_used"
        assert code_of(lambda: body.inviting.decline(nomination, by=person)) == "link_used"

    def test_is_for_one_person_and_expires(self, body: Body) -> None:
        person, other = add_person(body.session), add_person(body.session)
        nomination = body.invite(person.email)
        assert code_of(lambda: body.inviting.accept(nomination, by=other)) == "link_wrong"
        with at(nomination.expires_at):
            assert code_of(lambda: body.inviting.accept(nomination, by=person)) == "link_expired"
            # Another one takes its place.
            body.inviting.accept(body.invite(person.email), by=person)
        assert nomination.state == "cancelled"

    def test_of_the_other_side_is_refused(self, body: Body) -> None:
        person = add_person(body.session, side="russia")
        assert code_of(lambda: body.inviting.accept(body.invite(person.email), by=person)) == "mandate_of_other_side"

    def test_waits_once_for_each_person_and_office(self, body: Body) -> None:
        body.invite("new@example.org")
        assert code_of(lambda: body.invite("new@example.org")) == "invited_already"
        body.invite("new@example.org", TRANSLATOR)
        assert code_of(lambda: body.invite(body.secretary.email)) == "not_oneself"
        assert code_of(lambda: body.invite("x@example.org", by=body.member)) == "not_yours"
        assert code_of(lambda: body.invite("x@example.org", MEMBER, is_deputy=True)) == "deputy_of_a_post"

    @pytest.mark.both_engines
    def test_never_offers_a_sixteenth_seat(self, body: Body) -> None:
        for number in range(SEATS[MEMBER] - 1):
            body.invite(f"new{number}@example.org")
        assert code_of(lambda: body.invite("last@example.org")) == "no_seat"
        # The other side counts its own.
        other = add_person(body.session, "secretary_general", side="russia")
        body.invite("last@example.org", by=other)

    def test_taken_back_it_is_dead(self, body: Body) -> None:
        person = add_person(body.session)
        nomination = body.invite(person.email)
        body.inviting.cancel(nomination, by=body.secretary)
        assert code_of(lambda: body.inviting.accept(nomination, by=person)) == "link_used"
        assert code_of(lambda: body.inviting.cancel(nomination, by=body.secretary)) == "settled"

    def test_a_successor_begins_when_the_mandate_of_before_ends(self, body: Body) -> None:
        """The secretary general names a last day; then the office is free from the next one on."""
        person = add_person(body.session)
        mandate = body.mandate(body.secretary, SG)
        assert code_of(lambda: body.invite(person.email, SG, later=30)) == "post_taken"
        body.services.end(mandate, by=body.secretary, at=now() + 20 * DAY)
        body.inviting.accept(body.invite(person.email, SG, later=30), by=person)
        assert SG in body.secretary.roles
        assert SG not in person.roles
        with at(now() + 40 * DAY):
            assert SG not in body.secretary.roles
            assert SG in person.roles


class TestEnd:
    @pytest.mark.both_engines
    def test_ends_the_rights_at_once_and_leaves_voices_signed(self, body: Body) -> None:
        from tests.committee.conftest import House
        from trianon.accounts.events import AppointmentEnded
        from trianon.core.audit import AuditEntry

        house = House(body.session)
        lonely, shared = (house.case_of(house.cooperation(house.person(), f"Chorales {n}")) for n in (1, 2))
        house.voice(lonely, body.member, "accept")
        house.voice(shared, body.member, "accept")
        house.voice(shared, house.person("member", "russia"), "refuse")
        body.services.end(body.mandate(body.member, MEMBER), by=body.secretary, note="Trop d’absences.")
        assert not body.member.sits
        # Alone on a case: void. Beside another voice: it stands, signed.
        assert lonely.voices == []
        assert body.member.id in {voice.member_id for voice in shared.voices}
        assert code_of(lambda: house.voice(shared, body.member, "refuse")) == "voice_does_not_count"
        entries = body.session.scalars(sa.select(AuditEntry).filter_by(event=AppointmentEnded.__name__)).all()
        assert [(one.subject_id, one.actor_id) for one in entries] == [(body.member.id, body.secretary.id)]

    def test_who_may_end_what(self, body: Body) -> None:
        mine = body.mandate(body.member, MEMBER)
        other = add_person(body.session, "secretary_general", side="russia")
        for by in (body.president, other, add_person(body.session, "member")):
            assert code_of(lambda by=by: body.services.end(mine, by=by, note="x")) == "not_yours"  # type: ignore[misc]
        assert code_of(lambda: body.services.end(mine, by=body.secretary)) == "end_needs_note"
        body.services.end(mine, by=body.member)
        assert code_of(lambda: body.services.end(mine, by=body.member)) == "mandate_over"

    def test_by_its_date_it_ends_without_anybody(self, body: Body) -> None:
        """The clock voids the lone voice a minute later; the rights were gone before."""
        from tests.committee.conftest import House
        from trianon.core.timed import jobs

        house = House(body.session)
        person = add_person(body.session)
        body.inviting.accept(body.invite(person.email, days=3), by=person)
        case = house.case_of(house.cooperation(house.person()))
        house.voice(case, person, "accept")
        body.session.commit()
        with at(now() + 5 * DAY):
            assert not person.sits
            assert code_of(lambda: house.voice(case, person, "refuse")) == "voice_does_not_count"
            assert jobs()["committee.mandates"]() == 1
            assert case.voices == []

    def test_a_translator_lets_go_of_what_they_were_at(self, body: Body) -> None:
        from trianon.translations.models import TranslationWork
        from trianon.translations.rules import WorkState

        person = add_person(body.session, "translator")
        work = TranslationWork(
            subject="contribution",
            subject_id=1,
            lang="ru",
            state=WorkState.WAITING,
            source_digest="x",
            claimed_by_id=person.id,
            claimed_until=now() + DAY,
            waiting_since=now(),
        )
        body.session.add(work)
        body.session.flush()
        body.services.end(body.mandate(person, TRANSLATOR), by=body.secretary, note="Fin du contrat.")
        body.session.expire(work)
        assert work.claimed_by_id is None


class TestDeputy:
    @pytest.mark.both_engines
    def test_acts_while_the_post_is_vacant(self, body: Body) -> None:
        body.stand_in(body.member, CP)
        assert CP not in body.member.roles
        body.services.end(body.mandate(body.president, CP), by=body.president)
        assert CP in body.member.roles
        # A successor ends it, at the very moment.
        person = add_person(body.session)
        body.inviting.accept(body.invite(person.email, CP), by=person)
        assert CP in person.roles
        assert CP not in body.member.roles

    def test_acts_while_it_is_delegated_and_not_a_minute_longer(self, body: Body) -> None:
        mandate = body.mandate(body.secretary, SG)
        assert code_of(lambda: body.services.delegate(mandate, now() + DAY, by=body.secretary)) == "no_deputy"
        body.stand_in(body.member, SG)
        too_long = now() + 200 * DAY
        assert code_of(lambda: body.services.delegate(mandate, too_long, by=body.secretary)) == "delegation_too_long"
        until = now() + 5 * DAY
        body.services.delegate(mandate, until, by=body.secretary)
        assert SG in body.member.roles
        with at(until - timedelta(seconds=1)):
            assert SG in body.member.roles
        with at(until):
            assert SG not in body.member.roles
        body.services.take_back(mandate, by=body.secretary)
        assert SG not in body.member.roles

    def test_is_a_member_and_stops_with_the_membership(self, body: Body) -> None:
        outsider = add_person(body.session)
        assert code_of(lambda: body.stand_in(outsider, CP)) == "deputy_is_member"
        assert code_of(lambda: body.stand_in(body.president, SG)) == "deputy_is_member"
        body.session.rollback()

    def test_who_is_no_member_any_more_acts_no_more(self, body: Body) -> None:
        body.stand_in(body.member, CP)
        body.services.end(body.mandate(body.president, CP), by=body.president)
        assert CP in body.member.roles
        body.services.end(body.mandate(body.member, MEMBER), by=body.member)
        assert body.member.roles == frozenset()

    def test_the_clock_lets_a_deputy_begin(self, body: Body) -> None:
        from trianon.core.timed import jobs

        body.stand_in(body.member, SG)
        body.mandate(body.secretary, SG).until = now() + DAY
        body.session.commit()
        with at(now() + 2 * DAY):
            assert SG not in body.member.roles
            assert jobs()["committee.posts"]() == 1
            assert SG in body.member.roles
            assert jobs()["committee.posts"]() == 0


class TestReminders:
    @pytest.mark.both_engines
    def test_a_month_and_a_week_before_once_each(self, body: Body) -> None:
        """To whoever holds it and to whoever appoints: a line and a mail; the other side hears nothing."""
        add_person(body.session, "secretary_general", side="russia")
        person = add_person(body.session)
        body.inviting.accept(body.invite(person.email, days=90), by=person)
        until = body.mandate(person, MEMBER).until
        for before, told in ((31, 0), (29, 1), (20, 1), (6, 2), (1, 2)):
            self.run(body, until - before * DAY)
            assert self.told(body, "committee.mandate_ends") == [person.id] * told
            assert self.told(body, "committee.mandate_of_side_ends") == [body.secretary.id] * told

    def test_the_post_of_the_secretary_general_is_told_to_the_co_president(self, body: Body) -> None:
        mandate = body.mandate(body.secretary, SG)
        mandate.since, mandate.until = now() - 300 * DAY, now() + 25 * DAY
        self.run(body, now())
        assert self.told(body, "committee.mandate_ends") == [body.secretary.id]
        assert self.told(body, "committee.mandate_of_side_ends") == [body.president.id]

    def test_what_was_prolonged_or_left_is_not_spoken_of(self, body: Body) -> None:
        """Nor does a mail that waits say what is no longer true."""
        from trianon.mail.models import OutboxMail
        from trianon.mail.render import render

        prolonged, left, goes = (add_person(body.session) for _person in range(3))
        for person in (prolonged, left, goes):
            body.inviting.accept(body.invite(person.email, days=40), by=person)
        body.inviting.accept(body.invite(prolonged.email, days=300, later=41), by=prolonged)
        body.services.end(body.mandate(left, MEMBER), by=left)
        at_that_time = now() + 20 * DAY
        self.run(body, at_that_time)
        assert self.told(body, "committee.mandate_ends") == [goes.id]
        row = body.session.scalars(sa.select(OutboxMail).filter_by(kind="committee.mandate_ends")).one()
        with at(at_that_time):
            assert render(row) is not None
            body.inviting.accept(body.invite(goes.email, days=200, later=21), by=goes)
            assert render(row) is None

    def run(self, body: Body, moment: datetime) -> None:
        from trianon.core.timed import jobs

        body.session.commit()
        with at(moment):
            jobs()["committee.mandate_reminders"]()

    def told(self, body: Body, kind: str) -> list[int]:
        """Who got a mail of this kind; each got a line as well."""
        from trianon.mail.models import OutboxMail
        from trianon.notifications.models import Notification

        mails = body.session.scalars(sa.select(OutboxMail.recipient_id).filter_by(kind=kind).order_by(OutboxMail.id))
        lines = body.session.scalars(sa.select(Notification.account_id).filter_by(kind=kind).order_by(Notification.id))
        people = list(mails)
        assert people == list(lines)
        return people


# ---------------------------------------------------------------- the pages


@pytest.fixture
def people(transaction: Any) -> dict[str, str]:
    """Addresses of a French secretary general, a member, and somebody who will be invited."""
    with transaction() as session:
        return {
            "secretary": add_person(session, "secretary_general", name="Odile Unetelle").email,
            "member": add_person(session, "member", name="Émile Autrefois").email,
            "guest": add_person(session, name="Zoé Invitée").email,
        }


def signed_in(visitors: Any, email: str, lang: str = "fr") -> Any:
    visitor = visitors(lang)
    visitor.sign_in(email, PASSWORD)
    return visitor


def test_from_invitation_to_seat_by_mail(app: Any, visitors: Any, people: dict[str, str]) -> None:
    """The whole way in a browser: invited, told by mail, accepted once, led to the second step, public, ended."""
    from trianon.committee.invitation_links import key_of
    from trianon.committee.mandate_models import Nomination
    from trianon.core.database import db

    secretary, guest = signed_in(visitors, people["secretary"]), signed_in(visitors, people["guest"])
    first = date.today() + DAY
    form = {"email": people["guest"], "office": "member", "begins_on": first.isoformat()}
    answer = secretary.submit("/committee/mandates/invite", form | {"ends_on": (first - 2 * DAY).isoformat()})
    assert answer.status_code == 422
    assert people["guest"] in answer.text
    assert secretary.submit("/committee/mandates/invite", form | {"ends_on": "2027-09-30"}).status_code == 303
    with app.app_context():
        nomination = db.session.scalars(sa.select(Nomination)).one()
        path = f"/committee/invitations/{key_of(nomination)}"
        nomination.begins_on = date(2026, 1, 1)
        db.session.commit()
    assert signed_in(visitors, people["member"]).get(path).status_code == 404
    assert "Invitation à une fonction" in guest.get(path).text
    assert guest.submit(path, {"answer": "accept"}).status_code == 303
    assert guest.get(path).status_code == 410
    # Without a code the office is worth nothing yet.
    assert guest.get("/committee/queue").location.endswith("/account/second-step")
    page = visitors("ru").get("/committee/members").text
    assert "Zoé Invitée" in page
    assert "Вакантных: 13" in page
    assert page.index("Émile Autrefois") < page.index("Zoé Invitée")
    assert page.index("Российская сторона") < page.index("Французская сторона")


def test_whoever_is_out_is_out_with_the_next_click(app: Any, visitors: Any, people: dict[str, str]) -> None:
    from trianon.accounts.models import Account
    from trianon.core.database import db

    secretary, member = signed_in(visitors, people["secretary"]), signed_in(visitors, people["member"])
    assert member.get("/committee/queue").status_code == 200
    with app.app_context():
        account = db.session.scalars(sa.select(Account).filter_by(email=people["member"])).one()
        number = account.appointments[0].id
    assert secretary.submit(f"/committee/mandates/{number}/end", {"note": ""}).status_code == 422
    assert secretary.submit(f"/committee/mandates/{number}/end", {"note": "Trop d’absences."}).status_code == 303
    assert member.get("/committee/queue").status_code == 403
    assert "Émile Autrefois" not in visitors("fr").get("/committee/members").text
    with app.app_context():
        from trianon.mail.models import OutboxMail
        from trianon.mail.render import render

        row = db.session.scalars(sa.select(OutboxMail).filter_by(kind="committee.mandate_ended")).one()
        assert "Trop d’absences." in render(row)[0].get_body(("plain",)).get_content()

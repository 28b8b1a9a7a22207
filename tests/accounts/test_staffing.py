"""Handing an organisation over, leaving it, and one that nobody manages."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from tests.accounts.conftest import Transaction, account, association
from tests.support.visitor import Visitor
from trianon.accounts import organisation_services, staffing_services
from trianon.accounts.models import Account
from trianon.accounts.organisation_models import Membership, MembershipRole, MembershipState, Organisation
from trianon.bilingual.text import Bilingual
from trianon.core.clock import now
from trianon.core.errors import RuleViolation


@pytest.fixture
def house(people: Any, transaction: Transaction) -> dict[str, int]:
    """A verified organisation with a manager and a member."""
    numbers = {"manager": people("manager@example.org"), "member": people("member@example.org")}
    with transaction() as session:
        manager = session.get(Account, numbers["manager"])
        made = organisation_services.propose(association(), by=manager)
        organisation_services.publish(made, by=None)
        joined = Membership(
            account_id=numbers["member"], role=MembershipRole.MEMBER, state=MembershipState.ACCEPTED, asked_at=now()
        )
        made.members.append(joined)
        session.flush()
        numbers["organisation"], numbers["membership"] = made.id, joined.id
    return numbers


def signed_in(visitors: Any, name: str) -> Visitor:
    visitor = visitors()
    visitor.enter(f"{name}@example.org")
    return visitor


def state_of(transaction: Transaction, account_id: int) -> tuple[str, str]:
    with transaction() as session:
        row = session.scalars(sa.select(Membership).filter_by(account_id=account_id)).one()
        return row.role.value, row.state.value


def test_hand_over_and_leave(visitors: Any, house: dict[str, int], transaction: Transaction, mails: Any) -> None:
    page = f"/organisations/{house['organisation']}/people"
    manager, member = signed_in(visitors, "manager"), signed_in(visitors, "member")
    assert member.get(page).status_code == 403
    manager.submit(page, form=f"/people/{house['membership']}/promote")
    assert state_of(transaction, house["member"]) == ("member", "accepted")
    assert ("member@example.org", "organisations.management_offered") in [(a, kind) for a, kind, _m in mails()]
    # Nobody manages anything without having said so.
    member.submit(f"/organisations/{house['organisation']}/", {"answer": "accept"}, form="/management")
    assert state_of(transaction, house["member"]) == ("manager", "accepted")
    assert member.get(page).status_code == 200
    manager.submit(page, form="/stand-down")
    assert manager.get(page).status_code == 403
    manager.submit(f"/organisations/{house['organisation']}/", form="/quit")
    assert state_of(transaction, house["manager"]) == ("member", "ended")
    assert member.get(page).status_code == 200


def test_a_manager_is_not_put_out(visitors: Any, house: dict[str, int], transaction: Transaction) -> None:
    with transaction() as session:
        number = session.scalars(sa.select(Membership.id).filter_by(account_id=house["manager"])).one()
        session.get(Membership, house["membership"]).role = MembershipRole.MANAGER
    with transaction() as session, pytest.raises(RuleViolation, match="manager_stays"):
        staffing_services.end_membership(session.get(Membership, number), by=session.get(Account, house["member"]))


def test_nobody_manages_it_any_more(
    visitors: Any, house: dict[str, int], transaction: Transaction, sign_in_as: Any, mails: Any
) -> None:
    """The secretary general of its side is told and gives it a manager; the other side's may not."""
    french, russian = sign_in_as("secretary_general"), sign_in_as("secretary_general", side="russia")
    address = f"/organisations/{house['organisation']}/manager"
    assert french.get(address).status_code == 303
    signed_in(visitors, "manager").submit(f"/organisations/{house['organisation']}/people", form="/quit")
    assert "organisations.manager_missing" in [kind for _a, kind, _m in mails()]
    assert "Les Quais" in french.get("/account/requests/").text
    assert russian.get(address).status_code == 403
    assert french.submit(address, {"email": "nobody@example.org"}).status_code == 422
    assert french.submit(address, {"email": "member@example.org"}).status_code == 303
    assert state_of(transaction, house["member"]) == ("manager", "accepted")
    assert french.get(address).status_code == 303


def test_two_managers_leave_at_once_and_one_of_them_is_the_last(
    house: dict[str, int], transaction: Transaction, sign_in_as: Any, mails: Any
) -> None:
    sign_in_as("secretary_general")
    with transaction() as session:
        session.get(Membership, house["membership"]).role = MembershipRole.MANAGER
    for name in ("manager", "member"):
        with transaction() as session:
            row = session.scalars(sa.select(Membership).filter_by(account_id=house[name])).one()
            staffing_services.stand_down(row, by=session.get(Account, house[name]))
    assert [kind for _a, kind, _m in mails()].count("organisations.manager_missing") == 1


@pytest.mark.parametrize(
    ("fr", "ru", "marked"),
    [("Les Quаis", "", True), ("Les Quais.", "", True), ("", "Набережные", False), ("Les Ponts", "", False)],
)
def test_a_name_close_to_another_is_marked(
    house: dict[str, int], transaction: Transaction, people: Any, fr: str, ru: str, marked: bool
) -> None:
    eve = people("eve@example.org")
    with transaction() as session:
        made = organisation_services.propose(association(Bilingual(fr, ru)), by=session.get(Account, eve))
        assert (made.resembles_id == house["organisation"]) is marked


def test_the_member_who_verifies_sees_the_other_one(
    house: dict[str, int], transaction: Transaction, people: Any, sign_in_as: Any
) -> None:
    from trianon.committee.models import Case

    eve = people("eve@example.org")
    with transaction() as session:
        made = organisation_services.propose(association(Bilingual("Lеs Quаis", "")), by=session.get(Account, eve))
        session.flush()
        case = session.scalars(sa.select(Case.id).filter_by(subject="organisation", subject_id=made.id)).one()
    page = sign_in_as("member").get(f"/committee/cases/{case}").text
    assert "Nom très proche" in page
    assert "Les Quais" in page


def test_only_an_accepted_member_of_it(house: dict[str, int], transaction: Transaction, people: Any) -> None:
    """Typing a name makes nobody its voice."""
    with transaction() as session:
        session.add(account("eve@example.org", name="Les Quais"))
        organisation = session.get(Organisation, house["organisation"])
        assert {member.account_id for member in organisation.members} == {house["manager"], house["member"]}

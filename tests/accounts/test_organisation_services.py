"""Organisations: proposed, corrected, verified, joined – state, event, journal, outbox, index, counters."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from tests.accounts.conftest import account, association
from trianon.accounts import organisation_queries as queries
from trianon.accounts import organisation_services as services
from trianon.accounts.models import Account
from trianon.accounts.organisation_models import MembershipState, Organisation, OrganisationKind
from trianon.accounts.organisation_rules import may_act_for, may_manage_organisation, may_view_organisation
from trianon.accounts.session import Visitor
from trianon.bilingual.text import Bilingual
from trianon.core import search
from trianon.core.audit import entries_about
from trianon.core.counters import counts
from trianon.core.errors import RuleViolation
from trianon.core.publication import State
from trianon.core.sides import Role, Side
from trianon.mail.models import OutboxMail

pytestmark = pytest.mark.both_engines


@pytest.fixture
def cast(db_session: Any) -> tuple[Account, Account, Account]:
    """A manager, somebody who wants to join, a member of the committee."""
    made = account("manager@example.org"), account("guest@example.org"), account("m@example.org", roles=(Role.MEMBER,))
    db_session.add_all(made)
    db_session.flush()
    return made


def events(organisation: Organisation) -> list[str]:
    """Its journal."""
    return [entry.event for entry in entries_about("organisation", organisation.id)]


def found(words: str) -> list[Organisation]:
    """What the public list finds."""
    return list(queries.public_organisations(words).items)


def test_propose(cast: tuple[Account, ...]) -> None:
    """It waits, its proposer manages it; pressing twice proposes once."""
    manager, guest, member = cast
    made = services.propose(association(), by=manager)
    assert (made.state, made.version, made.is_verified) == (State.SUBMITTED, 1, False)
    assert services.propose(association(), by=manager) is made
    assert services.propose(association(), by=guest) is not made
    assert may_manage_organisation(manager, made)
    assert queries.organisations_of(manager) == [made]
    assert events(made) == ["OrganisationProposed"]
    assert [may_view_organisation(who, made) for who in (manager, guest, member, Visitor())] == [
        True,
        False,
        True,
        False,
    ]
    assert found("") == []


def test_verify(cast: tuple[Account, ...]) -> None:
    """Public, counted, found in both scripts."""
    manager, _guest, member = cast
    made = services.propose(association(Bilingual("Évian les Bains", "Эвиан — наш ёлочный край")), by=manager)
    services.publish(made, by=member)
    assert (made.state, made.is_verified) == (State.PUBLISHED, True)
    assert events(made) == ["OrganisationProposed", "OrganisationVerified"]
    assert entries_about("organisation", made.id)[-1].actor_id == member.id
    kept = counts("organisations", "organisations.side", "organisations.kind")
    assert kept == {
        "organisations": {"public": 1},
        "organisations.side": {"france": 1},
        "organisations.kind": {"association": 1},
    }
    assert found("evian") == found("ЕЛОЧНОМ") == found("Лион") == [made]
    assert found("introuvable") == []
    with pytest.raises(RuleViolation, match="not_possible_now"):
        services.publish(made, by=member)


def test_corrected_and_sent_again(cast: tuple[Account, ...]) -> None:
    """After changes were asked, or a refusal, a new version waits."""
    manager, _guest, member = cast
    made = services.propose(association(), by=manager)
    services.ask_changes(made, by=member)
    assert made.state is State.CHANGES_ASKED
    services.edit(made, association(Bilingual("Les Quais vivants", ""), side=Side.OTHER), by=manager)
    assert (made.state, made.version, made.name.fr, made.side) == (State.SUBMITTED, 2, "Les Quais vivants", Side.OTHER)
    services.refuse(made, by=member)
    assert made.state is State.REFUSED
    assert queries.organisations_of(manager) == [], "a refused one acts for nothing"
    services.edit(made, association(), by=manager)
    assert (made.state, made.version) == (State.SUBMITTED, 3)
    assert events(made) == [
        *("OrganisationProposed", "OrganisationChangesAsked", "OrganisationProposed"),
        *("OrganisationRefused", "OrganisationProposed"),
    ]


def test_what_was_vouched_for_stays(cast: tuple[Account, ...]) -> None:
    """A verified organisation changes its place and site, not its name, kind or side."""
    manager, _guest, member = cast
    made = services.propose(association(), by=manager)
    services.publish(made, by=member)
    said = association(Bilingual("Autre nom", ""), kind=OrganisationKind.COMPANY, place=Bilingual("Brest", ""))
    services.edit(made, said, by=manager)
    assert (made.name.fr, made.kind, made.place.fr) == ("Les Quais", OrganisationKind.ASSOCIATION, "Brest")
    assert (made.state, events(made)[-1]) == (State.PUBLISHED, "OrganisationEdited")
    assert found("brest") == [made]
    assert found("лион") == []


def test_join(db_session: Any, cast: tuple[Account, ...]) -> None:
    """Asked, told to the managers, answered once, told to whoever asked."""
    manager, guest, member = cast
    made = services.propose(association(), by=manager)
    with pytest.raises(RuleViolation, match="organisation_not_public"):
        services.ask_to_join(made, by=guest)
    services.publish(made, by=member)
    asked = services.ask_to_join(made, by=guest)
    assert services.ask_to_join(made, by=guest) is asked
    assert not may_act_for(guest, made)
    assert queries.asking_for(made) == [asked]
    services.settle(asked, accepted=True, by=manager)
    db_session.refresh(made)
    assert may_act_for(guest, made)
    assert not may_manage_organisation(guest, made)
    assert queries.number_of_members(made) == 2
    with pytest.raises(RuleViolation, match="membership_settled"):
        services.settle(asked, accepted=False, by=manager)
    mails = db_session.execute(sa.select(OutboxMail.kind, OutboxMail.address).order_by(OutboxMail.id)).all()
    assert ("organisations.membership_asked", "manager@example.org") in mails
    assert mails[-1] == ("organisations.membership_settled", "guest@example.org")
    assert events(made)[-2:] == ["MembershipAsked", "MembershipSettled"]


def test_declined_people_may_ask_again(cast: tuple[Account, ...]) -> None:
    """A new request, the old answer kept."""
    manager, guest, member = cast
    made = services.propose(association(), by=manager)
    services.publish(made, by=member)
    first = services.ask_to_join(made, by=guest)
    services.settle(first, accepted=False, by=manager)
    second = services.ask_to_join(made, by=guest)
    assert (first.state, second.state) == (MembershipState.DECLINED, MembershipState.ASKED)
    assert first is not second


def test_filters_and_pages(db_session: Any, cast: tuple[Account, ...]) -> None:
    """By words, kind and side; every record once whatever the page."""
    manager, _guest, member = cast
    for number in range(45):
        side = Side.RUSSIA if number % 3 == 0 else Side.FRANCE
        kind = OrganisationKind.SCHOOL if number % 2 == 0 else OrganisationKind.COMPANY
        made = services.propose(association(Bilingual(f"Maison {number}", ""), side=side, kind=kind), by=manager)
        services.publish(made, by=member)
    seen: list[int] = []
    cursor = None
    while True:
        page = queries.public_organisations(cursor=cursor)
        seen += [one.id for one in page.items]
        cursor = page.after
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 45
    both = queries.public_organisations(kinds=[OrganisationKind.SCHOOL], sides=[Side.RUSSIA])
    assert len(both.items) == 8
    assert queries.public_organisations("maison 7").items[0].name.fr == "Maison 7"
    assert search.matches("organisation", "") is None

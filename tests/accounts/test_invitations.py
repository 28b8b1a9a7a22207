"""Invited by mail: with and without an account, once, not for ever, and nobody learns who has an account."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from tests.accounts.conftest import PASSWORD, Transaction, account, association
from trianon.accounts import invitation_services as services
from trianon.accounts import organisation_services, staffing_services
from trianon.accounts.invitation_models import Invitation, InvitationState
from trianon.accounts.models import Account
from trianon.accounts.organisation_models import Membership, MembershipRole, MembershipState, Organisation
from trianon.bilingual.lang import Lang
from trianon.bilingual.text import Bilingual
from trianon.core.clock import now
from trianon.core.errors import RuleViolation
from trianon.mail.models import OutboxMail

MEMBER, MANAGER = MembershipRole.MEMBER, MembershipRole.MANAGER


@pytest.fixture
def house(people: Any, transaction: Transaction) -> int:
    """A verified organisation of manager@example.org."""
    manager = people("manager@example.org")
    with transaction() as session:
        made = organisation_services.propose(association(), by=session.get(Account, manager))
        organisation_services.publish(made, by=None)
        return made.id


def sent_by(visitors: Any, house: int, address: str, role: str = "member", lang: str = "ru") -> Any:
    manager = visitors()
    manager.sign_in("manager@example.org", PASSWORD)
    page = f"/organisations/{house}/people"
    return manager.submit(page, {"email": address, "role": role, "lang": lang}, form="/invite")


def test_with_and_without_an_account_all_looks_the_same(
    visitors: Any, house: int, people: Any, link_in_mail: Any, mails: Any, transaction: Transaction
) -> None:
    """The same answer, the same mail in the chosen language; the link leads each to where they accept."""
    people("known@example.org", lang=Lang.FR)
    answers = [sent_by(visitors, house, address) for address in ("known@example.org", "stranger@example.org")]
    assert {(one.status_code, one.headers["Location"]) for one in answers} == {
        (303, f"/fr/organisations/{house}/people")
    }
    written = {a: m for a, kind, m in mails() if kind == "organisations.invited"}
    assert set(written) == {"known@example.org", "stranger@example.org"}
    assert len({message.subject for message in written.values()}) == 1
    link = link_in_mail("organisations.invited")
    stranger = visitors()
    assert "sign-up?next=" in stranger.get(link).text
    known = visitors()
    known.sign_in("known@example.org", PASSWORD)
    known.submit(link, {"answer": "accept"}, form=link.rpartition("/")[2])
    with transaction() as session:
        place = session.scalars(sa.select(Membership).where(Membership.role == MEMBER)).one()
        assert (place.state, place.account.email) == (MembershipState.ACCEPTED, "known@example.org")
    assert ("manager@example.org", "organisations.invitation_accepted") in [(a, kind) for a, kind, _m in mails()]
    # Once.
    assert stranger.get(link).status_code == 410


def test_taken_back_declined_expired_forged(
    visitors: Any, house: int, link_in_mail: Any, transaction: Transaction
) -> None:
    """Each link says why it does not work."""
    visitor = visitors()
    sent_by(visitors, house, "one@example.org")
    first = link_in_mail("organisations.invited")
    manager = visitors()
    manager.sign_in("manager@example.org", PASSWORD)
    assert "one@example.org" in manager.get(f"/organisations/{house}/people").text
    manager.submit(f"/organisations/{house}/people", form="/revoke")
    assert "one@example.org" not in manager.get(f"/organisations/{house}/people").text.partition("invite-form")[0]
    assert visitor.get(first).status_code == 410
    sent_by(visitors, house, "two@example.org")
    second = link_in_mail("organisations.invited")
    assert visitor.submit(second, {"answer": "decline"}, form=second.rpartition("/")[2]).status_code == 303
    sent_by(visitors, house, "three@example.org")
    third = link_in_mail("organisations.invited")
    with transaction() as session:
        session.execute(sa.update(Invitation).values(expires_at=now() - timedelta(hours=1)))
    assert visitor.get(third).status_code == 410
    assert visitor.get("/organisations/invitations/forged").status_code == 404


@pytest.fixture
def cast(db_session: Any) -> dict[str, Any]:
    """A verified organisation with a manager and a member, and a guest."""
    found: dict[str, Any] = {name: account(f"{name}@example.org") for name in ("manager", "member", "guest")}
    db_session.add_all(found.values())
    db_session.flush()
    made = organisation_services.propose(association(Bilingual("Les Quais", "")), by=found["manager"])
    organisation_services.publish(made, by=None)
    joined = Membership(account_id=found["member"].id, role=MEMBER, state=MembershipState.ACCEPTED, asked_at=now())
    made.members.append(joined)
    db_session.flush()
    return found | {"organisation": made, "joined": joined}


@pytest.mark.both_engines
def test_one_mail_one_answer_and_no_right_is_taken_away(db_session: Any, cast: dict[str, Any]) -> None:
    organisation, manager = cast["organisation"], cast["manager"]
    one = services.invite(organisation, "guest@example.org", MANAGER, Lang.FR, by=manager)
    assert services.invite(organisation, "guest@example.org", MANAGER, Lang.FR, by=manager) is one
    sent = sa.select(sa.func.count()).select_from(OutboxMail).filter_by(kind="organisations.invited")
    assert db_session.scalar(sent) == 1
    assert services.accept(services.link_of(one), by=cast["guest"]).role is MANAGER
    with pytest.raises(RuleViolation, match="link_used"):
        services.accept(services.link_of(one), by=cast["member"])
    as_member = services.invite(organisation, "guest@example.org", MEMBER, Lang.FR, by=manager)
    assert services.accept(services.link_of(as_member), by=cast["guest"]).role is MANAGER


def test_not_a_way_to_fill_mailboxes(db_session: Any, cast: dict[str, Any]) -> None:
    """So many a day; and only a verified organisation's name goes to strangers."""
    organisation: Organisation = cast["organisation"]
    for number in range(services.MOST_A_DAY):
        services.revoke(
            services.invite(organisation, f"p{number}@example.org", MEMBER, Lang.FR, by=cast["manager"]),
            by=cast["manager"],
        )
    with pytest.raises(RuleViolation, match="too_many_invitations"):
        services.invite(organisation, "more@example.org", MEMBER, Lang.FR, by=cast["manager"])
    organisation.verified_at = None
    with pytest.raises(RuleViolation, match="organisation_not_public"):
        services.invite(organisation, "more@example.org", MEMBER, Lang.FR, by=cast["manager"])


def test_handed_over_when_the_member_accepts(db_session: Any, cast: dict[str, Any]) -> None:
    """Then whoever handed it over is a member again; declined, all stays."""
    joined, manager, member = cast["joined"], cast["manager"], cast["member"]
    staffing_services.offer(joined, hands_over=True, by=manager)
    staffing_services.answer_offer(joined, accepted=False, by=member)
    assert (joined.role, joined.offered_at) == (MEMBER, None)
    staffing_services.offer(joined, hands_over=True, by=manager)
    staffing_services.answer_offer(joined, accepted=True, by=member)
    roles = {one.account.name: one.role for one in cast["organisation"].members}
    assert roles == {"manager": MEMBER, "member": MANAGER}
    with pytest.raises(RuleViolation, match="offer_over"):
        staffing_services.answer_offer(joined, accepted=True, by=member)


def test_addresses_do_not_stay(db_session: Any, cast: dict[str, Any]) -> None:
    """A month after they expired nothing is left of them."""
    one = services.invite(cast["organisation"], "guest@example.org", MEMBER, Lang.FR, by=cast["manager"])
    one.expires_at = now() - services.KEPT - timedelta(hours=1)
    db_session.flush()
    assert services.remove_ended() == 1
    assert one.state is InvitationState.SENT

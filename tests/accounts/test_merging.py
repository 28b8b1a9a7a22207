"""Two pages of one organisation: proposed, decided, all that points to it, the old address, circles and races."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from tests.accounts.conftest import account, association
from tests.cooperations.directory import add_cooperation
from tests.support.people import add_person
from trianon.accounts import drafts, merging_services, organisation_services
from trianon.accounts.merging_models import MergeState, OrganisationMerge
from trianon.accounts.models import Account, Draft, DraftKind
from trianon.accounts.organisation_models import Membership, MembershipRole, MembershipState, Organisation
from trianon.bilingual.lang import Lang
from trianon.bilingual.text import Bilingual
from trianon.core import search
from trianon.core.audit import entries_about
from trianon.core.clock import now
from trianon.core.counters import counts
from trianon.core.database import db
from trianon.core.errors import RuleViolation
from trianon.core.sides import Role, Side
from trianon.mail.models import OutboxMail


def made(name: str, by: Account, **more: Any) -> Organisation:
    """A verified organisation of somebody."""
    organisation = organisation_services.propose(association(Bilingual(name, ""), **more), by=by)
    organisation_services.publish(organisation, by=None)
    return organisation


@pytest.fixture
def cast(db_session: Any) -> dict[str, Account]:
    """A manager of each of the two pages, two members of the French side, one of the Russian side."""
    people = {
        "anna": account("anna@example.org"),
        "boris": account("boris@example.org"),
        "member": account("member@example.org", roles=(Role.MEMBER,)),
        "secretary": account("secretary@example.org", roles=(Role.SECRETARY_GENERAL,)),
        "russian": account("russian@example.org", roles=(Role.MEMBER,), side=Side.RUSSIA),
    }
    db_session.add_all(people.values())
    db_session.flush()
    return people


def ask(cast: dict[str, Account]) -> tuple[Organisation, Organisation, OrganisationMerge]:
    """Anna proposes that her page goes and Boris’s stays."""
    gone, stays = made("Les Quais de Lyon", cast["anna"]), made("Association des quais", cast["boris"])
    return gone, stays, merging_services.propose(gone, stays, by=cast["anna"])


@pytest.mark.both_engines
def test_everything_points_to_the_page_that_stays(db_session: Any, cast: dict[str, Account]) -> None:
    """Records, partners, people, drafts, search, figures; journalled, and told to both."""
    gone, stays, merge = ask(cast)
    record = add_cooperation(db_session, "Un échange", on_behalf_of_id=gone.id)
    assert record.public_version is not None
    record.public_version.partners[0].organisation_id = gone.id
    both = Membership(
        organisation_id=stays.id,
        account_id=cast["anna"].id,
        role=MembershipRole.MEMBER,
        state=MembershipState.ASKED,
        asked_at=now(),
    )
    db_session.add(both)
    draft, _key = drafts.start(DraftKind.CONTRIBUTION, Lang.FR, cast["anna"])
    drafts.save(draft, {"on_behalf_of": str(gone.id), "title": "Une idée"})
    declaring, _key = drafts.start(DraftKind.COOPERATION, Lang.FR, cast["anna"])
    voice = ["on_behalf_of", f"{gone.id}-99"]
    drafts.save(declaring, {"steps": {"sources": [["sources", "Un livre"], voice]}, "since": {}})
    db_session.flush()
    merging_services.settle(merge, accepted=True, by=cast["member"])
    db_session.flush()
    db_session.expire_all()
    assert (gone.merged_into_id, gone.state, merge.state) == (stays.id, "withdrawn", MergeState.ACCEPTED)
    assert (record.on_behalf_of_id, record.public_version.partners[0].organisation_id) == (stays.id, stays.id)
    # Anna, who managed the one and had asked to act for the other, manages the one that stays, once.
    living = [(one.account.name, one.role, one.state) for one in stays.members if one.state != "ended"]
    assert sorted(living) == [("anna", "manager", "accepted"), ("boris", "manager", "accepted")]
    assert db_session.get(Draft, draft.id).data == {"on_behalf_of": str(stays.id), "title": "Une idée"}
    begun = db_session.get(Draft, declaring.id).data["steps"]["sources"]
    assert begun == [["sources", "Un livre"], ["on_behalf_of", f"{stays.id}-99"]]
    wanted = search.matches("organisation", "quais")
    assert list(db_session.scalars(wanted)) == [stays.id]
    assert list(db_session.scalars(search.matches("cooperation", "association quais"))) == [record.id]
    assert counts("organisations")["organisations"]["public"] == 1
    assert [entry.event for entry in entries_about("organisation", gone.id)][-2:] == [
        "OrganisationMergeAsked",
        "OrganisationMerged",
    ]
    mails = [(row.kind, row.address) for row in db_session.scalars(sa.select(OutboxMail).order_by(OutboxMail.id))]
    assert ("organisations.merge_asked", "member@example.org") in mails
    assert ("organisations.merge_asked", "russian@example.org") not in mails
    assert ("organisations.merge_settled", "anna@example.org") in mails
    assert ("organisations.merge_settled", "boris@example.org") in mails


def test_who_may_propose_and_who_may_decide(db_session: Any, cast: dict[str, Account]) -> None:
    """Managers and the secretary general of its side propose; one of its side decides, nobody about their own."""
    gone, stays = made("Les Quais", cast["anna"]), made("Les Ponts", cast["boris"])
    for stranger in ("boris", "member", "russian"):
        with pytest.raises(RuleViolation, match="not_yours"):
            merging_services.propose(gone, stays, by=cast[stranger])
    merge = merging_services.propose(gone, stays, by=cast["secretary"])
    assert merging_services.propose(gone, stays, by=cast["anna"]) is merge
    for stranger in ("anna", "russian", "secretary"):
        with pytest.raises(RuleViolation, match="not_yours"):
            merging_services.settle(merge, accepted=True, by=cast[stranger])
    merging_services.settle(merge, accepted=False, by=cast["member"])
    assert (merge.state, gone.merged_into_id) == (MergeState.DECLINED, None)
    with pytest.raises(RuleViolation, match="settled"):
        merging_services.settle(merge, accepted=True, by=cast["member"])


def test_not_into_itself_not_twice_not_in_a_circle(db_session: Any, cast: dict[str, Account]) -> None:
    """And a chain is one step long: every old address leads to the last page at once."""
    gone, stays, merge = ask(cast)
    last = made("La Maison commune", cast["boris"])
    with pytest.raises(RuleViolation, match="merge_itself"):
        merging_services.propose(gone, gone, by=cast["anna"])
    with pytest.raises(RuleViolation, match="merge_proposed"):
        merging_services.propose(gone, last, by=cast["anna"])
    back = merging_services.propose(stays, gone, by=cast["boris"])
    merging_services.settle(merge, accepted=True, by=cast["member"])
    # The proposal the other way round was answered by this one.
    with pytest.raises(RuleViolation, match="settled"):
        merging_services.settle(back, accepted=True, by=cast["member"])
    with pytest.raises(RuleViolation, match="merge_merged"):
        merging_services.propose(stays, gone, by=cast["boris"])
    with pytest.raises(RuleViolation, match="merge_merged"):
        merging_services.propose(gone, last, by=cast["secretary"])
    onward = merging_services.propose(stays, last, by=cast["boris"])
    merging_services.settle(onward, accepted=True, by=cast["member"])
    db.session.expire_all()
    assert (gone.merged_into_id, stays.merged_into_id, last.merged_into_id) == (last.id, last.id, None)


def test_sides_and_states(db_session: Any, cast: dict[str, Account]) -> None:
    """One side only; what is not public is judged first."""
    gone = made("Les Quais", cast["anna"])
    with pytest.raises(RuleViolation, match="merge_sides"):
        merging_services.propose(gone, made("Причалы", cast["boris"], side=Side.RUSSIA), by=cast["anna"])
    waiting = organisation_services.propose(association(Bilingual("Les Ports", "")), by=cast["boris"])
    with pytest.raises(RuleViolation, match="organisation_not_public"):
        merging_services.propose(gone, waiting, by=cast["anna"])


def test_pages_and_the_old_address(sign_in_as: Any, visitors: Any, transaction: Any) -> None:
    """Proposed by the form, answered on the page; every old address answers 301 to a reader, in both languages."""
    manager, member = sign_in_as(), sign_in_as("member")
    with transaction() as session:
        owner = session.get_one(Account, manager.id)
        old = made("Les Quais", owner).id
        new = made("Les Ponts", add_person(session)).id
    page = f"/organisations/{old}/merge"
    for typed, words in (("", "Indiquez"), ("abc", "Aucune organisation"), (f"{old}", "même page")):
        answer = manager.submit(page, {"into": typed})
        assert answer.status_code == 422
        assert words in answer.text
    answer = manager.submit(page, {"into": f"http://localhost/ru/organisations/{new}/"})
    assert answer.status_code == 303
    assert "merge/1" not in manager.get(f"/organisations/{old}/").text
    assert "merge/1" not in visitors("fr").get(f"/organisations/{old}/").text
    answer = member.submit(f"/organisations/{old}/", {"answer": "accept"}, form="/merge/1")
    assert (answer.status_code, answer.location) == (303, f"/fr/organisations/{new}/")
    for lang in ("fr", "ru"):
        answer = visitors(lang).get(f"/organisations/{old}/")
        assert (answer.status_code, answer.location) == (301, f"/{lang}/organisations/{new}/")
    assert manager.get(f"/organisations/{old}/edit").status_code == 301
    assert visitors("fr").get(f"/organisations/{new}/").status_code == 200

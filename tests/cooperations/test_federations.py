"""A federation lists its members, each of them agrees, and it declares on behalf of one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from tests.committee.conftest import House
from tests.cooperations.helpers import add_organisation, declaration
from trianon.accounts import affiliation_services as services
from trianon.accounts.affiliation_models import Affiliation, AffiliationState
from trianon.cooperations import services as cooperations
from trianon.cooperations.access import may_edit_cooperation
from trianon.cooperations.models import Cooperation
from trianon.core.errors import RuleViolation
from trianon.mail.models import OutboxMail


@pytest.fixture
def house(db_session: Any) -> House:
    return House(db_session)


@pytest.mark.both_engines
def test_a_member_agrees_or_is_only_stated(house: House) -> None:
    """Asked where somebody manages it; stated by the federation alone elsewhere, until somebody does."""
    head, mayor = house.person(), house.person()
    federation = add_organisation(house.session, "Cités unies", head.id)
    town = add_organisation(house.session, "Menton", mayor.id)
    silent = add_organisation(house.session, "Nice")
    asked = services.list_member(federation, town, by=head)
    assert services.list_member(federation, town, by=head) is asked
    stated = services.list_member(federation, silent, by=head)
    assert (asked.state, stated.state) == (AffiliationState.ASKED, AffiliationState.STATED)
    assert [row.address for row in house.session.scalars(sa.select(OutboxMail))] == [mayor.email]
    assert [one.member_id for one in services.members_of(federation.id)] == [silent.id]
    with pytest.raises(RuleViolation, match="not_yours"):
        services.settle(asked, accepted=True, by=head)
    services.settle(asked, accepted=True, by=mayor)
    assert [one.federation_id for one in services.federations_of(town.id)] == [federation.id]
    services.end(asked, by=mayor)
    assert services.federations_of(town.id) == []


def test_what_is_no_membership(house: House) -> None:
    """Of itself, in a circle, by strangers, of an unverified federation."""
    head, mayor = house.person(), house.person()
    federation = add_organisation(house.session, "Cités unies", head.id)
    town = add_organisation(house.session, "Menton", mayor.id)
    with pytest.raises(RuleViolation, match="member_of_itself"):
        services.list_member(federation, federation, by=head)
    with pytest.raises(RuleViolation, match="not_yours"):
        services.list_member(federation, town, by=mayor)
    services.list_member(federation, town, by=head)
    with pytest.raises(RuleViolation, match="member_in_a_circle"):
        services.list_member(town, federation, by=mayor)
    federation.verified_at = None
    with pytest.raises(RuleViolation, match="organisation_not_public"):
        services.list_member(federation, town, by=head)


def test_a_federation_declares_for_a_member(house: House) -> None:
    """Only for a present one; the member is the partner of its name, and its people correct the record, too."""
    head, mayor = house.person(), house.person()
    federation = add_organisation(house.session, "Cités unies", head.id)
    town = add_organisation(house.session, "Menton", mayor.id)
    said = replace(declaration(), on_behalf_of=federation.id, for_member=town.id)
    with pytest.raises(RuleViolation, match="not_your_member"):
        cooperations.submit(said, by=head)
    services.settle(services.list_member(federation, town, by=head), accepted=True, by=mayor)
    record = cooperations.submit(said, by=head)
    assert (record.on_behalf_of_id, record.for_member_id) == (federation.id, town.id)
    assert may_edit_cooperation(mayor, record)
    names = {partner.name.fr: partner.organisation_id for partner in record.latest.partners}
    assert town.id in names.values() or "Menton" not in names


def test_by_the_pages_in_both_languages(sign_in_as: Any, transaction: Any) -> None:
    """Listed, agreed, offered while declaring, shown on the record and on both pages of organisations."""
    head, mayor = sign_in_as(), sign_in_as(side="russia")
    with transaction() as session:
        federation = add_organisation(session, "Cités unies", head.id).id
        town = add_organisation(session, "Администрация Сочи", mayor.id, side="russia").id
    page = f"/organisations/{federation}/members"
    assert head.submit(page, {"member": "nowhere"}, form="").status_code == 422
    assert head.submit(page, {"member": f"https://example.org/fr/organisations/{town}/"}, form="").status_code == 303
    with transaction() as session:
        number = session.scalars(sa.select(Affiliation)).one().id
    mayor.submit(f"/organisations/{town}/members", {"answer": "accept"}, form=f"/members/{number}/answer")
    assert "Администрация Сочи" in head.get(f"/organisations/{federation}/").text
    assert "Cités unies" in mayor.get(f"/organisations/{town}/").text
    with transaction() as session:
        from trianon.accounts.models import Account

        said = replace(declaration(), on_behalf_of=federation, for_member=town)
        record = cooperations.submit(said, by=session.get(Account, head.id))
        cooperations.publish(record, by=None)
        shown = record.id
    for lang, words in (("fr", "Pour son membre"), ("ru", "От имени своего члена")):
        text = head.get(f"/{lang}/cooperations/{shown}").text
        assert words in text
        assert f"/{lang}/organisations/{town}/" in text
    with transaction() as session:
        assert session.get(Cooperation, shown).for_member_id == town

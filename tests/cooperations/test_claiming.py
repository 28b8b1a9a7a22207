"""“This is ours”: a record that was read in public sources, and an organisation that nobody acts for."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from tests.committee.conftest import House
from tests.cooperations.directory import add_cooperation
from tests.cooperations.helpers import add_organisation, declaration
from trianon.accounts import claiming_services as organisation_claims
from trianon.accounts import merging_services
from trianon.accounts.claiming_models import OrganisationClaim
from trianon.accounts.models import Account
from trianon.accounts.organisation_models import Organisation
from trianon.bilingual.text import Bilingual
from trianon.committee import appeals, hiding, queries, removals
from trianon.committee.models import Case
from trianon.committee.rules import Matter
from trianon.committee.subjects import SUBJECTS
from trianon.cooperations import claiming_services as services
from trianon.cooperations import import_undoing
from trianon.cooperations import services as record_services
from trianon.cooperations.access import may_confirm, may_edit_cooperation, may_state_activity
from trianon.cooperations.claiming_models import RecordClaim
from trianon.cooperations.models import Place
from trianon.cooperations.places import folded_names, new_place
from trianon.cooperations.vocabulary import Level
from trianon.core.audit import entries_about
from trianon.core.errors import RuleViolation, StaleForm
from trianon.core.publication import State
from trianon.core.sides import Side
from trianon.mail.models import OutboxMail

WORDS = "Nous suivons ce jumelage depuis 1961 : voir la page « Jumelages » du site de la ville."


@pytest.fixture
def house(db_session: Any) -> House:
    return House(db_session)


def town(house: House, by: Account, name: str = "Menton", side: str = "france") -> Organisation:
    """A verified organisation that its exact name makes a partner of the record."""
    return add_organisation(house.session, name, by.id, side=side)


def case_on(claim: Any, subject: str) -> Case:
    found = queries.case_of(subject, claim.id, claim.version)
    assert found is not None
    return found


def kinds(house: House) -> list[tuple[str, str]]:
    return [(row.kind, row.address) for row in house.session.scalars(sa.select(OutboxMail).order_by(OutboxMail.id))]


@pytest.mark.both_engines
def test_the_authority_of_a_partner_place_confirms_what_the_other_side_has_claimed(house: House) -> None:
    """A source names «Сочи» and not «Администрация Сочи»: once Menton stands for the record, Sochi has its word, too.

    Of two towns of one name on a side nobody can tell which it is."""
    record = add_cooperation(house.session, "Menton – Sotchi", import_key="k")
    for name, place in (("Сочи", Bilingual("Sotchi", "Сочи")), ("Menton", Bilingual("Menton", "Ментона"))):
        side = Side.RUSSIA if name == "Сочи" else Side.FRANCE
        house.session.add(new_place((side, None, folded_names(place)), place))
    record.latest.partners[1].name, record.latest.partners[1].level = Bilingual("Sotchi", "Сочи"), Level.TOWN
    record.on_behalf_of, record.declared_side = town(house, house.person()), Side.FRANCE
    official = house.person(side="russia")
    body = town(house, official, "Администрация города-курорта", side="russia")
    house.session.flush()
    assert not may_confirm(official, record)
    body.place = Bilingual("", "Сочи")
    house.session.flush()
    assert may_confirm(official, record)
    assert may_state_activity(official, record)
    record_services.confirm(record, by=official, organisation=body)
    manager = record.on_behalf_of.members[0].account
    assert ("cooperations.confirmed", manager.email) in kinds(house), "no person declared it: its managers are told"
    stranger = house.person()
    record_services.correct(record, declaration(), by=stranger, shown_version=1, speaks_for_side=False)
    assert {one.id for one in SUBJECTS["cooperation"].authors(record)} == {manager.id, stranger.id}
    house.session.add(new_place((Side.RUSSIA, Level.TOWN, "sotchi|сочи 2"), Bilingual("Sotchi", "Сочи")))
    house.session.flush()
    house.session.scalars(sa.select(Place).filter_by(folded="sotchi|сочи 2")).one().spellings = "|sotchi|сочи"
    house.session.flush()
    assert not may_state_activity(official, record)


@pytest.mark.both_engines
def test_a_partner_claims_and_stands_for_the_record(house: House) -> None:
    """Decided by one of its own side; it corrects, states, and its side has given its word. Told and journalled."""
    record = add_cooperation(house.session, "Menton – Sotchi", import_key="k", weak_sources=True)
    mayor, colleague = house.person(lang="ru"), house.person()
    organisation = town(house, mayor)
    add_member(house, organisation, colleague)
    assert not may_edit_cooperation(mayor, record)
    claim = services.claim(record, organisation, WORDS, by=mayor)
    assert services.claim(record, organisation, WORDS + " ", by=mayor) is claim
    case = case_on(claim, "record_claim")
    assert (case.matter, case.side, case.title.fr) == (Matter.CLAIM, Side.FRANCE, "Menton – Sotchi")
    with pytest.raises(RuleViolation, match="voice_does_not_count"):
        house.voice(case, house.person("member", "russia"), "accept")
    house.voice(case, house.person("member"), "accept")
    house.session.expire_all()
    assert (claim.state, record.on_behalf_of_id, record.declared_side) == (
        State.PUBLISHED, organisation.id, Side.FRANCE,
    )  # fmt: skip
    assert (record.declared_by_id, record.weak_sources, record.state) == (None, False, State.PUBLISHED)
    assert may_edit_cooperation(mayor, record)
    assert may_edit_cooperation(colleague, record)
    assert may_state_activity(colleague, record)
    assert entries_about("cooperation", record.id)[-1].event == "CooperationTakenOver"
    assert ("committee.decided", mayor.email) in kinds(house)
    with pytest.raises(RuleViolation, match="record_has_declarer"):
        services.claim(record, organisation, "Encore", by=mayor)


def test_of_two_claims_the_first_accepted_counts(house: House) -> None:
    """The other one is told, and nothing is left to decide."""
    record = add_cooperation(house.session, "Menton – Sotchi")
    french, russian = house.person(), house.person(side="russia")
    one = services.claim(record, town(house, french), WORDS, by=french)
    other = services.claim(record, town(house, russian, "Администрация Сочи", "russia"), "Это мы.", by=russian)
    first, second = case_on(one, "record_claim"), case_on(other, "record_claim")
    house.voice(first, house.person("member"), "accept")
    house.session.expire_all()
    assert (other.state, second.state) == (State.WITHDRAWN, "closed")
    assert ("cooperations.claim_ended", russian.email) in kinds(house)
    with pytest.raises(StaleForm):
        house.voice(second, house.person("member", "russia"), "accept")
    # Its side may still confirm.
    from trianon.cooperations.access import may_confirm

    assert may_confirm(russian, record)
    assert not may_confirm(french, record)


def test_who_may_not_claim(house: House) -> None:
    """Strangers, unverified organisations, records that somebody declared, one's own claim as a judge."""
    record = add_cooperation(house.session, "Menton – Sotchi")
    judge = house.person("member")
    organisation = town(house, judge)
    stranger = house.person()
    with pytest.raises(RuleViolation, match="claimant_not_partner"):
        services.claim(record, organisation, WORDS, by=stranger)
    with pytest.raises(RuleViolation, match="claimant_not_partner"):
        services.claim(record, town(house, stranger, "Nice"), WORDS, by=stranger)
    organisation.verified_at = None
    with pytest.raises(RuleViolation, match="claimant_not_partner"):
        services.claim(record, organisation, WORDS, by=judge)
    organisation.verified_at = record.created_at
    claim = services.claim(record, organisation, WORDS, by=judge)
    with pytest.raises(RuleViolation, match="own_text"):
        house.voice(case_on(claim, "record_claim"), judge, "accept")


def test_asked_for_more_refused_contested_and_upheld(house: House) -> None:
    """As the other matters: more is said, refused with a reason, the appeal judged by others of both sides."""
    record = add_cooperation(house.session, "Menton – Sotchi")
    mayor = house.person()
    claim = services.claim(record, town(house, mayor), "C’est nous.", by=mayor)
    member = house.person("member")
    house.voice(case_on(claim, "record_claim"), member, "ask_changes")
    assert claim.state is State.CHANGES_ASKED
    services.claim(record, claim.organisation, WORDS, by=mayor)
    assert (claim.version, claim.state) == (2, State.SUBMITTED)
    case = case_on(claim, "record_claim")
    house.voice(case, member, "refuse")
    assert (claim.state, record.on_behalf_of_id) == (State.REFUSED, None)
    appeal = appeals.contest(case, by=mayor, text="La délibération de 1961 est en ligne.")
    again = case_on_appeal(appeal)
    with pytest.raises(RuleViolation, match="took_part"):
        house.voice(again, member, "accept")
    house.voice(again, house.person("member"), "accept")
    house.voice(again, house.person("member", "russia"), "accept")
    assert (claim.state, record.on_behalf_of_id) == (State.PUBLISHED, claim.organisation_id)


def test_a_town_hall_claims_the_record_of_its_town(house: House) -> None:
    """The source names the town alone; an association of the same place may not."""
    from trianon.accounts.organisation_models import OrganisationKind
    from trianon.cooperations.vocabulary import Level

    record = add_cooperation(house.session, "Menton – Sotchi")
    assert record.public_version is not None
    record.public_version.partners[0].level = Level.COMMUNE
    mayor = house.person()
    organisation = town(house, mayor, "Ville de Menton")
    organisation.place = Bilingual("Menton", "")
    assert services.claimants(mayor, record) == [organisation]
    organisation.kind = OrganisationKind.ASSOCIATION
    assert services.claimants(mayor, record) == []
    organisation.kind = OrganisationKind.LOCAL_AUTHORITY
    services.accept(services.claim(record, organisation, WORDS, by=mayor), by=None)
    assert may_state_activity(mayor, record)


def case_on_appeal(appeal: Any) -> Case:
    found = queries.case_of("appeal", appeal.id, 1)
    assert found is not None
    return found


@pytest.mark.both_engines
def test_somebody_of_an_organisation_becomes_its_manager(house: House) -> None:
    """Nobody acted for it; whoever was not chosen is told; it is verified by the same look."""
    organisation = imported(house, "Ville de Tulle")
    one, other = house.person(), house.person()
    claim = organisation_claims.claim(organisation, "Je suis adjointe : voir l’annuaire du site.", by=one)
    lost = organisation_claims.claim(organisation, "Moi aussi.", by=other)
    house.voice(case_on(claim, "organisation_claim"), house.person("member"), "accept")
    house.session.expire_all()
    assert organisation.is_verified
    assert [(one.account_id, one.role, one.state) for one in organisation.members] == [(one.id, "manager", "accepted")]
    assert (claim.state, lost.state) == (State.PUBLISHED, State.WITHDRAWN)
    assert ("organisations.claim_ended", other.email) in kinds(house)
    with pytest.raises(RuleViolation, match="organisation_has_people"):
        organisation_claims.claim(organisation, "Encore", by=other)


def test_of_somebody_who_leaves_nothing_waits(house: House) -> None:
    """The words about themselves go, too."""
    from trianon.accounts.leaving_services import delete_account

    person = house.person()
    claim = organisation_claims.claim(imported(house, "Ville de Tulle"), "Je suis adjointe.", by=person)
    case = case_on(claim, "organisation_claim")
    delete_account(person, by=person)
    house.session.expire_all()
    assert (claim.state, claim.text, case.state) == (State.WITHDRAWN, "", "closed")


@pytest.mark.both_engines
@pytest.mark.parametrize("leaves", ["withdrawn", "held", "removed", "its organisation is removed"])
def test_a_claim_ends_with_its_record(house: House, leaves: str) -> None:
    """Whoever asked is told, without the title of what nobody can read; nothing is left to decide."""
    record = add_cooperation(house.session, "Menton – Sotchi", import_key="k")
    mayor, member = house.person(lang="ru"), house.person("member")
    organisation = town(house, mayor)
    claim = services.claim(record, organisation, WORDS, by=mayor)
    case = case_on(claim, "record_claim")
    removal = None
    if leaves == "withdrawn":
        from trianon.cooperations import services as cooperations

        cooperations.withdraw(record, by=member)
    else:
        about: Any = organisation if leaves.startswith("its") else record
        removal = removals.begin(type(about).__name__.lower(), about.id, hiding.public_number(about) or 0, by=member)
        if leaves == "held":
            hiding.place(removal, by=member, is_unlawful=False)
        else:
            hiding.end(removal, is_removed=True, by=member)
    house.session.expire_all()
    assert (claim.state, case.state) == (State.WITHDRAWN, "closed")
    mails = [kind for kind in kinds(house) if kind[0].startswith("cooperations.claim")]
    assert mails == [("cooperations.claim_gone", mayor.email)]
    words = sent(house, "cooperations.claim_gone")
    assert "Menton" not in words
    if leaves == "held" and removal is not None:
        hiding.lift(removal, by=None)
        again = services.claim(record, organisation, WORDS, by=mayor)
        assert again.id != claim.id
        assert case_on(again, "record_claim").state == "open"


@pytest.mark.both_engines
@pytest.mark.parametrize("leaves", ["held", "removed", "merged"])
def test_a_claim_ends_with_the_page_of_its_organisation(house: House, leaves: str) -> None:
    """Told to who asked; a claim of the page that stays is none of a merge's business."""
    gone, stays = imported(house, "Mairie de Tulle"), imported(house, "Ville de Tulle")
    person, member = house.person(), house.person("member")
    claim = organisation_claims.claim(gone, "Je suis adjointe : voir l’annuaire.", by=person)
    other = organisation_claims.claim(stays, "J’en suis aussi.", by=house.person())
    case = case_on(claim, "organisation_claim")
    if leaves == "merged":
        merge = merging_services.propose(gone, stays, by=house.person("secretary_general"))
        merging_services.settle(merge, accepted=True, by=member)
    else:
        removal = removals.begin("organisation", gone.id, 1, by=member)
        if leaves == "held":
            hiding.place(removal, by=member, is_unlawful=False)
        else:
            hiding.end(removal, is_removed=True, by=member)
    house.session.expire_all()
    assert (claim.state, case.state, other.state) == (State.WITHDRAWN, "closed", State.SUBMITTED)
    kind = f"organisations.claim_{'merged' if leaves == 'merged' else 'gone'}"
    assert [one for one in kinds(house) if one[0].startswith("organisations.claim")] == [(kind, person.email)]
    words = sent(house, kind)
    assert "Mairie" not in words
    assert ("Ville de Tulle" in words) is (leaves == "merged")


def sent(house: House, kind: str) -> str:
    """The words of the mail of this kind, as they are made at sending."""
    from trianon.mail.render import render

    rendered = render(house.session.scalars(sa.select(OutboxMail).filter_by(kind=kind)).one())
    assert rendered is not None
    return f"{rendered[1].subject} {rendered[1].paragraphs} {rendered[1].facts}"


def test_by_the_pages_in_both_languages(sign_in_as: Any, transaction: Any) -> None:
    """Declared doubles lead there; who may not claim reads what is missing; nothing typed is lost."""
    visitor = sign_in_as(side="russia")
    with transaction() as session:
        record = add_cooperation(session, "Menton – Sotchi").id
        body = imported(House(session), "Администрация Сочи", "russia").id
    page = f"/cooperations/{record}/claim"
    assert "propose" in visitor.get(page).text
    assert f"/ru/cooperations/{record}/claim" in visitor.get(f"/cooperations/{record}").text
    assert visitor.submit(f"/organisations/{body}/claim", {"text": ""}).status_code == 422
    assert visitor.submit(f"/organisations/{body}/claim", {"text": "Я работаю в отделе связей."}).status_code == 303
    assert "Я работаю" in visitor.get(f"/organisations/{body}/claim").text
    with transaction() as session:
        claim = session.scalars(sa.select(OrganisationClaim)).one()
        organisation_claims.accept(claim, by=None)
    assert visitor.submit(page, {"text": "Соглашение на сайте города.", "organisation": str(body)}).status_code == 303
    assert visitor.submit(f"/cooperations/{record}", form="/claim/withdraw").status_code == 303
    with transaction() as session:
        assert session.scalars(sa.select(RecordClaim)).one().state is State.WITHDRAWN
        case = session.scalars(sa.select(Case).filter_by(subject="record_claim")).one()
        assert (case.state, case.lang) == ("closed", "ru")


def test_a_claimed_record_is_not_undone_with_its_sheet(house: House) -> None:
    """Taking the import back leaves what somebody stands for."""
    from types import SimpleNamespace

    record = add_cooperation(house.session, "Menton – Sotchi", import_key="k")
    job: Any = SimpleNamespace(account_id=0, organisation_id=None)
    assert import_undoing.is_untouched(record, job)
    mayor = house.person()
    claim = services.claim(record, town(house, mayor), WORDS, by=mayor)
    services.accept(claim, by=None)
    assert not import_undoing.is_untouched(record, job)


def imported(house: House, name: str, side: str = "france") -> Organisation:
    """One that an import brought in: public, nobody acts for it."""
    made = house.organisation(house.person(), name, side)
    for member in list(made.members):
        house.session.delete(member)
    made.proposed_by_id, made.state, made.name = None, State.PUBLISHED, Bilingual(name, "")
    house.session.flush()
    house.session.expire(made)
    return made


def add_member(house: House, organisation: Organisation, person: Account) -> None:
    from trianon.accounts.organisation_models import Membership, MembershipRole, MembershipState

    organisation.members.append(
        Membership(
            account_id=person.id,
            role=MembershipRole.MEMBER,
            state=MembershipState.ACCEPTED,
            asked_at=organisation.created_at,
        )
    )
    house.session.flush()

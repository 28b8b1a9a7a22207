"""What is done with a cooperation: state, event, journal, mails, directory."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from tests.cooperations.helpers import add_organisation, declaration
from tests.support.people import add_person
from trianon.accounts.organisation_models import MembershipState
from trianon.bilingual.lang import Lang
from trianon.bilingual.text import Bilingual
from trianon.cooperations import services
from trianon.cooperations.declaration import DeclaredPartner
from trianon.cooperations.models import Place
from trianon.cooperations.publishing import is_in_directory
from trianon.cooperations.vocabulary import Activity, Agreement
from trianon.core.audit import entries_about
from trianon.core.errors import RuleViolation, StaleForm
from trianon.core.publication import State
from trianon.core.sides import Side
from trianon.mail.models import OutboxMail

pytestmark = pytest.mark.both_engines


def events_of(cooperation: Any) -> list[str]:
    """The journal of a record."""
    return [
        entry.event for entry in entries_about("cooperation", cooperation.id) if entry.event.startswith(("Coop", "Act"))
    ]


def mails(session: Any, kind: str) -> list[OutboxMail]:
    """The outbox rows of a kind."""
    session.flush()
    return list(session.scalars(sa.select(OutboxMail).filter_by(kind=kind)))


def public(session: Any, by: Any, **changes: Any) -> Any:
    """A declared and accepted cooperation."""
    cooperation = services.submit(declaration(**changes), by=by)
    services.publish(cooperation, by=None)
    session.flush()
    return cooperation


def test_submit(db_session: Any) -> None:
    person = add_person(db_session, side="russia")
    cooperation = services.submit(declaration(), by=person, draft=7)
    assert (cooperation.state, cooperation.version, cooperation.declared_side) == (State.SUBMITTED, 1, Side.RUSSIA)
    assert cooperation.submitted_at
    assert not cooperation.published_at
    version = cooperation.latest
    assert version.title == Bilingual("Jumelage de Menton et de Sotchi", "")
    assert [partner.place.name.best(Lang.FR)[0] for partner in version.partners] == ["Menton", "Сочи"]
    statement = cooperation.statements[0]
    assert (statement.side, statement.accepted_at) == (Side.RUSSIA, None)
    assert entries_about("cooperation", cooperation.id)[0].data == {"version": 1, "draft": 7, "job": None}
    assert person.side_fixed_at
    assert [mail.recipient_id for mail in mails(db_session, "cooperations.received")] == [person.id]
    assert not is_in_directory(cooperation)


def test_publish(db_session: Any) -> None:
    cooperation = public(db_session, add_person(db_session))
    assert cooperation.state is State.PUBLISHED
    assert cooperation.published_at
    assert cooperation.public_version is cooperation.latest
    assert cooperation.statements[0].accepted_at
    assert (cooperation.activity, cooperation.agreement) == (Activity.SUSPENDED, Agreement.ONE_SIDE)
    assert is_in_directory(cooperation)
    assert events_of(cooperation) == ["CooperationSubmitted", "CooperationPublished"]


def test_refused_then_corrected_then_published(db_session: Any) -> None:
    person = add_person(db_session)
    cooperation = services.submit(declaration(), by=person)
    services.refuse(cooperation, by=None)
    assert cooperation.state is State.REFUSED
    services.correct(cooperation, declaration(title="Mieux dit"), by=person, shown_version=1)
    services.ask_changes(cooperation, by=None)
    assert cooperation.state is State.CHANGES_ASKED
    services.correct(cooperation, declaration(title="Encore mieux"), by=person, shown_version=2)
    services.publish(cooperation, by=None)
    assert (cooperation.version, cooperation.public_version.title.fr) == (3, "Encore mieux")
    assert [version.title.fr for version in cooperation.versions][1] == "Mieux dit"
    assert len(cooperation.statements) == 1, "the same statement is not repeated"


def test_a_public_record_keeps_its_accepted_version_while_it_is_examined(db_session: Any) -> None:
    person = add_person(db_session)
    cooperation = public(db_session, person)
    services.correct(cooperation, declaration(title="Autre", activity=Activity.ENDED), by=person, shown_version=1)
    assert (cooperation.state, cooperation.pending) == (State.PUBLISHED, State.SUBMITTED)
    assert cooperation.public_version.number == 1
    assert cooperation.activity is Activity.SUSPENDED
    services.refuse(cooperation, by=None)
    assert (cooperation.state, cooperation.pending) == (State.PUBLISHED, State.REFUSED)
    services.correct(cooperation, declaration(title="Autre", activity=Activity.ENDED), by=person, shown_version=2)
    services.publish(cooperation, by=None)
    assert (cooperation.pending, cooperation.public_version.number) == (None, 3)
    assert cooperation.activity is Activity.ENDED


def test_a_correction_of_an_older_version_is_stale(db_session: Any) -> None:
    person = add_person(db_session)
    cooperation = services.submit(declaration(), by=person)
    services.correct(cooperation, declaration(title="Deux"), by=person, shown_version=1)
    with pytest.raises(StaleForm):
        services.correct(cooperation, declaration(title="Trois"), by=person, shown_version=1)
    assert cooperation.version == 2


def test_withdraw(db_session: Any) -> None:
    person = add_person(db_session)
    cooperation = public(db_session, person)
    services.withdraw(cooperation, by=person)
    db_session.flush()
    assert cooperation.state is State.WITHDRAWN
    assert not is_in_directory(cooperation)
    with pytest.raises(RuleViolation):
        services.correct(cooperation, declaration(), by=person, shown_version=1)
    with pytest.raises(RuleViolation):
        services.withdraw(cooperation, by=person)


def test_declared_for_an_organisation(db_session: Any) -> None:
    person = add_person(db_session, side="other")
    verified = add_organisation(db_session, "Ville de Menton", person.id)
    unverified = add_organisation(db_session, "Ville de Nice", person.id, verified=False)
    foreign = add_organisation(db_session, "Ville de Brest")
    cooperation = services.submit(declaration(on_behalf_of=verified.id), by=person)
    assert cooperation.declared_side is Side.FRANCE
    assert cooperation.latest.partners[0].organisation_id == verified.id
    assert services.submit(declaration(on_behalf_of=unverified.id), by=person).declared_side is Side.OTHER
    with pytest.raises(RuleViolation) as refusal:
        services.submit(declaration(on_behalf_of=foreign.id), by=person)
    assert refusal.value.code == "not_your_organisation"


def test_until_it_is_public_its_author_says_for_whom(db_session: Any) -> None:
    """The committee may ask just for that; what is public, or belongs to a body that one has left, stays as it is."""
    person = add_person(db_session)
    body = add_organisation(db_session, "Ville de Menton", person.id)
    cooperation = services.submit(declaration(), by=person)
    services.ask_changes(cooperation, by=None)
    services.correct(cooperation, declaration(on_behalf_of=body.id), by=person, shown_version=1)
    assert (cooperation.on_behalf_of, cooperation.declared_side) == (body, Side.FRANCE)
    services.ask_changes(cooperation, by=None)
    body.members[0].state = MembershipState.ENDED
    db_session.flush()
    services.correct(cooperation, declaration(), by=person, shown_version=2)
    assert cooperation.on_behalf_of is body
    body.members[0].state = MembershipState.ACCEPTED
    services.publish(cooperation, by=None)
    services.correct(cooperation, declaration(), by=person, shown_version=3)
    assert cooperation.on_behalf_of is body


def test_confirm(db_session: Any) -> None:
    declarer, partner, third = (add_person(db_session, side=side) for side in ("france", "russia", "russia"))
    cooperation = public(db_session, declarer)
    sochi = add_organisation(db_session, "Администрация Сочи", partner.id, side="russia")
    confirmation = services.confirm(cooperation, by=partner, organisation=sochi)
    assert cooperation.confirmed_russia_at == confirmation.confirmed_at
    assert cooperation.confirmed_france_at is None
    assert events_of(cooperation)[-1] == "CooperationConfirmed"
    assert [mail.recipient_id for mail in mails(db_session, "cooperations.confirmed")] == [declarer.id]
    assert partner.side_fixed_at
    for person, organisation, code in [
        (partner, sochi, "side_has_confirmed"),
        (third, sochi, "not_your_organisation"),
        (partner, add_organisation(db_session, "Тверь", partner.id, side="russia"), "not_a_verified_partner"),
        (
            third,
            add_organisation(db_session, "Администрация Сочи", third.id, side="russia", verified=False),
            "not_a_verified_partner",
        ),
        (third, add_organisation(db_session, "Администрация Сочи", third.id, side="france"), "not_a_verified_partner"),
    ]:
        with pytest.raises(RuleViolation) as refusal:
            services.confirm(cooperation, by=person, organisation=organisation)
        assert refusal.value.code == code
    menton = add_organisation(db_session, "Ville de Menton", declarer.id)
    services.confirm(cooperation, by=declarer, organisation=menton)
    assert cooperation.confirmed_france_at, "a citizen declared it: the town's own word was still open"


def test_only_what_is_public_is_confirmed(db_session: Any) -> None:
    partner = add_person(db_session, side="russia")
    cooperation = services.submit(declaration(), by=add_person(db_session))
    sochi = add_organisation(db_session, "Администрация Сочи", partner.id, side="russia")
    with pytest.raises(RuleViolation) as refusal:
        services.confirm(cooperation, by=partner, organisation=sochi)
    assert refusal.value.code == "not_possible_now"


def test_state_activity(db_session: Any) -> None:
    partner = add_person(db_session, side="russia")
    cooperation = public(db_session, add_person(db_session))
    sochi = add_organisation(db_session, "Администрация Сочи", partner.id, side="russia")
    stated = {"by": partner, "organisation": sochi, "as_of": date(2026, 2, 1), "source": "https://sochi.example.org/"}
    services.state_activity(cooperation, activity=Activity.ACTIVE, **stated)
    assert (cooperation.agreement, cooperation.activity) == (Agreement.DIFFER, Activity.UNKNOWN)
    services.state_activity(cooperation, activity=Activity.SUSPENDED, **stated)
    assert (cooperation.agreement, cooperation.activity) == (Agreement.AGREE, Activity.SUSPENDED)
    assert len(cooperation.statements) == 3, "statements are added, never changed"


def test_a_known_place_is_found_by_either_name(db_session: Any) -> None:
    db_session.add(Place(side=Side.FRANCE, level=None, name=Bilingual("Le Havre", "Гавр"), folded="le havre|гавр"))
    db_session.flush()
    partners = (
        DeclaredPartner(Side.FRANCE, Bilingual("", "Гавр"), "Гавр"),
        DeclaredPartner(Side.RUSSIA, Bilingual("", "Гавр"), "Гавр"),
    )
    cooperation = services.submit(declaration(partners=partners), by=add_person(db_session))
    found = [partner.place for partner in cooperation.latest.partners]
    assert found[0].name.fr == "Le Havre"
    assert found[1].name.fr == ""

"""The cooperations of an organisation, on its page."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from tests.cooperations.directory import add_cooperation
from tests.cooperations.helpers import add_organisation, declaration
from tests.support.people import add_person
from trianon.accounts import organisation_hiding
from trianon.accounts.organisation_models import Organisation
from trianon.cooperations import publishing, services
from trianon.cooperations.models import Confirmation, Partner
from trianon.core.sides import Side


@pytest.mark.both_engines
def test_page_lists_its_records_once_and_page_by_page(visitors: Any, transaction: Any) -> None:
    """Declared for it, carried by it, confirmed by it; nobody else's, nothing that is not public."""
    with transaction() as session:
        body = add_organisation(session, "Les Quais")
        other = add_organisation(session, "Autre maison")
        add_cooperation(session, "Celle des autres", on_behalf_of_id=other.id)
        add_cooperation(session, "Pas encore publique", public=False, on_behalf_of_id=body.id)
        declared = add_cooperation(session, "Celle qu’elle déclare", on_behalf_of_id=body.id)
        carried = add_cooperation(session, "Celle qu’elle porte")
        for record in (declared, carried):
            named = sa.update(Partner).where(Partner.version_id == record.public_version_id, Partner.position == 0)
            session.execute(named.values(organisation_id=body.id))
        confirmed = add_cooperation(session, "Celle qu’elle confirme")
        by = add_person(session).id
        moment = datetime(2026, 1, 2, tzinfo=UTC)
        session.add(
            Confirmation(
                cooperation_id=confirmed.id,
                side=Side.FRANCE,
                organisation_id=body.id,
                confirmed_by_id=by,
                confirmed_at=moment,
            )
        )
        number = body.id
    page = visitors("fr").get(f"/organisations/{number}/").text
    assert [page.count(f"{title}</a>") for title in ("Celle qu’elle déclare", "Celle qu’elle porte")] == [1, 1]
    assert "Celle qu’elle confirme" in page
    assert "Celle des autres" not in page
    assert "Pas encore publique" not in page
    with transaction() as session:
        for number_of_record in range(25):
            add_cooperation(session, f"Suite {number_of_record:02}", on_behalf_of_id=number)
    first = visitors("ru").get(f"/organisations/{number}/")
    assert "Suite 24" in first.text
    assert "Suite 02" not in first.text
    following = first.text.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert "Celle qu’elle déclare" in visitors("ru").get(following).text


def test_page_without_records_says_so(visitors: Any, transaction: Any) -> None:
    """A sentence, not an empty place."""
    with transaction() as session:
        number = add_organisation(session, "Les Quais").id
    assert "Aucune coopération de cette organisation" in visitors("fr").get(f"/organisations/{number}/").text
    assert visitors("ru").get(f"/organisations/{number}/?page=zzz").status_code == 200


@pytest.mark.both_engines
def test_a_hidden_organisation_is_named_by_no_record(visitors: Any, transaction: Any) -> None:
    """Neither the record, nor its history, nor an export, nor the search; shown again it is named as before."""
    unique = "Zirconflexe"
    with transaction() as session:
        body = add_organisation(session, f"Cercle {unique}")
        author = add_person(session)
        record = services.submit(declaration(on_behalf_of=None), by=author)
        record.on_behalf_of = body
        services.publish(record, by=None)
        record.public_version.partners[0].organisation_id = body.id
        add_confirmation(session, record, body, author)
        session.flush()
        # So that the name is in the index, as that of a partner.
        session.expire_all()
        publishing.put_in_directory(record)
        number, body_id = record.id, body.id
    visitor = visitors("fr")

    def told() -> list[int]:
        record = f"/cooperations/{number}"
        pages = [record, f"{record}/history", "/fr/cooperations/export/cooperations.csv"]
        found = [visitor.get(page).text.count(unique) for page in pages]
        return [*found, visitor.get(f"/cooperations/?q={unique}").text.count(f"/fr/cooperations/{number}")]

    assert all(told())
    with transaction() as session:
        organisation_hiding.hold(session.get(Organisation, body_id), by=None)
    assert told() == [0, 0, 0, 0]
    with transaction() as session:
        organisation_hiding.restore(session.get(Organisation, body_id), by=None)
    assert all(told())


def add_confirmation(session: Any, record: Any, body: Any, by: Any) -> None:
    """The word of an organisation."""
    moment = datetime(2026, 1, 2, tzinfo=UTC)
    side = Side.FRANCE
    session.add(
        Confirmation(
            cooperation_id=record.id, side=side, organisation_id=body.id, confirmed_by_id=by.id, confirmed_at=moment
        )
    )

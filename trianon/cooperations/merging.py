"""When the page of an organisation is hidden, shown again or merged, its records are found by the names that stay.

What is begun for a merged one goes on for the page that stays.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from trianon.accounts.affiliation_models import Affiliation
from trianon.accounts.events import OrganisationHeld, OrganisationRemoved, OrganisationRestored
from trianon.accounts.merging_events import OrganisationMerged
from trianon.accounts.models import Draft, DraftKind
from trianon.accounts.organisation_models import Membership
from trianon.cooperations import entries, indexing, queries, typed
from trianon.cooperations.models import Cooperation, Partner
from trianon.core.database import db
from trianon.core.events import on


@on(OrganisationMerged)
def find_by_the_name_that_stays(event: OrganisationMerged) -> None:
    """Those in which it is a partner; the others do not carry its name."""
    _find_anew(event.into_id)


@on(OrganisationHeld, OrganisationRemoved, OrganisationRestored)
def find_by_no_hidden_name(event: OrganisationHeld | OrganisationRemoved | OrganisationRestored) -> None:
    """Nothing is found by the name of a page that has left the site."""
    _find_anew(event.subject_id)


@on(OrganisationMerged)
def declare_for_the_page_that_stays(event: OrganisationMerged) -> None:
    """The declarations begun for the page that has gone, also by a federation for its member; who has one open goes on
    without a conflict."""
    federations = sa.select(Affiliation.federation_id).where(Affiliation.member_id == event.into_id)
    people = sa.select(Membership.account_id).where(
        sa.or_(Membership.organisation_id == event.into_id, Membership.organisation_id.in_(federations))
    )
    begun = sa.select(Draft).where(Draft.kind == DraftKind.COOPERATION, Draft.account_id.in_(people))
    for draft in db.session.scalars(begun):
        steps = draft.data.get("steps", {})
        pairs = steps.get(typed.SOURCES, [])
        named = [[name, _voice(value, event) if name == "on_behalf_of" else value] for name, value in pairs]
        if named != [list(pair) for pair in pairs]:
            data = draft.data | {"steps": steps | {typed.SOURCES: named}}
            db.session.execute(sa.update(Draft).where(Draft.id == draft.id).values(data=data))


def _voice(value: str, event: OrganisationMerged) -> str:
    """An organisation, or a federation and its member, as the form of the sources names them."""
    return "-".join(str(event.into_id) if one == str(event.subject_id) else one for one in value.split("-"))


def _find_anew(organisation_id: int) -> None:
    named = sa.select(Partner.version_id).where(Partner.organisation_id == organisation_id)
    rows = sa.select(Cooperation).where(queries.LISTED, Cooperation.public_version_id.in_(named))
    for record in db.session.scalars(rows.options(joinedload(Cooperation.public_version))).unique():
        if record.public_version is not None:
            indexing.index(record.id, record.public_version, entries.lines_of([record])[record.id].words)

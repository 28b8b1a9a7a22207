"""When the page of an organisation is hidden, shown again or merged, its records are found by the names that stay."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from trianon.accounts.events import OrganisationHeld, OrganisationRemoved, OrganisationRestored
from trianon.accounts.merging_events import OrganisationMerged
from trianon.cooperations import entries, indexing, queries
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


def _find_anew(organisation_id: int) -> None:
    named = sa.select(Partner.version_id).where(Partner.organisation_id == organisation_id)
    rows = sa.select(Cooperation).where(queries.LISTED, Cooperation.public_version_id.in_(named))
    for record in db.session.scalars(rows.options(joinedload(Cooperation.public_version))).unique():
        if record.public_version is not None:
            indexing.index(record.id, record.public_version, entries.lines_of([record])[record.id].words)

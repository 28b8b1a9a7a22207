"""The public records of an organisation: declared for it, carried by it as a partner, or confirmed by it."""

from __future__ import annotations

from typing import NamedTuple

import sqlalchemy as sa
from flask import get_template_attribute, request, url_for
from markupsafe import Markup

from trianon.bilingual.text import reader_lang
from trianon.cooperations import queries, words
from trianon.cooperations.models import Confirmation, Cooperation, Partner
from trianon.cooperations.views import bp
from trianon.core.paging import page


class Records(NamedTuple):
    """One page of rows, and the addresses of the pages around it."""

    rows: list[Markup]
    before: str | None
    after: str | None


@bp.app_template_global("records_of_organisation")
def records_of(organisation_id: int) -> Records:
    """The page that the address asks for, the newest first."""
    found = page(_of(organisation_id), Cooperation.published_at, Cooperation.id, request.args.get("page"))
    make = get_template_attribute("cooperations/_row.html", "row")
    sides = words.sides_in_order(reader_lang())
    listed = queries.listed([record.id for record in found.items])
    rows: list[Markup] = [make(record, record.stated, sides, words) for record in listed]
    return Records(rows, _address(organisation_id, found.before), _address(organisation_id, found.after))


def _of(organisation_id: int) -> sa.Select[object, int]:
    """A record that names the organisation twice is found once."""
    partner = sa.select(Partner.id).where(
        Partner.version_id == Cooperation.public_version_id, Partner.organisation_id == organisation_id
    )
    confirmed = sa.select(Confirmation.id).where(
        Confirmation.cooperation_id == Cooperation.id, Confirmation.organisation_id == organisation_id
    )
    declared = sa.or_(Cooperation.on_behalf_of_id == organisation_id, Cooperation.for_member_id == organisation_id)
    its_own = sa.or_(declared, partner.exists(), confirmed.exists())
    return sa.select(Cooperation.published_at, Cooperation.id).where(queries.LISTED, its_own)


def _address(organisation_id: int, cursor: str | None) -> str | None:
    return url_for("organisations.show", organisation_id=organisation_id, page=cursor) if cursor else None

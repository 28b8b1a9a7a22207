"""Taking records along: what a search finds, or what an organisation has, as a file."""

from __future__ import annotations

from flask import abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from trianon.accounts.organisation_models import Organisation
from trianon.accounts.organisation_rules import may_act_for
from trianon.bilingual.urls import localised_blueprint
from trianon.cooperations import export_links, finding
from trianon.cooperations.export_formats import FORMS, download
from trianon.cooperations.exporting import MOST_EXPORTED, exported, ids_of
from trianon.cooperations.filters import Filters
from trianon.core.database import db
from trianon.core.limits import limiter
from trianon.core.permissions import Permission, check, requires

bp = localised_blueprint("exporting", __name__, "/cooperations/export")
bp.add_app_template_global(export_links.of_organisation, "export_of_organisation")

FORM = f"<any({', '.join(FORMS)}):form>"


def _often() -> str:
    return "1200 per hour" if current_app.config["DEMO"] else "60 per hour"


@bp.get(f"/cooperations.{FORM}")
@requires(Permission.PUBLIC)
@limiter.limit(_often)
def directory(form: str) -> ResponseReturnValue:
    """The records of a search: the same filters, in the same order, as the list at the same address."""
    filters = Filters.read(request.args)
    found = finding.found(filters)
    ids = found.ids()
    chosen = ids[:MOST_EXPORTED]
    address = url_for("cooperations.index", _external=True, **filters.address())
    whole = len(chosen) == len(ids) and not found.is_more
    return download(
        form, "cooperations", lambda: exported(chosen), address=address, number=len(chosen), is_complete=whole
    )


@bp.get(f"/organisations/<int:organisation_id>.{FORM}")
@requires(Permission.VIEW_ORGANISATION)
@limiter.limit(_often)
def of_organisation(organisation_id: int, form: str) -> ResponseReturnValue:
    """An organisation's records; its members get those, too, that are not public."""
    organisation = db.session.get(Organisation, organisation_id)
    if organisation is None:
        abort(404)
    if organisation.merged_into_id is not None:
        # An address that somebody has kept in a spreadsheet goes on leading to the records.
        stays = url_for(".of_organisation", organisation_id=organisation.merged_into_id, form=form)
        return redirect(stays, 301)
    check(Permission.VIEW_ORGANISATION, organisation, 404)
    own = may_act_for(current_user, organisation)
    ids = ids_of(organisation, own=own)
    address = url_for("organisations.show", organisation_id=organisation.id, _external=True)
    return download(
        form,
        f"organisation-{organisation.id}",
        lambda: exported(ids, own=own),
        address=address,
        number=len(ids),
        is_complete=len(ids) < MOST_EXPORTED,
    )

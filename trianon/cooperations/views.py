"""The public directory: its list and the page of each record."""

from __future__ import annotations

from typing import Any

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from trianon.bilingual.text import reader_lang
from trianon.bilingual.urls import localised_blueprint
from trianon.cooperations import export_links, finding, listing, queries, words
from trianon.cooperations.filters import Filters
from trianon.cooperations.history import public_history, public_statements
from trianon.cooperations.models import Cooperation
from trianon.cooperations.sources import shown as source_shown
from trianon.core.permissions import Permission, can, check, requires
from trianon.core.publication import PUBLIC

bp = localised_blueprint("cooperations", __name__, "/cooperations")


@bp.get("/")
@requires(Permission.PUBLIC)
def index() -> ResponseReturnValue:
    """The directory, newest first, narrowed by words and filters."""
    filters = Filters.read(request.args)
    found = finding.found(filters, organisations=True)
    ids, before, after = found.page(request.args.get("page"))
    if found.total and not ids:
        # The page that the address names has gone with its records.
        ids, before, after = found.page()
    return render_template(
        "cooperations/index.html",
        panel=listing.panel(found),
        chosen=listing.chosen_filters(found),
        rows=listing.rows(found, ids),
        found=found,
        guessed=listing.guessed(found),
        orders=listing.orders(found),
        organisations=listing.organisations(found) if not before else [],
        map_address=listing.address_of(filters, listing.MAP),
        downloads=export_links.of_search(found),
        words_alone=listing.words_alone(found),
        before=before and listing.address_of(filters, page=before),
        after=after and listing.address_of(filters, page=after),
    )


@bp.get("/<int(max=2147483647):cooperation_id>")
@requires(Permission.VIEW_COOPERATION)
def show(cooperation_id: int) -> ResponseReturnValue:
    """One record: what is known, where it was read, what each side states, who declared and who confirmed."""
    cooperation = queries.cooperation(cooperation_id)
    if cooperation is None:
        abort(404)
    check(Permission.VIEW_COOPERATION, cooperation, 404)
    return render_template("cooperations/show.html", words=words, **_record(cooperation))


@bp.get("/<int(max=2147483647):cooperation_id>/history")
@requires(Permission.VIEW_COOPERATION)
def history(cooperation_id: int) -> ResponseReturnValue:
    """Who changed what, when: by side, never by name; of what was never public nothing is told."""
    cooperation = queries.cooperation(cooperation_id)
    if cooperation is None:
        abort(404)
    check(Permission.VIEW_COOPERATION, cooperation, 404)
    entries, statements = public_history(cooperation), public_statements(cooperation)
    return render_template(
        "cooperations/history.html", words=words, entries=entries, statements=statements, **_record(cooperation)
    )


def _record(cooperation: Cooperation) -> dict[str, Any]:
    """What the page shows: the public version to everybody, the newest while none is public."""
    is_public = cooperation.state in PUBLIC
    version = cooperation.public_version if is_public and cooperation.public_version else cooperation.latest
    sides = words.sides_in_order(reader_lang())
    return {
        "cooperation": cooperation,
        "version": version,
        "is_public": is_public,
        # Who may edit it hears that a newer version waits; nobody else does.
        "waits": is_public and cooperation.pending and can(Permission.EDIT_COOPERATION, cooperation),
        "reader": reader_lang(),
        "texts": [(label, name.replace("_", "-"), getattr(version, name)) for name, label in words.TEXTS.items()],
        "partners": [(side, [p for p in version.partners if p.side is side]) for side in sides],
        "stated": {s.side: s for s in cooperation.statements if s.accepted_at or not is_public},
        "sides": sides,
        "confirmations": {confirmation.side: confirmation for confirmation in cooperation.confirmations},
        "sources": [source_shown(source) for source in version.sources],
        "links": [source_shown(link) for link in version.links],
        "source_shown": source_shown,
        "history": queries.history(version),
    }

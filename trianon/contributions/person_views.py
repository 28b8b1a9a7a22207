"""The public page of a person who writes; keeping somebody at a distance, and undoing it."""

from __future__ import annotations

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from trianon.accounts.distance_models import DistanceKind
from trianon.accounts.distance_queries import kept_away, own_distances
from trianon.accounts.distance_services import let_near
from trianon.bilingual.urls import localised_blueprint
from trianon.contributions import person_queries as queries
from trianon.contributions import person_services as services
from trianon.contributions.labels import COUNTRIES, KINDS
from trianon.core.database import db
from trianon.core.deeds import do_and_say
from trianon.core.permissions import Permission, requires

bp = localised_blueprint("people", __name__, "/people")
MOST = "int(max=2147483647)"


@bp.app_template_global("distance_to")
def distance_to(account_id: int) -> DistanceKind | None:
    """Whether the reader mutes or blocks this person; one statement a request, none for visitors."""
    if not current_user.is_authenticated:
        return None
    if "kept_away" not in g:
        g.kept_away = kept_away(current_user.id)
    found: DistanceKind | None = g.kept_away.get(account_id)
    return found


@bp.get(f"/<{MOST}:account_id>")
@requires(Permission.PUBLIC)
def show(account_id: int) -> ResponseReturnValue:
    """Name or pseudonym, country, organisations written for, public texts; no scores."""
    person = queries.person(account_id) or abort(404)
    return render_template(
        "people/show.html",
        person=person,
        texts=queries.texts_of(person, request.args.get("page")),
        replies=queries.replies_of(person, request.args.get("replies")),
        organisations=queries.written_for(person),
        KINDS=KINDS,
        COUNTRIES=COUNTRIES,
    )


@bp.get("/kept-at-a-distance")
@requires(Permission.ACCOUNT)
def distances() -> ResponseReturnValue:
    """Whom one mutes or blocks; nobody else sees it."""
    return render_template("people/distances.html", page=own_distances(current_user, request.args.get("page")))


@bp.post(f"/<{MOST}:account_id>/<any(mute, block):how>")
@requires(Permission.PARTICIPATE)
def keep_away(account_id: int, how: str) -> ResponseReturnValue:
    """Mute or block whoever wrote a public text."""
    author = queries.author_in_public(account_id) or abort(404)
    kind = DistanceKind.BLOCKED if how == "block" else DistanceKind.MUTED
    do_and_say(
        lambda: services.keep_away(current_user, author, kind),
        _("Done. You can undo it on this page at any time; the other person is not told."),
        refused="warning",
    )
    return redirect(url_for(".distances"), 303)


@bp.post(f"/<{MOST}:account_id>/let-near")
@requires(Permission.PARTICIPATE)
def come_back(account_id: int) -> ResponseReturnValue:
    """As before."""
    let_near(current_user, account_id)
    db.session.commit()
    flash(_("You read this person’s texts as before."), "success")
    return redirect(url_for(".distances"), 303)

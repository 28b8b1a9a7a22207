"""The inbox."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from trianon.bilingual.urls import localised_blueprint
from trianon.core.database import db
from trianon.core.permissions import Permission, requires
from trianon.notifications import sections, services
from trianon.notifications.preloading import load_for
from trianon.notifications.queries import inbox_of
from trianon.notifications.sentences import sentence_of
from trianon.notifications.standing import standing_for

__all__ = ["bp", "sections"]

bp = localised_blueprint("notifications", __name__, "/account/notifications")


@bp.get("/", endpoint="index")
@requires(Permission.ACCOUNT)
def inbox() -> ResponseReturnValue:
    """What a person was told, newest first."""
    unread = "unread" in request.args
    found = inbox_of(current_user, request.args.get("page"), unread=unread)
    # Held until the sentences are made.
    held = load_for(found.items)
    lines = [(row, said) for row in found.items if (said := sentence_of(row.kind, row.data))]
    del held

    def around(cursor: str | None) -> str | None:
        return url_for(".index", page=cursor, unread=1 if unread else None) if cursor else None

    standing = [] if "page" in request.args else standing_for(current_user)
    return render_template(
        "notifications/index.html", found=found, lines=lines, around=around, unread=unread, standing=standing
    )


@bp.post("/<int(max=2147483647):number>/read")
@requires(Permission.ACCOUNT)
def mark_one(number: int) -> ResponseReturnValue:
    """This one has been read."""
    if not services.mark_read(current_user, number):
        abort(404)
    db.session.commit()
    return redirect(url_for(".index"), 303)


@bp.post("/read")
@requires(Permission.ACCOUNT)
def mark_read() -> ResponseReturnValue:
    """Everything has been read."""
    services.mark_all_read(current_user)
    db.session.commit()
    flash(_("All notifications are marked as read."), "success")
    return redirect(url_for(".index"), 303)

"""The inbox."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from trianon.bilingual.urls import localised_blueprint
from trianon.core.database import db
from trianon.core.permissions import Permission, requires
from trianon.notifications import sections, services
from trianon.notifications.queries import inbox_of
from trianon.notifications.sentences import sentence_of

__all__ = ["bp", "sections"]

bp = localised_blueprint("notifications", __name__, "/account/notifications")


@bp.get("/", endpoint="index")
@requires(Permission.ACCOUNT)
def inbox() -> ResponseReturnValue:
    """What a person was told, newest first."""
    found = inbox_of(current_user, request.args.get("page"))
    lines = [(row, said) for row in found.items if (said := sentence_of(row.kind, row.data))]
    return render_template("notifications/index.html", found=found, lines=lines, around=_around)


def _around(cursor: str | None) -> str | None:
    return url_for(".index", page=cursor) if cursor else None


@bp.post("/read")
@requires(Permission.ACCOUNT)
def mark_read() -> ResponseReturnValue:
    """Everything has been read."""
    services.mark_all_read(current_user)
    db.session.commit()
    flash(_("All notifications are marked as read."), "success")
    return redirect(url_for(".index"), 303)

"""What became of a text: its public versions, and its author's word on a light correction."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from trianon.bilingual.text import reader_lang
from trianon.contributions import correcting, queries
from trianon.contributions.blueprint import bp
from trianon.contributions.history import public_history
from trianon.contributions.models import Contribution
from trianon.core.database import db, lock
from trianon.core.errors import RuleViolation
from trianon.core.permissions import Permission, check, requires
from trianon.core.publication import PUBLIC


@bp.get("/<int:contribution_id>/history")
@requires(Permission.VIEW_CONTRIBUTION)
def history(contribution_id: int) -> ResponseReturnValue:
    """Every public version and what it changed; of what was never public nothing is told."""
    item = queries.contribution(contribution_id) or abort(404)
    check(Permission.VIEW_CONTRIBUTION, item, 404)
    version = (item.public_version if item.state in PUBLIC else None) or item.latest
    return render_template(
        "contributions/history.html",
        item=item,
        title=version.title.best(reader_lang()),
        entries=public_history(item),
    )


@bp.post("/<int:contribution_id>/restore-words")
@requires(Permission.EDIT_CONTRIBUTION)
def restore_words(contribution_id: int) -> ResponseReturnValue:
    """The author objects to a light correction: the accepted words come back at once."""
    item = (lock(Contribution, contribution_id) if contribution_id < 2**31 else None) or abort(404)
    check(Permission.EDIT_CONTRIBUTION, item, 403 if item.state in PUBLIC else 404)
    shown = request.form.get("version", default=0, type=int)
    try:
        correcting.restore_words(item, by=current_user, shown_version=shown)
    except RuleViolation:
        # Pressed twice, or something newer stands there by now: the page says how it is.
        db.session.rollback()
        flash(_("There is no correction to take back any more."), "warning")
    else:
        db.session.commit()
        flash(_("Your words are public again as they were accepted."), "success")
    return redirect(url_for(".show", contribution_id=contribution_id), 303)

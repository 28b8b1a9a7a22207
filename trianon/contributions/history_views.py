"""What became of a text: its public versions, and its author's word on a light correction."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from trianon.bilingual.text import reader_lang
from trianon.contributions import comment_queries, correcting, hidden_words, queries
from trianon.contributions.blueprint import bp
from trianon.contributions.comment_models import Comment
from trianon.contributions.comment_views import own_reply_or_404
from trianon.contributions.history import history_of
from trianon.contributions.models import Contribution
from trianon.core.database import db, lock
from trianon.core.deeds import do_and_say
from trianon.core.errors import RuleViolation
from trianon.core.permissions import Permission, can, check, requires
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
        entries=history_of(item, is_whole=can(Permission.MODERATE)),
        is_author=can(Permission.EDIT_CONTRIBUTION, item),
    )


@bp.get("/replies/<int:comment_id>/history")
@requires(Permission.VIEW_COMMENT)
def reply_history(comment_id: int) -> ResponseReturnValue:
    """The same of a reply."""
    comment = comment_queries.comment(comment_id) or abort(404)
    check(Permission.VIEW_COMMENT, comment, 404)
    return render_template(
        "contributions/reply_history.html",
        comment=comment,
        entries=history_of(comment, is_whole=can(Permission.MODERATE)),
        is_author=can(Permission.EDIT_COMMENT, comment),
    )


@bp.post("/<int:contribution_id>/history/<int(max=2147483647):number>/<any(hide, show):how>")
@requires(Permission.EDIT_CONTRIBUTION)
def earlier_words(contribution_id: int, number: int, how: str) -> ResponseReturnValue:
    """The author keeps the words of an earlier version out of the history, or shows them again."""
    item = (lock(Contribution, contribution_id) if contribution_id < 2**31 else None) or abort(404)
    check(Permission.EDIT_CONTRIBUTION, item, 403 if item.state in PUBLIC else 404)
    _hide_or_show(item, number, how)
    return redirect(url_for(".history", contribution_id=contribution_id, _anchor=f"version-{number}"), 303)


@bp.post("/replies/<int:comment_id>/history/<int(max=2147483647):number>/<any(hide, show):how>")
@requires(Permission.EDIT_COMMENT)
def earlier_words_of_reply(comment_id: int, number: int, how: str) -> ResponseReturnValue:
    """The same of a reply."""
    comment = own_reply_or_404(comment_id)
    _hide_or_show(comment, number, how)
    return redirect(url_for(".reply_history", comment_id=comment_id, _anchor=f"version-{number}"), 303)


def _hide_or_show(item: Contribution | Comment, number: int, how: str) -> None:
    deed = hidden_words.hide if how == "hide" else hidden_words.show
    do_and_say(
        lambda: deed(item, number, by=current_user),
        _("The words of this version are hidden. The Committee can still read them.")
        if how == "hide"
        else _("Everybody can read the words of this version again."),
        refused="warning",
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

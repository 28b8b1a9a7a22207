"""The page on which a member mends a slip in a public text: typing, spelling, a broken link."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from trianon.committee.correcting_forms import LightForm
from trianon.committee.subjects import SUBJECTS
from trianon.committee.views import bp
from trianon.contributions import correcting
from trianon.contributions.models import Contribution
from trianon.contributions.rules import may_be_lightly_corrected
from trianon.core.database import db, lock
from trianon.core.errors import RuleViolation, StaleForm, explain
from trianon.core.permissions import Permission, requires


@bp.route("/corrections/<int(max=2147483647):contribution_id>", methods=["GET", "POST"])
@requires(Permission.MODERATE)
def correction(contribution_id: int) -> ResponseReturnValue:
    """The public words in a form; POST makes them public without their slips and tells the author."""
    is_sent = request.method == "POST"
    item = lock(Contribution, contribution_id) if is_sent else db.session.get(Contribution, contribution_id)
    if item is None or (not is_sent and not may_be_lightly_corrected(item)):
        abort(404)
    form = LightForm()
    if not is_sent:
        form.show(item)
    if SUBJECTS["contribution"].own(current_user, item):
        return _page(item, form, problem=explain(RuleViolation("own_text"))), 403 if is_sent else 200
    if not form.validate_on_submit():
        return _page(item, form), 422 if form.errors else 200
    return _correct(item, form)


def _correct(item: Contribution, form: LightForm) -> ResponseReturnValue:
    try:
        correcting.correct_lightly(
            item,
            by=current_user,
            shown_version=form.shown_version,
            title=form.title.data or "",
            text=form.text.data or "",
        )
    except StaleForm:
        db.session.rollback()
        stale = _("This text has changed since you opened the page. What you typed is below; nothing was recorded.")
        form.version.raw_data, form.version.data = None, str(item.version)
        return _page(item, form, problem=stale), 409
    except RuleViolation as refusal:
        db.session.rollback()
        return _page(item, form, problem=explain(refusal)), 422
    number = item.id
    db.session.commit()
    flash(_("The slip is mended and the author is told. They may bring their words back."), "success")
    return redirect(url_for("contributions.show", contribution_id=number), 303)


def _page(item: Contribution, form: LightForm, *, problem: str = "") -> str:
    version = item.public_version or item.latest
    return render_template(
        "committee/correction.html",
        form=form,
        title=version.title,
        text_lang=version.source_lang.value,
        address=url_for("contributions.show", contribution_id=item.id),
        is_own=SUBJECTS["contribution"].own(current_user, item),
        problem=problem,
    )

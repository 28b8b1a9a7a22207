"""The page on which several texts are read and judged together."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from trianon.committee import queries, together
from trianon.committee.forms import TogetherForm
from trianon.committee.models import CaseState
from trianon.committee.views import asked_filters, bp
from trianon.core.database import db
from trianon.core.errors import RuleViolation, StaleForm, explain
from trianon.core.permissions import Permission, requires

# The number of a case and what became of it: empty, or why no voice was recorded.
Outcome = tuple[int, str]


@bp.route("/queue/together", methods=["GET", "POST"])
@requires(Permission.MODERATE)
def judge_together() -> ResponseReturnValue:
    """Each text whole, one voice for all; what is not this member's to decide is named and left out."""
    form = TogetherForm()
    if request.method == "GET":
        return _page(form)
    if not form.validate_on_submit():
        return _page(form), 422
    # Each voice is a decision of its own, committed by itself: one that is refused takes no other with it.
    outcomes = [_give(number, version, form) for number, version in form.shown]
    done = [number for number, why in outcomes if not why]
    if done:
        flash(ngettext("%(num)s voice is recorded.", "%(num)s voices are recorded.", len(done)), "success")
    refused = [(number, why) for number, why in outcomes if why]
    if refused:
        return _page(form, refused), 409
    return redirect(url_for(".queue", **asked_filters().in_address()))


def _give(number: int, version: int, form: TogetherForm) -> Outcome:
    case = queries.case_by_id(number)
    if case is None:
        return number, _("There is no such case.")
    try:
        together.give(case, by=current_user, verdict=form.chosen, reason=form.chosen_reason, shown_version=version)
        db.session.commit()
    except StaleForm:
        db.session.rollback()
        return number, _("The text was changed, withdrawn or decided on meanwhile.")
    except RuleViolation as refusal:
        db.session.rollback()
        return number, explain(refusal)
    return number, ""


def _page(form: TogetherForm, refused: list[Outcome] | None = None) -> str:
    numbers = [number for number, _why in refused] if refused else [number for number, _version in form.shown]
    if request.method == "GET":
        numbers = [
            int(one) for one in request.args.getlist("case") if one.isascii() and one.isdigit() and len(one) < 10
        ]
    rows = together.rows_for(numbers, current_user)
    return render_template(
        "committee/together.html",
        form=form,
        rows=[row for row in rows if row.refusal is None and row.case.state is CaseState.OPEN],
        left_out=[(row, explain(row.refusal)) for row in rows if row.refusal is not None],
        refused=refused or [],
        most=together.MOST,
        too_many=len(set(numbers)) > together.MOST,
        kept=asked_filters().in_address(),
    )

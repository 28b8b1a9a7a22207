"""The statement of reasons: what its author reads of a decision, and where they contest it."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from trianon.committee import appeals, queries
from trianon.committee.appeal_rules import may_be_contested
from trianon.committee.forms import AppealForm
from trianon.committee.models import Case, CaseState
from trianon.committee.rules import LONGEST_NOTE
from trianon.committee.statement import facts_of
from trianon.committee.views import bp
from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.errors import RuleViolation, explain
from trianon.core.permissions import Permission, requires


@bp.route("/statements/<int:case_id>", methods=["GET", "POST"])
@requires(Permission.PARTICIPATE)
def statement(case_id: int) -> ResponseReturnValue:
    """For its author alone: nobody else is told that there is such a decision."""
    case = queries.case_by_id(case_id) if case_id < 2**31 else None
    if case is None or case.state is not CaseState.DECIDED or not appeals.is_author(current_user, case):
        abort(404)
    form = AppealForm()
    if request.method == "GET":
        return _page(case, form)
    if not form.validate_on_submit():
        return _page(case, form), 422
    try:
        appeals.contest(case, by=current_user, text=form.text.data or "")
    except RuleViolation as refusal:
        db.session.rollback()
        form.text.errors = [*form.text.errors, explain(refusal)]
        return _page(queries.case_by_id(case_id) or abort(404), form), 422
    db.session.commit()
    flash(_("Your appeal is recorded. You will get the answer by mail and on the site."), "success")
    return redirect(url_for(".statement", case_id=case_id), 303)


def _page(case: Case, form: AppealForm) -> str:
    appeal = appeals.appeal_against(case)
    until = appeals.contested_until(case)
    return render_template(
        "committee/statement.html",
        case=case,
        facts=facts_of(case),
        notes=[voice for voice in queries.carrying_voices(case) if voice.note],
        form=form,
        appeal=appeal,
        answer=queries.case_about("appeal", appeal.id, 1) if appeal is not None else None,
        until=until,
        may_contest=appeal is None and now() <= until and may_be_contested(case.matter, case.verdict),
        most=LONGEST_NOTE,
    )

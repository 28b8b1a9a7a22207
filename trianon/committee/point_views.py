"""The page on which an author answers a request for changes, point by point."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from trianon.committee import appeals, points, queries
from trianon.committee.models import Case
from trianon.committee.subjects import SUBJECTS
from trianon.committee.views import bp
from trianon.core.database import db
from trianon.core.errors import RuleViolation, explain, explain_with
from trianon.core.permissions import Permission, requires

explain_with(
    {
        "points_closed": _l("A newer version has been sent: the answers stand beside it."),
        "point_needs_why": _l("Point %(number)s: say why it is not done."),
        "point_too_long": _l("Point %(number)s: at most %(most)s characters."),
    }
)


@bp.route("/statements/<int:case_id>/points", methods=["GET", "POST"])
@requires(Permission.PARTICIPATE)
def answer_points(case_id: int) -> ResponseReturnValue:
    """For its author alone: what was asked, and an answer to each; then on to the text itself."""
    case = queries.case_by_id(case_id) if case_id < 2**31 else None
    if case is None or not points.points_of(case) or not appeals.is_author(current_user, case):
        abort(404)
    if request.method == "GET":
        return _page(case)
    try:
        points.answer(case, by=current_user, said=_said())
    except RuleViolation as refusal:
        db.session.rollback()
        return _page(queries.case_by_id(case_id) or abort(404), problem=explain(refusal)), 422
    db.session.commit()
    flash(_("Your answers are kept: the Committee reads them beside the new version. Now correct the text."), "success")
    return redirect(SUBJECTS[case.subject].correct_url(case.subject_id), 303)


def _said() -> dict[int, tuple[bool, str]]:
    """What the form says of each point, by its place."""
    said = {}
    for place in range(points.MOST_POINTS * 2):
        if (done := request.form.get(f"done-{place}")) in {"yes", "no"}:
            said[place] = (done == "yes", request.form.get(f"words-{place}", ""))
    return said


def _page(case: Case, *, problem: str = "") -> str:
    return render_template(
        "committee/points.html",
        case=case,
        points=points.points_of(case),
        typed=_said(),
        is_open=points.may_be_answered(case),
        problem=problem,
        most=points.LONGEST_ANSWER,
        statement=url_for(".statement", case_id=case.id),
    )

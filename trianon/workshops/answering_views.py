"""Changing what one answered when one registered: the language spoken, interpretation, what one needs."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.errors import RuleViolation, explain
from trianon.core.permissions import Permission as P
from trianon.core.permissions import requires
from trianon.workshops import services
from trianon.workshops.allocation import living
from trianon.workshops.models import Workshop
from trianon.workshops.registering_forms import AnswersForm, answers_of
from trianon.workshops.rules import phase
from trianon.workshops.views import WORKSHOP, bp, workshop_or_404


@bp.route(f"{WORKSHOP}/answers", methods=["GET", "POST"])
@requires(P.PARTICIPATE)
def answers(workshop_id: int) -> ResponseReturnValue:
    """The answers as they stand, to be changed; whoever is not registered finds the page where one registers."""
    workshop, found = workshop_or_404(workshop_id), living(workshop_id, current_user.id)
    back = redirect(url_for(".show", workshop_id=workshop_id), 303)
    if found is None:
        return back
    form = AnswersForm(data=answers_of(found))
    if not form.validate_on_submit():
        return _page(form, workshop, 422 if form.is_submitted() else 200)
    try:
        services.answer_anew(workshop_id, form.newcomer(current_user))
    except RuleViolation as refusal:
        db.session.rollback()
        form.form_errors.append(explain(refusal))
        return _page(form, workshop_or_404(workshop_id), 409)
    db.session.commit()
    flash(_("Your answers are saved."), "success")
    return back


def _page(form: AnswersForm, workshop: Workshop, status: int) -> ResponseReturnValue:
    standing = phase(workshop, now())
    return render_template("workshops/answers.html", form=form, workshop=workshop, phase=standing), status

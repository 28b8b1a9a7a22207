"""What a partner does with a public record: give its side's word, state where the cooperation stands."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from trianon.bilingual.urls import localised_blueprint
from trianon.cooperations import representing, rules, services
from trianon.cooperations.forms import StateActivityForm
from trianon.cooperations.models import Cooperation
from trianon.cooperations.vocabulary import Activity
from trianon.core.database import db, lock
from trianon.core.errors import RuleViolation, explain
from trianon.core.permissions import Permission, check, requires

bp = localised_blueprint("confirming", __name__, "/cooperations")
bp.add_app_template_global(representing.confirming, "may_confirm_for")
bp.add_app_template_global(rules.may_be_corrected, "may_be_corrected")
bp.add_app_template_global(rules.may_be_completed, "may_be_completed")
bp.add_app_template_global(rules.may_be_withdrawn, "may_be_withdrawn")


@bp.route("/<int(max=2147483647):cooperation_id>/confirm", methods=["GET", "POST"])
@requires(Permission.CONFIRM_COOPERATION)
def confirm(cooperation_id: int) -> ResponseReturnValue:
    """The record once more, and the button by which a verified partner confirms it for its side."""
    cooperation = _public(cooperation_id, Permission.CONFIRM_COOPERATION)
    organisations = representing.confirming(current_user, cooperation)
    if request.method == "GET":
        return _show_confirm(cooperation, organisations)
    if request.form.get("version", type=int) != _public_number(cooperation):
        return _show_confirm(cooperation, organisations, is_old=True), 409
    chosen = request.form.get("organisation", type=int)
    organisation = next((one for one in organisations if one.id == chosen), None)
    if organisation is None:
        abort(403)
    try:
        services.confirm(cooperation, by=current_user, organisation=organisation)
    except RuleViolation as refusal:
        return _show_confirm(cooperation, organisations, refusal=explain(refusal)), 409
    db.session.commit()
    flash(_("Your organisation has confirmed the cooperation."), "success")
    return redirect(url_for("cooperations.show", cooperation_id=cooperation.id), 303)


@bp.route("/<int(max=2147483647):cooperation_id>/activity", methods=["GET", "POST"])
@requires(Permission.STATE_ACTIVITY)
def state_activity(cooperation_id: int) -> ResponseReturnValue:
    """What one side says of the cooperation, at a date, from a source; the statement before stays in the history."""
    cooperation = _public(cooperation_id, Permission.STATE_ACTIVITY)
    organisations = representing.representing(current_user, cooperation)
    form = StateActivityForm(organisations=organisations)
    if not form.validate_on_submit():
        page = render_template("declaring/state_activity.html", cooperation=cooperation, form=form)
        return page, 422 if request.method == "POST" else 200
    services.state_activity(
        cooperation,
        by=current_user,
        organisation=next(one for one in organisations if str(one.id) == form.organisation.data),
        activity=Activity(form.activity.data),
        as_of=form.as_of.data,
        source=form.source.data or "",
    )
    db.session.commit()
    flash(_("Your side's statement is recorded."), "success")
    return redirect(url_for("cooperations.show", cooperation_id=cooperation.id), 303)


def _show_confirm(cooperation: Cooperation, organisations: list[Any], **more: Any) -> str:
    return render_template(
        "declaring/confirm.html",
        cooperation=cooperation,
        version=cooperation.public_version,
        organisations=organisations,
        **{"is_old": False, "refusal": ""} | more,
    )


def _public(cooperation_id: int, permission: Permission) -> Cooperation:
    found = (
        lock(Cooperation, cooperation_id) if request.method == "POST" else db.session.get(Cooperation, cooperation_id)
    )
    if found is None:
        abort(404)
    check(Permission.VIEW_COOPERATION, found, 404)
    if permission is Permission.CONFIRM_COOPERATION and request.method == "POST" and _has_spoken(found):
        abort(redirect(url_for("cooperations.show", cooperation_id=found.id), 303))
    check(permission, found)
    return found


def _has_spoken(cooperation: Cooperation) -> bool:
    """The organisation of this form has confirmed already: a second click is led to the record."""
    chosen = request.form.get("organisation", type=int)
    return any(
        confirmation.organisation_id == chosen and confirmation.confirmed_by_id == current_user.id
        for confirmation in cooperation.confirmations
    )


def _public_number(cooperation: Cooperation) -> int:
    return cooperation.public_version.number if cooperation.public_version else 0

"""Pages of one's own second factor: set it up, new recovery codes, switch it off."""

from __future__ import annotations

import segno
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from markupsafe import Markup

from trianon.accounts import enrolment, throttle
from trianon.accounts.blueprint import bp
from trianon.accounts.demo_codes import demo_code
from trianon.accounts.models import SecondFactor
from trianon.accounts.proving import proves_password
from trianon.accounts.queries import one_time_password_of, recovery_codes_of
from trianon.accounts.rules import is_safe_next
from trianon.accounts.session import rotate
from trianon.accounts.settings_forms import FirstCodeForm, ProvenForm
from trianon.accounts.sign_in_views import slowed
from trianon.core.database import db
from trianon.core.errors import RuleViolation, explain, explain_with
from trianon.core.permissions import Permission, requires

explain_with(
    {
        "factor_exists": _l("The second step is set up already."),
        "factor_missing": _l("The second step is not set up."),
        "factor_required": _l("Your role needs the second step: it cannot be switched off."),
        "code_wrong": _l("This code is not right, or was used already. Wait for the next one."),
    }
)


@bp.get("/second-step")
@requires(Permission.ACCOUNT)
def second_step() -> ResponseReturnValue:
    """Whether it is set up, and what can be done."""
    known = one_time_password_of(current_user.id)
    left = len(recovery_codes_of(current_user.id)) if known else 0
    return render_template("accounts/second_step.html", known=known, left=left)


@bp.post("/second-step")
@requires(Permission.ACCOUNT)
def second_step_begin() -> ResponseReturnValue:
    """Make a secret."""
    try:
        enrolment.begin(current_user)
    except RuleViolation as refusal:
        return _refused(refusal)
    db.session.commit()
    return redirect(url_for(".second_step_setup"), 303)


@bp.route("/second-step/setup", methods=["GET", "POST"])
@requires(Permission.ACCOUNT)
def second_step_setup() -> ResponseReturnValue:
    """The picture and the secret; a first code proves that the application works."""
    factor = enrolment.begun(current_user)
    if factor is None:
        return redirect(url_for(".second_step"), 303)
    form = FirstCodeForm()
    if not form.validate_on_submit():
        return _setup_page(factor, form, 422 if form.is_submitted() else 200)
    verdict = throttle.begin("first_code", str(current_user.id), current_user.id)
    db.session.commit()
    if verdict.is_refused:
        return slowed()
    try:
        codes = enrolment.finish(current_user, form.code.data)
    except RuleViolation as refusal:
        db.session.rollback()
        if refusal.code != "code_wrong":
            return _refused(refusal)
        form.code.errors = [explain(refusal)]
        return _setup_page(enrolment.begun(current_user), form, 422)
    # Every session that has not shown a code is over; this one has.
    rotate(with_code=True)
    db.session.commit()
    return _codes_page(codes)


@bp.route("/second-step/codes", methods=["GET", "POST"])
@requires(Permission.ACCOUNT)
def second_step_codes() -> ResponseReturnValue:
    """New recovery codes."""
    form = ProvenForm()
    if form.validate_on_submit() and proves_password(form):
        try:
            codes = enrolment.renew_codes(current_user)
        except RuleViolation as refusal:
            return _refused(refusal)
        db.session.commit()
        return _codes_page(codes)
    return render_template("accounts/second_step_codes.html", form=form), 422 if form.is_submitted() else 200


@bp.route("/second-step/off", methods=["GET", "POST"])
@requires(Permission.ACCOUNT)
def second_step_off() -> ResponseReturnValue:
    """Back to the password alone, where no role needs more."""
    form = ProvenForm()
    if form.validate_on_submit() and proves_password(form):
        try:
            enrolment.remove(current_user)
        except RuleViolation as refusal:
            return _refused(refusal)
        rotate(with_code=False)
        db.session.commit()
        flash(_("The second step is switched off. You are signed out on your other devices."), "success")
        return redirect(url_for(".second_step"), 303)
    return render_template("accounts/second_step_off.html", form=form), 422 if form.is_submitted() else 200


def _setup_page(factor: SecondFactor | None, form: FirstCodeForm, status: int) -> ResponseReturnValue:
    if factor is None:
        return redirect(url_for(".second_step"), 303)
    picture = segno.make(enrolment.address_of(factor, current_user), error="m")
    page = render_template(
        "accounts/second_step_setup.html",
        form=form,
        # Made here from our own secret and the account's address, which the maker escapes.
        picture=Markup(picture.svg_inline(scale=5, border=4, light="#fff", title=_("Picture of the secret"))),  # noqa: S704
        secret=" ".join(factor.secret[start : start + 4] for start in range(0, len(factor.secret), 4)),
        shown_code=demo_code(factor),
        is_needed=bool(current_user.mandates),
    )
    return page, status


def _codes_page(codes: list[str]) -> ResponseReturnValue:
    """The answer to the form itself: the codes are kept nowhere, so no other page could show them."""
    wanted = request.args.get("next")
    return render_template("accounts/recovery_codes.html", codes=codes, next=wanted if is_safe_next(wanted) else None)


def _refused(refusal: RuleViolation) -> ResponseReturnValue:
    db.session.rollback()
    flash(explain(refusal), "error")
    return redirect(url_for(".second_step"), 303)

"""Pages that change one's own account: address, password, name, side."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from trianon.accounts import people_services, settings_services, tokens
from trianon.accounts.blueprint import bp
from trianon.accounts.models import Account, TokenPurpose
from trianon.accounts.passwords import hash_password
from trianon.accounts.people_queries import own_side_request
from trianon.accounts.proving import proves_password
from trianon.accounts.session import rotate
from trianon.accounts.settings_forms import AddressForm, NameForm, PasswordForm, SideForm
from trianon.accounts.views import dead_link, sign_up_limit
from trianon.core.database import db
from trianon.core.errors import RuleViolation, explain, explain_with
from trianon.core.limits import limiter
from trianon.core.permissions import Permission, requires

explain_with(
    {
        "address_same": _l("This is your address already."),
        "side_same": _l("You take part for this country already."),
        "side_of_mandate": _l("You hold a role for your side: its mandate has to end first."),
        "not_yours": _l("Somebody else decides on this."),
        "settled": _l("This request has been answered already, or has changed. Read the list again."),
    }
)


@bp.route("/address", methods=["GET", "POST"])
@requires(Permission.ACCOUNT)
@limiter.limit(sign_up_limit, methods=["POST"])
def change_address() -> ResponseReturnValue:
    """Ask for another address; the answer is the same whether it has an account already."""
    form = AddressForm()
    if form.validate_on_submit() and proves_password(form):
        try:
            settings_services.ask_address(current_user, form.email.data)
        except RuleViolation as refusal:
            db.session.rollback()
            form.email.errors = [explain(refusal)]
        else:
            db.session.commit()
            flash(_("Open the link that we have sent to the new address. Until then nothing changes."), "success")
            return redirect(url_for(".space"), 303)
    return render_template("accounts/change_address.html", form=form), 422 if form.is_submitted() else 200


@bp.route("/address/<link>", methods=["GET", "POST"])
@requires(Permission.ACCOUNT)
def confirm_change(link: str) -> ResponseReturnValue:
    """A button that makes the new address the account's; only for the account that asked."""
    try:
        if request.method == "GET":
            token, owner = tokens.read(link, TokenPurpose.CHANGE_ADDRESS)
            if owner.id != current_user.id:
                raise RuleViolation("link_wrong")
            return render_template("accounts/confirm_change.html", address=token.new_email)
        settings_services.change_address(link, current_user)
    except RuleViolation as refusal:
        db.session.rollback()
        return dead_link(refusal, purpose=TokenPurpose.CHANGE_ADDRESS)
    rotate()
    db.session.commit()
    flash(_("Your new address is in force. You are signed out on your other devices."), "success")
    return redirect(url_for(".space"), 303)


@bp.route("/password", methods=["GET", "POST"])
@requires(Permission.ACCOUNT)
def change_password() -> ResponseReturnValue:
    """Another password; every other session ends."""
    form = PasswordForm(current_user.email)
    if form.validate_on_submit():
        hashed = _new_hash(form)
        if hashed is not None:
            settings_services.change_password(current_user, hashed)
            rotate()
            db.session.commit()
            flash(_("Your new password is saved. You are signed out on your other devices."), "success")
            return redirect(url_for(".space"), 303)
    return render_template("accounts/change_password.html", form=form), 422 if form.is_submitted() else 200


def _new_hash(form: PasswordForm) -> str | None:
    """The hash of the new password when the old one is right. Made before the row is locked: that is slow."""
    hashed = hash_password(form.password.data)
    return hashed if proves_password(form) else None


@bp.route("/name", methods=["GET", "POST"])
@requires(Permission.ACCOUNT)
def change_name() -> ResponseReturnValue:
    """Another name or pseudonym; one that may be taken for somebody else's waits for a person."""
    account: Account = current_user
    form = NameForm(account, name=account.wanted_name or account.name, is_pseudonym=account.is_pseudonym)
    if not form.validate_on_submit():
        return render_template("accounts/change_name.html", form=form), 422 if form.is_submitted() else 200
    shown = settings_services.ask_name(account, form.name.data, is_pseudonym=form.is_pseudonym.data)
    db.session.commit()
    if shown:
        flash(_("Your name is saved."), "success")
    else:
        flash(_("This name may be taken for an office’s or for somebody else’s: a secretary general reads it."), "info")
    return redirect(url_for(".space"), 303)


@bp.route("/side", methods=["GET", "POST"])
@requires(Permission.PARTICIPATE)
def change_side() -> ResponseReturnValue:
    """Take part for another country: at once before the first act in public, later on request."""
    form = SideForm(current_user)
    if form.validate_on_submit():
        try:
            reason = form.reason.data if form.reason else ""
            done = people_services.ask_side(current_user, form.wanted(), reason)
        except RuleViolation as refusal:
            db.session.rollback()
            form.form_errors.append(explain(refusal))
        else:
            db.session.commit()
            text = _("You take part for this country from now on.") if done else _("Your request is sent.")
            flash(text, "success")
            return redirect(url_for(".space"), 303)
    page = render_template("accounts/change_side.html", form=form, waiting=own_side_request(current_user))
    return page, 422 if form.is_submitted() else 200

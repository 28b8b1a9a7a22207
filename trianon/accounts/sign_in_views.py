"""Signing in, step by step; signing out; a new password."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from trianon.accounts import devices, guarding, services, throttle, tokens
from trianon.accounts import second_factor as factor
from trianon.accounts.blueprint import bp
from trianon.accounts.demo_codes import demo_code
from trianon.accounts.entering import go_on, let_in
from trianon.accounts.forms import AskResetForm, ResetForm, SecondFactorForm, SignInForm
from trianon.accounts.models import Account, TokenPurpose
from trianon.accounts.passwords import hash_password, is_outdated, is_password
from trianon.accounts.queries import credentials_of, one_time_password_of
from trianon.accounts.rules import is_safe_next
from trianon.accounts.session import halfway, leave
from trianon.accounts.views import dead_link, sign_up_limit
from trianon.core.database import db, lock
from trianon.core.errors import RuleViolation
from trianon.core.limits import limiter
from trianon.core.permissions import Permission, requires


@bp.route("/sign-in", methods=["GET", "POST"])
@requires(Permission.PUBLIC)
def sign_in() -> ResponseReturnValue:
    """The first step: address and password, refused in the same words and time whatever is wrong."""
    if current_user.is_authenticated:
        return redirect(url_for(".space"))
    form = SignInForm(next=request.args.get("next"))
    if not form.validate_on_submit():
        return render_template("accounts/sign_in.html", form=form), 422 if form.is_submitted() else 200
    number, hashed = credentials_of(form.email.data) or (None, None)
    # In a transaction of its own: of many tries at once no more than the limit get as far as the password.
    verdict = throttle.begin("password", form.email.data, number)
    db.session.commit()
    if verdict.is_refused:
        return slowed()
    account = _who_knows(number, hashed, form.password.data)
    if account is None:
        guarding.notice(number, verdict.tries)
        db.session.commit()
        form.form_errors.append(_("This address and this password do not go together. Check both and try again."))
        return render_template("accounts/sign_in.html", form=form), 422
    throttle.went_well(verdict)
    return go_on(account, form.next.data if is_safe_next(form.next.data) else None)


def slowed() -> ResponseReturnValue:
    """The same page for known and unknown addresses: what to do instead of trying on."""
    return render_template("accounts/slowed.html"), 429


def _who_knows(number: int | None, hashed: str | None, password: str) -> Account | None:
    """The account, if this is its password; no transaction is open while the password is checked."""
    if not is_password(password, hashed) or number is None or hashed is None:
        return None
    fresh = hash_password(password) if is_outdated(hashed) else None
    account: Account | None = lock(Account, number)
    # Somebody may have changed the password or deleted the account in between.
    if account is None or not account.is_active or account.password_hash != hashed:
        return None
    if fresh:
        account.password_hash = fresh
    return account


@bp.route("/second-factor", methods=["GET", "POST"])
@requires(Permission.PUBLIC)
def second_factor() -> ResponseReturnValue:
    """The second step: a code that only the owner's device makes, and that works once."""
    passed = halfway()
    if passed is None:
        return redirect(url_for(".sign_in"))
    account, target = passed
    form = SecondFactorForm()
    if not form.validate_on_submit():
        return _ask_code(account, form, 422 if form.is_submitted() else 200)
    number = account.id
    verdict = throttle.begin("code", str(number), number)
    db.session.commit()
    if verdict.is_refused:
        return slowed()
    if factor.accept_code(account, form.code.data):
        throttle.went_well(verdict)
        return let_in(account, target, with_code=True)
    guarding.notice(number, verdict.tries, codes=True)
    db.session.commit()
    form.code.errors = [_("This code is not right, or was used already. Wait for the next one.")]
    return _ask_code(account, form, 422)


def _ask_code(account: Account, form: SecondFactorForm, status: int) -> ResponseReturnValue:
    known = one_time_password_of(account.id)
    return render_template(
        "accounts/second_factor.html", form=form, shown_code=demo_code(known) if known else None
    ), status


@bp.post("/sign-out")
@requires(Permission.PUBLIC)
def sign_out() -> ResponseReturnValue:
    """Leave."""
    leave()
    db.session.commit()
    flash(_("You are signed out."), "info")
    return redirect(url_for("pages.home"), 303)


@bp.route("/reset", methods=["GET", "POST"])
@requires(Permission.PUBLIC)
@limiter.limit(sign_up_limit, methods=["POST"])
def ask_reset() -> ResponseReturnValue:
    """Ask for a new password; the answer never says whether the address has an account."""
    form = AskResetForm()
    if form.validate_on_submit():
        services.ask_reset(form.email.data)
        db.session.commit()
        return redirect(url_for(".reset_sent"), 303)
    return render_template("accounts/ask_reset.html", form=form), 422 if form.is_submitted() else 200


@bp.get("/reset-sent")
@requires(Permission.PUBLIC)
def reset_sent() -> ResponseReturnValue:
    """What to do now: open the mail."""
    return render_template("accounts/reset_sent.html")


@bp.route("/reset/<link>", methods=["GET", "POST"])
@requires(Permission.PUBLIC)
def reset(link: str) -> ResponseReturnValue:
    """Choose a new password, by the link of the mail."""
    try:
        token, _account = tokens.read(link, TokenPurpose.RESET_PASSWORD)
        form = ResetForm(token.email)
        db.session.rollback()
        if not form.validate_on_submit():
            return render_template("accounts/reset.html", form=form), 422 if form.is_submitted() else 200
        account = services.reset_password(link, hash_password(form.password.data))
    except RuleViolation as refusal:
        return dead_link(refusal, purpose=TokenPurpose.RESET_PASSWORD)
    leave()
    # Whoever reads this address's mail is its owner: from this browser nobody's tries keep them out.
    devices.remember(account)
    db.session.commit()
    flash(_("Your new password is saved. Sign in with it."), "success")
    return redirect(url_for(".sign_in"), 303)

"""Signing in, step by step; signing out; a new password."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask.wrappers import Response
from flask_babel import gettext as _
from flask_limiter.util import get_remote_address
from flask_login import current_user

from trianon.accounts import second_factor as factor
from trianon.accounts import services, tokens
from trianon.accounts.blueprint import bp
from trianon.accounts.fields import tidy_address
from trianon.accounts.forms import AskResetForm, ResetForm, SecondFactorForm, SignInForm
from trianon.accounts.models import Account, TokenPurpose
from trianon.accounts.passwords import hash_password, is_outdated, is_password
from trianon.accounts.queries import credentials_of
from trianon.accounts.rules import is_safe_next
from trianon.accounts.session import enter, go_halfway, halfway, leave
from trianon.accounts.views import dead_link, sign_up_limit
from trianon.core.database import db, lock
from trianon.core.errors import RuleViolation
from trianon.core.limits import limiter
from trianon.core.permissions import Permission, requires

# A school or a town hall shares one address of the network: there, more people mistype.
NETWORK_FACTOR = 3


def sign_in_limit() -> str:
    """How many failures one network may have with one address; its owner still gets in from elsewhere."""
    return str(current_app.config["SETTINGS"].sign_in_limit)


def network_limit() -> str:
    """How many failures one network may have with all addresses together."""
    number, _space, rest = sign_in_limit().partition(" ")
    return f"{int(number) * NETWORK_FACTOR} {rest}"


def network_and_address() -> str:
    """Who is tried, from where."""
    return f"{get_remote_address()}|{tidy_address(request.form.get('email', '')[:254])}"


def network_and_halfway() -> str:
    """Whose code is tried: whoever has shown the password."""
    return str(session.get("halfway", {}).get("id", get_remote_address()))


def failed(response: Response) -> bool:
    """Only what went wrong counts."""
    return response.status_code == 422


@bp.route("/sign-in", methods=["GET", "POST"])
@requires(Permission.PUBLIC)
@limiter.limit(sign_in_limit, key_func=network_and_address, methods=["POST"], deduct_when=failed)
@limiter.limit(network_limit, methods=["POST"], deduct_when=failed)
def sign_in() -> ResponseReturnValue:
    """The first step: address and password, refused in the same words and time whatever is wrong."""
    if current_user.is_authenticated:
        return redirect(url_for(".space"))
    form = SignInForm(next=request.args.get("next"))
    if form.validate_on_submit():
        account = _who_knows(form.email.data, form.password.data)
        if account is not None:
            return _go_on(account, form.next.data)
        form.form_errors.append(_("This address and this password do not go together. Check both and try again."))
    return render_template("accounts/sign_in.html", form=form), 422 if form.is_submitted() else 200


def _who_knows(email: str, password: str) -> Account | None:
    """The account of an address whose password this is; no transaction is open while the password is checked."""
    known = credentials_of(email)
    db.session.rollback()
    number, hashed = known or (None, None)
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


def _go_on(account: Account, next_url: str | None) -> ResponseReturnValue:
    """The next step of signing in: a second factor where there is one, else the page one was going to."""
    target = next_url if is_safe_next(next_url) else None
    if factor.is_asked_of(account):
        go_halfway(account, target)
        return redirect(url_for(".second_factor"), 303)
    return _let_in(account, target)


def _let_in(account: Account, target: str | None) -> ResponseReturnValue:
    target = enter(account, target)
    db.session.commit()
    return redirect(target, 303)


@bp.route("/second-factor", methods=["GET", "POST"])
@requires(Permission.PUBLIC)
@limiter.limit(sign_in_limit, key_func=network_and_halfway, methods=["POST"], deduct_when=failed)
def second_factor() -> ResponseReturnValue:
    """The second step: a code that only the owner's device makes, and that works once."""
    passed = halfway()
    if passed is None:
        return redirect(url_for(".sign_in"))
    account, target = passed
    form = SecondFactorForm()
    if form.validate_on_submit():
        if factor.accept_code(account, form.code.data):
            return _let_in(account, target)
        form.code.errors = [_("This code is not right, or was used already. Wait for the next one.")]
    return render_template("accounts/second_factor.html", form=form), 422 if form.is_submitted() else 200


@bp.post("/sign-out")
@requires(Permission.PUBLIC)
def sign_out() -> ResponseReturnValue:
    """Leave."""
    leave()
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
        services.reset_password(link, hash_password(form.password.data))
    except RuleViolation as refusal:
        return dead_link(refusal, purpose=TokenPurpose.RESET_PASSWORD)
    leave()
    db.session.commit()
    flash(_("Your new password is saved. Sign in with it."), "success")
    return redirect(url_for(".sign_in"), 303)

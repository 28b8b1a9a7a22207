"""Pages of one's account: sign up, confirm the address, one's own space, preferences."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from wtforms.widgets import PasswordInput

from trianon.accounts import drafts, sections, services, space, tokens
from trianon.accounts.blueprint import bp
from trianon.accounts.entering import go_on
from trianon.accounts.forms import PreferencesForm, SignUpForm
from trianon.accounts.models import Account, TokenPurpose
from trianon.accounts.passwords import hash_password
from trianon.accounts.rules import Age, is_safe_next
from trianon.bilingual.lang import Lang
from trianon.bilingual.text import reader_lang
from trianon.core.database import db
from trianon.core.errors import RuleViolation
from trianon.core.limits import limiter
from trianon.core.permissions import Permission, requires
from trianon.core.sides import Side

# Imported for what it registers.
__all__ = ["bp", "sections"]


def sign_up_limit() -> str:
    """How often one network may sign up or ask for a mail."""
    return str(current_app.config["SETTINGS"].sign_up_limit)


@bp.route("/sign-up", methods=["GET", "POST"])
@requires(Permission.PUBLIC)
@limiter.limit(sign_up_limit, methods=["POST"])
def sign_up() -> ResponseReturnValue:
    """Make an account; the answer is the same whether the address has one already."""
    if current_user.is_authenticated:
        return redirect(url_for(".space"))
    form = SignUpForm(lang=reader_lang().value, next=request.args.get("next"))
    if form.validate_on_submit() and not _came_too_quickly(form):
        services.sign_up(_said_in(form), draft_key=session.get("draft"), next_url=_safe(form.next.data))
        db.session.commit()
        return redirect(url_for(".check_mail"), 303)
    form.show_moment()
    page = render_template("accounts/sign_up.html", form=form, has_draft="draft" in session)
    return page, 422 if form.is_submitted() else 200


def _came_too_quickly(form: SignUpForm) -> bool:
    """Ask to send once more what a robot may have sent; nothing typed is lost, the password neither."""
    if not form.is_too_quick():
        return False
    form.form_errors.append(_("The form came back very fast. Please press the button once more: nothing is lost."))
    form.password.widget = PasswordInput(hide_value=False)
    return True


def _said_in(form: SignUpForm) -> services.NewAccount:
    """The form as values; the slow part, the password's hash, before the transaction begins."""
    return services.NewAccount(
        password_hash=hash_password(form.password.data),
        email=form.email.data,
        name=form.name.data,
        is_pseudonym=form.is_pseudonym.data,
        side=Side(form.side.data),
        lang=Lang(form.lang.data),
        age=Age(form.age.data),
    )


def _safe(address: str | None) -> str | None:
    return address if is_safe_next(address) else None


@bp.get("/check-mail")
@requires(Permission.PUBLIC)
def check_mail() -> ResponseReturnValue:
    """What to do now: open the mail."""
    return render_template("accounts/check_mail.html", has_draft="draft" in session)


@bp.route("/confirm/<link>", methods=["GET", "POST"])
@requires(Permission.PUBLIC)
def confirm_address(link: str) -> ResponseReturnValue:
    """A button for people, since programs that check mails open links; pressed, it confirms and signs in."""
    try:
        if request.method == "GET":
            _token, account = tokens.read(link, TokenPurpose.CONFIRM_ADDRESS)
            return render_template("accounts/confirm.html", account=account)
        account = services.confirm_address(link)
    except RuleViolation as refusal:
        return dead_link(refusal, purpose=TokenPurpose.CONFIRM_ADDRESS)
    wanted = _safe(request.args.get("next"))
    draft = None if wanted else _waiting_draft(account)
    answer = go_on(account, wanted or draft)
    db.session.commit()
    flash(_("Your address is confirmed. Welcome!"), "success")
    if draft:
        flash(_("Your draft is waiting: you can go on."), "info")
    return answer


def dead_link(refusal: RuleViolation, purpose: TokenPurpose) -> ResponseReturnValue:
    """A link that gives no right any more: why, and how to get another."""
    status = 404 if refusal.code == "link_wrong" else 410
    return render_template("accounts/dead_link.html", code=refusal.code, purpose=purpose), status


def _waiting_draft(account: Account) -> str | None:
    """The address of the draft that somebody wrote before they had an account."""
    waiting = drafts.drafts_of(account)
    link = drafts.link_to(waiting[0]) if waiting else None
    return link.url if link else None


@bp.get("/unconfirmed")
@requires(Permission.ACCOUNT)
def unconfirmed() -> ResponseReturnValue:
    """Why one cannot go on yet, and how to get the mail again."""
    if current_user.is_confirmed:
        return redirect(url_for(".space"))
    return render_template("accounts/unconfirmed.html")


@bp.post("/unconfirmed")
@requires(Permission.ACCOUNT)
@limiter.limit(sign_up_limit)
def resend() -> ResponseReturnValue:
    """Send the confirming mail again."""
    services.resend_confirmation(current_user)
    db.session.commit()
    flash(_("We have sent the mail again. It may take a few minutes."), "success")
    return redirect(url_for(".unconfirmed"), 303)


@bp.get("/", endpoint="space")
@requires(Permission.ACCOUNT)
def own_space() -> ResponseReturnValue:
    """Everything of one's own, a section for each feature."""
    return render_template("accounts/space.html", sections=space.sections_for(current_user))


@bp.route("/preferences", methods=["GET", "POST"])
@requires(Permission.ACCOUNT)
def preferences() -> ResponseReturnValue:
    """Language of mails, and the third clock."""
    form = PreferencesForm(lang=current_user.lang.value, time_zone=current_user.time_zone or "")
    if form.validate_on_submit():
        services.set_preferences(current_user, lang=Lang(form.lang.data), time_zone=form.time_zone.data or None)
        db.session.commit()
        flash(_("Your preferences are saved."), "success")
        return redirect(url_for(".space", lang=form.lang.data), 303)
    return render_template("accounts/preferences.html", form=form), 422 if form.is_submitted() else 200

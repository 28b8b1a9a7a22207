"""Pages about one's own data: agree to a new charter, download everything, delete the account."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from trianon.accounts import charter, devices, leaving_services, privacy_page
from trianon.accounts.blueprint import bp
from trianon.accounts.consent_services import consent, has_consented
from trianon.accounts.leaving_events import DataDownloaded
from trianon.accounts.leaving_forms import ConsentForm, DeleteForm, DownloadForm
from trianon.accounts.models import Account
from trianon.accounts.own_data import KEPT_SECRET, SOMEBODY_ELSE, Person, archive
from trianon.accounts.proving import proves_password
from trianon.accounts.session import leave
from trianon.accounts.views import sign_up_limit
from trianon.core.audit import emit
from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.errors import RuleViolation
from trianon.core.limits import limiter
from trianon.core.permissions import Permission, requires


@bp.before_request
def ask_for_consent() -> ResponseReturnValue | None:
    """On the way to one's own page, where a newer charter waits; reading is never held up."""
    if request.endpoint != "accounts.space" or request.method != "GET" or not current_user.is_authenticated:
        return None
    return None if has_consented(current_user) else redirect(url_for("accounts.agree"))


@bp.route("/charter", methods=["GET", "POST"])
@requires(Permission.ACCOUNT)
def agree() -> ResponseReturnValue:
    """Read the new charter and accept it, or leave."""
    form = ConsentForm()
    if form.validate_on_submit():
        consent(current_user)
        db.session.commit()
        flash(_("Thank you: your agreement is noted."), "success")
        return redirect(url_for(".space"), 303)
    if request.method == "GET" and has_consented(current_user):
        return redirect(url_for(".space"))
    page = render_template("accounts/agree.html", form=form, version=charter.CHARTER_VERSION)
    return page, 422 if form.is_submitted() else 200


@bp.route("/data", methods=["GET", "POST"])
@requires(Permission.ACCOUNT)
@limiter.limit(sign_up_limit, methods=["POST"])
def download() -> ResponseReturnValue:
    """Everything about oneself in one file, at once, against the password."""
    form = DownloadForm()
    if not (form.validate_on_submit() and proves_password(form)):
        return render_template("accounts/download.html", form=form), 422 if form.is_submitted() else 200
    account: Account = current_user
    emit(DataDownloaded(subject_id=account.id, by=account.id))
    db.session.flush()
    made = archive(Person(account.id, account.email or ""), _readme(), _("READ-ME") + ".txt")
    db.session.commit()
    name = f"dialogue-{now():%Y-%m-%d}.zip"
    answer = send_file(made, mimetype="application/zip", as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _readme() -> str:
    """What is in the file, in the reader's language: the words of the public page."""
    return render_template(
        "accounts/readme.txt",
        parts=privacy_page.parts(demo=current_app.config["SETTINGS"].demo),
        at=now(),
        columns=privacy_page.tables(),
        secret=KEPT_SECRET,
        other=SOMEBODY_ELSE,
    )


@bp.route("/delete", methods=["GET", "POST"])
@requires(Permission.ACCOUNT)
@limiter.limit(sign_up_limit, methods=["POST"])
def delete() -> ResponseReturnValue:
    """Delete one's account; what stays is said before."""
    form = DeleteForm()
    if form.validate_on_submit():
        done = _delete(form)
        if done is not None:
            return done
    return render_template("accounts/delete.html", form=form), 422 if form.is_submitted() else 200


def _delete(form: DeleteForm) -> ResponseReturnValue | None:
    """Prove the password, then delete; None when the form has to be shown again."""
    account: Account = current_user
    proven = proves_password(form)
    if account.deleted_at is not None:
        return _gone()
    # The row that was locked to check the password is given back: deleting takes it last.
    db.session.commit()
    if not proven:
        return None
    try:
        leaving_services.delete_account(account, withdraw_texts=form.withdraw.data, by=account)
    except RuleViolation:
        return _gone()
    db.session.commit()
    return _gone()


def _gone() -> ResponseReturnValue:
    """Out, with nothing left in the browser; the same for the second of two who come at once."""
    db.session.rollback()
    leave()
    answer = redirect(url_for("accounts.deleted"), 303)
    answer.delete_cookie(devices.COOKIE)
    return answer


@bp.get("/deleted")
@requires(Permission.PUBLIC)
def deleted() -> ResponseReturnValue:
    """What was done, and that one may come back."""
    return render_template("accounts/deleted.html")

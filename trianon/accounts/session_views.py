"""Where one is signed in, and ending it."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from trianon.accounts import sessions
from trianon.accounts.blueprint import bp
from trianon.accounts.events import SessionsEnded
from trianon.core.audit import emit
from trianon.core.database import db
from trianon.core.permissions import Permission, requires

# Names of products, the same in every language.
NAMES = {
    "edge": "Edge",
    "opera": "Opera",
    "yandex": "Yandex Browser",
    "samsung": "Samsung Internet",
    "firefox": "Firefox",
    "chrome": "Chrome",
    "safari": "Safari",
    "android": "Android",
    "ios": "iOS",
    "windows": "Windows",
    "macos": "macOS",
    "linux": "Linux",
}


@bp.get("/sessions/", endpoint="sessions")
@requires(Permission.ACCOUNT)
def own_sessions() -> ResponseReturnValue:
    """All of them, the present one named."""
    return render_template("accounts/sessions.html", sessions=sessions.sessions_of(current_user), named=named)


def named(row: sessions.AccountSession) -> str:
    """The browser and the system, as far as they are known."""
    return " · ".join(NAMES[family] for family in (row.browser, row.system) if family in NAMES) or _("Unknown browser")


@bp.post("/sessions/<int:number>/end")
@requires(Permission.ACCOUNT)
def end_session(number: int) -> ResponseReturnValue:
    """End one; somebody else's does not exist here."""
    row = sessions.session_of(current_user, number)
    if row is None:
        abort(404)
    sessions.end(row)
    _ended(1)
    flash(_("That session is over."), "success")
    return redirect(url_for(".sessions"), 303)


@bp.post("/sessions/end")
@requires(Permission.ACCOUNT)
def end_other_sessions() -> ResponseReturnValue:
    """End all but this one."""
    _ended(sessions.end_all(current_user, but=current_user.session_id))
    flash(_("You are signed out everywhere else."), "success")
    return redirect(url_for(".sessions"), 303)


def _ended(number: int) -> None:
    emit(SessionsEnded(subject_id=current_user.id, by=current_user.id, number=number))
    db.session.commit()

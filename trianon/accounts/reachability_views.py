"""The page about our mails to a person: whether they arrive, and what can be done."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from trianon.accounts import reachability
from trianon.accounts.blueprint import bp
from trianon.core.database import db
from trianon.core.limits import limiter
from trianon.core.permissions import Permission, requires
from trianon.mail import addresses


@bp.get("/mails")
@requires(Permission.ACCOUNT)
def mails() -> ResponseReturnValue:
    """What happened to our mails."""
    return render_template("accounts/mails.html", state=addresses.state_of(current_user.email))


@bp.post("/mails", endpoint="try_address_again")
@requires(Permission.ACCOUNT)
@limiter.limit("5 per hour")
def try_address_again() -> ResponseReturnValue:
    """The owner says that the address works."""
    was_paused = reachability.try_again(current_user)
    db.session.commit()
    if was_paused:
        flash(_("We write to this address again. A test mail is on its way."), "success")
    return redirect(url_for(".mails"), 303)

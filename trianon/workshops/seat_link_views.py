"""Pages behind the links of mails: a button each, for mail scanners follow links. Nobody has to sign in."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.errors import RuleViolation
from trianon.core.permissions import Permission as P
from trianon.core.permissions import requires
from trianon.workshops import services
from trianon.workshops.allocation import LIVING
from trianon.workshops.models import Registration
from trianon.workshops.rules import gives_seats
from trianon.workshops.seat_links import Purpose, registration_of
from trianon.workshops.views import bp


@bp.route("/seat/<key>", methods=["GET", "POST"])
@requires(P.PUBLIC)
def give_back(key: str) -> ResponseReturnValue:
    """Somebody who cannot come gives the seat back, and the next in the list has it."""
    found = _found(Purpose.GIVE_BACK, key)
    if request.method == "GET":
        return _give_back_page(found, key, is_living=found.state in LIVING and gives_seats(found.workshop, now()))
    place = url_for(".show", workshop_id=found.workshop_id)
    try:
        left = services.leave(found.workshop_id, by=found.account)
    except RuleViolation:
        left = None
    if left is None:
        db.session.rollback()
        return _give_back_page(_found(Purpose.GIVE_BACK, key), key, is_living=False), 409
    db.session.commit()
    flash(_("Your registration is cancelled. Thank you for telling us: your seat goes to the next person."), "success")
    return redirect(place, 303)


@bp.route("/reminders/<key>", methods=["GET", "POST"])
@requires(P.PUBLIC)
def no_reminders(key: str) -> ResponseReturnValue:
    """No more reminders of this workshop; the seat stays. Mail programs may press the button themselves (RFC 8058)."""
    found = _found(Purpose.NO_REMINDERS, key)
    if request.method == "POST":
        services.silence(found)
        db.session.commit()
        if "List-Unsubscribe" in request.form:
            return "", 204
        return redirect(url_for(".no_reminders", key=key), 303)
    return render_template("workshops/no_reminders.html", registration=found, key=key)


def _give_back_page(found: Registration, key: str, *, is_living: bool) -> str:
    return render_template("workshops/give_back.html", registration=found, is_living=is_living, key=key)


def _found(purpose: Purpose, key: str) -> Registration:
    return registration_of(purpose, key) or abort(404)

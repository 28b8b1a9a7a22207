"""What secretaries general decide about people: one list, a button for each answer."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from trianon.accounts import people_queries as queries
from trianon.accounts import people_services as services
from trianon.accounts.blueprint import bp
from trianon.accounts.fields import side_choices
from trianon.accounts.models import Account
from trianon.accounts.request_models import SideChangeRequest
from trianon.accounts.space import Section, section
from trianon.core.database import db
from trianon.core.deeds import do_and_say
from trianon.core.permissions import Permission, requires
from trianon.core.sides import Role


@bp.get("/requests/", endpoint="requests")
@requires(Permission.DECIDE_ON_PEOPLE)
def people_requests() -> ResponseReturnValue:
    """Names and sides that wait, and organisations of one's side that nobody manages."""
    return render_template(
        "accounts/requests.html",
        names=queries.names_waiting(),
        sides=queries.sides_waiting(current_user),
        unmanaged=queries.unmanaged_organisations(current_user.side),
        side_words=dict(side_choices()),
    )


@bp.post("/requests/names/<int:account_id>")
@requires(Permission.DECIDE_ON_PEOPLE)
def settle_name(account_id: int) -> ResponseReturnValue:
    """Let a name be shown, or not; the form carries the name that was read."""
    account = db.session.get(Account, account_id)
    if account is None or not account.is_active:
        abort(404)
    wanted = request.form.get("name", "")
    return _settled(lambda: services.settle_name(account, wanted, accepted=_accepted(), by=current_user))


@bp.post("/requests/sides/<int:request_id>")
@requires(Permission.DECIDE_ON_PEOPLE)
def settle_side(request_id: int) -> ResponseReturnValue:
    """Let somebody take part for another side, or not."""
    found = db.session.get(SideChangeRequest, request_id)
    if found is None:
        abort(404)
    return _settled(lambda: services.settle_side(found, accepted=_accepted(), by=current_user))


def _accepted() -> bool:
    answer = request.form.get("answer")
    if answer not in {"accept", "decline"}:
        abort(400)
    return answer == "accept"


def _settled(deed: Callable[[], object]) -> ResponseReturnValue:
    do_and_say(deed, _("The answer is sent."))
    return redirect(url_for(".requests"), 303)


@section(8)
def waiting_requests(account: Account) -> Section | None:
    """For secretaries general: how much waits for them."""
    if Role.SECRETARY_GENERAL not in account.roles:
        return None
    number = len(queries.names_waiting()) + len(queries.sides_waiting(account))
    text = _("Waiting for your answer: %(number)s", number=number) if number else _("Nothing waits for you.")
    return Section(_("Requests about people"), [], text, (_("Open the list"), url_for("accounts.requests")))

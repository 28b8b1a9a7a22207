"""The people of an organisation: handing over, leaving, a manager where there is none."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import EmailField

from trianon.accounts import organisation_queries as queries
from trianon.accounts import staffing_services as services
from trianon.accounts.fields import IsAddress, needed, tidy_address
from trianon.accounts.forms import ADDRESS_NEEDED
from trianon.accounts.organisation_models import Membership, Organisation
from trianon.accounts.organisation_views import bp, organisation_or_404
from trianon.accounts.people_queries import is_unmanaged
from trianon.accounts.queries import account_with
from trianon.core.database import db
from trianon.core.deeds import do_and_say
from trianon.core.errors import RuleViolation, explain, explain_with
from trianon.core.permissions import Permission, check, requires

explain_with(
    {
        "manager_stays": _l("A manager leaves by their own choice: nobody puts them out."),
        "membership_over": _l("This person does not act for the organisation any more."),
        "offer_over": _l("Nobody asks you to manage it any more."),
        "organisation_managed": _l("Somebody manages this organisation already."),
    }
)


class ManagerForm(FlaskForm):
    """Who will manage an organisation that nobody manages."""

    email = EmailField(
        _l("E-mail address"),
        [needed(ADDRESS_NEEDED), IsAddress()],
        filters=[tidy_address],
        description=_l("The one of their account here."),
    )


@bp.post("/<int:organisation_id>/people/<int:membership_id>/promote")
@requires(Permission.MANAGE_ORGANISATION)
def promote(organisation_id: int, membership_id: int) -> ResponseReturnValue:
    """Ask a member to manage it, too, or in one's own place."""
    membership = _managed(organisation_id, membership_id)
    hands_over = request.form.get("hands_over") == "yes"
    return _done(
        organisation_id,
        lambda: services.offer(membership, hands_over=hands_over, by=current_user),
        _("Asked. You get no mail: the list shows the answer."),
    )


@bp.post("/<int:organisation_id>/management")
@requires(Permission.PARTICIPATE)
def answer_offer(organisation_id: int) -> ResponseReturnValue:
    """The member who was asked manages it from now on, or would rather not."""
    membership = _own(organisation_id)
    answer = request.form.get("answer")
    if answer not in {"accept", "decline"}:
        abort(400)
    is_accepted = answer == "accept"
    return _done(
        organisation_id,
        lambda: services.answer_offer(membership, accepted=is_accepted, by=current_user),
        _("You manage this organisation from now on.") if is_accepted else _("The answer is sent."),
        endpoint=".show",
    )


@bp.post("/<int:organisation_id>/people/<int:membership_id>/end")
@requires(Permission.MANAGE_ORGANISATION)
def end_membership(organisation_id: int, membership_id: int) -> ResponseReturnValue:
    """A member does not act for it any more."""
    membership = _managed(organisation_id, membership_id)
    return _done(
        organisation_id,
        lambda: services.end_membership(membership, by=current_user),
        _("This person does not act for the organisation any more."),
    )


@bp.post("/<int:organisation_id>/stand-down")
@requires(Permission.PARTICIPATE)
def stand_down(organisation_id: int) -> ResponseReturnValue:
    """Manage it no longer, act for it still."""
    membership = _own(organisation_id)
    return _done(
        organisation_id,
        lambda: services.stand_down(membership, by=current_user),
        _("You do not manage this organisation any more."),
        endpoint=".show",
    )


@bp.post("/<int:organisation_id>/quit")
@requires(Permission.PARTICIPATE)
def quit_organisation(organisation_id: int) -> ResponseReturnValue:
    """Act for it no longer."""
    membership = _own(organisation_id)
    return _done(
        organisation_id,
        lambda: services.end_membership(membership, by=current_user),
        _("You do not act for this organisation any more."),
        endpoint=".show",
    )


@bp.route("/<int:organisation_id>/manager", methods=["GET", "POST"])
@requires(Permission.DECIDE_ON_PEOPLE)
def appoint_manager(organisation_id: int) -> ResponseReturnValue:
    """The secretary general of its side gives it a manager, where it has none."""
    organisation = organisation_or_404(organisation_id)
    if organisation.side != current_user.side:
        abort(403)
    if not is_unmanaged(organisation):
        return redirect(url_for(".show", organisation_id=organisation.id), 303)
    form = ManagerForm()
    if form.validate_on_submit() and _appointed(organisation, form):
        db.session.commit()
        flash(_("There is a new manager."), "success")
        return redirect(url_for(".show", organisation_id=organisation.id), 303)
    page = render_template("organisations/manager.html", organisation=organisation, form=form)
    return page, 422 if form.is_submitted() else 200


def _appointed(organisation: Organisation, form: ManagerForm) -> bool:
    account = account_with(form.email.data)
    if account is None or not account.is_confirmed:
        form.email.errors = [_("Nobody with this address has a confirmed account.")]
        return False
    try:
        services.appoint_manager(organisation, account, by=current_user)
    except RuleViolation as refusal:
        db.session.rollback()
        form.form_errors.append(explain(refusal))
        return False
    return True


def _managed(organisation_id: int, membership_id: int) -> Membership:
    organisation = organisation_or_404(organisation_id)
    check(Permission.MANAGE_ORGANISATION, organisation)
    membership = db.session.get(Membership, membership_id)
    if membership is None or membership.organisation_id != organisation.id:
        abort(404)
    return membership


def _own(organisation_id: int) -> Membership:
    organisation = organisation_or_404(organisation_id)
    membership = queries.living_membership(current_user, organisation)
    if membership is None:
        abort(404)
    return membership


def _done(
    organisation_id: int, deed: Callable[[], None], words: str, *, endpoint: str = ".people"
) -> ResponseReturnValue:
    do_and_say(deed, words)
    # Who has left an organisation that is not public may not see its page any more.
    if endpoint == ".show" and request.endpoint == "organisations.quit_organisation":
        return redirect(url_for("accounts.space"), 303)
    return redirect(url_for(endpoint, organisation_id=organisation_id), 303)

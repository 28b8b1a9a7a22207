"""Pages about invitations by mail: send, take back, answer."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import EmailField, RadioField

from trianon.accounts import invitation_services as services
from trianon.accounts import organisation_queries as queries
from trianon.accounts.fields import IsAddress, lang_choices, needed, tidy_address
from trianon.accounts.forms import ADDRESS_NEEDED
from trianon.accounts.invitation_models import Invitation
from trianon.accounts.organisation_models import MembershipRole, Organisation
from trianon.accounts.organisation_views import bp, organisation_or_404
from trianon.accounts.views import sign_up_limit
from trianon.bilingual.lang import Lang
from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.errors import RuleViolation, explain, explain_with
from trianon.core.limits import limiter
from trianon.core.permissions import Permission, check, requires

explain_with(
    {
        "too_many_invitations": _l("Your organisation has invited %(most)s people within a day: go on tomorrow."),
    }
)

# Why a link gives no right any more; other features have other words for the same codes.
DEAD = {
    "link_used": _l("This invitation was answered or taken back already."),
    "link_expired": _l("This invitation has expired. Ask the organisation for another one."),
    "link_wrong": _l("This link is not whole. Open it again from the mail, or copy all of it."),
}


class InviteForm(FlaskForm):
    """Whom, as what, in which language."""

    email = EmailField(_l("E-mail address"), [needed(ADDRESS_NEEDED), IsAddress()], filters=[tidy_address])
    role = RadioField(_l("As what?"), [needed(_l("Choose one."))], default=MembershipRole.MEMBER.value)
    lang = RadioField(_l("Language of the mail"), [needed(_l("Choose one."))])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role.choices = [
            (MembershipRole.MEMBER.value, _("member: declares, confirms and writes for it")),
            (MembershipRole.MANAGER.value, _("manager: lets people in and corrects its page, too")),
        ]
        self.lang.choices = lang_choices()


@bp.get("/<int:organisation_id>/people")
@requires(Permission.MANAGE_ORGANISATION)
def people(organisation_id: int) -> ResponseReturnValue:
    """Everybody who acts for it and whom it has invited, for its managers."""
    return _page(_managed(organisation_id), InviteForm(lang=_lang_of_reader()))


@bp.post("/<int:organisation_id>/people/invite")
@requires(Permission.MANAGE_ORGANISATION)
@limiter.limit(sign_up_limit)
def invite(organisation_id: int) -> ResponseReturnValue:
    """Invite an address; the answer is the same whether it has an account or acts for the organisation already."""
    organisation = _managed(organisation_id)
    form = InviteForm()
    if not form.validate_on_submit():
        return _page(organisation, form), 422
    role, lang = MembershipRole(form.role.data), Lang(form.lang.data)
    try:
        services.invite(organisation, form.email.data or "", role, lang, by=current_user)
    except RuleViolation as refusal:
        db.session.rollback()
        form.form_errors.append(explain(refusal))
        return _page(organisation, form), 409
    db.session.commit()
    flash(_("The invitation is sent to %(address)s.", address=form.email.data), "success")
    return redirect(url_for(".people", organisation_id=organisation_id), 303)


@bp.post("/<int:organisation_id>/people/invitations/<int(max=2147483647):invitation_id>/revoke")
@requires(Permission.MANAGE_ORGANISATION)
def revoke_invitation(organisation_id: int, invitation_id: int) -> ResponseReturnValue:
    """Take one back."""
    organisation = _managed(organisation_id)
    invitation = db.session.get(Invitation, invitation_id)
    if invitation is None or invitation.organisation_id != organisation.id:
        abort(404)
    try:
        services.revoke(invitation, by=current_user)
    except RuleViolation as refusal:
        db.session.rollback()
        flash(str(DEAD[refusal.code]), "error")
    else:
        db.session.commit()
        flash(_("The invitation is taken back: its link works no more."), "success")
    return redirect(url_for(".people", organisation_id=organisation_id), 303)


@bp.get("/invitations/<link>")
@requires(Permission.PUBLIC)
def invitation(link: str) -> ResponseReturnValue:
    """For whoever reads the mail: what it is about, and the way to accept, with or without an account."""
    try:
        return render_template("organisations/invitation.html", invitation=services.read(link), link=link)
    except RuleViolation as refusal:
        return _dead(refusal)


@bp.post("/invitations/<link>")
@requires(Permission.PUBLIC)
def answer_invitation(link: str) -> ResponseReturnValue:
    """Accept, signed in; decline, by whoever has the mail."""
    answer = request.form.get("answer")
    if answer not in {"accept", "decline"}:
        abort(400)
    if answer == "accept" and not (current_user.is_authenticated and current_user.is_confirmed):
        return redirect(url_for(".invitation", link=link), 303)
    try:
        if answer == "decline":
            services.decline(link)
            db.session.commit()
            flash(_("You have declined the invitation."), "success")
            return redirect(url_for("pages.home"), 303)
        place = services.accept(link, by=current_user)
    except RuleViolation as refusal:
        db.session.rollback()
        return _dead(refusal)
    db.session.commit()
    flash(_("You act for this organisation from now on."), "success")
    return redirect(url_for(".show", organisation_id=place.organisation_id), 303)


def _managed(organisation_id: int) -> Organisation:
    organisation = organisation_or_404(organisation_id)
    check(Permission.MANAGE_ORGANISATION, organisation)
    return organisation


def _page(organisation: Organisation, form: InviteForm) -> str:
    return render_template(
        "organisations/people.html",
        organisation=organisation,
        members=queries.acting_for(organisation),
        invitations=services.open_invitations(organisation, now()),
        form=form,
    )


def _dead(refusal: RuleViolation) -> ResponseReturnValue:
    status = 404 if refusal.code == "link_wrong" else 410
    return render_template("organisations/dead_invitation.html", words=str(DEAD[refusal.code])), status


def _lang_of_reader() -> str:
    return lang_choices()[0][0]

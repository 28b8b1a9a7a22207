"""Pages about a federation and its members."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import StringField, ValidationError

from trianon.accounts import affiliation_services as services
from trianon.accounts.affiliation_models import Affiliation
from trianon.accounts.fields import at_most, needed, one_line
from trianon.accounts.merging_views import NUMBER
from trianon.accounts.organisation_models import Organisation
from trianon.accounts.organisation_views import bp, organisation_or_404
from trianon.core.database import db
from trianon.core.deeds import do_and_say
from trianon.core.errors import RuleViolation, explain, explain_with
from trianon.core.permissions import Permission, check, requires
from trianon.core.publication import PUBLIC

bp.add_app_template_global(services.members_of, "members_of_federation")
bp.add_app_template_global(services.federations_of, "federations_of_organisation")

explain_with(
    {
        "member_of_itself": _l("An organisation is no member of itself: give the page of another one."),
        "member_in_a_circle": _l("Your organisation is listed as a member of that one already."),
    }
)


class MemberForm(FlaskForm):
    """Which organisation is a member."""

    member = StringField(
        _l("Address or number of the member’s page"),
        [needed(_l("Give the address of the other page.")), at_most(300)],
        filters=[one_line],
        description=_l("Open it and copy its address; the number in it suffices."),
    )

    def validate_member(self, field: StringField) -> None:
        """A public organisation."""
        found = NUMBER.search(field.data or "")
        self.organisation = db.session.get(Organisation, int(found[1])) if found else None
        if self.organisation is None or self.organisation.state not in PUBLIC:
            raise ValidationError(_("There is no organisation at this address."))


@bp.route("/<int:organisation_id>/members", methods=["GET", "POST"])
@requires(Permission.MANAGE_ORGANISATION)
def members(organisation_id: int) -> ResponseReturnValue:
    """Its members, and the federations that list it, for its managers."""
    organisation = organisation_or_404(organisation_id)
    check(Permission.MANAGE_ORGANISATION, organisation)
    form = MemberForm()
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit() and form.organisation is not None:
        try:
            services.list_member(organisation, form.organisation, by=current_user)
        except RuleViolation as refusal:
            db.session.rollback()
            form.form_errors.append(explain(refusal))
            status = 409
        else:
            db.session.commit()
            flash(_("Listed. Its manager is asked; where nobody acts for it, your word stands alone."), "success")
            return redirect(url_for(".members", organisation_id=organisation_id), 303)
    page = render_template(
        "organisations/members.html",
        organisation=organisation,
        form=form,
        members=services.members_of(organisation_id, asked=True),
        federations=services.federations_of(organisation_id, asked=True),
    )
    return page, status


@bp.post("/<int:organisation_id>/members/<int(max=2147483647):affiliation_id>/answer")
@requires(Permission.MANAGE_ORGANISATION)
def answer_affiliation(organisation_id: int, affiliation_id: int) -> ResponseReturnValue:
    """The member's manager accepts or declines; either of the two ends it."""
    organisation = organisation_or_404(organisation_id)
    check(Permission.MANAGE_ORGANISATION, organisation)
    found = db.session.get(Affiliation, affiliation_id)
    if found is None or organisation.id not in {found.federation_id, found.member_id}:
        abort(404)
    deeds: dict[str, Callable[[], None]] = {
        "accept": lambda: services.settle(found, accepted=True, by=current_user),
        "decline": lambda: services.settle(found, accepted=False, by=current_user),
        "end": lambda: services.end(found, by=current_user),
    }
    deed = deeds.get(request.form.get("answer", ""))
    if deed is None:
        abort(400)
    do_and_say(deed, _("Your changes are saved."))
    return redirect(url_for(".members", organisation_id=organisation_id), 303)

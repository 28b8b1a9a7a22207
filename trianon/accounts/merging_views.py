"""Pages about doubles: propose that two pages become one, answer the proposal."""

from __future__ import annotations

import re

import sqlalchemy as sa
from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import StringField, ValidationError

from trianon.accounts import merging_services as services
from trianon.accounts.fields import at_most, needed, one_line
from trianon.accounts.merging_models import MergeState, OrganisationMerge
from trianon.accounts.merging_rules import may_settle_merge
from trianon.accounts.organisation_models import Organisation
from trianon.accounts.organisation_views import bp, organisation_or_404
from trianon.core.database import db
from trianon.core.deeds import do_and_say
from trianon.core.errors import RuleViolation, explain, explain_with
from trianon.core.permissions import Permission, can, check, requires

explain_with(
    {
        "merge_itself": _l("This is the same page: give that of the other one."),
        "merge_merged": _l("One of the two pages has been merged meanwhile."),
        "merge_sides": _l("The two organisations take part for different countries."),
        "merge_proposed": _l("A merge of this page with another one waits for an answer."),
    }
)
NUMBER = re.compile(r"(?:^|/organisations/)([1-9][0-9]{0,8})/?(?:[?#].*)?$")


class MergeForm(FlaskForm):
    """The page that stays."""

    into = StringField(
        _l("Address or number of the page that stays"),
        [needed(_l("Give the address of the other page.")), at_most(300)],
        filters=[one_line],
        description=_l("Open it and copy its address; the number in it suffices."),
    )

    def validate_into(self, field: StringField) -> None:
        """A public organisation."""
        found = NUMBER.search(field.data or "")
        self.organisation = db.session.get(Organisation, int(found[1])) if found else None
        if self.organisation is None or not can(Permission.VIEW_ORGANISATION, self.organisation):
            raise ValidationError(_("There is no organisation at this address."))


@bp.route("/<int:organisation_id>/merge", methods=["GET", "POST"])
@requires(Permission.PROPOSE_MERGE)
def propose_merge(organisation_id: int) -> ResponseReturnValue:
    """This page goes, another one stays with all that both have."""
    organisation = organisation_or_404(organisation_id)
    check(Permission.PROPOSE_MERGE, organisation)
    form = MergeForm()
    if form.validate_on_submit() and form.organisation is not None:
        try:
            services.propose(organisation, form.organisation, by=current_user)
        except RuleViolation as refusal:
            db.session.rollback()
            form.form_errors.append(explain(refusal))
        else:
            db.session.commit()
            flash(_("Proposed. A member of the committee from its country decides."), "success")
            return redirect(url_for(".show", organisation_id=organisation.id), 303)
    page = render_template("organisations/merge.html", form=form, organisation=organisation)
    return page, 422 if form.is_submitted() else 200


@bp.post("/<int:organisation_id>/merge/<int:merge_id>")
@requires(Permission.MODERATE)
def settle_merge(organisation_id: int, merge_id: int) -> ResponseReturnValue:
    """Make the two pages one, or leave them."""
    merge = db.session.get(OrganisationMerge, merge_id) if merge_id < 2**31 else None
    if merge is None or merge.organisation_id != organisation_id:
        abort(404)
    answer = request.form.get("answer")
    if answer not in {"accept", "decline"}:
        abort(400)
    stays = merge.into_id
    do_and_say(
        lambda: services.settle(merge, accepted=answer == "accept", by=current_user),
        _("The two pages are one now.") if answer == "accept" else _("The two pages stay as they are."),
    )
    return redirect(url_for(".show", organisation_id=stays), 303)


@bp.app_template_global("merge_of")
def merge_of(organisation: Organisation) -> OrganisationMerge | None:
    """The proposal about a page that waits, for whoever may answer it."""
    if not (current_user.is_authenticated and current_user.sits):
        return None
    rows = sa.select(OrganisationMerge).filter_by(organisation_id=organisation.id, state=MergeState.ASKED)
    found = db.session.scalars(rows).one_or_none()
    return found if found is not None and may_settle_merge(current_user, found) else None

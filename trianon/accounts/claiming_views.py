"""Pages about claiming an organisation that nobody acts for."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from trianon.accounts import claiming_services as services
from trianon.accounts.claiming_forms import ClaimForm
from trianon.accounts.claiming_models import OrganisationClaim
from trianon.accounts.claiming_rules import LIVING_CLAIM, LONGEST_CLAIM, may_claim_organisation
from trianon.accounts.organisation_models import Organisation
from trianon.accounts.organisation_views import bp, organisation_or_404
from trianon.core.database import db
from trianon.core.errors import RuleViolation, explain
from trianon.core.permissions import Permission, requires

CLAIM_SENT = _l("Your claim is sent. A member of the committee from its country decides; you get a mail.")


@bp.route("/<int:organisation_id>/claim", methods=["GET", "POST"])
@requires(Permission.PARTICIPATE)
def claim(organisation_id: int) -> ResponseReturnValue:
    """Say that one is of this organisation; corrected and sent again on the same page."""
    organisation = organisation_or_404(organisation_id)
    known = services.own_claim(organisation, current_user)
    form = ClaimForm(text=known.text if known else "")
    refusal = ""
    if form.validate_on_submit():
        try:
            services.claim(organisation, form.text.data or "", by=current_user)
        except RuleViolation as violation:
            db.session.rollback()
            refusal, known = explain(violation), None
        else:
            db.session.commit()
            flash(str(CLAIM_SENT), "success")
            return redirect(url_for(".show", organisation_id=organisation_id), 303)
    page = render_template(
        "organisations/claim.html",
        form=form,
        organisation=organisation,
        known=known,
        refusal=refusal,
        is_possible=may_claim_organisation(current_user, organisation),
        most=LONGEST_CLAIM,
    )
    return page, (409 if refusal else 422) if request.method == "POST" else 200


@bp.post("/<int:organisation_id>/claim/withdraw")
@requires(Permission.PARTICIPATE)
def withdraw_claim(organisation_id: int) -> ResponseReturnValue:
    """Take one's own claim back."""
    organisation = organisation_or_404(organisation_id)
    known = services.own_claim(organisation, current_user)
    if known is None:
        abort(404)
    try:
        services.withdraw(known, by=current_user)
    except RuleViolation:
        db.session.rollback()
        flash(explain(RuleViolation("claim_settled")), "error")
    else:
        db.session.commit()
        flash(_("Your claim is withdrawn."), "success")
    return redirect(url_for(".show", organisation_id=organisation_id), 303)


@bp.app_template_global("claim_of_organisation")
def claim_of(organisation: Organisation) -> OrganisationClaim | None:
    """The reader's own claim that waits."""
    known = services.own_claim(organisation, current_user) if current_user.is_authenticated else None
    return known if known is not None and known.state in LIVING_CLAIM else None


@bp.app_template_test("claimable")
def is_claimable(organisation: Organisation) -> bool:
    """Whether nobody acts for it, and the reader may say that they are of it."""
    return may_claim_organisation(current_user, organisation)

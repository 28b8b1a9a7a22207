"""“This is ours”: a verified partner claims a record that was read in public sources."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import RadioField

from trianon.accounts.claiming_forms import ClaimForm
from trianon.accounts.claiming_rules import LIVING_CLAIM, LONGEST_CLAIM
from trianon.accounts.claiming_views import CLAIM_SENT
from trianon.accounts.organisation_models import Organisation
from trianon.cooperations import claiming_services as services
from trianon.cooperations.choices import names_of
from trianon.cooperations.claiming_models import RecordClaim
from trianon.cooperations.confirming_views import bp
from trianon.cooperations.models import Cooperation
from trianon.cooperations.representing import organisations_of
from trianon.core.database import db, lock
from trianon.core.errors import RuleViolation, explain
from trianon.core.permissions import Permission, check, requires

bp.add_app_template_global(services.is_claimable, "is_claimable_record")


class RecordClaimForm(ClaimForm):
    """For which organisation, too."""

    organisation = RadioField(_l("You act for:"))

    def __init__(self, organisations: list[Organisation], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation.choices = names_of(organisations)
        if not self.is_submitted() and len(organisations) == 1:
            self.organisation.data = str(organisations[0].id)


@bp.route("/<int(max=2147483647):cooperation_id>/claim", methods=["GET", "POST"])
@requires(Permission.PARTICIPATE)
def claim(cooperation_id: int) -> ResponseReturnValue:
    """Claim it, correct the claim and send it again; to whoever may not, the page says what is missing."""
    cooperation = _found(cooperation_id)
    organisations = services.claimants(current_user, cooperation)
    known = _known(cooperation, organisations)
    form = RecordClaimForm(organisations, text=known.text if known else "")
    if request.method == "GET" or not organisations or not form.validate_on_submit():
        status = 200 if request.method == "GET" else 422 if organisations else 409
        return _page(cooperation, organisations, form, known), status
    organisation = next(one for one in organisations if str(one.id) == form.organisation.data)
    try:
        services.claim(cooperation, organisation, form.text.data or "", by=current_user)
    except RuleViolation as violation:
        db.session.rollback()
        form.form_errors.append(explain(violation))
        return _page(cooperation, organisations, form, None), 409
    db.session.commit()
    flash(str(CLAIM_SENT), "success")
    return redirect(url_for("cooperations.show", cooperation_id=cooperation_id), 303)


@bp.post("/<int(max=2147483647):cooperation_id>/claim/withdraw")
@requires(Permission.PARTICIPATE)
def withdraw_claim(cooperation_id: int) -> ResponseReturnValue:
    """Take the claim of one's organisation back."""
    cooperation = _found(cooperation_id)
    known = _known(cooperation, organisations_of(current_user))
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
    return redirect(url_for("cooperations.show", cooperation_id=cooperation_id), 303)


@bp.app_template_global("claim_of_record")
def claim_of(cooperation: Cooperation) -> RecordClaim | None:
    """The claim that waits, for the people of the organisation that made it."""
    known = _known(cooperation, organisations_of(current_user)) if current_user.is_authenticated else None
    return known if known is not None and known.state in LIVING_CLAIM else None


def _found(cooperation_id: int) -> Cooperation:
    found = (
        lock(Cooperation, cooperation_id) if request.method == "POST" else db.session.get(Cooperation, cooperation_id)
    )
    if found is None:
        abort(404)
    check(Permission.VIEW_COOPERATION, found, 404)
    return found


def _known(cooperation: Cooperation, organisations: list[Organisation]) -> RecordClaim | None:
    """The newest claim of one of these organisations."""
    found = [services.newest_claim(cooperation, one) for one in organisations]
    return max((one for one in found if one is not None), key=lambda one: one.id, default=None)


def _page(
    cooperation: Cooperation, organisations: list[Organisation], form: RecordClaimForm, known: RecordClaim | None
) -> str:
    return render_template(
        "declaring/claim.html",
        cooperation=cooperation,
        version=cooperation.public_version or cooperation.latest,
        organisations=organisations,
        form=form,
        known=known,
        most=LONGEST_CLAIM,
    )

"""Pages of organisations: list, page, propose, correct, ask to act for one, let somebody in."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, TypeVar

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from trianon.accounts import organisation_queries as queries
from trianon.accounts import organisation_services as services
from trianon.accounts.fields import side_choices
from trianon.accounts.organisation_filters import FILTERS
from trianon.accounts.organisation_forms import KINDS, OrganisationForm
from trianon.accounts.organisation_models import Membership, Organisation, OrganisationKind
from trianon.accounts.organisation_rules import is_descriptive_only
from trianon.bilingual.urls import localised_blueprint
from trianon.core.database import db, lock
from trianon.core.errors import RuleViolation, explain, explain_with
from trianon.core.permissions import Permission, check, requires
from trianon.core.sides import Side

bp = localised_blueprint("organisations", __name__, "/organisations")
Choice = TypeVar("Choice", bound=StrEnum)

explain_with(
    {
        "organisation_not_public": _l("This organisation waits to be verified: nobody can join it yet."),
        "membership_settled": _l("This request has been answered already."),
        "not_your_organisation": _l("You do not act for this organisation."),
    }
)


@bp.get("/", endpoint="index")
@requires(Permission.PUBLIC)
def public_list() -> ResponseReturnValue:
    """The public list, with words and filters."""
    words = request.args.get("q", "").strip()[:200]
    kinds, sides = _chosen("kind", OrganisationKind), _chosen("side", Side)
    given = [(one, request.args.getlist(one.name)) for one in FILTERS]
    among = [numbers for one, values in given if (numbers := one.among(values)) is not None]
    found = queries.public_organisations(words, kinds, sides, request.args.get("page"), among)
    more = [group for one, values in given if (group := one.group(values)) is not None]
    return render_template(
        "organisations/index.html",
        found=found,
        words=words,
        groups=_groups(kinds, sides) + more,
        active=len(kinds) + len(sides) + len(among),
        kind_words=KINDS,
        around=_around,
    )


def _chosen(name: str, kind: type[Choice]) -> list[Choice]:
    """The values of a filter that exist; others are passed over."""
    known = {member.value: member for member in kind}
    return [known[value] for value in dict.fromkeys(request.args.getlist(name)) if value in known]


def _groups(kinds: list[OrganisationKind], sides: list[Side]) -> list[dict[str, object]]:
    return [
        {
            "name": "side",
            "label": _("Country"),
            "kind": "checkbox",
            "options": [{"value": v, "label": label, "checked": v in sides} for v, label in side_choices()],
        },
        {
            "name": "kind",
            "label": _("Kind"),
            "kind": "select",
            "options": [
                {"value": "", "label": _("All kinds"), "checked": not kinds},
                *({"value": k.value, "label": label, "checked": k in kinds} for k, label in KINDS.items()),
            ],
        },
    ]


def _around(cursor: str | None) -> str | None:
    """The address of another page of the same search."""
    if cursor is None:
        return None
    kept: dict[str, Any] = {
        name: request.args.getlist(name) for name in ("q", "kind", "side", *(one.name for one in FILTERS))
    }
    return url_for(".index", **kept, page=cursor)


def organisation_or_404(organisation_id: int) -> Organisation:
    """The organisation, if it exists and this person may know so; the page it was merged into, by its address."""
    organisation = db.session.get(Organisation, organisation_id) if organisation_id < 2**31 else None
    if organisation is None:
        abort(404)
    if organisation.merged_into_id is not None:
        # A form that was open meanwhile is answered by the page that stays: nobody's text goes elsewhere unseen.
        moved = url_for(".show", organisation_id=organisation.merged_into_id)
        abort(redirect(moved, 301 if request.method in {"GET", "HEAD"} else 303))
    check(Permission.VIEW_ORGANISATION, organisation, 404)
    return organisation


@bp.get("/<int:organisation_id>/")
@requires(Permission.VIEW_ORGANISATION)
def show(organisation_id: int) -> ResponseReturnValue:
    """What is public about it; for its managers, who asks to join."""
    return _page(organisation_or_404(organisation_id))


def _page(organisation: Organisation, refusal: str = "", status: int = 200) -> ResponseReturnValue:
    mine = queries.living_membership(current_user, organisation) if current_user.is_authenticated else None
    manages = mine is not None and mine.role == "manager" and mine.state == "accepted"
    page = render_template(
        "organisations/show.html",
        organisation=organisation,
        members=queries.number_of_members(organisation),
        mine=mine,
        manages=manages,
        asking=queries.asking_for(organisation) if manages else [],
        kind_words=KINDS,
        refusal=refusal,
    )
    return page, status


@bp.route("/propose", methods=["GET", "POST"])
@requires(Permission.PARTICIPATE)
def propose() -> ResponseReturnValue:
    """Propose one and manage it."""
    form = OrganisationForm(side=current_user.side.value)
    if form.validate_on_submit():
        organisation = services.propose(form.said(), by=current_user)
        db.session.commit()
        flash(_("Thank you. A committee member of its country verifies the organisation; you get a mail."), "success")
        return redirect(url_for(".show", organisation_id=organisation.id), 303)
    return render_template("organisations/edit.html", form=form, organisation=None), 422 if form.is_submitted() else 200


@bp.route("/<int:organisation_id>/edit", methods=["GET", "POST"])
@requires(Permission.MANAGE_ORGANISATION)
def edit(organisation_id: int) -> ResponseReturnValue:
    """Correct it; what is not verified is sent again."""
    organisation = organisation_or_404(organisation_id)
    check(Permission.MANAGE_ORGANISATION, organisation)
    form = OrganisationForm(organisation=organisation)
    if is_descriptive_only(organisation):
        form.fix_what_was_vouched_for()
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        lock(Organisation, organisation.id)
        if form.version.data == organisation.version:
            services.edit(organisation, form.said(organisation), by=current_user)
            db.session.commit()
            flash(_("Your changes are saved."), "success")
            return redirect(url_for(".show", organisation_id=organisation.id), 303)
        status = 409
        form.form_errors.append(
            _("Somebody has changed this page meanwhile. Compare, then send again: nothing is lost.")
        )
        form.version.data, form.version.raw_data = organisation.version, None
    return render_template("organisations/edit.html", form=form, organisation=organisation, stale=status == 409), status


@bp.post("/<int:organisation_id>/join")
@requires(Permission.PARTICIPATE)
def join(organisation_id: int) -> ResponseReturnValue:
    """Ask its managers to be let in."""
    organisation = organisation_or_404(organisation_id)
    try:
        services.ask_to_join(organisation, by=current_user)
    except RuleViolation as refusal:
        return _page(organisation, explain(refusal), 409)
    db.session.commit()
    flash(_("Your request is sent. You get a mail when it is answered."), "success")
    return redirect(url_for(".show", organisation_id=organisation.id), 303)


@bp.post("/<int:organisation_id>/members/<int:membership_id>")
@requires(Permission.MANAGE_ORGANISATION)
def settle(organisation_id: int, membership_id: int) -> ResponseReturnValue:
    """Let somebody in, or not."""
    organisation = organisation_or_404(organisation_id)
    check(Permission.MANAGE_ORGANISATION, organisation)
    membership = db.session.get(Membership, membership_id) if membership_id < 2**31 else None
    if membership is None or membership.organisation_id != organisation.id:
        abort(404)
    answer = request.form.get("answer")
    if answer not in {"accept", "decline"}:
        abort(400)
    try:
        services.settle(membership, accepted=answer == "accept", by=current_user)
    except RuleViolation as refusal:
        return _page(organisation, explain(refusal), 409)
    db.session.commit()
    flash(_("The answer is sent."), "success")
    return redirect(url_for(".show", organisation_id=organisation.id), 303)

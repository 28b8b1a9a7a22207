"""The moderation charter, its versions, and how both secretaries general change its table."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from trianon.committee import labels
from trianon.committee import policy_queries as queries
from trianon.committee import policy_services as services
from trianon.committee.charter import changes_in_words, removal_in_words, rows_of_table
from trianon.committee.policy_forms import PolicyAnswerForm, PolicyForm, data_of
from trianon.committee.policy_models import Policy, PolicyState
from trianon.committee.policy_rules import FIRST_NUMBER, differences, may_answer, table_of
from trianon.committee.rules import TABLE, TARGET_HOURS
from trianon.committee.views import bp
from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.deeds import do_and_say
from trianon.core.errors import RuleViolation, explain
from trianon.core.permissions import Permission, requires


@bp.get("/charter")
@requires(Permission.PUBLIC)
def charter() -> ResponseReturnValue:
    """Who decides what, by which reasons, and what follows: the table of voices in words."""
    policy = queries.in_force(now())
    return render_template(
        "committee/charter.html",
        rows=rows_of_table(table_of(policy.cells) if policy else TABLE),
        number=queries.number_of(policy),
        coming=queries.coming(),
        removal=removal_in_words(),
        reasons=list(labels.REASONS_TO_CHOOSE.values()),
        target=TARGET_HOURS,
    )


@bp.get("/charter/versions")
@requires(Permission.PUBLIC)
def policies() -> ResponseReturnValue:
    """Every version that was in force, or will be: what it changed, why, from when."""
    return render_template("committee/policies.html", versions=queries.versions(), changes=_changes, first=FIRST_NUMBER)


@bp.get("/charter/versions/<int:number>")
@requires(Permission.PUBLIC)
def policy(number: int) -> ResponseReturnValue:
    """One version as a whole: that by which the cases opened in its time are decided."""
    found = queries.by_number(number) if number <= LARGEST else None
    if found is None and number != FIRST_NUMBER:
        abort(404)
    table = table_of(found.cells) if found else TABLE
    changes = _changes(found) if found else []
    return render_template(
        "committee/policy.html", policy=found, number=number, rows=rows_of_table(table), changes=changes
    )


@bp.route("/charter/propose", methods=["GET", "POST"])
@requires(Permission.CHANGE_POLICY)
def propose_policy() -> ResponseReturnValue:
    """Propose another version of the table."""
    waiting = queries.proposed()
    form = PolicyForm(data=data_of(queries.newest_cells()))
    form.offer()
    if form.validate_on_submit() and form.wanted_from.data:
        try:
            made = services.propose(form.cells(), form.reason(), form.wanted_from.data, by=current_user)
        except RuleViolation as refusal:
            db.session.rollback()
            form.form_errors.append(explain(refusal))
        else:
            address = url_for(".policy_proposal", policy_id=made.id)
            db.session.commit()
            flash(_("The other secretary general is asked."), "success")
            return redirect(address, 303)
    page = render_template("committee/propose_policy.html", form=form, waiting=waiting, coming=queries.coming())
    return page, 422 if form.is_submitted() else 200


@bp.get("/charter/proposals/<int:policy_id>")
@requires(Permission.CHANGE_POLICY)
def policy_proposal(policy_id: int) -> ResponseReturnValue:
    """What would change; the other side answers."""
    return _proposal_page(_found(policy_id), PolicyAnswerForm())


@bp.post("/charter/proposals/<int:policy_id>")
@requires(Permission.CHANGE_POLICY)
def answer_policy(policy_id: int) -> ResponseReturnValue:
    """Agree, or not."""
    found = _found(policy_id)
    if not may_answer(current_user.side, found.proposed_side):
        abort(403)
    form = PolicyAnswerForm()
    if not form.validate_on_submit():
        return _proposal_page(found, form), 422
    agreed = form.answer.data == "agree"
    return _done(
        policy_id, lambda: services.answer(found, agreed=agreed, by=current_user), _("Your answer is recorded.")
    )


@bp.post("/charter/proposals/<int:policy_id>/withdraw")
@requires(Permission.CHANGE_POLICY)
def withdraw_policy(policy_id: int) -> ResponseReturnValue:
    """Take a proposal of one's own side back."""
    found = _found(policy_id)
    if found.proposed_side is not current_user.side:
        abort(403)
    return _done(policy_id, lambda: services.withdraw(found, by=current_user), _("The proposal is taken back."))


# A number that both databases take.
LARGEST = 2**31 - 1
STATES = {
    PolicyState.PROPOSED: _l("waits for the other secretary general"),
    PolicyState.AGREED: _l("agreed by both"),
    PolicyState.DECLINED: _l("not agreed to"),
    PolicyState.WITHDRAWN: _l("taken back"),
}


def _found(policy_id: int) -> Policy:
    return queries.by_id(policy_id if policy_id <= LARGEST else None) or abort(404)


def _changes(policy: Policy) -> list[list[str]]:
    return changes_in_words(differences(queries.cells_before(policy), policy.cells))


def _proposal_page(found: Policy, form: PolicyAnswerForm) -> str:
    return render_template(
        "committee/policy_proposal.html",
        form=form,
        policy=found,
        changes=_changes(found),
        sides=labels.SIDES,
        waits=found.state is PolicyState.PROPOSED,
        may_answer=may_answer(current_user.side, found.proposed_side),
        is_ours=found.proposed_side is current_user.side,
        states=STATES,
    )


def _done(policy_id: int, deed: Callable[[], None], words: str) -> ResponseReturnValue:
    do_and_say(deed, words)
    return redirect(url_for(".policy_proposal", policy_id=policy_id), 303)

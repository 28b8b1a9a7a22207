"""Proposing a measure on a person; and what somebody finds whom a measure keeps from acting."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from trianon.accounts.models import Account
from trianon.accounts.space import Item, Section, section
from trianon.bilingual.lang import likely_lang
from trianon.committee import measure_words, measures, queries
from trianon.committee.labels import LANGUAGES
from trianon.committee.measure_forms import MeasureForm
from trianon.committee.measure_rules import stays_open
from trianon.committee.models import CaseState
from trianon.committee.rules import LONGEST_NOTE, Reason
from trianon.committee.views import FIELD_OF, bp
from trianon.core.database import db
from trianon.core.errors import RuleViolation, explain
from trianon.core.permissions import Permission, requires


@bp.route("/measures/<int:account_id>", methods=["GET", "POST"])
@requires(Permission.MODERATE)
def measure(account_id: int) -> ResponseReturnValue:
    """Why a measure should be taken on somebody; POST opens the case."""
    account = db.session.get(Account, account_id) if account_id < 2**31 else None
    if account is None or not account.is_active:
        abort(404)
    form = MeasureForm()
    form.offer()
    if request.method == "GET":
        return _page(account, form)
    if not form.validate_on_submit():
        return _page(account, form), 422
    return _propose(account, form)


@bp.before_app_request
def keep_from_acting() -> ResponseReturnValue | None:
    """Checked at each act: whoever is paused finds closed what something can be sent to, but for what is their own."""
    endpoint, rule = request.endpoint, request.url_rule
    if endpoint is None or rule is None or "POST" not in (rule.methods or ()) or stays_open(endpoint):
        return None
    if not current_user.is_authenticated or not current_user.is_paused:
        return None
    found = measures.standing(current_user.id)
    if found is None:
        return None
    case = queries.case_about("measure", found.id, 1)
    return render_template("committee/paused.html", words=measure_words.standing_in_words(found), case=case), 403


@section(order=1)
def own_measures(account: Account) -> Section | None:
    """What was decided on oneself, first of all; nothing where there is nothing."""
    found = [one for one in measures.of_account(account.id) if one.ended_at is None]
    items = []
    for one in found:
        case = queries.case_about("measure", one.id, 1)
        if case is not None:
            address = url_for("committee.statement", case_id=case.id)
            name = str(measure_words.NAMES[one.kind])
            items.append(Item(name[:1].upper() + name[1:], address, note=measure_words.lasts_in_words(one)))
    return Section(_("Measures of the Committee"), items) if items else None


def _propose(account: Account, form: MeasureForm) -> ResponseReturnValue:
    note, number = form.note.data or "", account.id
    try:
        case = measures.propose(
            account,
            by=current_user,
            kind=form.chosen,
            days=form.length,
            reasons=[Reason(code) for code in form.reasons.data or []],
            note=note,
            note_lang=likely_lang(note),
        )
    except RuleViolation as refusal:
        db.session.rollback()
        field = FIELD_OF.get(refusal.code, "kind")
        form[field].errors = [*form[field].errors, explain(refusal)]
        return _page(db.session.get_one(Account, number), form), 422
    opened, is_open = case.id, case.state is CaseState.OPEN
    db.session.commit()
    flash(
        _("The measure is proposed. It is taken when a member of the other side gives the same voice.")
        if is_open
        else _("The decision is recorded and the person is told."),
        "success",
    )
    return redirect(url_for(".case", case_id=opened), 303)


def _page(account: Account, form: MeasureForm) -> str:
    return render_template(
        "committee/measure.html",
        form=form,
        account=account,
        former=[(measure_words.NAMES[one.kind], one) for one in measures.of_account(account.id)],
        language=str(LANGUAGES[account.lang]),
        is_own=account.id == current_user.id,
        most=LONGEST_NOTE,
    )

"""The page on which a member asks for the removal of a public text, or hides it at once."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from trianon.bilingual.lang import likely_lang
from trianon.committee import hiding, removals
from trianon.committee.forms import RemovalForm
from trianon.committee.labels import LANGUAGES
from trianon.committee.models import CaseState
from trianon.committee.rules import LONGEST_NOTE, Reason
from trianon.committee.subjects import SUBJECTS
from trianon.committee.views import FIELD_OF, NOT_ALLOWED, bp
from trianon.core.database import db
from trianon.core.errors import RuleViolation, StaleForm, explain
from trianon.core.permissions import Permission, requires
from trianon.core.publication import PUBLIC


@bp.route(
    "/removal/<any(contribution, comment, cooperation, organisation, workshop):subject>/<int:item_id>",
    methods=["GET", "POST"],
)
@requires(Permission.MODERATE)
def removal(subject: str, item_id: int) -> ResponseReturnValue:
    """Why a public text should go; POST opens the case, and hides the text if that is asked for."""
    record = SUBJECTS[subject].load(item_id) if item_id < 2**31 else None
    if record is None or record.state not in PUBLIC:
        abort(404)
    form = RemovalForm()
    if request.method == "GET":
        form.version.data = str(hiding.public_number(record))
        return _page(subject, record, form)
    if not form.validate_on_submit():
        return _page(subject, record, form), 422
    return _ask(subject, item_id, form)


def _ask(subject: str, item_id: int, form: RemovalForm) -> ResponseReturnValue:
    note = form.note.data or ""
    hold = form.hold.data == "hold"
    try:
        case = removals.ask(
            subject,
            item_id,
            by=current_user,
            reasons=[Reason(code) for code in form.reasons.data or []],
            note=note,
            note_lang=likely_lang(note),
            shown_version=form.shown_version,
            hold=hold,
        )
    except StaleForm:
        db.session.rollback()
        record = SUBJECTS[subject].load(item_id) or abort(404)
        stale = _(
            "Another version of this text is public by now, or none. Nothing was recorded; what you typed is below."
        )
        form.version.raw_data, form.version.data = None, str(hiding.public_number(record))
        return _page(subject, record, form, problem=stale), 409
    except RuleViolation as refusal:
        db.session.rollback()
        return _refused(subject, item_id, form, refusal)
    number, is_open = case.id, case.state is CaseState.OPEN
    db.session.commit()
    flash(_told(is_open=is_open, hold=hold), "success")
    return redirect(url_for(".case", case_id=number), 303)


def _told(*, is_open: bool, hold: bool) -> str:
    if not is_open:
        return _("Both sides have asked for it: the text is removed and its author is told.")
    if hold:
        return _("The text is hidden and its author is told. The other side reviews it.")
    return _("Your voice is recorded. The text stays on the site until both sides have decided.")


def _refused(subject: str, item_id: int, form: RemovalForm, refusal: RuleViolation) -> ResponseReturnValue:
    record = SUBJECTS[subject].load(item_id) or abort(404)
    if refusal.code in NOT_ALLOWED:
        return _page(subject, record, form, problem=explain(refusal)), 403
    field = form[FIELD_OF.get(refusal.code, "hold")]
    field.errors = [*field.errors, explain(refusal)]
    return _page(subject, record, form), 422


def _page(subject: str, record: Any, form: RemovalForm, *, problem: str = "") -> str:
    kind = SUBJECTS[subject]
    langs = dict.fromkeys([*(person.lang for person in kind.authors(record)), kind.lang(record)])
    return render_template(
        "committee/removal.html",
        form=form,
        title=hiding.public_title(record) or kind.title(record),
        address=kind.url(record.id),
        is_own=kind.own(current_user, record),
        may_hold=removals.may_hold(subject, record.id, hiding.public_number(record) or 0, current_user),
        languages=[str(LANGUAGES[lang]) for lang in langs],
        most=LONGEST_NOTE,
        problem=problem,
    )

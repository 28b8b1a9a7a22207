"""What its author does with a record that exists: correct it, withdraw it."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from trianon.accounts import drafts
from trianon.accounts.models import Draft, DraftKind
from trianon.cooperations import services, typed
from trianon.cooperations.declaring_views import bp
from trianon.cooperations.editing import typed_from
from trianon.cooperations.models import Cooperation, CooperationVersion
from trianon.cooperations.rules import may_be_corrected
from trianon.cooperations.vocabulary import Activity
from trianon.core.database import db, lock
from trianon.core.errors import RuleViolation, explain
from trianon.core.permissions import Permission, can, check, requires
from trianon.core.publication import State


@bp.route("/correct/<int(max=2147483647):cooperation_id>", methods=["GET", "POST"])
@requires(Permission.CORRECT_COOPERATION)
def correct(cooperation_id: int) -> ResponseReturnValue:
    """Why changes were asked, and the button that opens the record as a draft; others propose a correction so."""
    cooperation = _found(cooperation_id, Permission.CORRECT_COOPERATION)
    begun = _begun(cooperation)
    if request.method == "GET" or not may_be_corrected(cooperation.state, cooperation.pending):
        page = render_template(
            "declaring/correct.html",
            cooperation=cooperation,
            is_possible=may_be_corrected(cooperation.state, cooperation.pending),
            begun=begun,
            proposes=not can(Permission.EDIT_COOPERATION, cooperation),
            title=_base(cooperation).title,
        )
        return page, 200 if request.method == "GET" else 409
    draft = begun or _new_draft(cooperation)
    db.session.commit()
    return redirect(url_for(".check", key=str(draft.id)), 303)


@bp.route("/withdraw/<int(max=2147483647):cooperation_id>", methods=["GET", "POST"])
@requires(Permission.EDIT_COOPERATION)
def withdraw(cooperation_id: int) -> ResponseReturnValue:
    """Asked once more, because it takes a public record out of the directory at once."""
    cooperation = _found(cooperation_id, Permission.EDIT_COOPERATION)
    if request.method == "GET":
        return render_template("declaring/withdraw.html", cooperation=cooperation, refusal="")
    try:
        services.withdraw(cooperation, by=current_user)
    except RuleViolation as refusal:
        page = render_template("declaring/withdraw.html", cooperation=cooperation, refusal=explain(refusal))
        return page, 409
    db.session.commit()
    flash(_("The cooperation is withdrawn."), "success")
    return redirect(url_for("cooperations.show", cooperation_id=cooperation.id), 303)


def _found(cooperation_id: int, permission: Permission) -> Cooperation:
    """The record, if the person may do this to it; others learn nothing of one that is not public."""
    found = (
        lock(Cooperation, cooperation_id) if request.method == "POST" else db.session.get(Cooperation, cooperation_id)
    )
    if found is None:
        abort(404)
    check(Permission.VIEW_COOPERATION, found, 404)
    check(permission, found)
    return found


def _base(cooperation: Cooperation) -> CooperationVersion:
    """What is corrected: the newest version to whoever may read it, the public one to all others."""
    latest, public = cooperation.latest, cooperation.public_version
    is_own = latest.recorded_by_id == current_user.id
    waits_for_author = cooperation.pending is State.CHANGES_ASKED and can(Permission.EDIT_COOPERATION, cooperation)
    return latest if public is None or is_own or waits_for_author else public


def _begun(cooperation: Cooperation) -> Draft | None:
    """A correction of the same version that the person has begun already."""
    own = (draft for draft in drafts.drafts_of(current_user) if draft.kind is DraftKind.COOPERATION)
    same = (draft for draft in own if draft.subject_id == cooperation.id)
    return next((draft for draft in same if draft.data.get("version") == cooperation.version), None)


def _new_draft(cooperation: Cooperation) -> Draft:
    draft, _key = drafts.start(
        DraftKind.COOPERATION, cooperation.latest.source_lang, current_user, subject_id=cooperation.id
    )
    steps = typed_from(cooperation, _base(cooperation))
    if not can(Permission.EDIT_COOPERATION, cooperation):
        # Whoever proposes a correction does not speak for the record's organisation.
        steps[typed.SOURCES] = [pair for pair in steps[typed.SOURCES] if pair[0] != "on_behalf_of"]
        # Nor for its side: what nobody has stated need not be stated here.
        unknown = {"activity": Activity.UNKNOWN.value}
        steps[typed.ACTIVITY] = [(name, value or unknown.get(name, "")) for name, value in steps[typed.ACTIVITY]]
    base = _base(cooperation)
    has_no_summary = not base.summary.get(base.source_lang)
    has_its_voice = not services.may_change_voice(cooperation, current_user)
    made = {"steps": steps, "version": cooperation.version}
    drafts.save(draft, made | {"has_no_summary": has_no_summary, "has_its_voice": has_its_voice})
    return draft

"""Correcting one's own text: what is typed is saved meanwhile, found again, and sent once."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from flask import abort, flash, jsonify, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from trianon.accounts import drafts
from trianon.accounts.draft_words import draft_saved
from trianon.accounts.models import Draft
from trianon.contributions import begun_corrections, drafting, services
from trianon.contributions.blueprint import bp
from trianon.contributions.forms import EditForm
from trianon.contributions.keeping import kept_on_device
from trianon.contributions.models import Contribution
from trianon.contributions.rules import may_be_corrected
from trianon.contributions.writing_views import THROWN, preview_of
from trianon.core.database import db, lock
from trianon.core.errors import RuleViolation, StaleForm, explain
from trianon.core.permissions import Permission, check, requires
from trianon.core.publication import PUBLIC
from trianon.core.requests import checks_its_own_mark

# The text is as it is, and no other words would help.
NOT_NOW = frozenset({"text_is_closed", "not_possible_now"})


@bp.route("/<int:contribution_id>/edit", methods=["GET", "POST"])
@checks_its_own_mark(bp)
@requires(Permission.EDIT_CONTRIBUTION)
def edit(contribution_id: int) -> ResponseReturnValue:
    """Correct one's own text and send it again."""
    item = _own_or_404(contribution_id)
    draft = begun_corrections.of(item)
    if request.method == "GET":
        return _first_page(item, draft)
    form = EditForm()
    if not form.has_good_mark():
        return _edit_page(form, item, draft, 400)
    button = request.form.get("do", "")
    if button == "discard":
        return _discard(item, draft)
    if _is_overtaken(draft):
        return _changed_elsewhere(form, item, draft)
    if button in {"draft", "preview"}:
        return _keep(form, item, draft, stays=button == "preview")
    return _send(form, item, draft) if form.validate() else _edit_page(form, item, draft, 422)


@bp.post("/<int:contribution_id>/edit/draft")
@requires(Permission.EDIT_CONTRIBUTION)
def save_correction(contribution_id: int) -> ResponseReturnValue:
    """Keep what stands in the form now; 409 when another window has saved, or the text has changed, since."""
    item = _own_or_404(contribution_id)
    draft = begun_corrections.of(item)
    if _is_overtaken(draft):
        words = _("Another window has changed this draft. What you type here is kept on this device alone.")
        return jsonify(words=words), 409
    try:
        kept = _kept(item, draft, EditForm().shown_version)
    except StaleForm:
        return jsonify(words=_("This text has changed meanwhile. Save the draft by its button to compare both.")), 409
    except RuleViolation as refusal:
        return jsonify(words=explain(refusal)), 409 if refusal.code in NOT_NOW else 422
    # What is committed would be read anew.
    answer = jsonify(words="") if kept is None else jsonify(**_addresses(item), words=draft_saved(kept.saved_at))
    db.session.commit()
    return answer


def _addresses(item: Contribution) -> dict[str, str]:
    """Where the correction goes on and is saved next, and under what name the device keeps it."""
    return {
        "address": url_for(".edit", contribution_id=item.id),
        "keep": _on_device(item)["keep"],
        "save": url_for(".save_correction", contribution_id=item.id),
    }


def _own_or_404(contribution_id: int) -> Contribution:
    """The text, locked when it is about to change: forms are compared with what is true then."""
    if contribution_id >= 2**31:
        abort(404)
    writing = request.method == "POST"
    item = lock(Contribution, contribution_id) if writing else db.session.get(Contribution, contribution_id)
    if item is None:
        abort(404)
    check(Permission.EDIT_CONTRIBUTION, item, 403 if item.state in PUBLIC else 404)
    return item


def _first_page(item: Contribution, draft: Draft | None) -> ResponseReturnValue:
    """The text as it is, or as its author has begun to change it; beside it the newer one, if it has changed since."""
    if not may_be_corrected(item):
        # Whoever comes from the list of their drafts reads why it has to wait.
        return redirect(url_for(".show", contribution_id=item.id), 303) if draft else abort(404)
    begun = draft.data if draft is not None else {}
    marks = {"version": str(item.version), "window": secrets.token_hex(6), "seen": begun.get(drafting.WINDOW, "")}
    form = EditForm(data=begun_corrections.said(item) | begun | marks)
    behind = draft is not None and begun_corrections.is_behind(draft, item)
    return _edit_page(form, item, draft, 200, newer=begun_corrections.said(item) if behind else None)


def _is_overtaken(draft: Draft | None) -> bool:
    return drafting.changed_elsewhere(draft, begun_corrections.typed(request.form), request.form.get("seen"))


def _kept(item: Contribution, draft: Draft | None, shown_version: int) -> Draft | None:
    return begun_corrections.keep(item, draft, begun_corrections.typed(request.form), shown_version=shown_version)


def _changed_elsewhere(form: EditForm, item: Contribution, draft: Draft | None) -> ResponseReturnValue:
    """409: both are on the page; sent once more, this one takes the place of the other."""
    other = draft.data if draft is not None else {}
    form.seen.data = other.get(drafting.WINDOW, "")
    form.form_errors.append(_("Another window has changed this draft. Compare both, then send yours again to keep it."))
    return _edit_page(form, item, draft, 409, other=other)


def _keep(form: EditForm, item: Contribution, draft: Draft | None, *, stays: bool) -> ResponseReturnValue:
    """Keep it by the button; a preview keeps it on the way."""
    try:
        kept = _kept(item, draft, form.shown_version)
    except StaleForm:
        return _stale(form, item, draft)
    except RuleViolation as refusal:
        return _refused(form, item, draft, refusal)
    db.session.commit()
    if stays:
        form.validate()
        return _edit_page(form, item, kept or draft, 422 if form.errors else 200)
    if kept is not None:
        flash(_("Your draft is saved. You find it in your space."), "success")
    return redirect(url_for(".edit", contribution_id=item.id), 303)


def _discard(item: Contribution, draft: Draft | None) -> ResponseReturnValue:
    """Throw away what was begun, on the site and on the device; the text stays as it is."""
    if draft is not None:
        session[THROWN] = _on_device(item)["keep"]
        drafts.discard(draft)
        db.session.commit()
        flash(_("The draft is deleted."), "success")
    return redirect(url_for(".edit", contribution_id=item.id), 303)


def _send(form: EditForm, item: Contribution, draft: Draft | None) -> ResponseReturnValue:
    try:
        services.correct(item, by=current_user, shown_version=form.shown_version, **form.words())
    except StaleForm:
        db.session.rollback()
        return _stale(form, item, draft)
    except RuleViolation as refusal:
        db.session.rollback()
        return _refused(form, item, draft, refusal)
    db.session.commit()
    flash(_("Your text was sent again for examination."), "success")
    return redirect(url_for(".show", contribution_id=item.id), 303)


def _refused(form: EditForm, item: Contribution, draft: Draft | None, refusal: RuleViolation) -> ResponseReturnValue:
    form.form_errors.append(explain(refusal))
    return _edit_page(form, item, draft, 409 if refusal.code in NOT_NOW else 422)


def _stale(form: EditForm, item: Contribution, draft: Draft | None) -> ResponseReturnValue:
    """409: what was typed stays in the form, the text as it is now stands beside it."""
    form.version.data = str(item.version)
    form.form_errors.append(
        _("This text has changed since you opened the page. Compare with the version below, then send yours again.")
    )
    return _edit_page(form, item, draft, 409, newer=begun_corrections.said(item))


def _edit_page(
    form: EditForm, item: Contribution, draft: Draft | None, status: int, **beside: Mapping[str, Any] | None
) -> ResponseReturnValue:
    """`newer`: the text as it is now, `other`: the draft as another window has saved it, where they stand beside."""
    page = render_template(
        "contributions/edit.html",
        form=form,
        item=item,
        draft=draft,
        on_device=_on_device(item),
        preview=preview_of(form),
        thrown=session.pop(THROWN, "") if THROWN in session else "",
        **beside,
    )
    return page, status


def _on_device(item: Contribution) -> dict[str, str]:
    return kept_on_device(f"edit-{item.id}-{item.version}") | {"before": ""}

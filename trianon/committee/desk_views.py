"""What a member does at the desk beside giving a voice: go on, look, note, pass on, step aside, keep a view."""

from __future__ import annotations

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from trianon.committee import aside, claims, notes, queries, saved_views
from trianon.committee.case_page import CasePage
from trianon.committee.forms import HandoverForm, NoteForm, VoiceForm
from trianon.committee.views import asked_filters, bp, go_on, render_queue
from trianon.core.database import db
from trianon.core.errors import RuleViolation, StaleForm, explain
from trianon.core.permissions import Permission, check, requires


@bp.post("/queue/next")
@requires(Permission.MODERATE)
def next_case() -> ResponseReturnValue:
    """Begin with the list, or leave a case as it is and go on with the next one."""
    after = request.form.get("after", "")
    known = queries.case_by_id(int(after)) if after.isascii() and after.isdigit() and len(after) < 10 else None
    if known is not None:
        claims.release(known, by=current_user)
        db.session.commit()
    return go_on(asked_filters(), after=known)


@bp.post("/cases/<int:case_id>/claim")
@requires(Permission.MODERATE)
def claim(case_id: int) -> ResponseReturnValue:
    """Tell the others that one looks at it, or no longer."""
    page = _page(case_id)
    if page.is_open and not page.is_own:
        deed = claims.release if request.form.get("release") else claims.claim
        deed(page.case, by=current_user)
        db.session.commit()
    return _back_to(page)


@bp.post("/cases/<int:case_id>/notes")
@requires(Permission.MODERATE)
def write_note(case_id: int) -> ResponseReturnValue:
    """A note that the members of one's own side read."""
    page, form = _page_to_decide(case_id), NoteForm()
    try:
        notes.write(page.case, by=current_user, text=form.internal.data or "")
    except RuleViolation as refusal:
        db.session.rollback()
        form.internal.errors = [explain(refusal)]
        return _again(case_id, note_form=form), 422
    db.session.commit()
    flash(_("Your note is kept: the members of your side read it, the other side does not."), "success")
    return _back_to(page, "notes")


@bp.post("/notes/<int:note_id>/take-back")
@requires(Permission.MODERATE)
def take_back_note(note_id: int) -> ResponseReturnValue:
    """By who wrote it; a note of the other side does not exist for this one."""
    note = notes.note_for(note_id, current_user) or abort(404)
    page = _page_to_decide(note.case_id)
    try:
        notes.take_back(note, by=current_user)
    except RuleViolation as refusal:
        db.session.rollback()
        return page.render(_voice_form(page), problem=explain(refusal)), 403
    db.session.commit()
    flash(_("Your note is deleted."), "success")
    return _back_to(page, "notes")


@bp.post("/cases/<int:case_id>/pass")
@requires(Permission.MODERATE)
def pass_on(case_id: int) -> ResponseReturnValue:
    """Ask the other side to look at it first."""
    page, form = _page_to_decide(case_id), HandoverForm()
    try:
        notes.pass_on(page.case, by=current_user, text=form.asked.data or "")
    except StaleForm:
        db.session.rollback()
        return _again(case_id, handover_form=form, stale=_("This case does not wait for voices any more.")), 409
    except RuleViolation as refusal:
        db.session.rollback()
        form.asked.errors = [explain(refusal)]
        return _again(case_id, handover_form=form), 422
    db.session.commit()
    flash(_("The other side is asked to begin (case no. %(number)s).", number=case_id), "success")
    return go_on(asked_filters(), after=page.case)


@bp.post("/cases/<int:case_id>/step-aside")
@requires(Permission.MODERATE)
def step_aside(case_id: int) -> ResponseReturnValue:
    """Declare a conflict of interest: the case leaves one's queue, and one's voice counts no more."""
    page = _page(case_id)
    aside.step_aside(page.case, by=current_user)
    db.session.commit()
    flash(_("You have stepped aside (case no. %(number)s): others decide on this text.", number=case_id), "success")
    return go_on(asked_filters(), after=page.case)


@bp.post("/queue/views")
@requires(Permission.MODERATE)
def save_view() -> ResponseReturnValue:
    """Keep the filters of the address under a name."""
    filters = asked_filters()
    try:
        view = saved_views.save(request.form.get("name", ""), filters, by=current_user)
    except RuleViolation as refusal:
        db.session.rollback()
        return render_queue(filters, view_name=request.form.get("name", ""), problem=explain(refusal)), 422
    db.session.commit()
    flash(_("The view “%(name)s” is kept.", name=view.name), "success")
    return redirect(url_for(".queue", **filters.in_address()))


@bp.post("/queue/views/<int:view_id>/delete")
@requires(Permission.MODERATE)
def delete_view(view_id: int) -> ResponseReturnValue:
    """One's own; somebody else's does not exist."""
    view = saved_views.view_of(view_id, current_user) or abort(404)
    db.session.delete(view)
    db.session.commit()
    flash(_("The view is deleted."), "success")
    return redirect(url_for(".queue"))


def _page(case_id: int) -> CasePage:
    return CasePage(queries.case_by_id(case_id) or abort(404), current_user, asked_filters())


def _page_to_decide(case_id: int) -> CasePage:
    """The case of somebody who may have a word on it: not of its author, nor of who has stepped aside."""
    page = _page(case_id)
    check(Permission.VOTE, page.case)
    if page.is_own:
        abort(403)
    return page


def _again(case_id: int, *, stale: str = "", **forms: NoteForm | HandoverForm) -> str:
    page = _page(case_id)
    return page.render(_voice_form(page), stale=stale, **forms)


def _voice_form(page: CasePage) -> VoiceForm:
    form = VoiceForm(formdata=None)
    form.offer(page.case.matter, page.verdicts)
    form.show(page.case)
    return form


def _back_to(page: CasePage, part: str = "") -> ResponseReturnValue:
    return redirect(url_for(".case", case_id=page.case.id, **page.kept, _anchor=part or None))

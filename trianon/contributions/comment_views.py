"""Pages of replies: writing one, reading one, correcting and withdrawing one's own."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from trianon.bilingual.text import reader_lang
from trianon.contributions import comment_queries, comment_services, queries
from trianon.contributions.blueprint import bp
from trianon.contributions.comment_forms import ReplyForm
from trianon.contributions.comment_models import Comment
from trianon.contributions.models import Contribution
from trianon.contributions.rules import may_correct_reply, may_view_comment, takes_replies
from trianon.core.database import db, lock
from trianon.core.errors import RuleViolation, StaleForm, explain
from trianon.core.limits import limiter
from trianon.core.paging import Page
from trianon.core.permissions import Permission, can, check, requires
from trianon.core.publication import PUBLIC, State, may_be_taken_back
from trianon.core.requests import checks_its_own_mark


def replies_below(item: Contribution) -> Page | None:
    """The replies that the page of a text shows; None where there can be none."""
    return comment_queries.replies_to(item.id, request.args.get("replies")) if item.state in PUBLIC else None


bp.add_app_template_global(replies_below, "replies_below")
bp.add_app_template_global(takes_replies, "takes_replies")


@bp.route("/<int:contribution_id>/reply", methods=["GET", "POST"])
@checks_its_own_mark(bp)
@requires(Permission.PARTICIPATE)
@limiter.limit("300 per hour", methods=["POST"])
def reply(contribution_id: int) -> ResponseReturnValue:
    """Reply to a text, or (`to`) to one of its replies."""
    item = lock(Contribution, contribution_id) if request.method == "POST" and contribution_id < 2**31 else None
    item = item or queries.contribution(contribution_id) or abort(404)
    check(Permission.VIEW_CONTRIBUTION, item, 404)
    if not takes_replies(item):
        abort(404)
    answers = _answered(item)
    try:
        # Before anything is typed in vain.
        comment_services.check_welcome(item, answers, current_user)
    except RuleViolation as refusal:
        flash(explain(refusal), "warning")
        return redirect(url_for(".show", contribution_id=item.id), 303)
    form = ReplyForm(data={"lang": reader_lang().value})
    if request.method == "POST" and not form.has_good_mark():
        return _reply_page(form, item, answers)[0], 400
    if not form.validate_on_submit():
        return _reply_page(form, item, answers)
    try:
        form.check_pace()
        comment = comment_services.reply(item, by=current_user, answers=answers, **form.words())
    except RuleViolation as refusal:
        db.session.rollback()
        form.form_errors.append(explain(refusal))
        return _reply_page(form, item, answers)
    db.session.commit()
    flash(_("Your reply was sent for examination."), "success")
    return redirect(url_for(".show_reply", comment_id=comment.id), 303)


@bp.get("/replies/<int:comment_id>")
@requires(Permission.VIEW_COMMENT)
def show_reply(comment_id: int) -> ResponseReturnValue:
    """A reply by itself, with what it answers; its author also sees where it stands."""
    comment = comment_queries.comment(comment_id) or abort(404)
    check(Permission.VIEW_COMMENT, comment, 404)
    is_author = can(Permission.EDIT_COMMENT, comment)
    return render_template(
        "contributions/show_reply.html",
        comment=comment,
        item=comment.contribution,
        is_public=comment.state in PUBLIC and comment.contribution.state in PUBLIC,
        may_read_text=can(Permission.VIEW_CONTRIBUTION, comment.contribution),
        is_author=is_author,
        newer=comment.latest if is_author and comment.pending else None,
        may_correct=is_author and may_correct_reply(comment),
        may_take_back=is_author and may_be_taken_back(comment),
        may_withdraw=is_author and comment.state in {*comment_services.WAITING, State.PUBLISHED},
    )


@bp.get("/replies/mine")
@requires(Permission.ACCOUNT)
def my_replies() -> ResponseReturnValue:
    """One's own replies and where each of them stands."""
    page = comment_queries.own_replies(current_user, request.args.get("page"))
    return render_template("contributions/my_replies.html", page=page)


@bp.route("/replies/<int:comment_id>/edit", methods=["GET", "POST"])
@checks_its_own_mark(bp)
@requires(Permission.EDIT_COMMENT)
def edit_reply(comment_id: int) -> ResponseReturnValue:
    """Correct one's own reply and send it again; what is public stays until the new version is accepted."""
    comment = own_reply_or_404(comment_id)
    if not may_correct_reply(comment) and request.method == "GET":
        abort(404)
    newest = comment.current
    values = {"lang": newest.source_lang.value, "text": newest.words, "version": str(comment.version)}
    form = ReplyForm(data=values)
    if request.method == "POST" and not form.has_good_mark():
        return _edit_reply_page(form, comment, 400)
    if not form.validate_on_submit():
        return _edit_reply_page(form, comment, 422 if form.errors else 200)
    try:
        comment_services.correct_reply(comment, by=current_user, shown_version=form.shown_version, **form.words())
    except (RuleViolation, StaleForm) as refusal:
        db.session.rollback()
        return _refused(form, comment, refusal)
    db.session.commit()
    flash(_("Your reply was sent again for examination."), "success")
    return redirect(url_for(".show_reply", comment_id=comment.id), 303)


@bp.post("/replies/<int:comment_id>/withdraw", defaults={"what": ""})
@bp.post("/replies/<int:comment_id>/withdraw/<any('new-version'):what>")
@requires(Permission.EDIT_COMMENT)
def withdraw_reply(comment_id: int, what: str) -> ResponseReturnValue:
    """Take one's own reply back, or only the version that waits behind the public one."""
    comment = own_reply_or_404(comment_id)
    try:
        if what:
            comment_services.take_reply_version_back(comment, by=current_user)
        else:
            comment_services.withdraw_reply(comment, by=current_user)
    except RuleViolation:
        # Pressed twice, or decided meanwhile: the page says how it stands now.
        db.session.rollback()
        flash(_("This reply cannot be withdrawn now."), "warning")
        return redirect(url_for(".show_reply", comment_id=comment_id), 303)
    db.session.commit()
    if what:
        flash(_("Your new version is withdrawn. The accepted one stays public."), "success")
        return redirect(url_for(".show_reply", comment_id=comment_id), 303)
    flash(_("Your reply was withdrawn."), "success")
    return redirect(url_for(".my_replies"), 303)


def _answered(item: Contribution) -> Comment | None:
    """The reply that the address names, when it can be answered by its reader."""
    number = request.args.get("to", "")
    if not number:
        return None
    found = comment_queries.comment(int(number)) if number.isdecimal() and len(number) < 10 else None
    if found is None or found.contribution_id != item.id or not may_view_comment(current_user, found):
        abort(404)
    return found


def own_reply_or_404(comment_id: int) -> Comment:
    """The reply; its text and itself are locked, in this order, when it is about to change."""
    comment = comment_queries.comment(comment_id) or abort(404)
    check(Permission.EDIT_COMMENT, comment, 403 if may_view_comment(current_user, comment) else 404)
    if request.method == "POST":
        lock(Contribution, comment.contribution_id)
        lock(Comment, comment.id)
    return comment


def _reply_page(form: ReplyForm, item: Contribution, answers: Comment | None) -> tuple[str, int]:
    form.show_moment()
    page = render_template("contributions/reply.html", form=form, item=item, answers=answers)
    return page, 422 if form.errors or form.form_errors else 200


def _edit_reply_page(form: ReplyForm, comment: Comment, status: int, *, newer: bool = False) -> ResponseReturnValue:
    form.show_moment()
    page = render_template(
        "contributions/edit_reply.html", form=form, comment=comment, item=comment.contribution, newer=newer
    )
    return page, status


def _refused(form: ReplyForm, comment: Comment, refusal: RuleViolation | StaleForm) -> ResponseReturnValue:
    """409 where it changed meanwhile: what was typed stays in the form."""
    if isinstance(refusal, StaleForm):
        form.version.data = str(comment.version)
        words = _(
            "This text has changed since you opened the page. Compare with the version below, then send yours again."
        )
        form.form_errors.append(words)
        return _edit_reply_page(form, comment, 409, newer=True)
    form.form_errors.append(explain(refusal))
    return _edit_reply_page(form, comment, 409 if refusal.code in {"reply_is_closed", "not_possible_now"} else 422)

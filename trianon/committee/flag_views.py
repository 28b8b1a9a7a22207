"""Reporting a public text: with an account, or without one for what is against the law."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from trianon.accounts import attempts, throttle
from trianon.accounts.attempts import Limit, Try
from trianon.bilingual.text import reader_lang
from trianon.committee import flag_links, flag_queries, flag_words, flags, hiding
from trianon.committee.flag_forms import FlagForm, NoticeForm
from trianon.committee.flag_rules import LONGEST_FLAG
from trianon.committee.subjects import SUBJECTS
from trianon.committee.views import bp
from trianon.core.database import db
from trianon.core.deeds import do_and_say
from trianon.core.errors import RuleViolation, StaleForm, explain
from trianon.core.permissions import Permission, can, requires
from trianon.core.publication import PUBLIC

bp.context_processor(lambda: {"flag_words": flag_words})

# Reports of one account in a day; notices of one network, and to one address, in an hour.
OF_ACCOUNT, OF_NETWORK, OF_ADDRESS = Limit(30, 86_400), Limit(10, 3600), Limit(3, 3600)


@bp.route(
    "/report/<any(contribution, comment, cooperation, organisation, workshop):subject>/<int:item_id>",
    methods=["GET", "POST"],
)
@requires(Permission.PUBLIC)
def flag(subject: str, item_id: int) -> ResponseReturnValue:
    """What is wrong with a public text; a member of the committee asks for its removal instead."""
    record = _public(subject, item_id)
    if can(Permission.MODERATE):
        return redirect(url_for(".removal", subject=subject, item_id=item_id), 303)
    known = flags.made_by(current_user, subject, item_id, hiding.public_number(record) or 0) if _takes_part() else None
    form: FlagForm | NoticeForm = FlagForm(obj=known) if _takes_part() else NoticeForm()
    if request.method == "GET":
        form.version.data = str(hiding.public_number(record))
        return _page(subject, record, form)
    if not form.validate_on_submit() or _came_too_quickly(form):
        return _page(subject, record, form), 422
    if _too_many(form):
        return _page(subject, record, form), 429
    return _send(subject, item_id, form)


@bp.get("/report/sent")
@requires(Permission.PUBLIC)
def flag_sent() -> ResponseReturnValue:
    """A mail is on its way: the report counts once its link is opened."""
    return render_template("committee/flag_sent.html")


@bp.route("/report/confirm/<token>", methods=["GET", "POST"])
@requires(Permission.PUBLIC)
def confirm_flag(token: str) -> ResponseReturnValue:
    """The link of that mail: a page with a button, as mail scanners open links."""
    problem, status = "", 200
    if request.method == "POST":
        try:
            flags.confirm(token)
        except (RuleViolation, StaleForm) as refusal:
            db.session.rollback()
            problem, status = _why_not(refusal), 409
        else:
            db.session.commit()
    found = _notice(token)
    if found is None:
        return render_template("committee/flag_confirm.html", flag=None, problem=_link_is_over()), 404
    return render_template("committee/flag_confirm.html", flag=found, problem=problem, text=_text(found)), status


@bp.get("/reports")
@requires(Permission.PARTICIPATE)
def my_flags() -> ResponseReturnValue:
    """What one has reported, and what became of it."""
    found = flag_queries.flags_of(current_user, request.args.get("page"))
    return render_template("committee/my_flags.html", found=found, lines=[(one, _text(one)) for one in found.items])


@bp.post("/reports/<int:flag_id>/withdraw")
@requires(Permission.PARTICIPATE)
def withdraw_flag(flag_id: int) -> ResponseReturnValue:
    """Take one's report back."""
    found = flag_queries.by_number(flag_id) if flag_id < 2**31 else None
    if found is None or found.account_id != current_user.id:
        abort(404)
    do_and_say(lambda: flags.withdraw(found, by=current_user), _("Your report is withdrawn."))
    return redirect(url_for(".my_flags"), 303)


def _takes_part() -> bool:
    return bool(current_user.is_authenticated and current_user.is_confirmed)


def _public(subject: str, item_id: int) -> Any:
    record = SUBJECTS[subject].load(item_id) if item_id < 2**31 else None
    if record is None or record.state not in PUBLIC or not SUBJECTS[subject].may_view(record):
        abort(404)
    return record


def _send(subject: str, item_id: int, form: FlagForm | NoticeForm) -> ResponseReturnValue:
    said = flags.Said(
        subject, item_id, form.shown_version, form.chosen, form.words.data or "", throttle.network() or "?"
    )
    try:
        if isinstance(form, NoticeForm):
            flags.give_notice(said, name=form.name.data or "", address=form.email.data or "", reader_lang=reader_lang())
        else:
            flags.report(said, by=current_user)
    except StaleForm:
        db.session.rollback()
        return _stale(subject, item_id, form)
    except RuleViolation as refusal:
        db.session.rollback()
        form.form_errors.append(explain(refusal))
        return _page(subject, _public(subject, item_id), form), 422
    db.session.commit()
    if isinstance(form, NoticeForm):
        return redirect(url_for(".flag_sent"), 303)
    flash(
        _("Your report is recorded. Members of both sides examine the text; you will be told the outcome."), "success"
    )
    return redirect(url_for(".my_flags"), 303)


def _stale(subject: str, item_id: int, form: FlagForm | NoticeForm) -> ResponseReturnValue:
    record = _public(subject, item_id)
    form.version.raw_data, form.version.data = None, str(hiding.public_number(record))
    form.form_errors.append(
        _("Another version of this text is public by now. Read it first; what you typed is still below.")
    )
    return _page(subject, record, form), 409


def _too_many(form: FlagForm | NoticeForm) -> bool:
    """Counted before anything is stored, for all processes together."""
    if isinstance(form, NoticeForm):
        tries = [
            Try("flag.network", throttle.network(), OF_NETWORK),
            Try("flag.address", form.email.data or "", OF_ADDRESS),
        ]
    else:
        tries = [Try("flag.account", str(current_user.id), OF_ACCOUNT)]
    counted = attempts.count(*tries)
    db.session.commit()
    if all(counted[one.scope] <= one.limit.tries for one in tries):
        return False
    form.form_errors.append(
        _("Many reports have come from here within a short time. Try again later: what you typed is still below.")
    )
    return True


def _came_too_quickly(form: FlagForm | NoticeForm) -> bool:
    if not isinstance(form, NoticeForm) or not form.is_too_quick():
        return False
    form.form_errors.append(_("The form came back very fast. Please press the button once more: nothing is lost."))
    return True


def _page(subject: str, record: Any, form: FlagForm | NoticeForm) -> str:
    kind = SUBJECTS[subject]
    number = hiding.public_number(record) or 0
    if isinstance(form, NoticeForm):
        form.show_moment()
    return render_template(
        "committee/flag.html",
        form=form,
        heading=flag_words.OF_THIS[subject],
        title=hiding.public_title(record) or kind.title(record),
        address=kind.url(record.id),
        known=flags.made_by(current_user, subject, record.id, number) if _takes_part() else None,
        is_own=_takes_part() and kind.own(current_user, record),
        most=LONGEST_FLAG,
        sign_in=url_for("accounts.sign_in", next=request.path),
    )


def _notice(token: str) -> Any | None:
    try:
        return flag_queries.by_number(flag_links.number_in(token))
    except RuleViolation:
        return None


def _link_is_over() -> str:
    return _("This link is not one of ours, or it has ended. You may report the text again.")


def _why_not(refusal: RuleViolation | StaleForm) -> str:
    if isinstance(refusal, StaleForm):
        return _("This text is no longer public as you have read it, so nothing was recorded.")
    return _link_is_over()


def _text(found: Any) -> tuple[Any, str] | None:
    """Title and address of a reported text while it is public."""
    title = flag_queries.title_of(found)
    return (title, SUBJECTS[found.subject].url(found.subject_id)) if title is not None else None

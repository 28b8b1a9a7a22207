"""Pages of the committee: the queue, a case, the moderation charter."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from trianon.bilingual.lang import Lang
from trianon.bilingual.urls import localised_blueprint
from trianon.committee import claims, desk, labels, queries, saved_views, services, together
from trianon.committee.case_page import CasePage
from trianon.committee.filters import filter_groups
from trianon.committee.forms import VoiceForm
from trianon.committee.models import Case, CaseState
from trianon.committee.rules import TARGET_HOURS, Matter
from trianon.core.database import db
from trianon.core.errors import RuleViolation, StaleForm, explain
from trianon.core.permissions import Permission, check, requires
from trianon.core.sides import Side

bp = localised_blueprint("committee", __name__, "/committee")
bp.app_template_global("last_decision")(queries.last_decision)
bp.app_template_global("removal_of")(queries.removal_of)
bp.context_processor(lambda: {"labels": labels})

# The refusals that concern the person, not what they typed.
NOT_ALLOWED = {"own_text", "took_part", "stepped_aside", "voice_does_not_count"}
# Which field a refusal stands beside.
FIELD_OF = {
    "reason_needed": "reasons",
    "note_needed": "note",
    "note_too_long": "note",
    "note_has_gap": "note",
    "note_in_author_language": "note",
}

Code = TypeVar("Code", bound=StrEnum)


@bp.get("/queue")
@requires(Permission.MODERATE)
def queue() -> ResponseReturnValue:
    """Everything that waits for voices, oldest first, the same for both sides."""
    return render_queue(asked_filters())


def render_queue(filters: queries.Filters, *, view_name: str = "", problem: str = "") -> str:
    """The page of the list; `problem` says why a view of this name was not kept."""
    counts = queries.open_counts()
    return render_template(
        "committee/queue.html",
        queue=queries.queue(current_user, filters, request.args.get("page")),
        filters=filters,
        groups=filter_groups(filters, counts, queries.sub_themes()),
        total=desk.total_of(current_user, filters) if filters else sum(counts.values()),
        most=desk.MOST_COUNTED,
        kept=filters.in_address(),
        views=saved_views.views_of(current_user),
        person=current_user,
        together=together.MATTERS,
        view_name=view_name,
        problem=problem,
        target=TARGET_HOURS,
    )


@bp.route("/cases/<int:case_id>", methods=["GET", "POST"])
@requires(Permission.MODERATE)
def case(case_id: int) -> ResponseReturnValue:
    """One text with all that has been said on it; POST gives a voice."""
    found = queries.case_by_id(case_id) or abort(404)
    form = VoiceForm()
    page = CasePage(found, current_user, asked_filters())
    form.offer(page.case.matter, page.verdicts)
    if request.method == "GET":
        form.show(found)
        return page.render(form)
    check(Permission.VOTE, found)
    if request.form.get("prepare") and page.is_open and page.verdicts:
        form.begin_note(page.author_lang)
        form.show(found)
        return page.render(form)
    if page.is_own:
        return page.render(form, problem=page.why_not), 403
    if not page.verdicts:
        return page.render(form, problem=explain(RuleViolation("voice_does_not_count"))), 403
    if not form.validate_on_submit():
        return page.render(form), 422
    return _give_voice(found, form)


def _give_voice(found: Case, form: VoiceForm) -> ResponseReturnValue:
    number = found.id
    saw_all = form.saw_all_voices_of(found)
    try:
        services.give_voice(
            found,
            by=current_user,
            verdict=form.chosen,
            reasons=form.chosen_reasons,
            note=form.note.data or "",
            note_lang=form.note_lang,
            shown_version=form.shown_version,
        )
    except StaleForm:
        db.session.rollback()
        return _stale(number, form)
    except RuleViolation as refusal:
        db.session.rollback()
        return _refused(number, form, refusal)
    decided = found.state is CaseState.DECIDED
    claims.release(found, by=current_user)
    db.session.commit()
    if not saw_all:
        flash(_("Another member gave a voice while you were reading: see it on the page of the case."), "info")
    if decided:
        flash(_("The decision is recorded and the author is told (case no. %(number)s).", number=number), "success")
    else:
        flash(_("Your voice is recorded; the case waits for others (case no. %(number)s).", number=number), "success")
    if request.form.get("then") == "list":
        return redirect(CasePage(found, current_user, asked_filters()).back)
    return go_on(asked_filters(), after=found)


def go_on(filters: queries.Filters, after: Case | None = None) -> ResponseReturnValue:
    """To the next case of the list, which the others see as looked at from now on; to the list when none waits."""
    following = desk.next_case(current_user, filters, after)
    if following is None:
        flash(_("Nothing more in this list waits for you."), "info")
        return redirect(url_for(".queue", **filters.in_address()))
    # Not in the transaction of the voice: whoever decides holds one case at a time, and waits for nobody.
    claims.claim(following, by=current_user)
    db.session.commit()
    return redirect(url_for(".case", case_id=following.id, **filters.in_address()))


def _stale(number: int, form: VoiceForm) -> ResponseReturnValue:
    """The case as it is now, what was typed still there, and why the voice was not taken."""
    answered = queries.case_by_id(number) or abort(404)
    newest = queries.newest_case(answered)
    shown = newest if newest.state is CaseState.OPEN else answered
    page = CasePage(shown, current_user, asked_filters())
    form.offer(page.case.matter, page.verdicts)
    form.show(shown)
    return page.render(form, stale=_why_stale(answered, shown)), 409


def _why_stale(answered: Case, shown: Case) -> str:
    if shown.state is CaseState.OPEN:
        return _(
            "The author has changed the text while you were reading. Your voice was not recorded. "
            "Below are the new text and what changed; what you typed is still in the form."
        )
    if answered.state is CaseState.DECIDED:
        return _(
            "This case has been decided while you were reading. Your voice was not recorded; what you typed is below."
        )
    return _(
        "The author has withdrawn the text while you were reading. "
        "Your voice was not recorded; what you typed is below."
    )


def _refused(number: int, form: VoiceForm, refusal: RuleViolation) -> ResponseReturnValue:
    page = CasePage(queries.case_by_id(number) or abort(404), current_user, asked_filters())
    form.offer(page.case.matter, page.verdicts)
    if refusal.code in NOT_ALLOWED:
        return page.render(form, problem=explain(refusal)), 403
    if refusal.code in FIELD_OF:
        field = form[FIELD_OF[refusal.code]]
        field.errors = [*field.errors, explain(refusal)]
    else:
        form.form_errors.append(explain(refusal))
    return page.render(form), 422


def asked_filters() -> queries.Filters:
    """The filters of the address; a value that nobody offered is no filter."""
    sub_theme = request.args.get("sub_theme", "")
    return queries.Filters(
        matter=known(Matter, "kind"),
        lang=known(Lang, "language"),
        side=known(Side, "side"),
        sub_theme_id=int(sub_theme) if sub_theme.isascii() and sub_theme.isdigit() and len(sub_theme) < 10 else None,
        is_mine=request.args.get("voice") == "mine",
        is_late=request.args.get("delay") == "late",
    )


def known(kind: type[Code], name: str) -> Code | None:
    """The value of the address, if it is one of these."""
    value = request.args.get(name, "")
    return kind(value) if value in set(kind) else None

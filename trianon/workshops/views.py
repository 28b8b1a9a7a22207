"""Pages of workshops for everybody: the programme, a workshop, registering and leaving."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from trianon.bilingual.lang import likely_lang
from trianon.bilingual.urls import localised_blueprint
from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.errors import RuleViolation, explain
from trianon.core.permissions import Permission as P
from trianon.core.permissions import requires
from trianon.core.sides import Side
from trianon.themes.queries import sub_themes
from trianon.workshops import calendar, queries, questions, services, words
from trianon.workshops.models import Workshop
from trianon.workshops.registering_forms import RegisteringForm
from trianon.workshops.rules import closing, phase
from trianon.workshops.seat_rules import is_full, may_sit_at_once
from trianon.workshops.seat_words import hope_in_words, rank_in_words, seats_in_words

bp = localised_blueprint("workshops", __name__, "/workshops")
bp.app_template_filter("languages_in_words")(words.languages_in_words)
bp.app_template_filter("outline")(words.outline)

# No number in an address is larger than the database's.
WORKSHOP = "/<int(max=2147483647):workshop_id>"
LONGEST_SEARCH = 200


@bp.get("/")
@requires(P.PUBLIC)
def index() -> ResponseReturnValue:
    """The programme: what comes, or what is past, of all sub-themes or of one."""
    at, themes = now(), sub_themes()
    chosen = next((theme for theme in themes if theme.slug == request.args.get("sub_theme")), None)
    q, past = request.args.get("q", "").strip()[:LONGEST_SEARCH], request.args.get("past") == "1"
    page = queries.programme(
        at, past=past, sub_theme_id=chosen.id if chosen else None, q=q, cursor=request.args.get("page")
    )
    kept: dict[str, Any] = {"q": q or None, "sub_theme": chosen.slug if chosen else None, "past": 1 if past else None}
    return render_template(
        "workshops/index.html",
        page=page,
        phases={workshop.id: phase(workshop, at) for workshop in page.items},
        themes=themes,
        chosen=chosen,
        q=q,
        past=past,
        before=page.before and url_for(".index", page=page.before, **kept),
        after=page.after and url_for(".index", page=page.after, **kept),
    )


@bp.get(WORKSHOP)
@requires(P.VIEW_WORKSHOP)
def show(workshop_id: int) -> ResponseReturnValue:
    """One workshop, and where the reader stands."""
    return _page(workshop_or_404(workshop_id))


@bp.get(f"{WORKSHOP}/calendar.ics")
@requires(P.VIEW_WORKSHOP)
def calendar_file(workshop_id: int) -> ResponseReturnValue:
    """The workshop for any calendar; the link of the meeting is not in it."""
    part = calendar.public_file(workshop_or_404(workshop_id))
    answer = Response(part.content, content_type=f"text/calendar; charset=utf-8; method={part.method}")
    answer.headers["Content-Disposition"] = f'attachment; filename="workshop-{workshop_id}.ics"'
    return answer


@bp.post(f"{WORKSHOP}/register")
@requires(P.PARTICIPATE)
def register(workshop_id: int) -> ResponseReturnValue:
    """Take a seat, or a place in the waiting list; asked twice, it is done once."""
    form = RegisteringForm() if RegisteringForm.is_answered() else None
    if form and not form.validate():
        return _page(workshop_or_404(workshop_id), form=form, status=422)
    # The person, not the stand-in that looks up who is here each time.
    person = current_user._get_current_object()
    try:
        newcomer = form.newcomer(person) if form else None
        registration, is_new = services.register(workshop_id, by=person, newcomer=newcomer)
    except LookupError:
        abort(404)
    except RuleViolation as refusal:
        return _refused(workshop_id, refusal, form)
    unasked = _ask(registration.workshop, form.question.data) if form and form.question.data else ""
    db.session.commit()
    if not is_new:
        flash(_("You are registered already."), "info")
    if unasked:
        flash(_("Your question was not sent. %(reason)s", reason=unasked), "warning")
    # Where one stands is on the page, in words: nothing says it twice. A message above it is not jumped over.
    there = "standing" if is_new and not unasked else None
    return redirect(url_for(".show", workshop_id=workshop_id, _anchor=there), 303)


@bp.post(f"{WORKSHOP}/leave")
@requires(P.PARTICIPATE)
def leave(workshop_id: int) -> ResponseReturnValue:
    """Give up the seat or the place in the list."""
    try:
        left = services.leave(workshop_id, by=current_user)
    except LookupError:
        abort(404)
    except RuleViolation as refusal:
        return _refused(workshop_id, refusal)
    had_seat = left is not None and left.confirmed_at is not None
    db.session.commit()
    if had_seat:
        flash(_("Your seat is free again."), "success")
    elif left is not None:
        flash(_("You are no longer on the waiting list."), "success")
    return redirect(url_for(".show", workshop_id=workshop_id), 303)


def _ask(workshop: Workshop, text: str) -> str:
    """Put the question in the language it is written in, whichever the page is in; the reason when it is refused.

    Nobody loses a seat for a question too many: it is refused before anything of it is stored.
    """
    try:
        questions.ask(workshop, text, likely_lang(text), by=current_user)
    except RuleViolation as refusal:
        return explain(refusal)
    return ""


def workshop_or_404(workshop_id: int) -> Workshop:
    """The workshop of an address, with its sub-theme and host."""
    return queries.workshop_of(workshop_id) or abort(404)


def _page(
    workshop: Workshop, refusal: str = "", status: int = 200, form: RegisteringForm | None = None
) -> ResponseReturnValue:
    at, side = now(), current_user.side
    standing = queries.standing(workshop.id, current_user.id) if current_user.is_authenticated else None
    return (
        render_template(
            "workshops/show.html",
            workshop=workshop,
            phase=phase(workshop, at),
            closes_at=closing(workshop),
            registration=standing[0] if standing else None,
            rank_words=rank_in_words(standing[0].side, standing[1]) if standing else "",
            seat_words=seats_in_words(workshop, at),
            hope=hope_in_words(workshop, side or Side.OTHER, at),
            at_once=may_sit_at_once(workshop, side, at) if side else not is_full(workshop, at),
            form=form or (RegisteringForm(formdata=None) if side and not standing else None),
            refusal=refusal,
        ),
        status,
    )


def _refused(workshop_id: int, refusal: RuleViolation, form: RegisteringForm | None = None) -> ResponseReturnValue:
    """The page of the workshop, with the reason why it could not be done, and what was typed."""
    db.session.rollback()
    return _page(workshop_or_404(workshop_id), explain(refusal), 409, form)

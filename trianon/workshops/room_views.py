"""Pages around a meeting for hosts: everything about it on one page, its room, who was there, a message to all."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from trianon.bilingual.lang import Lang
from trianon.bilingual.text import reader_lang
from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.errors import RuleViolation, StaleForm, explain
from trianon.core.permissions import Permission as P
from trianon.core.permissions import check, requires
from trianon.workshops import host_messages, hosting, presence, queries, questions, rooms
from trianon.workshops.forms import LANGUAGE_NAMES
from trianon.workshops.models import Workshop
from trianon.workshops.room_forms import PROVIDER_NAMES, MessageForm, QuestionForm, RoomForm
from trianon.workshops.room_words import mail_name
from trianon.workshops.rules import phase, reads_needs
from trianon.workshops.views import WORKSHOP, bp, workshop_or_404

bp.add_app_template_global(rooms.watching, "watching_of")


@bp.get(f"{WORKSHOP}/hosting")
@requires(P.EDIT_WORKSHOP)
def hosting_page(workshop_id: int) -> ResponseReturnValue:
    """Seats by side, waiting, mails and their delivery, questions, messages: what a host asks about a workshop."""
    workshop = _mine(workshop_id)
    asked = questions.questions_about(workshop_id, request.args.get("page"))
    room, needs = rooms.room_of(workshop_id), reads_needs(current_user, workshop)
    return render_template(
        "workshops/hosting.html",
        workshop=workshop,
        phase=phase(workshop, now()),
        wishes=hosting.wishes_of(workshop_id, needs=needs),
        reads_needs=needs,
        language_names=LANGUAGE_NAMES,
        sides=hosting.seats_by_side(workshop_id),
        mails=[(mail_name(kind), states, came_back) for kind, states, came_back in hosting.mails_of(workshop_id)],
        questions=asked,
        after=asked.after and url_for(".hosting_page", workshop_id=workshop_id, page=asked.after),
        before=asked.before and url_for(".hosting_page", workshop_id=workshop_id, page=asked.before),
        messages=host_messages.sent_messages(workshop_id),
        room=room,
        has_link=rooms.meeting_link_of(workshop) is not None,
        provider=PROVIDER_NAMES[room.provider] if room else None,
        present=len(presence.present_at(workshop_id)),
    )


@bp.route(f"{WORKSHOP}/room", methods=["GET", "POST"])
@requires(P.EDIT_WORKSHOP)
def room(workshop_id: int) -> ResponseReturnValue:
    """Where it is held, how it can be watched."""
    workshop, found = _mine(workshop_id), rooms.room_of(workshop_id)
    form = RoomForm(room=found)
    if not form.validate_on_submit():
        return _room_page(form, workshop, 422 if form.is_submitted() else 200)
    try:
        rooms.describe(workshop_id, form.plan(), seen=form.version.data or "", by=current_user)
    except StaleForm:
        db.session.rollback()
        form.version.data = rooms.version_of(rooms.room_of(workshop_id))
        form.form_errors.append(_("Somebody else has changed this meanwhile. Look again, then save once more."))
        return _room_page(form, workshop_or_404(workshop_id), 409)
    db.session.commit()
    flash(_("Your changes are saved."), "success")
    return redirect(url_for(".hosting_page", workshop_id=workshop_id), 303)


@bp.route(f"{WORKSHOP}/presence", methods=["GET", "POST"], endpoint="presence")
@requires(P.EDIT_WORKSHOP)
def presence_page(workshop_id: int) -> ResponseReturnValue:
    """Who was there: boxes to tick."""
    workshop = _mine(workshop_id)
    if request.method == "POST":
        shown = [int(one) for one in request.form.get("shown", "").split() if one.isascii() and one.isdecimal()]
        there = request.form.getlist("present", type=int)
        presence.mark(workshop_id, shown, there, by=current_user)
        db.session.commit()
        flash(_("Who was there is noted."), "success")
        return redirect(url_for(".presence", workshop_id=workshop_id, page=request.args.get("page")), 303)
    page = queries.registrants(workshop_id, request.args.get("page"))
    addresses = {
        name: cursor and url_for(".presence", workshop_id=workshop_id, page=cursor)
        for name, cursor in (("before", page.before), ("after", page.after))
    }
    present = presence.present_at(workshop_id)
    return render_template("workshops/presence.html", workshop=workshop, page=page, there=present, **addresses)


@bp.route(f"{WORKSHOP}/message", methods=["GET", "POST"])
@requires(P.EDIT_WORKSHOP)
def message(workshop_id: int) -> ResponseReturnValue:
    """Write to everybody registered."""
    workshop, form = _mine(workshop_id), MessageForm()
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return render_template("workshops/message.html", form=form, workshop=workshop), status
    try:
        count = host_messages.write(workshop_id, *form.words(), by=current_user).recipients
    except RuleViolation as refusal:
        db.session.rollback()
        form.form_errors.append(explain(refusal))
        return render_template("workshops/message.html", form=form, workshop=workshop_or_404(workshop_id)), 409
    db.session.commit()
    flash(_("Your message goes out. Recipients: %(num)s", num=count), "success")
    return redirect(url_for(".hosting_page", workshop_id=workshop_id), 303)


@bp.get(f"{WORKSHOP}/registrants.csv")
@requires(P.EDIT_WORKSHOP)
def registrants_file(workshop_id: int) -> ResponseReturnValue:
    """The list for a spreadsheet."""
    answer = Response(hosting.registrants_file(_mine(workshop_id)), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="workshop-{workshop_id}.csv"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.route(f"{WORKSHOP}/ask", methods=["GET", "POST"])
@requires(P.PARTICIPATE)
def ask(workshop_id: int) -> ResponseReturnValue:
    """A question for the speakers, from people with a seat and from those who watch."""
    workshop = workshop_or_404(workshop_id)
    form = QuestionForm(data={"lang": reader_lang().value})
    if not form.validate_on_submit():
        return _ask_page(form, workshop, 422 if form.is_submitted() else 200)
    try:
        questions.ask(workshop, form.text.data or "", Lang(form.lang.data), by=current_user)
    except RuleViolation as refusal:
        db.session.rollback()
        form.form_errors.append(explain(refusal))
        return _ask_page(form, workshop_or_404(workshop_id), 409)
    db.session.commit()
    flash(_("Your question is with the hosts."), "success")
    return redirect(url_for(".show", workshop_id=workshop_id), 303)


def _mine(workshop_id: int) -> Workshop:
    workshop = workshop_or_404(workshop_id)
    check(P.EDIT_WORKSHOP, workshop)
    return workshop


def _room_page(form: RoomForm, workshop: Workshop, status: int) -> ResponseReturnValue:
    return render_template("workshops/room.html", form=form, workshop=workshop), status


def _ask_page(form: QuestionForm, workshop: Workshop, status: int) -> ResponseReturnValue:
    asked = questions.own_questions(workshop.id, current_user.id)
    standing = phase(workshop, now())
    return render_template("workshops/ask.html", form=form, workshop=workshop, asked=asked, phase=standing), status

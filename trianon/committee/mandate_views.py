"""Pages of the body: who sits, who appoints, how somebody comes, stands in and leaves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from wtforms import Form

from trianon.accounts.models import Account, Appointment
from trianon.accounts.session import rotate
from trianon.accounts.space import Item, Section, section
from trianon.bilingual.formats import day, moment
from trianon.bilingual.text import reader_lang
from trianon.committee import invitation_links as links
from trianon.committee import inviting
from trianon.committee import mandate_queries as queries
from trianon.committee import mandate_services as services
from trianon.committee.labels import SIDES, in_order
from trianon.committee.mandate_forms import AnswerForm, DelegationForm, InvitationForm, RemovalForm, ResignForm
from trianon.committee.mandate_models import Deputy, Nomination
from trianon.committee.mandate_rules import INVITATION_LIFETIME, POSTS, SEATS, last_day_of, last_moment_of
from trianon.committee.mandate_words import OFFICES, office_in_words
from trianon.committee.views import bp
from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.deeds import do_and_say
from trianon.core.errors import RuleViolation, explain
from trianon.core.permissions import Permission, requires
from trianon.core.sides import BOTH_SIDES, Role


@bp.get("/members")
@requires(Permission.PUBLIC)
def members() -> ResponseReturnValue:
    """Who sits in the Committee, the reader's side first; vacancies are shown."""
    halves = [queries.half_of(side, reader_lang()) for side in in_order(BOTH_SIDES)]
    return render_template(
        "committee/members.html", halves=halves, sides=SIDES, offices=OFFICES, seats=SEATS[Role.MEMBER]
    )


@bp.get("/mandates")
@requires(Permission.APPOINT)
def mandates() -> ResponseReturnValue:
    """The mandates of one's side: those that run, those to come, who was invited."""
    side = current_user.side
    return render_template(
        "committee/mandates.html",
        appointments=[one for one in queries.appointments_of(side) if one.role not in {Role.TRANSLATOR, Role.HOST}]
        + queries.helpers_of(side),
        deputies=queries.deputies_of(side),
        invitations=queries.invitations_of(side),
        may_end=lambda one: services.may_end(one, current_user) and one.account_id != current_user.id,
        words=office_in_words,
        side=SIDES[side],
        last_day=lambda one: last_day_of(one.until, one.account.side),
        now=now(),
    )


@bp.route("/mandates/invite", methods=["GET", "POST"])
@requires(Permission.APPOINT)
def invite() -> ResponseReturnValue:
    """Invite somebody to an office."""
    form = InvitationForm()
    form.offer_offices(current_user.roles)
    if form.validate_on_submit() and _tried(form, lambda: inviting.invite(form.offer(), by=current_user)):
        flash(_("The invitation is on its way."), "success")
        return redirect(url_for(".mandates"), 303)
    page = render_template("committee/invite.html", form=form, days=INVITATION_LIFETIME.days)
    return page, 422 if form.is_submitted() else 200


@bp.post("/mandates/invitations/<int:nomination_id>/cancel")
@requires(Permission.APPOINT)
def cancel_invitation(nomination_id: int) -> ResponseReturnValue:
    """Take an invitation of one's side back."""
    found = db.session.get(Nomination, nomination_id)
    if found is None or found.side is not current_user.side:
        abort(404)
    return _done(lambda: inviting.cancel(found, by=current_user), _("The invitation is taken back."), ".mandates")


@bp.route("/invitations/<link>", methods=["GET", "POST"])
@requires(Permission.PARTICIPATE)
def invitation(link: str) -> ResponseReturnValue:
    """Accept or decline, signed in with the account of the address that was invited."""
    found = links.nomination_of(link)
    if found is None or found.email != current_user.email:
        return render_template("committee/dead_invitation.html", code="link_wrong"), 404
    if not found.waits_at(now()):
        code = "link_used" if found.settled_at else "link_expired"
        return render_template("committee/dead_invitation.html", code=code), 410
    form = AnswerForm()
    deed = inviting.accept if form.answer.data == "accept" else inviting.decline
    if form.validate_on_submit() and _tried(form, lambda: deed(found, by=current_user), then=rotate):
        flash(_("Your answer is recorded."), "success")
        return redirect(url_for("accounts.space"), 303)
    page = render_template("committee/invitation.html", form=form, found=found, words=office_in_words, sides=SIDES)
    return page, 422 if form.is_submitted() else 200


@bp.route("/mandates/<int:appointment_id>/end", methods=["GET", "POST"])
@requires(Permission.PARTICIPATE)
def end_mandate(appointment_id: int) -> ResponseReturnValue:
    """Resign, or end the mandate of somebody whom one may appoint."""
    found = queries.appointment_by_id(appointment_id)
    if found is None or not services.may_end(found, current_user):
        abort(404)
    is_own = found.account_id == current_user.id
    form = ResignForm() if is_own else RemovalForm()
    if form.validate_on_submit() and _tried(form, lambda: _end(found, form)):
        flash(_("The end of the mandate is recorded."), "success")
        return redirect(url_for("accounts.space" if is_own else ".mandates"), 303)
    page = render_template("committee/end_mandate.html", form=form, found=found, words=office_in_words, is_own=is_own)
    return page, 422 if form.is_submitted() else 200


@bp.post("/mandates/deputies/<int:deputy_id>/end")
@requires(Permission.PARTICIPATE)
def end_deputy(deputy_id: int) -> ResponseReturnValue:
    """Stand in no longer."""
    found = db.session.get(Deputy, deputy_id)
    if found is None or not services.may_end_deputy(found, current_user):
        abort(404)
    own = found.account_id == current_user.id
    words = _("The end of the mandate is recorded.")
    return _done(lambda: services.end_deputy(found, by=current_user), words, "accounts.space" if own else ".mandates")


@bp.route("/mandates/<int:appointment_id>/delegate", methods=["GET", "POST"])
@requires(Permission.PARTICIPATE)
def delegate(appointment_id: int) -> ResponseReturnValue:
    """Let one's deputy act for some days."""
    found = _own_post(appointment_id)
    form = DelegationForm()
    if form.validate_on_submit() and _tried(
        form, lambda: services.delegate(found, _end_of(found, form.last_day.data), by=current_user)
    ):
        flash(_("Your deputy acts from now on, until the end of that day."), "success")
        return redirect(url_for("accounts.space"), 303)
    page = render_template("committee/delegate.html", form=form, found=found, words=office_in_words)
    return page, 422 if form.is_submitted() else 200


@bp.post("/mandates/<int:appointment_id>/take-back")
@requires(Permission.PARTICIPATE)
def take_back(appointment_id: int) -> ResponseReturnValue:
    """Act again oneself."""
    found = _own_post(appointment_id)
    return _done(lambda: services.take_back(found, by=current_user), _("You act again yourself."), "accounts.space")


@section(7)
def own_offices(account: Account) -> Section | None:
    """What one holds, until when, and the way out."""
    moment_now = now()
    held = queries.own_mandates(account, moment_now)
    if not held:
        return None
    items = [_item(one) for one in held if not one.is_acting]
    for one in held:
        if one.role in POSTS and not one.is_acting and one.holds_at(moment_now):
            note = _("Delegated until %(at)s", at=moment(one.delegated_until)) if one.delegated_until else ""
            address = url_for("committee.delegate", appointment_id=one.id)
            items.append(Item(_("Let my deputy act: %(office)s", office=office_in_words(one.role)), address, note=note))
    acting = [one for one in held if one.is_acting]
    items += [
        Item(
            _("You stand in for this office: %(office)s", office=office_in_words(one.role)),
            url_for("committee.members"),
            note=_until(one),
        )
        for one in acting
    ]
    if account.roles & set(POSTS):
        return Section(_("My offices"), items, "", (_("Mandates of my side"), url_for("committee.mandates")))
    return Section(_("My offices"), items)


def _item(one: Appointment) -> Item:
    return Item(office_in_words(one.role), url_for("committee.end_mandate", appointment_id=one.id), note=_until(one))


def _until(one: Appointment) -> str:
    if one.since > now():
        return _("From %(day)s", day=day(one.since))
    return _("Until %(at)s", at=moment(one.until)) if one.until else _("Without an end")


def _end(found: Appointment, form: Form) -> None:
    if isinstance(form, RemovalForm):
        services.end(found, by=current_user, note=form.note.data or "")
    else:
        last_day = form["last_day"].data
        services.end(found, by=current_user, at=_end_of(found, last_day) if last_day else None)


def _end_of(found: Appointment, last_day: date | None) -> datetime:
    """The moment after this day, by the clock of the side's capital."""
    if last_day is None:
        raise ValueError("only a valid form has a day")
    return last_moment_of(last_day, found.account.side)


def _own_post(appointment_id: int) -> Appointment:
    found = queries.appointment_by_id(appointment_id)
    if found is None or found.account_id != current_user.id or found.role not in POSTS or found.is_acting:
        abort(404)
    return found


def _tried(form: Form, deed: Callable[[], object], *, then: Callable[[], None] | None = None) -> bool:
    """Do it and commit; what the rules refuse stands above the form, with what was typed."""
    try:
        deed()
    except RuleViolation as refusal:
        db.session.rollback()
        form.form_errors.append(explain(refusal))
        return False
    if then is not None:
        then()
    db.session.commit()
    return True


def _done(deed: Callable[[], None], words: str, endpoint: str) -> ResponseReturnValue:
    do_and_say(deed, words)
    return redirect(url_for(endpoint), 303)

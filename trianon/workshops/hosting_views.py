"""Pages of workshops for hosts and secretaries general: plan, edit, open, cancel, see who comes."""

from __future__ import annotations

from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from wtforms import Field
from wtforms.fields.choices import SelectChoice

from trianon.accounts.people_words import name_of
from trianon.bilingual.formats import day
from trianon.bilingual.text import plain
from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.deeds import do_and_say
from trianon.core.errors import RuleViolation, StaleForm, explain
from trianon.core.permissions import Permission as P
from trianon.core.permissions import check, requires
from trianon.themes.queries import sub_themes
from trianon.workshops import queries, rooms, services
from trianon.workshops.forms import WorkshopForm, data_of
from trianon.workshops.models import Workshop
from trianon.workshops.rules import ZONES, moment_of, phase
from trianon.workshops.views import WORKSHOP, bp, workshop_or_404


@bp.route("/new", methods=["GET", "POST"])
@requires(P.CREATE_WORKSHOP)
def create() -> ResponseReturnValue:
    """A new workshop in the programme."""
    form, copied = form_of(data={"host": current_user.id} | _chosen_slot()), _copied()
    if not form.validate_on_submit():
        return render_template("workshops/edit.html", form=form, workshop=None, copied=copied), _status(form)
    try:
        workshop = services.create(form.plan(), by=current_user)
        if copied:
            rooms.furnish_like(copied.id, workshop, by=current_user)
    except RuleViolation as refusal:
        form.form_errors.append(explain(refusal))
        return render_template("workshops/edit.html", form=form, workshop=None, copied=copied), 409
    address = url_for(".show", workshop_id=workshop.id)
    db.session.commit()
    flash(_("The workshop is in the programme."), "success")
    return redirect(address, 303)


@bp.route(f"{WORKSHOP}/edit", methods=["GET", "POST"])
@requires(P.EDIT_WORKSHOP)
def edit(workshop_id: int) -> ResponseReturnValue:
    """Change a workshop; those registered are told of new hours and languages."""
    workshop = _mine(workshop_id)
    form = form_of(data=data_of(workshop) | _chosen_slot(workshop.zone), workshop=workshop)
    if not form.validate_on_submit():
        return _edit_page(form, workshop, _status(form))
    try:
        services.change(workshop_id, form.plan(), seen=form.version.data or "", by=current_user)
    except StaleForm:
        return _stale(form, workshop)
    except RuleViolation as refusal:
        form.form_errors.append(explain(refusal))
        return _edit_page(form, workshop, 409)
    db.session.commit()
    flash(_("Your changes are saved."), "success")
    return redirect(url_for(".show", workshop_id=workshop_id), 303)


@bp.post(f"{WORKSHOP}/open")
@requires(P.EDIT_WORKSHOP)
def open_registration(workshop_id: int) -> ResponseReturnValue:
    """Let people register from now on."""
    _mine(workshop_id)
    do_and_say(
        lambda: services.open_registration(workshop_id, by=current_user), _("Registration is open."), refused="warning"
    )
    return redirect(url_for(".show", workshop_id=workshop_id), 303)


@bp.route(f"{WORKSHOP}/cancel", methods=["GET", "POST"])
@requires(P.EDIT_WORKSHOP)
def cancel(workshop_id: int) -> ResponseReturnValue:
    """Ask whether it is meant, then cancel and tell everybody registered."""
    workshop = _mine(workshop_id)
    if request.method == "GET":
        return render_template("workshops/cancel.html", workshop=workshop, phase=phase(workshop, now()))
    do_and_say(
        lambda: services.cancel(workshop_id, by=current_user),
        _("The workshop is cancelled. Everybody registered is told by mail."),
        refused="warning",
    )
    return redirect(url_for(".show", workshop_id=workshop_id), 303)


@bp.get(f"{WORKSHOP}/registrants")
@requires(P.EDIT_WORKSHOP)
def registrants(workshop_id: int) -> ResponseReturnValue:
    """Who has a seat, who waits, who left: for the host and the secretaries general."""
    workshop = _mine(workshop_id)
    page = queries.registrants(workshop_id, request.args.get("page"))
    addresses = {
        name: cursor and url_for(".registrants", workshop_id=workshop_id, page=cursor)
        for name, cursor in (("before", page.before), ("after", page.after))
    }
    return render_template("workshops/registrants.html", workshop=workshop, page=page, **addresses)


def _mine(workshop_id: int) -> Workshop:
    workshop = workshop_or_404(workshop_id)
    check(P.EDIT_WORKSHOP, workshop)
    return workshop


def _copied() -> Workshop | None:
    """The workshop that this one is to be held like: one of the reader's own, for its room is not public."""
    number = request.args.get("copied", type=int)
    return _mine(number) if number is not None and 0 < number < 2**31 else None


def _chosen_slot(home: str | None = None) -> dict[str, Any]:
    """What was chosen on the page of the hours; on the clock `home`, which the other moments of the form are in."""
    readers: dict[str, Any] = {"day": date.fromisoformat, "hour": time.fromisoformat, "minutes": int}
    asked = {name: request.args.get(name, type=read) for name, read in readers.items()}
    zone = request.args.get("zone", "")
    if zone not in ZONES or asked["day"] is None or asked["hour"] is None:
        return {}
    try:
        there = moment_of(asked["day"], asked["hour"], zone).astimezone(ZoneInfo(home or zone))
    except (RuleViolation, OverflowError):
        return {}
    chosen = {"day": there.date(), "hour": there.time(), "zone": home or zone, "minutes": asked["minutes"]}
    return {name: value for name, value in chosen.items() if value is not None}


def form_of(*, data: dict[str, Any], workshop: Workshop | None = None, **more: Any) -> WorkshopForm:
    """The form with the choices of the moment; what the workshop has already can always be kept."""
    form = WorkshopForm(data=data, **more)
    themes = {theme.id: plain(theme.title) for theme in sub_themes()}
    hosts = {host.id: host.name for host in queries.possible_hosts(now())}
    if workshop is not None:
        themes.setdefault(workshop.sub_theme_id, plain(workshop.sub_theme.title))
        hosts.setdefault(workshop.host_id, name_of(workshop.host))
    form.sub_theme.choices = [SelectChoice(*one) for one in themes.items()]
    form.host.choices = [SelectChoice(*one) for one in hosts.items()]
    return form


def _status(form: WorkshopForm) -> int:
    return 422 if form.is_submitted() else 200


def _edit_page(form: WorkshopForm, workshop: Workshop, status: int, meanwhile: Any = ()) -> ResponseReturnValue:
    return render_template("workshops/edit.html", form=form, workshop=workshop, meanwhile=meanwhile), status


def _stale(form: WorkshopForm, workshop: Workshop) -> ResponseReturnValue:
    """Both texts: what was typed stays in the form, what stands in the programme now is shown above it."""
    now_there = form_of(data=data_of(workshop), workshop=workshop, formdata=None, meta={"csrf": False})
    meanwhile = [
        (field.label.text, _shown(now_there[field.short_name]))
        for field in form
        if field.type not in ("HiddenField", "CSRFTokenField") and field.data != now_there[field.short_name].data
    ]
    form.version.data = now_there.version.data
    return _edit_page(form, workshop, 409, meanwhile)


def _shown(field: Field) -> str:
    """The value of a field in words."""
    if hasattr(field, "iter_choices"):
        return _chosen(field)
    if isinstance(field.data, bool):
        return _("Yes") if field.data else _("No")
    if field.type == "Day":
        return day(field.data)
    return str(field._value()).replace("T", " ") if hasattr(field, "_value") else str(field.data)


def _chosen(field: Any) -> str:
    known = {choice.value: choice.label for choice in field.choices}
    values = field.data if isinstance(field.data, list) else [field.data]
    return ", ".join(str(known.get(value, "")) for value in values)

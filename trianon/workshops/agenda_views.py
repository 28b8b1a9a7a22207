"""Pages of the agenda: other events of the Dialogue."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from trianon.bilingual.formats import home_zone
from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.errors import StaleForm
from trianon.core.permissions import Permission as P
from trianon.core.permissions import check, requires
from trianon.workshops import agenda
from trianon.workshops.agenda_forms import AgendaForm, data_of
from trianon.workshops.agenda_models import AgendaEntry
from trianon.workshops.views import bp

ENTRY = "/agenda/<int:entry_id>"


@bp.get("/agenda")
@requires(P.PUBLIC)
def agenda_index() -> ResponseReturnValue:
    """What is to come, or what is over."""
    past = request.args.get("past") == "1"
    page = agenda.entries(now().astimezone(home_zone()).date(), past=past, cursor=request.args.get("page"))
    addresses = {
        name: cursor and url_for(".agenda_index", page=cursor, past=1 if past else None)
        for name, cursor in (("before", page.before), ("after", page.after))
    }
    return render_template("workshops/agenda.html", page=page, past=past, **addresses)


@bp.get(ENTRY)
@requires(P.PUBLIC)
def agenda_entry(entry_id: int) -> ResponseReturnValue:
    """One event."""
    return render_template("workshops/agenda_entry.html", entry=_entry_or_404(entry_id))


@bp.route("/agenda/new", methods=["GET", "POST"])
@requires(P.EDIT_AGENDA)
def add_to_agenda() -> ResponseReturnValue:
    """A new event."""
    form = AgendaForm()
    if not form.validate_on_submit():
        return render_template("workshops/agenda_edit.html", form=form, entry=None), _status(form)
    made = agenda.add(form.plan(), by=current_user)
    address = url_for(".agenda_entry", entry_id=made.id)
    db.session.commit()
    flash(_("The event is in the agenda."), "success")
    return redirect(address, 303)


@bp.route(f"{ENTRY}/edit", methods=["GET", "POST"])
@requires(P.EDIT_AGENDA)
def edit_agenda(entry_id: int) -> ResponseReturnValue:
    """Correct an event."""
    entry = _mine(entry_id)
    form = AgendaForm(data=data_of(entry))
    if not form.validate_on_submit():
        return render_template("workshops/agenda_edit.html", form=form, entry=entry), _status(form)
    try:
        agenda.change(entry_id, form.plan(), seen=form.version.data or "", by=current_user)
    except StaleForm:
        form.version.data = agenda.version_of(entry)
        return render_template("workshops/agenda_edit.html", form=form, entry=entry, meanwhile=data_of(entry)), 409
    db.session.commit()
    flash(_("Your changes are saved."), "success")
    return redirect(url_for(".agenda_entry", entry_id=entry_id), 303)


@bp.post(f"{ENTRY}/remove")
@requires(P.EDIT_AGENDA)
def remove_from_agenda(entry_id: int) -> ResponseReturnValue:
    """Take an event out."""
    _mine(entry_id)
    agenda.remove(entry_id, by=current_user)
    db.session.commit()
    flash(_("The event is no longer in the agenda."), "success")
    return redirect(url_for(".agenda_index"), 303)


def _entry_or_404(entry_id: int) -> AgendaEntry:
    return agenda.entry(entry_id) or abort(404)


def _mine(entry_id: int) -> AgendaEntry:
    entry = _entry_or_404(entry_id)
    check(P.EDIT_AGENDA, entry)
    return entry


def _status(form: AgendaForm) -> int:
    return 422 if form.is_submitted() else 200

"""Choosing an hour before planning or moving a workshop; planning the same again, once or on several days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange

from trianon.accounts.fields import ZONES as KNOWN_ZONES
from trianon.accounts.fields import zone_choices
from trianon.bilingual.formats import day as day_in_words
from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.errors import RuleViolation, explain
from trianon.core.permissions import Permission as P
from trianon.core.permissions import check, requires
from trianon.workshops import hosting_views, series, slots
from trianon.workshops.forms import PLAUSIBLE_YEARS, ZONE_NAMES, Choice, Number, data_of, required
from trianon.workshops.models import Workshop
from trianon.workshops.rules import ZONES
from trianon.workshops.series import Series
from trianon.workshops.views import WORKSHOP, bp, workshop_or_404

LENGTHS = range(5, 1441)
USUAL_LENGTH = 90
PLACES = range(slots.MOST_PLACES)
# What belongs to the date that is copied from, not to the new one.
MOMENTS = ("opens_at", "closes_at", "released_at")
RHYTHMS = {7: _l("every week"), 14: _l("every two weeks"), 28: _l("every four weeks")}


class SeriesForm(FlaskForm):
    """How often, how many times."""

    every = Choice(_l("How often"), coerce=int, choices=[SelectChoice(*one) for one in RHYTHMS.items()])
    times = Number(
        _l("Number of further dates"),
        [
            required(_l("Write a whole number.")),
            NumberRange(1, series.MOST_DATES, _l("From %(min)s to %(max)s dates.")),
        ],
        default=3,
    )


@bp.get("/slots")
@requires(P.CREATE_WORKSHOP)
def slots_page() -> ResponseReturnValue:
    """The hours of a day in several places side by side."""
    asked = _asked()
    places = slots.places_of(asked["zone"], [request.args.get(f"place{n}", "") for n in PLACES], KNOWN_ZONES)
    found = slots.slots_of(asked["day"], asked["minutes"], places)
    names = dict(zone_choices())
    return render_template(
        "workshops/slots.html",
        **asked,
        places=[(zone, names[zone]) for zone in places],
        kept=(places[2:] + [None] * slots.MOST_PLACES)[: slots.MOST_PLACES],
        choices=[(zone, name) for zone, name in zone_choices() if zone and zone not in ZONES],
        zones=ZONE_NAMES,
        names=names,
        slots=found,
        good=slots.good_hours(found),
        days=slots.days_around(asked["day"], places),
        chosen=slots.DayMark(asked["day"], slots.holidays_on(asked["day"]), slots.changes_on(asked["day"], places)),
        near=slots.changes_near(asked["day"], places),
        ahead=int(slots.ahead_of_paris(asked["day"]).total_seconds() // 3600),
        most=PLACES,
        workshop=_moved_workshop(),
    )


@bp.get(f"{WORKSHOP}/duplicate")
@requires(P.EDIT_WORKSHOP)
def duplicate(workshop_id: int) -> ResponseReturnValue:
    """The form of a new workshop, filled in with this one; only the day is to be chosen."""
    workshop = _mine(workshop_id)
    kept = data_of(workshop) | {"version": "", "day": None} | dict.fromkeys(MOMENTS)
    form = hosting_views.form_of(data=kept, workshop=workshop)
    return render_template("workshops/edit.html", form=form, workshop=None, copied=workshop)


@bp.route(f"{WORKSHOP}/series", methods=["GET", "POST"], endpoint="series")
@requires(P.EDIT_WORKSHOP)
def series_page(workshop_id: int) -> ResponseReturnValue:
    """Further dates: shown first, put into the programme by a second button."""
    workshop, form = _mine(workshop_id), SeriesForm()
    if not form.validate_on_submit():
        return _series(form, workshop, 422 if form.is_submitted() else 200)
    wanted = Series(form.every.data, form.times.data or 0)
    try:
        plans = series.plans(workshop, wanted)
        if "sure" not in request.form:
            return _series(form, workshop, 200, plans)
        made = len(series.repeat(workshop_id, wanted, by=current_user))
    except RuleViolation as refusal:
        db.session.rollback()
        form.form_errors.append(_explained(refusal))
        return _series(form, workshop_or_404(workshop_id), 409)
    db.session.commit()
    flash(_("Put into the programme: %(num)s", num=made), "success")
    return redirect(url_for(".hosting_page", workshop_id=workshop_id), 303)


def _asked() -> dict[str, Any]:
    """Day, clock and length of the address; what cannot be read is replaced by what is usual."""
    zone = request.args.get("zone", "")
    zone = zone if zone in ZONES else ZONES[0]
    minutes = request.args.get("minutes", USUAL_LENGTH, type=int)
    tomorrow = now().astimezone(ZoneInfo(zone)).date() + timedelta(days=14)
    day = request.args.get("day", tomorrow, type=date.fromisoformat)
    near = PLAUSIBLE_YEARS.start < day.year < PLAUSIBLE_YEARS.stop - 1
    return {"zone": zone, "minutes": minutes if minutes in LENGTHS else USUAL_LENGTH, "day": day if near else tomorrow}


def _moved_workshop() -> Workshop | None:
    """The workshop that is to be moved, when it is one of the reader's."""
    number = request.args.get("workshop", type=int)
    return _mine(number) if number is not None and 0 < number < 2**31 else None


def _mine(workshop_id: int) -> Workshop:
    workshop = workshop_or_404(workshop_id)
    check(P.EDIT_WORKSHOP, workshop)
    return workshop


def _series(form: SeriesForm, workshop: Workshop, status: int, plans: Any = ()) -> ResponseReturnValue:
    shown = [
        (plan.starts_at, slots.holidays_on(plan.starts_at.astimezone(ZoneInfo(plan.zone)).date())) for plan in plans
    ]
    return render_template("workshops/series.html", form=form, workshop=workshop, plans=shown), status


def _explained(refusal: RuleViolation) -> str:
    if "day" in refusal.values:
        refusal.values["day"] = day_in_words(date.fromisoformat(str(refusal.values["day"])))
    return explain(refusal)

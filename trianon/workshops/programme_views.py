"""The programme by week and by month."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from babel.dates import format_date
from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from trianon.bilingual.formats import home_zone
from trianon.bilingual.text import reader_lang
from trianon.core.clock import now
from trianon.core.permissions import Permission as P
from trianon.core.permissions import requires
from trianon.themes.queries import sub_themes
from trianon.workshops import programme
from trianon.workshops.programme import Period
from trianon.workshops.rules import phase
from trianon.workshops.views import bp


@bp.get("/week")
@bp.get("/week/<name>")
@requires(P.PUBLIC)
def week(name: str | None = None) -> ResponseReturnValue:
    """Seven days, from Monday on."""
    return _page("week", name, programme.week_named)


@bp.get("/month")
@bp.get("/month/<name>")
@requires(P.PUBLIC)
def month(name: str | None = None) -> ResponseReturnValue:
    """A calendar month."""
    return _page("month", name, programme.month_named)


def _page(kind: str, name: str | None, named: Callable[[str | None, date], Period]) -> ResponseReturnValue:
    at, zone, themes = now(), home_zone(), sub_themes()
    today = at.astimezone(zone).date()
    try:
        period = named(name, today)
    except LookupError:
        abort(404)
    chosen = next((theme for theme in themes if theme.slug == request.args.get("sub_theme")), None)
    days = programme.days_of(period, zone, chosen.id if chosen else None)
    return render_template(
        f"workshops/{kind}.html",
        period=period,
        days=days,
        today=today,
        phases={workshop.id: phase(workshop, at) for day in days for workshop in day.workshops},
        themes=themes,
        chosen=chosen,
        weekdays=[format_date(date(2024, 1, number), "EEE", locale=reader_lang().value) for number in range(1, 8)],
    )

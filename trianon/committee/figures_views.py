"""The half-yearly figures as a page and as a file."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from trianon.committee import figures
from trianon.committee.figures import Figures
from trianon.committee.figures_rules import FEWEST, Half, half_named, half_of
from trianon.committee.figures_words import BREAKDOWNS, half_in_words, hours_in_words, label_of, number_in_words
from trianon.committee.views import bp
from trianon.core.clock import now
from trianon.core.permissions import Permission, requires
from trianon.core.sheet_writing import csv_of


@bp.get("/figures")
@requires(Permission.PUBLIC)
def figures_page() -> ResponseReturnValue:
    """What the two sides have decided in a half-year, in numbers."""
    found = figures.figures_of(_half())
    return render_template(
        "committee/figures.html",
        figures=found,
        name=half_in_words(found.half),
        before=_neighbour(found.half.before),
        after=_neighbour(found.half.next),
        tables=[(BREAKDOWNS[kind], _rows(found, kind)) for kind in figures.Breakdown],
        hours=hours_in_words(found.median_hours),
        told=number_in_words,
        fewest=FEWEST,
    )


@bp.get("/figures.csv")
@requires(Permission.PUBLIC)
def figures_file() -> ResponseReturnValue:
    """The same for a spreadsheet."""
    answer = Response(b"".join(csv_of(_lines(figures.figures_of(_half())))), mimetype="text/csv")
    answer.headers["Content-Disposition"] = "attachment; filename=figures.csv"
    return answer


def _half() -> Half:
    """The half-year of the address; without one, the present one."""
    return half_named(request.args.get("half", "")) or half_of(now())


def _neighbour(half: Half) -> tuple[str, str] | None:
    """Its words and its name in an address; None before the first decision and after today."""
    first = figures.first_half()
    if first is None or half < first or half > half_of(now()):
        return None
    return half_in_words(half), half.name


def _rows(found: Figures, kind: figures.Breakdown) -> list[tuple[str, int | None, int]]:
    """Words, number, and the length of its bar in hundredths of the longest; what did not happen is left out."""
    rows = found.breakdowns[kind]
    longest = max((count for _value, count in rows if count), default=0)
    return [
        (label_of(kind, value), count, round(100 * (count or 0) / longest) if longest else 0)
        for value, count in rows
        if count != 0
    ]


def _lines(found: Figures) -> Iterator[list[str]]:
    yield [_("Half-year"), _("By"), _("What"), _("Decisions")]
    name = found.half.name
    for label, value in (
        (_("Decisions"), number_in_words(found.decided)),
        (_("Hours until the decision, median"), number_in_words(found.median_hours)),
        (_("Within the target, %(percent)s", percent="%"), number_in_words(found.in_time)),
        (_("After a reader’s report"), number_in_words(found.reported)),
        (_("Appeals decided"), number_in_words(found.appeals)),
        (_("Appeals upheld, %(percent)s", percent="%"), number_in_words(found.upheld)),
        (_("Both sides have spoken"), number_in_words(found.both_spoke)),
        (_("Both sides said the same, %(percent)s", percent="%"), number_in_words(found.agreed)),
    ):
        yield [name, "", label, value]
    for kind in figures.Breakdown:
        for one, count in found.breakdowns[kind]:
            yield [name, str(BREAKDOWNS[kind]), label_of(kind, one), number_in_words(count)]

"""The register of decisions as a page and as a file."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from trianon.bilingual.text import plain
from trianon.committee import labels, register
from trianon.committee.register import Decided, Wanted
from trianon.committee.register_filters import panel
from trianon.committee.rules import Matter, Verdict
from trianon.committee.views import bp, known
from trianon.core.permissions import Permission, requires
from trianon.core.sheet_writing import csv_of
from trianon.core.sides import Side

LONGEST_QUERY = 200


@bp.get("/decisions")
@requires(Permission.PUBLIC)
def decisions() -> ResponseReturnValue:
    """What was decided, newest first."""
    wanted = _wanted()
    lines, before, after = register.decisions(wanted, request.args.get("page"))
    return render_template(
        "committee/decisions.html",
        lines=lines,
        before=before,
        after=after,
        wanted=wanted,
        groups=panel(wanted),
        kept=wanted.in_address(),
    )


@bp.get("/decisions.csv")
@requires(Permission.PUBLIC)
def decisions_file() -> ResponseReturnValue:
    """The same, whole, for a spreadsheet."""
    # Made whole before it is sent: a reader who stops in the middle leaves no transaction open.
    answer = Response(b"".join(csv_of(_lines(_wanted()))), mimetype="text/csv")
    answer.headers["Content-Disposition"] = "attachment; filename=decisions.csv"
    return answer


def _wanted() -> Wanted:
    return Wanted(
        words=" ".join(request.args.get("q", "").split())[:LONGEST_QUERY],
        matter=known(Matter, "kind"),
        verdict=known(Verdict, "decision"),
        side=known(Side, "side"),
    )


def _lines(wanted: Wanted) -> Iterator[list[str]]:
    yield [
        _("Case"),
        _("Decided"),
        _("Kind of case"),
        _("Side of the author"),
        _("Language of the text"),
        _("Decision"),
        _("Decided by"),
        _("Reasons"),
        _("How"),
        _("After a reader’s report"),
        _("Hours until the decision"),
        _("Title"),
    ]
    for one in register.all_decisions(wanted):
        yield _cells(one)


def _cells(one: Decided) -> list[str]:
    case = one.case
    if case.verdict is None or case.decided_at is None:
        raise ValueError("only decided cases are in the register")
    return [
        str(case.id),
        case.decided_at.isoformat(timespec="seconds"),
        str(labels.MATTERS[case.matter]),
        str(labels.SIDES[case.side]),
        str(labels.LANGUAGES[case.lang]),
        labels.decision_in_words(case.matter, case.verdict),
        labels.sides_in_words(one.sides),
        ", ".join(one.reasons),
        str(labels.ENDINGS[case.ending]) if case.ending else "",
        _("yes") if case.reports else _("no"),
        str(one.hours),
        plain(one.title) if one.title else "",
    ]

"""The words about measures on people."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from trianon.bilingual.formats import day
from trianon.committee.measure_models import Measure
from trianon.committee.measure_rules import WITHOUT_END, MeasureKind
from trianon.core.errors import explain_with

KINDS = {
    MeasureKind.WARNING: _l("Warning: nothing is closed to the person"),
    MeasureKind.PAUSE: _l("Pause: the person reads, but neither writes, answers nor registers until a date"),
    MeasureKind.EXCLUSION: _l("Exclusion: the same without an end"),
}
NAMES = {
    MeasureKind.WARNING: _l("warning"),
    MeasureKind.PAUSE: _l("pause"),
    MeasureKind.EXCLUSION: _l("exclusion"),
}

explain_with(
    {
        "pause_needs_days": _l("Choose for how long."),
        "only_a_pause_has_days": _l("Only a pause has a length."),
        "measure_on_oneself": _l("Nobody proposes a measure on themselves."),
        "measure_on_nobody": _l("This account has been deleted."),
        "measure_asked": _l("Another measure on this person is being decided on."),
    }
)


def lasts_in_words(measure: Measure) -> str:
    """For how long it works: once it is taken, until when."""
    if measure.kind is MeasureKind.WARNING:
        return _("a warning: nothing is closed to you")
    if measure.until == WITHOUT_END or measure.kind is MeasureKind.EXCLUSION:
        return _("without end, unless an appeal is upheld")
    if measure.until is not None:
        return _("until %(day)s", day=day(measure.until))
    return ngettext("%(num)s day", "%(num)s days", measure.days or 0)


def standing_in_words(measure: Measure) -> str:
    """What its person reads on the pages that are closed meanwhile."""
    if measure.until == WITHOUT_END:
        return _("The Coordination Committee has decided that you do not take part any more.")
    until = day(measure.until) if measure.until is not None else ""
    return _("The Coordination Committee has paused your taking part until %(day)s.", day=until)

"""What a statement of reasons says: the same facts in the mail and on the page."""

from __future__ import annotations

from flask_babel import gettext as _

from trianon.bilingual.formats import moment
from trianon.bilingual.text import plain
from trianon.committee import measures, queries
from trianon.committee.charter import row_in_words
from trianon.committee.labels import ENDINGS, MATTERS, decision_in_words, reasons_in_words, sides_in_words
from trianon.committee.measure_words import lasts_in_words
from trianon.committee.models import Case, Removal
from trianon.committee.policy_queries import by_id, number_of, table_by_id
from trianon.committee.rules import Ending, Matter, Verdict
from trianon.core.database import db


def facts_of(case: Case) -> list[tuple[str, str]]:
    """What was decided, by which sides, why, by which rule, how it came to it, for how long."""
    if case.verdict is None or case.decided_at is None:
        raise ValueError("this case is not decided")
    voices = queries.carrying_voices(case)
    reasons = reasons_in_words(code for voice in voices for code in voice.reasons)
    by_rule = case.ending in {Ending.NO_AGREEMENT, Ending.SILENCE}
    one_version = {Matter.APPEAL, Matter.MEASURE}
    rows = [
        (str(MATTERS[case.matter]), plain(case.title)),
        (_("Version of the text"), str(case.version) if case.matter not in one_version else ""),
        (_("Decision"), decision_in_words(case.matter, case.verdict)),
        (_("Decided"), moment(case.decided_at)),
        (_("Decided by"), "" if by_rule else sides_in_words(voice.side for voice in voices)),
        (_("How"), str(ENDINGS[case.ending]) if case.ending else ""),
        (_("Reasons"), ", ".join(reasons)),
        (_("Rule of the charter"), row_in_words(case.matter, case.verdict, table_by_id(case.policy_id))),
        (_("Version of the charter"), str(number_of(by_id(case.policy_id)))),
        (_("Origin"), origin_of(case)),
        (
            _("Automatic means"),
            _automatic(case, by_rule=by_rule),
        ),
        (_("For how long"), duration_of(case)),
    ]
    return [(label, value) for label, value in rows if value]


def _automatic(case: Case, *, by_rule: bool) -> str:
    if by_rule:
        return _("none read the text: the last day set by the charter had come, or people did not agree")
    if case.matter is Matter.MEASURE:
        return _("none: people looked at what had happened and decided")
    return _("none: people read the text and decided")


def origin_of(case: Case) -> str:
    """Who asked for it: an author, a member of the committee, readers; never which reader."""
    if case.matter is Matter.REMOVAL:
        return _of_removal(case)
    known = {
        Matter.CLAIM: _("your claim"),
        Matter.MEASURE: _("a member of the Committee proposed it"),
        Matter.APPEAL: _("your appeal"),
    }
    return known.get(case.matter) or _("every text is read before it is published; no reader’s report")


def _of_removal(case: Case) -> str:
    removal = db.session.get(Removal, case.subject_id)
    if removal is not None and removal.from_report:
        return _("a reader’s report, which the Committee has examined")
    if case.reports:
        return _("a member of the Committee asked for it; readers have reported it too")
    return _("a member of the Committee asked for it; no reader’s report")


def duration_of(case: Case) -> str:
    """For how long a refusal, a removal or a measure stands; empty for the rest."""
    if case.verdict is not Verdict.REFUSE or case.matter is Matter.APPEAL:
        return ""
    if case.matter is Matter.MEASURE:
        measure = measures.by_number(case.subject_id)
        return lasts_in_words(measure) if measure is not None else ""
    if case.matter is Matter.REMOVAL:
        return _("without end, unless an appeal is upheld")
    return _("for this version: a corrected one is examined anew")

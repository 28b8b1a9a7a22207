"""Several cases at once: the same voice for each, every right and every version checked for each by itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from trianon.accounts.models import Account
from trianon.committee import aside, prepared, queries, services
from trianon.committee.models import Case, CaseState
from trianon.committee.rules import Matter, Reason, Verdict, verdicts_for
from trianon.committee.subjects import SUBJECTS
from trianon.committee.texts import Field, fields_of
from trianon.core.clock import now
from trianon.core.errors import RuleViolation, StaleForm

# As many as a page of the queue.
MOST = 20
# What is public, contested or about a disputed place is looked at by itself; so is every refusal.
MATTERS = frozenset({Matter.COOPERATION, Matter.CONTRIBUTION, Matter.ORGANISATION})
VERDICTS = (Verdict.ACCEPT, Verdict.ASK_CHANGES)
# One reason for all, in prepared words: not one that has to be explained for each.
REASONS = tuple(reason for reason in Reason if reason not in prepared.WITH_GAP | {Reason.DUPLICATE})


@dataclass(frozen=True)
class Row:
    """A case of the page, with its text; `refusal` says why this member gives no voice on it here."""

    case: Case
    fields: list[Field]
    refusal: RuleViolation | None


def rows_for(numbers: Iterable[int], person: Account) -> list[Row]:
    """The cases of these numbers in the order of the queue; unknown numbers are left out."""
    known = [case for number in dict.fromkeys(numbers) if (case := queries.case_by_id(number)) is not None]
    return [_row(case, person) for case in sorted(known[:MOST], key=lambda case: (case.opened_at, case.id))]


def give(case: Case, *, by: Account, verdict: Verdict, reason: Reason | None, shown_version: int) -> None:
    """One of the voices, with the note in the language of this author. RuleViolation: not_together, reason_needed, and
    those of `services.give_voice`; StaleForm as there."""
    if case.matter not in MATTERS or verdict not in VERDICTS:
        raise RuleViolation("not_together")
    if verdict is Verdict.ASK_CHANGES and reason not in REASONS:
        raise RuleViolation("reason_needed")
    item = SUBJECTS[case.subject].load(case.subject_id)
    if item is None:
        raise StaleForm
    lang = queries.author_langs(case, SUBJECTS[case.subject].authors(item))[0]
    note = prepared.words_for(verdict, [reason], lang) if reason is not None else ""
    services.give_voice(case, by=by, verdict=verdict, note=note, note_lang=lang, shown_version=shown_version)


def _row(case: Case, person: Account) -> Row:
    item = SUBJECTS[case.subject].load(case.subject_id)
    if item is None or not SUBJECTS[case.subject].may_view(item):
        return Row(case, [], RuleViolation("not_open_any_more"))
    return Row(case, fields_of(case.subject, item, case.version), _refusal(case, person, item))


def _refusal(case: Case, person: Account, item: object) -> RuleViolation | None:
    if case.state is not CaseState.OPEN:
        return RuleViolation("not_open_any_more")
    if SUBJECTS[case.subject].own(person, item):
        return RuleViolation("own_text")
    if aside.has_stepped_aside(person, case):
        return RuleViolation("stepped_aside")
    if case.matter not in MATTERS:
        return RuleViolation("not_together")
    course = queries.course_of(case)
    openings = course.openings(now())
    allowed = verdicts_for(case.matter, case.side, person.side, person.roles, openings, table=course.table)
    return None if set(VERDICTS) <= set(allowed) else RuleViolation("voice_does_not_count")

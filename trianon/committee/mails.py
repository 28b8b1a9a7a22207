"""Mails and notifications about decisions: what, on which text, by which side, why, and the way on; never by whom."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from trianon.bilingual.formats import day
from trianon.bilingual.text import plain, reader_lang
from trianon.committee import measures, queries
from trianon.committee.appeal_rules import may_be_contested
from trianon.committee.appeals import contested_until
from trianon.committee.decision_words import BUTTONS, HEADLINES, MEANINGS, NEXT_STEPS, WITHOUT_NEXT_STEP
from trianon.committee.labels import ENDINGS, MATTERS, decision_in_words, reasons_in_words, sides_in_words
from trianon.committee.measure_rules import MeasureKind
from trianon.committee.models import Case, Voice
from trianon.committee.rules import Ending, Matter, Verdict
from trianon.committee.statement import duration_of, origin_of
from trianon.committee.subjects import SUBJECTS
from trianon.core.publication import PUBLIC, State
from trianon.mail.message import Button, MailMessage, Quote, mail
from trianon.notifications.sentences import Sentence, sentence


@mail("committee.decided")
def decided(case: int) -> MailMessage | None:
    """The statement of reasons; dropped when there is no decision (any more) to tell."""
    found = queries.case_by_id(case)
    item = SUBJECTS[found.subject].load(found.subject_id) if found is not None else None
    if found is None or found.verdict is None or item is None or _is_gone(item):
        return None
    voices = queries.carrying_voices(found)
    notes = _notes(voices)
    return MailMessage(
        subject=_("%(label)s: %(value)s", label=_headline(found), value=plain(found.title)),
        paragraphs=_paragraphs(found, item, has_note=bool(notes)),
        facts=_facts(found, voices),
        quotes=notes,
        button=Button(_button(found), _address(found, external=True)),
        after=_remedy(found),
    )


@sentence("committee.decided")
def decided_on_site(case: int) -> Sentence | None:
    """The same in one line of the inbox; it leads to where the author reads the reasons and goes on."""
    found = queries.case_by_id(case)
    if found is None or found.verdict is None:
        return None
    if found.verdict is Verdict.REFUSE:
        return Sentence(_headline(found), url_for("committee.statement", case_id=found.id), found.title)
    return Sentence(_headline(found), SUBJECTS[found.subject].url(found.subject_id), found.title)


def _is_gone(item: Any) -> bool:
    """Taken back or removed since; a question about a text has no state of its own."""
    return getattr(item, "state", None) in {State.WITHDRAWN, State.REMOVED}


def _headline(case: Case) -> str:
    return str(HEADLINES[(case.subject, _verdict(case))])


def _paragraphs(case: Case, item: Any, *, has_note: bool) -> list[str]:
    verdict = _verdict(case)
    said = [_meaning(case)]
    if verdict is not Verdict.ACCEPT and case.subject not in WITHOUT_NEXT_STEP:
        if item.state in PUBLIC:
            said.append(_("The version that was accepted before stays public meanwhile."))
        said.append(str(NEXT_STEPS[verdict]))
    if has_note:
        said.append(_("The note of the Committee is quoted below."))
    return said


def _meaning(case: Case) -> str:
    if case.subject == "measure" and _verdict(case) is Verdict.REFUSE:
        measure = measures.by_number(case.subject_id)
        if measure is not None and measure.kind is MeasureKind.WARNING:
            return _("Both sides of the Coordination Committee have decided to warn you. You may go on as before.")
    return str(MEANINGS[(case.subject, _verdict(case))])


def _facts(case: Case, voices: list[Voice]) -> list[tuple[str, str]]:
    reasons = reasons_in_words(code for voice in voices for code in voice.reasons)
    rows = [
        (str(MATTERS[case.matter]), plain(case.title)),
        (_("Decision"), decision_in_words(case.matter, _verdict(case))),
        (_("Decided by"), sides_in_words(voice.side for voice in voices)),
    ]
    if case.matter is Matter.MEASURE:
        rows.append((_("For how long"), duration_of(case)))
    if case.matter is Matter.REMOVAL:
        rows.append((_("Origin"), origin_of(case)))
    if case.ending in {Ending.NO_AGREEMENT, Ending.SILENCE}:
        # Nobody's voices carried it: the rule did.
        rows[2] = (_("How"), str(ENDINGS[case.ending]))
    return [*rows, (_("Reasons"), ", ".join(reasons))] if reasons else rows


def _notes(voices: list[Voice]) -> list[Quote]:
    """The notes, each in its language, those in the reader's first."""
    noted = [voice for voice in voices if voice.note]
    noted.sort(key=lambda voice: voice.note_lang is not reader_lang())
    return [Quote(voice.note, voice.note_lang.value) for voice in noted]


def _remedy(case: Case) -> list[str]:
    address = url_for("committee.statement", case_id=case.id, _external=True)
    said = []
    if case.subject != "measure":
        # There the button leads to it.
        said.append(_("The statement of reasons, with the rule and how it came to it: %(url)s", url=address))
    if case.verdict is Verdict.ASK_CHANGES:
        answers = url_for("committee.answer_points", case_id=case.id, _external=True)
        said.insert(0, _("You may answer each point of the request: %(url)s", url=answers))
    if may_be_contested(case.matter, case.verdict):
        until = day(contested_until(case))
        said.append(_("You may contest this decision there until %(day)s: one text and one click.", day=until))
    return said


def _button(case: Case) -> str:
    if case.subject == "measure":
        return _("Read the statement of reasons")
    if case.subject == "appeal":
        return _("See the contested decision")
    if case.subject in WITHOUT_NEXT_STEP:
        return _("See your text")
    return str(BUTTONS[_verdict(case)])


def _address(case: Case, *, external: bool) -> str:
    subject = SUBJECTS[case.subject]
    make = subject.url if _verdict(case) is Verdict.ACCEPT else subject.correct_url
    return make(case.subject_id, external=external)


def _verdict(case: Case) -> Verdict:
    if case.verdict is None:
        raise ValueError("this case is not decided")
    return case.verdict

"""The form by which a member gives a voice."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectMultipleField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from trianon.bilingual.checking import clean
from trianon.bilingual.lang import Lang, likely_lang
from trianon.committee import together
from trianon.committee.labels import REASONS, REASONS_TO_CHOOSE, VERDICTS, verdict_in_words
from trianon.committee.models import Case
from trianon.committee.prepared import words_for
from trianon.committee.rules import LONGEST_NOTE, Matter, Reason, Verdict


def offered(_form: FlaskForm, field: Any) -> None:
    """Only what the list offers; the library's own sentence has no Russian."""
    known = {str(value) for value, _words in field.choices}
    given = field.data if isinstance(field.data, list) else [field.data]
    if not known.issuperset(given):
        raise ValidationError(_("Choose among what the list offers."))


def note_field() -> TextAreaField:
    """What the author is told, cleaned and not endless; the same wherever a member writes one."""
    too_long = _l("The note is too long: at most %(most)s characters.", most=LONGEST_NOTE)
    return TextAreaField(
        _l("Note to the author"), filters=[clean], validators=[Length(max=LONGEST_NOTE, message=too_long)]
    )


def reasons_field(label: object = _l("Reasons")) -> SelectMultipleField:
    """Reasons of the public list, each a box to tick."""
    return SelectMultipleField(
        label,
        validators=[offered],
        choices=[(reason.value, words) for reason, words in REASONS_TO_CHOOSE.items()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )


class VoiceForm(FlaskForm):
    """A verdict, reasons of the public list, a note to the author; and what the member was looking at."""

    version = HiddenField()
    shown_voices = HiddenField()
    verdict = RadioField(
        _l("Your voice"), validators=[InputRequired(_l("Choose what you decide.")), offered], validate_choice=False
    )
    reasons = reasons_field(_l("Reasons, for a refusal"))
    note = note_field()

    def begin_note(self, lang: Lang) -> None:
        """Put the prepared words for what is chosen before what is typed; nothing is lost."""
        known = [Reason(code) for code in self.reasons.data or [] if code in set(Reason)]
        verdict = Verdict(self.verdict.data) if self.verdict.data in set(Verdict) else Verdict.REFUSE
        typed = self.note.data or ""
        lines = [line for line in words_for(verdict, known, lang).split("\n") if line and line not in typed]
        self.note.data = "\n".join([*lines, typed]).strip()

    def offer(self, matter: Matter, verdicts: list[Verdict]) -> None:
        """Offer the voices that count, and no others."""
        self.verdict.choices = [(verdict.value, verdict_in_words(matter, verdict)) for verdict in verdicts]

    def show(self, case: Case) -> None:
        """Remember what the page shows: this version of the text, these voices; what was typed stays."""
        for field, value in ((self.version, case.version), (self.shown_voices, newest_voice(case))):
            field.raw_data, field.data = None, str(value)

    @property
    def chosen(self) -> Verdict:
        """The verdict; only after validation."""
        return Verdict(self.verdict.data)

    @property
    def chosen_reasons(self) -> list[Reason]:
        """The reasons; only after validation."""
        return [Reason(code) for code in self.reasons.data or []]

    @property
    def note_lang(self) -> Lang:
        """The language that the note is in, by its script."""
        return likely_lang(self.note.data or "")

    @property
    def shown_version(self) -> int:
        """The version that the member saw; 0 for a number that nobody gave them."""
        return number_of(self.version.data)

    def saw_all_voices_of(self, case: Case) -> bool:
        """Whether no voice was given between the page and the answer."""
        return number_of(self.shown_voices.data) == newest_voice(case)


class TogetherForm(FlaskForm):
    """One voice for several texts, each as it was shown."""

    verdict = RadioField(
        _l("Your voice"),
        validators=[InputRequired(_l("Choose what you decide.")), offered],
        choices=[(verdict.value, VERDICTS[verdict]) for verdict in together.VERDICTS],
        validate_choice=False,
    )
    reason = RadioField(
        _l("Reason, where you ask for changes"),
        choices=[(reason.value, REASONS[reason]) for reason in together.REASONS],
        validate_choice=False,
    )

    def validate_reason(self, field: RadioField) -> None:
        """Asking for changes says which."""
        if self.verdict.data == Verdict.ASK_CHANGES.value and field.data not in set(together.REASONS):
            raise ValidationError(_("Choose the reason for which you ask for changes."))

    @property
    def chosen(self) -> Verdict:
        """The verdict; only after validation."""
        return Verdict(self.verdict.data)

    @property
    def chosen_reason(self) -> Reason | None:
        """The reason; only after validation, and only where changes are asked for."""
        return Reason(self.reason.data) if self.chosen is Verdict.ASK_CHANGES else None

    @property
    def shown(self) -> list[tuple[int, int]]:
        """Numbers and versions of the texts that were on the page and are still ticked, each case once."""
        pairs = [one.partition("-") for one in reversed(request.form.getlist("seen"))]
        known = {number_of(case): number_of(version) for case, _dash, version in pairs}
        return [(case, version) for case, version in reversed(known.items()) if case][: together.MOST]


class RemovalForm(FlaskForm):
    """Why a public text is to be removed, and whether it is hidden at once."""

    version = HiddenField()
    hold = RadioField(
        _l("What you ask for"),
        validators=[InputRequired(_l("Choose what you ask for.")), offered],
        choices=[
            ("ask", _l("Its removal: it stays on the site until both sides have decided")),
            ("hold", _l("Its removal, and to hide it at once: the other side reviews this within 72 hours")),
        ],
        validate_choice=False,
    )
    reasons = reasons_field()
    note = note_field()

    @property
    def shown_version(self) -> int:
        """The version that the member saw; 0 for a number that nobody gave them."""
        return number_of(self.version.data)


def _words(label: object) -> TextAreaField:
    """A text between members; the service says what is wrong with it."""
    return TextAreaField(label, filters=[clean])


class NoteForm(FlaskForm):
    """A note to the colleagues of one's side."""

    internal = _words(_l("Internal note"))


class HandoverForm(FlaskForm):
    """Why the other side is asked to begin."""

    asked = _words(_l("What you ask of the other side"))


class AppealForm(FlaskForm):
    """Why an author contests a decision."""

    text = TextAreaField(
        _l("Why you contest it"),
        filters=[clean],
        validators=[
            InputRequired(_l("Write why you contest the decision.")),
            Length(
                max=LONGEST_NOTE, message=_l("Your text is too long: at most %(most)s characters.", most=LONGEST_NOTE)
            ),
        ],
    )


def newest_voice(case: Case) -> int:
    """The number of the newest voice on a case, 0 when there is none."""
    return max((voice.id for voice in case.voices), default=0)


def number_of(text: str | None) -> int:
    """A number that a page gave; 0 for what is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0

"""The form by which a member proposes a measure on a person."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired

from trianon.committee.forms import note_field, offered, reasons_field
from trianon.committee.measure_rules import PAUSES, MeasureKind
from trianon.committee.measure_words import KINDS


class MeasureForm(FlaskForm):
    """Which measure, for how long, why, and what the person is told."""

    kind = RadioField(
        _l("Measure"),
        validators=[InputRequired(_l("Choose a measure.")), offered],
        choices=[(kind.value, words) for kind, words in KINDS.items()],
        validate_choice=False,
    )
    days = SelectField(_l("Length, for a pause"), validators=[offered], validate_choice=False)
    reasons = reasons_field()
    note = note_field()

    def offer(self) -> None:
        """The lengths in the reader's language."""
        self.days.choices = [(str(days), ngettext("%(num)s day", "%(num)s days", days)) for days in PAUSES]

    @property
    def chosen(self) -> MeasureKind:
        """The kind; only after validation."""
        return MeasureKind(self.kind.data)

    @property
    def length(self) -> int | None:
        """The days of a pause; the other kinds have none."""
        return int(self.days.data) if self.chosen is MeasureKind.PAUSE else None

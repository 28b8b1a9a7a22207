"""The form of a change of the table of voices: every cell that may change, from when, and why."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from trianon.accounts.fields import needed
from trianon.bilingual.checking import clean
from trianon.bilingual.text import Bilingual
from trianon.committee.charter import ORDER
from trianon.committee.labels import MATTERS, quorum_in_words
from trianon.committee.mandate_forms import Day, day_needed
from trianon.committee.policy_rules import CHANGEABLE, LONGEST_REASON, Cells, key_of
from trianon.committee.rules import Matter, Verdict

# A dot would mean something else in the name of a field.
SIGN = "-"
VERDICT_WORDS = {
    Verdict.ACCEPT: _l("Publish, accept"),
    Verdict.REFUSE: _l("Refuse"),
    Verdict.ASK_CHANGES: _l("Ask for changes"),
}


def _why(label: object) -> TextAreaField:
    long = Length(max=LONGEST_REASON, message=_l("At most %(max)s characters."))
    return TextAreaField(label, [needed(_l("Say why, in both languages: everybody reads it.")), long], filters=[clean])


class PolicyForm(FlaskForm):
    """The fields of the cells are added below: one for each that may change."""

    wanted_from = Day(_l("In force from"), [day_needed()], description=_l("From tomorrow on, within a year."))
    reason_fr = _why(_l("Why, in French"))
    reason_ru = _why(_l("Why, in Russian"))

    def offer(self) -> None:
        """The quorums that each cell may have, in the reader’s language."""
        for (matter, verdict), allowed in CHANGEABLE.items():
            self[name_of(matter, verdict)].choices = [(one.value, quorum_in_words(one, verdict)) for one in allowed]

    def groups(self) -> list[tuple[str, list[str]]]:
        """For each matter its name and the names of its fields, in the order of the charter."""
        matters = dict.fromkeys(matter for matter, _verdict in CHANGEABLE)
        return [(str(MATTERS[matter]), [name_of(matter, verdict) for verdict in ORDER]) for matter in matters]

    def cells(self) -> Cells:
        """What was chosen."""
        return {key_of(*cell): str(self[name_of(*cell)].data) for cell in CHANGEABLE}

    def reason(self) -> Bilingual:
        """Why, in both languages."""
        return Bilingual(self.reason_fr.data or "", self.reason_ru.data or "")


class PolicyAnswerForm(FlaskForm):
    """The other secretary general’s word."""

    answer = RadioField(
        _l("Your answer"),
        [InputRequired(_l("Choose an answer."))],
        choices=[("agree", _l("I agree")), ("decline", _l("I do not agree"))],
    )


def name_of(matter: Matter, verdict: Verdict) -> str:
    """The name of a cell's field."""
    return key_of(matter, verdict).replace(".", SIGN)


def data_of(cells: Cells) -> dict[str, str]:
    """What the form shows of a version."""
    return {key.replace(".", SIGN): quorum for key, quorum in cells.items()}


for _matter, _verdict in CHANGEABLE:
    setattr(PolicyForm, name_of(_matter, _verdict), SelectField(VERDICT_WORDS[_verdict], choices=[]))

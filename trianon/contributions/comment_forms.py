"""The form of a reply: its language and its words."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, InputRequired

from trianon.accounts.fields import lang_choices
from trianon.accounts.guard import GuardedForm
from trianon.bilingual.checking import clean, seems_other_language
from trianon.bilingual.formats import number
from trianon.bilingual.lang import Lang
from trianon.contributions.forms import MarkedForm
from trianon.contributions.rules import LONGEST_REPLY, check_reply
from trianon.core.errors import RuleViolation, explain


class ReplyForm(GuardedForm, MarkedForm):
    """A reply, new or corrected; a correction carries the version that it corrects."""

    lang = RadioField(
        _l("In which language is your reply?"),
        choices=lang_choices,
        validators=[InputRequired(_l("Choose the language of your text."))],
    )
    lang_is_right = BooleanField(_l("The language that I chose is right"))
    text = TextAreaField(_l("Your reply"), filters=[clean], validators=[DataRequired(_l("Write your reply."))])
    version = HiddenField()
    longest = LONGEST_REPLY

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Shown only once the script of the text has spoken against the language that was chosen.
        self.asks_about_lang = bool(self.lang_is_right.data)

    @property
    def shown_version(self) -> int:
        """The version that the form was shown with; 0 fits none."""
        digits = self.version.data or ""
        return int(digits) if digits.isdecimal() and len(digits) < 10 else 0

    def validate_text(self, field: TextAreaField) -> None:
        """Its length."""
        try:
            check_reply(field.data)
        except RuleViolation as refusal:
            written = {name: number(float(str(value))) for name, value in refusal.values.items()}
            raise ValidationError(explain(RuleViolation(refusal.code, **written))) from None

    def validate_lang(self, field: RadioField) -> None:
        """The language is what the author says; a text in the other script is asked about once."""
        if field.data not in set(Lang) or self.lang_is_right.data:
            return
        lang = Lang(field.data)
        if seems_other_language(lang, "", self.text.data or ""):
            self.asks_about_lang = True
            raise ValidationError(
                _("Your text looks Russian: choose again, or confirm the language below.")
                if lang is Lang.FR
                else _("Your text looks French: choose again, or confirm the language below.")
            )

    def words(self) -> dict[str, Any]:
        """What a reply is made of, once the form is valid."""
        return {"lang": Lang(self.lang.data), "text": self.text.data}

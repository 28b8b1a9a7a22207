"""The form of a light correction: the title and the text as they are public now."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired

from trianon.bilingual.checking import clean, clean_line
from trianon.contributions.models import Contribution


class LightForm(FlaskForm):
    """It carries the version that it mends."""

    title = StringField(_l("Title"), filters=[clean_line], validators=[DataRequired(_l("Give your text a title."))])
    text = TextAreaField(_l("Text"), filters=[clean], validators=[DataRequired(_l("Write your text."))])
    version = HiddenField()

    def show(self, item: Contribution) -> None:
        """Fill in what is public now."""
        version = item.public_version or item.latest
        self.title.data = version.title.get(version.source_lang)
        self.text.data = version.text.get(version.source_lang)
        self.version.data = str(item.version)

    @property
    def shown_version(self) -> int:
        """The version that the member saw; 0 for a number that nobody gave them."""
        digits = self.version.data or ""
        return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else 0

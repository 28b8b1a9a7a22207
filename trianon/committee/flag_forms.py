"""The forms by which readers report a text: with an account, and without one."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired

from trianon.accounts.fields import IsAddress, at_most, needed, one_line, tidy_address
from trianon.accounts.guard import GuardedForm
from trianon.bilingual.checking import clean
from trianon.committee.flag_rules import CATEGORIES, LONGEST_FLAG
from trianon.committee.forms import number_of, offered
from trianon.committee.labels import REASONS
from trianon.committee.rules import Reason


def _words() -> TextAreaField:
    return TextAreaField(
        _l("What is wrong with it"),
        filters=[clean],
        validators=[needed(_l("Write what is wrong with this text.")), at_most(LONGEST_FLAG)],
    )


class FlagForm(FlaskForm):
    """What somebody with an account says of a text."""

    version = HiddenField()
    category = RadioField(
        _l("Why you report it"),
        validators=[InputRequired(_l("Choose why you report it.")), offered],
        choices=[(reason.value, REASONS[reason]) for reason in CATEGORIES],
        validate_choice=False,
    )
    words = _words()

    @property
    def chosen(self) -> Reason:
        """The category; only after validation."""
        return Reason(self.category.data)

    @property
    def shown_version(self) -> int:
        """The version that the reader saw; 0 for a number that nobody gave them."""
        return number_of(self.version.data)


class NoticeForm(GuardedForm, FlaskForm):
    """What somebody without an account says of a text that is against the law, as the laws on notices ask."""

    version = HiddenField()
    words = _words()
    name = StringField(_l("Your name"), [needed(_l("Give your name.")), at_most(80)], filters=[one_line])
    email = EmailField(
        _l("E-mail address"),
        [needed(_l("Give your e-mail address.")), IsAddress()],
        filters=[tidy_address],
        description=_l("To confirm your report and to be told the outcome; never shown."),
    )
    in_good_faith = BooleanField(
        _l("To the best of my knowledge, what I write is correct and complete."),
        [InputRequired(_l("Tick the box: a report is made in good faith."))],
    )

    chosen = Reason.UNLAWFUL

    @property
    def shown_version(self) -> int:
        """The version that the reader saw; 0 for a number that nobody gave them."""
        return number_of(self.version.data)

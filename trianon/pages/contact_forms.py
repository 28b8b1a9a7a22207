"""The form of the contact page."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, RadioField, StringField, TextAreaField

from trianon.accounts.fields import IsAddress, at_most, needed, one_line, tidy_address
from trianon.accounts.guard import GuardedForm
from trianon.bilingual.checking import clean
from trianon.pages.contact_models import ContactKind

LONGEST_TEXT = 5000

KINDS = {
    ContactKind.DATA: _l("my personal data: see, correct, delete, object"),
    ContactKind.ACCESSIBILITY: _l("something on the site stops me"),
    ContactKind.UNLAWFUL: _l("a text here breaks the law"),
    ContactKind.OTHER: _l("something else"),
}


class ContactForm(GuardedForm, FlaskForm):
    """Who writes, about what; a name is not needed."""

    kind = RadioField(_l("What do you write about?"), [needed(_l("Choose what it is about."))])
    name = StringField(_l("Your name"), [at_most(80)], filters=[one_line])
    email = EmailField(
        _l("E-mail address"),
        [needed(_l("Give your e-mail address.")), IsAddress()],
        filters=[tidy_address],
        description=_l("For the answer alone."),
    )
    text = TextAreaField(
        _l("Your message"),
        [needed(_l("Write your message.")), at_most(LONGEST_TEXT)],
        filters=[lambda text: clean(text) if text else text],
        description=_l("About a page of this site? Give its address."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [(kind.value, words) for kind, words in KINDS.items()]

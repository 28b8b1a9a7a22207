"""The forms people write and correct with. Lengths are counted on the cleaned text, in characters."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, cached_property, partial
from typing import Any

from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.csrf import validate_csrf
from markupsafe import Markup
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired

from trianon.accounts.fields import lang_choices
from trianon.accounts.guard import GuardedForm
from trianon.bilingual.checking import clean, clean_line, seems_other_language
from trianon.bilingual.formats import number
from trianon.bilingual.lang import Lang
from trianon.bilingual.text import Bilingual, plain, reader_lang
from trianon.contributions.labels import KIND_HINTS, KINDS
from trianon.contributions.models import ContributionKind
from trianon.contributions.queries import organisations_of, sub_themes, workshops_to_write_on
from trianon.contributions.rules import LONGEST_TEXT, LONGEST_TITLE, check_words
from trianon.contributions.subjects import cooperations_to_write_on
from trianon.cooperations.models import Cooperation
from trianon.core.errors import RuleViolation, explain

MOST_KEPT = 5 * LONGEST_TEXT
# What a draft keeps of the form.
SUBJECTS = ("sub_theme", "workshop", "cooperation", "on_behalf_of")
FIELDS_OF_DRAFT = ("lang", "kind", *SUBJECTS, "title", "text", "window")
FIELDS_OF_CORRECTION = tuple(name for name in FIELDS_OF_DRAFT if name not in SUBJECTS)


class MarkedForm(FlaskForm):
    """Its view looks at the mark of the session itself, so that a session that has ended does not cost the text."""

    def has_good_mark(self) -> bool:
        """Whether the form comes from a page of this session; otherwise says what happened."""
        if "csrf_token" not in self:
            return True
        try:
            validate_csrf(self.csrf_token.data)
        except ValidationError:
            self.form_errors.append(
                _("The page was open for too long, and nothing was sent. Your text is below: send it again.")
            )
            return False
        # The library looks at it once more otherwise.
        g.csrf_valid = True
        return True


class WordsForm(MarkedForm):
    """Kind, language, title and text: what every version has."""

    kind = RadioField(
        _l("What do you want to write?"), validators=[InputRequired(_l("Choose what you want to write."))]
    )
    lang = RadioField(
        _l("In which language is your text?"),
        description=_l("Readers of the other language will see it too, in its original until it is translated."),
        choices=lang_choices,
        validators=[InputRequired(_l("Choose the language of your text."))],
    )
    lang_is_right = BooleanField(_l("The language that I chose is right"))
    title = StringField(_l("Title"), filters=[clean_line], validators=[DataRequired(_l("Give your text a title."))])
    text = TextAreaField(
        _l("Your text"),
        description=_l(
            "A blank line starts a new paragraph. A line that starts with a hyphen is an item of a list; "
            "**two asterisks** make bold."
        ),
        filters=[clean],
        validators=[DataRequired(_l("Write your text."))],
    )
    longest_title, longest_text = LONGEST_TITLE, LONGEST_TEXT

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = _kinds(reader_lang())
        # Shown only once the script of the text has spoken against the language that was chosen.
        self.asks_about_lang = bool(self.lang_is_right.data)

    def validate_title(self, field: StringField) -> None:
        """Its length."""
        _obey(field.data, "x" * 20)

    def validate_text(self, field: TextAreaField) -> None:
        """Its length."""
        _obey("x", field.data)

    def validate_lang(self, field: RadioField) -> None:
        """The language is what the author says; a text in the other script is asked about once."""
        if field.data not in set(Lang) or self.lang_is_right.data:
            return
        lang = Lang(field.data)
        if seems_other_language(lang, self.title.data or "", self.text.data or ""):
            self.asks_about_lang = True
            raise ValidationError(
                _("Your text looks Russian: choose again, or confirm the language below.")
                if lang is Lang.FR
                else _("Your text looks French: choose again, or confirm the language below.")
            )

    def words(self) -> dict[str, Any]:
        """What a version is made of, once the form is valid."""
        return {
            "lang": Lang(self.lang.data),
            "kind": ContributionKind(self.kind.data),
            "title": self.title.data,
            "text": self.text.data,
        }


class OfferField(SelectField):
    """A choice among records, which are looked up when somebody chose one or is shown them, not before."""

    look_up: Callable[[], Sequence[Any]]

    def __init__(self, *args: Any, nothing: Any, **kwargs: Any) -> None:
        self.nothing = nothing
        super().__init__(*args, validate_choice=False, **kwargs)

    @cached_property
    def rows(self) -> dict[str, Any]:
        """The records on offer, by number."""
        return {str(row.id): row for row in self.look_up()}

    @property
    def choices(self) -> list[SelectChoice]:
        """Nothing, then the records; all of them have a name in both languages or in one."""
        names = {key: plain(_name(row)) for key, row in self.rows.items()}
        return [SelectChoice("", self.nothing), *(SelectChoice(key, name) for key, name in names.items())]

    @choices.setter
    def choices(self, _given: Any) -> None:
        """They are looked up."""

    @property
    def chosen(self) -> Any:
        """The record; None when none was chosen."""
        return self.rows.get(self.data) if self.data else None

    def pre_validate(self, _form: Any) -> None:
        """Nothing is always on offer."""
        if self.data and self.chosen is None:
            raise ValidationError(_("Choose one of the list."))


class WriteForm(GuardedForm, WordsForm):
    """A new text: also what it is about, and in whose name."""

    sub_theme = OfferField(
        _l("Sub-theme"),
        description=_l("Leave empty when none fits: everything but politics is welcome."),
        nothing=_l("None of them"),
    )
    workshop = OfferField(
        _l("Online workshop"),
        description=_l("If your text is about one of the workshops."),
        nothing=_l("None of them"),
    )
    cooperation = OfferField(
        _l("Cooperation"),
        description=_l("Those that you have declared. To write about another one, begin on its page in the directory."),
        nothing=_l("None of them"),
    )
    on_behalf_of = OfferField(_l("You write for"), nothing=_l("myself"))
    # The mark of the page, and of the page that had saved the draft when this one was shown.
    window = HiddenField()
    seen = HiddenField()

    def __init__(self, *args: Any, account_id: int | None = None, asked_cooperation: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sub_theme.look_up = sub_themes
        self.workshop.look_up = workshops_to_write_on
        asked = (asked_cooperation, self.cooperation.data)
        self.cooperation.look_up = partial(cooperations_to_write_on, account_id, asked)
        self.on_behalf_of.look_up = partial(organisations_of, account_id)
        self._take_slug()

    def says_something(self) -> bool:
        """Whether there is anything to keep."""
        return bool(self.title.data or self.text.data)

    def subject(self) -> dict[str, Any]:
        """What the text is about and in whose name, as records."""
        return {name: self[name].chosen for name in SUBJECTS}

    def as_draft(self) -> dict[str, Any]:
        """What was typed so far, right or not yet."""
        return {name: (self[name].data or "")[:MOST_KEPT] for name in FIELDS_OF_DRAFT if name in self}

    def is_too_long_to_keep(self) -> bool:
        """A draft takes more than may be sent, so that one can cut; it is no store for anything whatever."""
        return any(len(self[name].data or "") > MOST_KEPT for name in FIELDS_OF_DRAFT if name in self)

    def _take_slug(self) -> None:
        """A link may name a sub-theme by its slug, and a link or a draft may be old."""
        if self.is_submitted():
            return
        for key, row in self.sub_theme.rows.items():
            if self.sub_theme.data == row.slug:
                self.sub_theme.data = key
        for name in SUBJECTS:
            if self[name].chosen is None:
                self[name].data = ""


class EditForm(WordsForm):
    """A correction: it carries the version that it corrects, and the marks of its page as a new text does."""

    version = HiddenField()
    window = HiddenField()
    seen = HiddenField()

    @property
    def shown_version(self) -> int:
        """The version that the form was shown with; 0 fits none."""
        digits = self.version.data or ""
        return int(digits) if digits.isdecimal() and len(digits) < 10 else 0


def typed_so_far(sent: Mapping[str, str], fields: Sequence[str] = FIELDS_OF_DRAFT) -> dict[str, str]:
    """What stands in the form, right or not yet, as a draft keeps it; without asking what may be chosen."""
    cleaned = {"title": clean_line, "text": clean}
    return {name: cleaned.get(name, clean_line)(sent.get(name, "")) for name in fields}


def _name(row: Any) -> Bilingual:
    if isinstance(row, Cooperation):
        return row.public_version.title if row.public_version else row.latest.title
    name: Bilingual = row.name if hasattr(row, "name") else row.title
    return name


@cache
def _kinds(_lang: Lang) -> list[SelectChoice]:
    """Each kind with its hint, made once for each language of the page."""
    label = Markup('<strong>{}</strong> <span class="field__hint">{}</span>')
    return [SelectChoice(kind.value, label.format(KINDS[kind], KIND_HINTS[kind])) for kind in ContributionKind]


def _obey(title: str, text: str) -> None:
    try:
        check_words(title, text)
    except RuleViolation as refusal:
        written = {name: number(float(str(value))) for name, value in refusal.values.items()}
        raise ValidationError(explain(RuleViolation(refusal.code, **written))) from None

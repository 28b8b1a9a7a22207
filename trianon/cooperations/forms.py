"""The forms of declaring, one for each step, and of stating a cooperation's activity."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Optional

from trianon.bilingual.checking import clean, clean_line
from trianon.bilingual.lang import Lang, likely_lang
from trianon.cooperations import choices, rules, typed
from trianon.cooperations.fields import (
    Choice,
    Day,
    DayOrYear,
    OneOf,
    Several,
    Year,
    Years,
    at_most,
    check_address,
    few_lines,
    is_web_address,
    lines_of,
)
from trianon.cooperations.vocabulary import Activity


class StepForm(FlaskForm):
    """What all steps carry: the draft's revision that the page showed."""

    revision = HiddenField()


def _long(longest: int) -> TextAreaField:
    return TextAreaField("", [at_most(longest)], filters=[lambda text: clean(text or "")])


class TitleForm(StepForm):
    """What it is about, in one language."""

    title = StringField(
        _l("Title of the cooperation"),
        [InputRequired(_l("Enter a title.")), at_most(rules.LONGEST_TITLE)],
        description=_l("Who with whom, and on what: one line that a stranger understands."),
    )
    summary = TextAreaField(
        _l("Summary"),
        [InputRequired(_l("Say in a few sentences what the cooperation does.")), at_most(rules.LONGEST_SUMMARY)],
        description=_l("What is done together, for whom, since when. No names of private persons."),
    )
    lang = OneOf(
        _l("Language of this text"),
        wrong=_l("Choose the language of your text."),
        may_wait=True,
        description=_l("If you choose none, the letters of your text decide. You will see it before you send."),
    )
    confirmed_lang = HiddenField()
    other_title = StringField(
        _l("Title in the other language"),
        [at_most(rules.LONGEST_TITLE)],
        description=_l("Only if you can write it yourself. Somebody else may add it later."),
    )
    other_summary = TextAreaField(_l("Summary in the other language"), [at_most(rules.LONGEST_SUMMARY)])

    def __init__(self, *args: Any, needs_summary: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lang.choices = choices.languages()
        if not needs_summary:
            self.summary.validators = [at_most(rules.LONGEST_SUMMARY)]
            self.summary.flags.required = False

    def validate_lang(self, field: Any) -> None:
        """The author decides; a language that the script contradicts is asked for once more."""
        text = f"{self.title.data or ''} {self.summary.data or ''}"
        if not any(c.isalpha() for c in text):
            return
        if not field.data:
            raise ValidationError(field.wrong)
        if field.data not in set(Lang):
            return
        if likely_lang(text).value != field.data and self.confirmed_lang.data != field.data:
            self.confirmed_lang.data = field.data
            raise ValidationError(_doubt(Lang(field.data)))

    def validate_other_title(self, field: Any) -> None:
        """Really in the other language."""
        self._is_other(field.data)

    def validate_other_summary(self, field: Any) -> None:
        """Really in the other language, and under a title."""
        self._is_other(field.data)
        if field.data and not self.other_title.data:
            raise ValidationError(_l("Enter the title in the other language too."))

    def _is_other(self, text: str | None) -> None:
        lang = self.lang.data
        if text and any(c.isalpha() for c in text) and lang in set(Lang) and likely_lang(text).value == lang:
            raise ValidationError(_l("This text is in the same language as the one above."))


def _doubt(chosen: Lang) -> Any:
    if chosen is Lang.FR:
        return _l("The letters of this text look Russian. If it is French all the same, send this page again.")
    return _l("The letters of this text look French. If it is Russian all the same, send this page again.")


class LinkForm(StepForm):
    """What kind of link it is, in which domains, since when."""

    kind = OneOf(_l("Kind of link"), wrong=_l("Choose the kind of link, or say that you do not know."), default="")
    main_domain = OneOf(_l("Main domain"), wrong=_l("Choose the main domain."))
    domains = Several(
        _l("Other domains"),
        wrong=_l("Choose among the domains of the list."),
        description=_l("As many as it really touches."),
    )
    first_year = Year(
        _l("First year"),
        [Optional()],
        description=_l("The year it began: 1997, or “about 1997”. Leave it empty if you do not know it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = choices.kinds()
        self.main_domain.choices = self.domains.choices = choices.domains()


class ActivityForm(StepForm):
    """What one side states of the link, at a date, from a source."""

    activity = OneOf(
        _l("State of the cooperation"),
        wrong=_l("Choose the state of the cooperation, or say that it is not known."),
    )
    as_of = Day(
        _l("On what date"), description=_l("The day on which this is or was so. Leave it empty if you do not know it.")
    )
    source = StringField(
        _l("Where this can be checked"),
        [at_most(rules.LONGEST_SOURCE)],
        filters=[lambda text: clean_line(text or "")],
        description=_l("A decision, an article, the address of a page."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.activity.choices = choices.activities()

    def validate_source(self, field: Any) -> None:
        """An address leads to the web alone."""
        check_address(field.data or "")


class SourcesForm(StepForm):
    """Where others can check it, and for whom one speaks."""

    sources = TextAreaField(
        _l("Sources"), description=_l("One a line: a document, an article, the address of a page that speaks of it.")
    )
    links = TextAreaField(
        _l("Links"),
        description=_l("One address a line, beginning with https:// or http://: the cooperation's own pages."),
    )
    on_behalf_of = Choice(_l("You declare"), wrong=_l("Choose an organisation that you act for."), default="")

    def __init__(self, *args: Any, organisations: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if organisations:
            self.on_behalf_of.choices = choices.voices(organisations)
        else:
            del self.on_behalf_of

    def validate_sources(self, field: Any) -> None:
        """Words or addresses of the web, a line each."""
        for line in few_lines(lines_of(field.data)):
            check_address(line)

    def validate_links(self, field: Any) -> None:
        """Addresses of the web, a line each."""
        for line in few_lines(lines_of(field.data)):
            if not is_web_address(line):
                raise ValidationError(_l("This is not an address of the web: %(line)s", line=line[:80]))


class MoreForm(StepForm):
    """What else may be told: all of it optional."""

    actions = TextAreaField(_l("Main actions"), [at_most(rules.LONGEST_DETAIL)])
    audience = TextAreaField(_l("Public concerned"), [at_most(rules.LONGEST_DETAIL)])
    means = TextAreaField(
        _l("Means"), [at_most(rules.LONGEST_DETAIL)], description=_l("People, places, money: what makes it possible.")
    )
    results = TextAreaField(_l("Results"), [at_most(rules.LONGEST_DETAIL)])
    funding_sought = TextAreaField(_l("Funding sought"), [at_most(rules.LONGEST_DETAIL)])
    partners_sought = TextAreaField(_l("Partners sought"), [at_most(rules.LONGEST_DETAIL)])
    signed = DayOrYear(_l("Signed"), description=_l("The day, or the year alone: 12.05.1997, 1997 or “about 1997”."))
    term_year = Year(
        _l("Valid until"),
        [Optional()],
        ahead=100,
        description=_l("The last year of an agreement that has a term."),
    )
    renewals = Years(_l("Renewed in"), description=_l("Years, separated by commas: 2004, about 2010."))
    sub_themes = Several(
        _l("Sub-themes of the year"),
        wrong=_l("Choose among the sub-themes of the list."),
        description=_l("Only if the cooperation is about them. Every other one is as welcome."),
    )

    def __init__(self, *args: Any, sub_themes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sub_themes.choices = sub_themes

    def validate_term_year(self, field: Any) -> None:
        """An agreement ends after it was signed."""
        signed = self.signed.known.year if self.signed.known else self.signed.day.year if self.signed.day else None
        if field.data is not None and signed is not None and field.data < signed:
            raise ValidationError(_l("This year is before the signature."))


class LanguageForm(StepForm):
    """The texts that a record lacks in its other language; each is optional, the title is what lists show."""

    def __init__(self, *args: Any, wanted: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in [name for name in typed.TEXTS if name not in wanted]:
            del self[name]
        for name, label in wanted.items():
            self[name].label.text = label

    title = StringField("", [at_most(rules.LONGEST_TITLE)], filters=[lambda text: clean_line(text or "")])
    summary = _long(rules.LONGEST_SUMMARY)
    actions = _long(rules.LONGEST_DETAIL)
    audience = _long(rules.LONGEST_DETAIL)
    means = _long(rules.LONGEST_DETAIL)
    results = _long(rules.LONGEST_DETAIL)
    funding_sought = _long(rules.LONGEST_DETAIL)
    partners_sought = _long(rules.LONGEST_DETAIL)

    def given(self) -> dict[str, str]:
        """What was written, by field."""
        return {name: self[name].data for name in typed.TEXTS if name in self and self[name].data}

    def check_language(self, lang: Lang) -> bool:
        """Whether something was written, and all of it in this language; the reasons stand in the form."""
        for name, text in self.given().items():
            if any(c.isalpha() for c in text) and likely_lang(text) is not lang:
                self[name].errors = [*self[name].errors, _l("This text is not in the language asked for.")]
        if not self.given():
            self.form_errors.append(_l("Write at least one of these texts."))
        return bool(self.given()) and not self.errors


class StateActivityForm(ActivityForm):
    """What a partner organisation states of the cooperation for its side."""

    organisation = Choice(_l("You speak for"), wrong=_l("Choose an organisation that you act for."))

    def __init__(self, *args: Any, organisations: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation.choices = choices.names_of(organisations)
        self.activity.choices = [choice for choice in choices.activities() if choice[0] != Activity.UNKNOWN.value]

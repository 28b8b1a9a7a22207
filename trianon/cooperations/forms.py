"""The forms of declaring, one for each step, and of stating a cooperation's activity."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired, Optional

from trianon.bilingual.checking import clean_line
from trianon.bilingual.lang import Lang, likely_lang
from trianon.cooperations import choices, rules
from trianon.cooperations.fields import (
    Choice,
    Day,
    OneOf,
    Several,
    Year,
    at_most,
    check_address,
    few_lines,
    is_web_address,
    lines_of,
)
from trianon.cooperations.vocabulary import Activity, Level, PartnerRole
from trianon.core.clock import now
from trianon.core.sides import Side


class StepForm(FlaskForm):
    """What all steps carry: the draft's revision that the page showed."""

    revision = HiddenField()


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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lang.choices = choices.languages()

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


def _doubt(chosen: Lang) -> Any:
    if chosen is Lang.FR:
        return _l("The letters of this text look Russian. If it is French all the same, send this page again.")
    return _l("The letters of this text look French. If it is Russian all the same, send this page again.")


class PartnerForm(Form):
    """One partner: an organisation or a place, or a group of citizens without names."""

    side = Choice(
        _l("Country"),
        [InputRequired(_l("Choose the partner's country."))],
        wrong=_l("Choose the partner's country."),
        default="",
    )
    name = StringField(_l("Name"), [at_most(rules.LONGEST_NAME)])
    citizens = BooleanField(_l("It is a group of citizens: only its town is shown, no names"), default=False)
    place = StringField(_l("Town or region"), [at_most(rules.LONGEST_PLACE)])
    level = Choice(_l("Kind of place"), wrong=_l("Choose a kind of place of the list."), default="")
    role = Choice(_l("Role"), default=PartnerRole.CARRIES.value, wrong=_l("Choose a role of the list."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.side.choices = choices.sides()
        self.level.choices = choices.levels()
        self.role.choices = choices.roles()
        self.name.flags.required = self.side.flags.required = self.role.flags.required = True

    def validate_name(self, field: Any) -> None:
        """Everything but a group of citizens has a name."""
        if not field.data and not self.citizens.data:
            raise ValidationError(_l("Enter the partner's name."))

    def validate_place(self, field: Any) -> None:
        """A group of citizens is known by its town alone."""
        if not field.data and self.citizens.data:
            raise ValidationError(_l("Enter the town of the group of citizens."))

    def validate_level(self, field: Any) -> None:
        """No oblast in France."""
        known_side, known_level = self.side.data in set(Side), field.data in set(Level)
        if known_side and known_level and not rules.level_fits(Side(self.side.data), Level(field.data)):
            raise ValidationError(_l("This kind of place does not exist in the country chosen."))


class PartnersForm(StepForm):
    """Who works together: at least one partner of each side of the Dialogue."""

    partners = FieldList(FormField(PartnerForm), _l("Partners"), min_entries=1)

    def validate_partners(self, field: Any) -> None:
        """Both sides, and not too many."""
        if len(field.entries) > rules.MOST_PARTNERS:
            raise ValidationError(_l("At most %(num)s partners.", num=rules.MOST_PARTNERS))
        sides = {Side(entry.form.side.data) for entry in field.entries if entry.form.side.data in set(Side)}
        for side in rules.missing_sides(sides):
            raise ValidationError(_ONE_OF[side])


_ONE_OF = {
    Side.FRANCE: _l("Name at least one French partner."),
    Side.RUSSIA: _l("Name at least one Russian partner."),
}


class LinkForm(StepForm):
    """What kind of link it is, in which domains, since when."""

    kind = OneOf(_l("Kind of link"), wrong=_l("Choose the kind of link, or say that you do not know."), default="")
    main_domain = OneOf(_l("Main domain"), wrong=_l("Choose the main domain."))
    domains = Several(_l("Other domains"), description=_l("As many as it really touches."))
    first_year = Year(
        _l("First year"), [Optional()], description=_l("The year it began. Leave it empty if you do not know it.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = choices.kinds()
        self.main_domain.choices = self.domains.choices = choices.domains()

    def validate_first_year(self, field: Any) -> None:
        """Neither legend nor a wish for a far future."""
        if field.data is not None and not rules.FIRST_YEAR_KNOWN <= field.data <= now().year + 10:
            raise ValidationError(_l("This year is not possible: enter the year it began."))


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


class StateActivityForm(ActivityForm):
    """What a partner organisation states of the cooperation for its side."""

    organisation = Choice(_l("You speak for"), wrong=_l("Choose an organisation that you act for."))

    def __init__(self, *args: Any, organisations: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation.choices = choices.names_of(organisations)
        self.activity.choices = [choice for choice in choices.activities() if choice[0] != Activity.UNKNOWN.value]

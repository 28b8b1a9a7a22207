"""Forms on the way to a year's theme: a proposal, its other language, a session, the sub-themes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from trianon.accounts.fields import needed
from trianon.accounts.models import Account
from trianon.accounts.organisation_models import Organisation
from trianon.bilingual.checking import clean, clean_line
from trianon.bilingual.formats import home_zone
from trianon.bilingual.lang import Lang
from trianon.bilingual.text import Bilingual, plain
from trianon.committee.theme_rules import LONGEST_TITLE, LONGEST_WHY, MOST_SUB_THEMES, years_open
from trianon.committee.theme_services import Idea
from trianon.core.clock import now
from trianon.workshops.forms import DayAndHour

LONGEST_AGENDA = 5000


def _at_most(length: int) -> Length:
    return Length(max=length, message=_l("At most %(max)s characters."))


def _line(label: object, missing: object = None) -> StringField:
    first = needed(missing) if missing else Optional()
    return StringField(label, [first, _at_most(LONGEST_TITLE)], filters=[clean_line])


def _text(label: object, length: int, missing: object = None, hint: object = "") -> TextAreaField:
    first = needed(missing) if missing else Optional()
    return TextAreaField(label, [first, _at_most(length)], filters=[clean], description=hint)


class ThemeForm(FlaskForm):
    """One language is enough; somebody adds the other one before the choice."""

    year = SelectField(_l("For which year"), validate_choice=False)
    on_behalf_of = SelectField(_l("In whose name"), validate_choice=False)
    # Not optional by itself: an optional field that is empty would never come to `validate_title_fr`.
    title_fr = StringField(_l("Title in French"), [_at_most(LONGEST_TITLE)], filters=[clean_line])
    why_fr = _text(_l("Why this theme, in French"), LONGEST_WHY)
    title_ru = _line(_l("Title in Russian"))
    why_ru = _text(_l("Why this theme, in Russian"), LONGEST_WHY)

    def offer(self, person: Account, organisations: list[Organisation]) -> None:
        """The years that are open, and those in whose name this person may propose."""
        self.year.choices = [(str(year), str(year)) for year in years_open(now().year)]
        own = [("", _l("As a member of the Committee"))] if person.sits else []
        self.on_behalf_of.choices = own + [(str(one.id), plain(one.name)) for one in organisations]
        self.named = {str(one.id): one for one in organisations}

    def validate_year(self, field: Any) -> None:
        """One of the list."""
        self._one_of(field)

    def validate_on_behalf_of(self, field: Any) -> None:
        """One of the list."""
        self._one_of(field)

    def validate_title_fr(self, _field: Any) -> None:
        """A title and its reason in one language at least, and never one without the other."""
        whole = [lang for lang in Lang if self._words(lang)[0] and self._words(lang)[1]]
        halves = [lang for lang in Lang if bool(self._words(lang)[0]) != bool(self._words(lang)[1])]
        if not whole or halves:
            raise ValidationError(_l("Write the title and the reason, in one language or in both."))

    def idea(self, lang: Lang) -> Idea:
        """What was typed; `lang` is the reader's, which counts as the original when both are there."""
        words = [self._words(one) for one in Lang]
        source = lang if self._words(lang)[0] else lang.other
        return Idea(
            int(str(self.year.data)), Bilingual(*(w[0] for w in words)), Bilingual(*(w[1] for w in words)), source
        )

    @property
    def organisation(self) -> Organisation | None:
        """In whose name, if not one's own."""
        return self.named.get(str(self.on_behalf_of.data or ""))

    def _words(self, lang: Lang) -> tuple[str, str]:
        return self[f"title_{lang}"].data or "", self[f"why_{lang}"].data or ""

    def _one_of(self, field: Any) -> None:
        if (field.data or "") not in {value for value, _words in field.choices}:
            raise ValidationError(_l("Choose one of the list."))


class CompletionForm(FlaskForm):
    """The language that is missing."""

    title = _line(_l("Title"), _l("Write the title."))
    why = _text(_l("Why this theme"), LONGEST_WHY, _l("Write why."))


class SessionForm(FlaskForm):
    """A closed session: its hour is that of the reader's capital."""

    starts_at = DayAndHour(_l("Day and hour"), [InputRequired(_l("Choose the day and the hour."))])
    place_fr = _line(_l("Place, in French"), _l("Write the place in French."))
    place_ru = _line(_l("Place, in Russian"), _l("Write the place in Russian."))
    agenda_fr = _text(_l("Agenda in French"), LONGEST_AGENDA, _l("Write the agenda in French."))
    agenda_ru = _text(_l("Agenda in Russian"), LONGEST_AGENDA, _l("Write the agenda in Russian."))
    theme_year = SelectField(_l("It chooses the theme of"), validate_choice=False)

    def offer(self) -> None:
        """The years that are open, or none."""
        years = [(str(year), str(year)) for year in years_open(now().year)]
        self.theme_year.choices = [("", _l("no year: it chooses no theme")), *years]

    @property
    def moment(self) -> datetime:
        """When it begins."""
        if self.starts_at.data is None:
            raise ValueError("only a valid form has a moment")
        return self.starts_at.data.replace(tzinfo=home_zone())

    @property
    def chosen_year(self) -> int | None:
        """The year whose theme it chooses."""
        known = {value for value, _words in self.theme_year.choices if value}
        return int(str(self.theme_year.data)) if self.theme_year.data in known else None

    def words(self, name: str) -> Bilingual:
        """One text in both languages."""
        return Bilingual(*(self[f"{name}_{lang}"].data or "" for lang in Lang))


class OpeningForm(FlaskForm):
    """The sub-themes, one a line, in the same order in both languages."""

    french = _text(
        _l("Sub-themes in French"),
        MOST_SUB_THEMES * (LONGEST_TITLE + 2),
        _l("Write the sub-themes in French."),
        _l("One a line, in the same order as in the other language."),
    )
    russian = _text(
        _l("Sub-themes in Russian"),
        MOST_SUB_THEMES * (LONGEST_TITLE + 2),
        _l("Write the sub-themes in Russian."),
    )

    def lines(self, name: str) -> list[str]:
        """The titles of one language."""
        return [line.strip() for line in (self[name].data or "").splitlines() if line.strip()]

"""The form of an event of the agenda, in both languages at once."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField
from wtforms.validators import Optional, ValidationError

from trianon.bilingual.checking import clean_line
from trianon.bilingual.lang import Lang
from trianon.bilingual.text import Bilingual
from trianon.workshops.agenda import EventPlan, version_of
from trianon.workshops.agenda_models import AgendaEntry
from trianon.workshops.forms import Day, at_most, required, text
from trianon.workshops.room_rules import is_secure_link

TEXTS = ("title", "place", "organiser", "summary")


def secure_link(label: Any, hint: Any = "") -> StringField:
    """A field for the address of a page; `is_secure_link` says which."""
    return StringField(label, [Optional(), at_most(500), _secure], filters=[clean_line], description=hint)


def _secure(_form: FlaskForm, field: StringField) -> None:
    if not is_secure_link(field.data or ""):
        raise ValidationError(_l("Give the whole address, beginning with https://"))


class AgendaForm(FlaskForm):
    """`version` notices that somebody else has edited the entry meanwhile."""

    version = HiddenField()
    title_fr = text(_l("Title in French"), 200, _l("Write the title in French."), StringField)
    title_ru = text(_l("Title in Russian"), 200, _l("Write the title in Russian."), StringField)
    starts_on = Day(_l("First day"), [required(_l("Choose the day."))])
    ends_on = Day(_l("Last day"), [Optional()], description=_l("Left empty: the same day."))
    place_fr = text(_l("Place, in French"), 200, _l("Write the place in French."), StringField)
    place_ru = text(_l("Place, in Russian"), 200, _l("Write the place in Russian."), StringField)
    organiser_fr = text(_l("Organiser, in French"), 200, _l("Write the organiser in French."), StringField)
    organiser_ru = text(_l("Organiser, in Russian"), 200, _l("Write the organiser in Russian."), StringField)
    summary_fr = text(_l("A few words in French"), 1000)
    summary_ru = text(_l("A few words in Russian"), 1000)
    link = secure_link(_l("Page of the event"))

    def validate_ends_on(self, field: Day) -> None:
        """Not before it begins."""
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError(_l("The last day cannot come before the first."))

    def plan(self) -> EventPlan:
        """What was typed, once it is valid."""
        if self.starts_on.data is None:
            raise ValueError("only a valid form is a plan")
        words = {name: Bilingual(*(self[f"{name}_{lang}"].data or "" for lang in Lang)) for name in TEXTS}
        ends = self.ends_on.data or self.starts_on.data
        return EventPlan(**words, starts_on=self.starts_on.data, ends_on=ends, link=self.link.data or None)


def data_of(found: AgendaEntry) -> dict[str, Any]:
    """What the form shows of an entry."""
    words = {f"{name}_{lang}": getattr(found, name).get(lang) for name in TEXTS for lang in Lang}
    rest = {"starts_on": found.starts_on, "ends_on": found.ends_on, "link": found.link or ""}
    return words | rest | {"version": version_of(found)}

"""The form of a workshop, in both languages at once."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from trianon.bilingual.checking import clean, clean_line
from trianon.bilingual.lang import Lang
from trianon.bilingual.text import Bilingual
from trianon.core.errors import RuleViolation, explain
from trianon.workshops.models import Workshop
from trianon.workshops.room_rules import is_secure_link
from trianon.workshops.rules import ZONES, moment_of
from trianon.workshops.services import Plan, version_of

ZONE_NAMES = {"Europe/Paris": _l("Paris time"), "Europe/Moscow": _l("Moscow time")}
LANGUAGE_NAMES = {"fr": lazy_pgettext("language", "French"), "ru": lazy_pgettext("language", "Russian")}
# A workshop is held in this century.
PLAUSIBLE_YEARS = range(2000, 2101)
NUMBERS = ("reserved_france", "reserved_russia", "minimum_france", "minimum_russia")
TEXTS = ("title", "purpose", "programme", "speakers")


class _OwnWords:
    """A field that says in our words what it cannot read; the library's are not in both languages' typography."""

    wrong = _l("This cannot be read.")
    data: Any

    def process_formdata(self, values: list[str]) -> None:
        try:
            super().process_formdata(values)  # type: ignore[misc]
        except ValueError:
            raise ValueError(self.wrong) from None
        # Near the ends of the calendar, clocks of other zones have no such day.
        if isinstance(self.data, date) and self.data.year not in PLAUSIBLE_YEARS:
            self.data = None
            raise ValueError(self.wrong)

    def pre_validate(self, form: Any) -> None:
        try:
            super().pre_validate(form)  # type: ignore[misc]
        except ValidationError:
            raise ValidationError(self.wrong) from None


class Number(_OwnWords, IntegerField):
    """A whole number."""

    wrong = _l("Write a whole number.")


class Day(_OwnWords, DateField):
    """A day."""

    wrong = _l("Write a day, such as 2027-05-31.")


class Hour(_OwnWords, TimeField):
    """An hour."""

    wrong = _l("Write an hour, such as 18:30.")


class DayAndHour(_OwnWords, DateTimeLocalField):
    """A day and an hour, in the zone chosen in the form."""

    wrong = _l("Write a day and an hour, such as 2027-05-31 18:30.")


class Choice(_OwnWords, SelectField):
    """One of several."""

    wrong = _l("Choose one of the list.")


class Languages(_OwnWords, SelectMultipleField):
    """Some of several, as boxes to tick."""

    wrong = _l("Choose one of the list.")
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def required(message: Any) -> InputRequired:
    """The field must be filled in, and this is said when it is not."""
    return InputRequired(message)


def text(label: Any, length: int, missing: Any = None, kind: type[StringField] = TextAreaField) -> Any:
    """One text in one language; `missing` is said when it must be there and is not."""
    first = DataRequired(missing) if missing else Optional()
    # A title is one line: it stands in the head of mails.
    return kind(label, [first, at_most(length)], filters=[clean if kind is TextAreaField else clean_line])


def at_most(length: int) -> Length:
    """A limit in characters, the same for both scripts."""
    return Length(max=length, message=_l("At most %(max)s characters."))


class WorkshopForm(FlaskForm):
    """Everything a host decides. `version` notices that somebody else has edited the workshop meanwhile."""

    version = HiddenField()
    title_fr = text(_l("Title in French"), 200, _l("Write the title in French."), StringField)
    title_ru = text(_l("Title in Russian"), 200, _l("Write the title in Russian."), StringField)
    purpose_fr = text(_l("Purpose in French"), 2000, _l("Write the purpose in French."))
    purpose_ru = text(_l("Purpose in Russian"), 2000, _l("Write the purpose in Russian."))
    programme_fr = text(_l("Programme in French"), 5000)
    programme_ru = text(_l("Programme in Russian"), 5000)
    speakers_fr = text(_l("Speakers in French"), 2000)
    speakers_ru = text(_l("Speakers in Russian"), 2000)
    sub_theme = Choice(_l("Sub-theme"), coerce=int)
    host = Choice(_l("Host"), coerce=int)
    day = Day(_l("Day"), [required(_l("Choose the day."))])
    hour = Hour(_l("Hour of the start"), [required(_l("Choose the hour of the start."))])
    zone = Choice(_l("The hours of this form are in"), choices=[SelectChoice(*one) for one in ZONE_NAMES.items()])
    minutes = Number(
        _l("Length in minutes"),
        [
            required(_l("Write the length in minutes.")),
            NumberRange(5, 1440, _l("The length is from %(min)s to %(max)s minutes.")),
        ],
        default=90,
    )
    languages = Languages(
        _l("Working languages"),
        [required(_l("Choose at least one language."))],
        choices=[SelectChoice(*one) for one in LANGUAGE_NAMES.items()],
        default=["fr", "ru"],
    )
    interpretation = BooleanField(_l("With interpretation"))
    capacity = Number(
        _l("Number of seats"),
        [
            required(_l("Write the number of seats.")),
            NumberRange(1, 5000, _l("The number of seats is from %(min)s to %(max)s.")),
        ],
        default=40,
    )
    reserved_france = Number(
        _l("Seats kept for the French side"),
        [Optional(), NumberRange(0, 5000, _l("The number of seats is from %(min)s to %(max)s."))],
        default=0,
    )
    reserved_russia = Number(
        _l("Seats kept for the Russian side"),
        [Optional(), NumberRange(0, 5000, _l("The number of seats is from %(min)s to %(max)s."))],
        default=0,
    )
    released_at = DayAndHour(
        _l("Seats are kept until"),
        [Optional()],
        description=_l("From then on they go to whoever waits. Everybody can read this moment."),
    )
    minimum_france = Number(
        _l("At least so many people of the French side"),
        [Optional(), NumberRange(0, 5000, _l("The number of seats is from %(min)s to %(max)s."))],
        default=0,
    )
    minimum_russia = Number(
        _l("At least so many people of the Russian side"),
        [Optional(), NumberRange(0, 5000, _l("The number of seats is from %(min)s to %(max)s."))],
        default=0,
    )
    opens_at = DayAndHour(
        _l("Registration opens"),
        [Optional()],
        description=_l("Left empty: when you open it on the page of the workshop."),
    )
    closes_at = DayAndHour(_l("Registration closes"), [Optional()], description=_l("Left empty: at the start."))
    meeting_link = StringField(
        _l("Link of the meeting"),
        [Optional(), at_most(500)],
        filters=[clean_line],
        description=_l("Never shown in public, never in a mail, never in a calendar."),
    )

    def validate_meeting_link(self, field: StringField) -> None:
        """Only what a browser opens as a page, with nobody listening: people speak there under their names."""
        if not is_secure_link(field.data or ""):
            raise ValidationError(_l("Give the whole address, beginning with https://"))

    def validate_hour(self, _field: Hour) -> None:
        """An hour that a change of the clocks skips or repeats has no meaning, or two."""
        if self.day.data is not None and self.hour.data is not None:
            self._explained(self.day.data, self.hour.data)

    def validate_opens_at(self, field: DayAndHour) -> None:
        """The same for the other moments."""
        if field.data is not None:
            self._explained(field.data.date(), field.data.time())

    validate_closes_at = validate_released_at = validate_opens_at

    def _explained(self, day: date, hour: time) -> None:
        try:
            self._moment(day, hour)
        except RuleViolation as refusal:
            raise ValidationError(explain(refusal)) from refusal

    def _moment(self, day: date, hour: time) -> datetime:
        return moment_of(day, hour, self.zone.data if self.zone.data in ZONES else ZONES[0])

    def _optional(self, wall: datetime | None) -> datetime | None:
        return self._moment(wall.date(), wall.time()) if wall else None

    def plan(self) -> Plan:
        """What was chosen, once it is valid."""
        if self.day.data is None or self.hour.data is None:
            raise ValueError("only a valid form is a plan")
        said: dict[str, Any] = {name: self[name].data or 0 for name in NUMBERS}
        said |= {name: Bilingual(*(_one_newline(self[f"{name}_{lang}"].data) for lang in Lang)) for name in TEXTS}
        return Plan(
            **said,
            sub_theme_id=self.sub_theme.data,
            host_id=self.host.data,
            starts_at=self._moment(self.day.data, self.hour.data),
            zone=self.zone.data,
            minutes=self.minutes.data or 0,
            languages=self.languages.data or [],
            interpretation=self.interpretation.data,
            capacity=self.capacity.data or 0,
            released_at=self._optional(self.released_at.data),
            registration_opens_at=self._optional(self.opens_at.data),
            registration_closes_at=self._optional(self.closes_at.data),
            meeting_link=self.meeting_link.data or None,
        )


def _one_newline(text: str | None) -> str:
    """Browsers send two characters for the end of a line: kept as one, so that an untouched text is the same."""
    return (text or "").replace("\r\n", "\n")


def data_of(workshop: Workshop) -> dict[str, Any]:
    """What the form shows of a workshop."""
    texts = {f"{name}_{lang}": getattr(workshop, name).get(lang) for name in TEXTS for lang in Lang}
    start = workshop.starts_at.astimezone(ZoneInfo(workshop.zone)).replace(second=0, microsecond=0)
    return texts | {
        "version": version_of(workshop),
        "sub_theme": workshop.sub_theme_id,
        "host": workshop.host_id,
        "day": start.date(),
        "hour": start.time(),
        "zone": workshop.zone,
        "minutes": workshop.minutes,
        "languages": workshop.languages,
        "interpretation": workshop.interpretation,
        "capacity": workshop.capacity,
        **{name: getattr(workshop, name) for name in NUMBERS},
        "released_at": _wall(workshop.released_at, workshop.zone),
        "opens_at": _wall(workshop.registration_opens_at, workshop.zone),
        "closes_at": _wall(workshop.registration_closes_at, workshop.zone),
        "meeting_link": workshop.meeting_link or "",
    }


def _wall(moment: datetime | None, zone: str) -> datetime | None:
    """The hands of the clock in a zone, to the minute, as the browser's field wants them."""
    if moment is None:
        return None
    return moment.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None, second=0, microsecond=0)

"""Fields of the forms of declaring: every message is ours, in the reader's language."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    ValidationError,
)
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from trianon.cooperations import rules
from trianon.cooperations.years import KnownYear, read_year, read_years
from trianon.core.clock import now

NO_YEAR = _l("Enter a year in four figures, such as 1997 or “about 1997”.")
FIRST_DAY = date(1900, 1, 1)
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S")


def at_most(longest: int) -> Length:
    """A limit in characters, the same for both scripts."""
    return Length(max=longest, message=_l("Too long: at most %(max)s characters."))


class Choice(SelectField):
    """One of a list; `wrong` is said of any other value."""

    def __init__(self, *args: Any, wrong: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wrong = wrong

    def pre_validate(self, form: Any) -> None:
        """Like the parent, in words of ours."""
        try:
            super().pre_validate(form)
        except ValidationError:
            raise ValidationError(self.wrong) from None


class OneOf(RadioField):
    """One of a few, all in sight; `wrong` is said of any other value, and of none unless it `may_wait`."""

    def __init__(self, *args: Any, wrong: Any, may_wait: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wrong = wrong
        self.may_wait = may_wait
        self.flags.required = not may_wait

    def pre_validate(self, form: Any) -> None:
        """Like the parent, in words of ours."""
        if self.may_wait and not self.data:
            return
        try:
            super().pre_validate(form)
        except ValidationError:
            raise ValidationError(self.wrong) from None


class Several(SelectMultipleField):
    """Any number of a few, all in sight."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, *args: Any, wrong: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wrong = wrong

    def pre_validate(self, form: Any) -> None:
        """Like the parent, in words of ours."""
        try:
            super().pre_validate(form)
        except ValidationError:
            raise ValidationError(self.wrong) from None


class Year(IntegerField):
    """A year in figures, known exactly or about; `about` says which."""

    widget = TextInput()
    about = False

    def process_formdata(self, valuelist: list[str]) -> None:
        """Empty means unknown."""
        known = None
        if valuelist and valuelist[0]:
            known = read_year(valuelist[0])
            if known is None:
                self.data = None
                raise ValueError(NO_YEAR)
        self.data = known.year if known else None
        self.about = bool(known and known.about)

    def pre_validate(self, form: Any) -> None:
        """Neither legend nor a wish for a far future."""
        if self.data is not None and not rules.year_is_possible(self.data, now().year, self.ahead):
            raise ValidationError(_l("This year is not possible: %(year)s.", year=self.data))

    def __init__(self, *args: Any, ahead: int = 10, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # How many years may still be to come.
        self.ahead = ahead


class DayOrYear(StringField):
    """A day, or its year alone, known exactly or about: `day` or `known`."""

    day: date | None = None
    known: KnownYear | None = None

    def pre_validate(self, form: Any) -> None:
        """A day of the calendar that has come, or a year that is possible."""
        self.day = self.known = None
        text = (self.data or "").strip()
        if not text:
            return
        self.known = read_year(text)
        if self.known is None:
            self.day = _day_of(text)
            if self.day is None:
                raise ValidationError(_l("Enter a date or a year, such as 12.05.1997, 1997 or “about 1997”."))
        year = self.known.year if self.known else self.day.year if self.day else 0
        if not rules.year_is_possible(year, now().year):
            raise ValidationError(_l("This year is not possible: %(year)s.", year=year))


class Years(StringField):
    """Several years, each known exactly or about: `known`."""

    known: tuple[KnownYear, ...] = ()

    def pre_validate(self, form: Any) -> None:
        """Each a year that is possible; not too many."""
        found = read_years(self.data or "")
        years = tuple(one for one in found if one is not None)
        if len(years) < len(found):
            raise ValidationError(_l("Enter years in four figures, separated by commas."))
        for one in years:
            if not rules.year_is_possible(one.year, now().year):
                raise ValidationError(_l("This year is not possible: %(year)s.", year=one.year))
        if len(years) > rules.MOST_RENEWALS:
            raise ValidationError(_l("At most %(num)s years.", num=rules.MOST_RENEWALS))
        self.known = tuple(sorted(set(years), key=lambda one: (one.year, one.about)))


class Degrees(StringField):
    """A latitude or a longitude in decimal degrees, with a point or a comma: `value`."""

    value: float | None = None

    def __init__(self, *args: Any, most: float, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.most = most

    def pre_validate(self, form: Any) -> None:
        """A number of the globe."""
        self.value = None
        text = (self.data or "").strip().replace(",", ".").replace("−", "-")
        if not text:
            return
        if not re.fullmatch(r"[+-]?[0-9]{1,3}(?:\.[0-9]{1,12})?", text):
            raise ValidationError(_l("Enter decimal degrees, such as 48.8566."))
        if abs(float(text)) > self.most:
            raise ValidationError(_l("From −%(most)s to %(most)s degrees.", most=f"{self.most:.0f}"))
        self.value = float(text)


class Day(DateField):
    """A date, as browsers send it or as people write it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, format=["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Empty means unknown."""
        self.data = None
        if valuelist and valuelist[0]:
            try:
                super().process_formdata(valuelist)
            except ValueError:
                raise ValueError(_l("Enter a date: day, month and year.")) from None

    def pre_validate(self, form: Any) -> None:
        """What is stated was so on a day that has come."""
        day: date | None = self.data
        if day is not None and not FIRST_DAY <= day <= now().date():
            raise ValidationError(_l("Enter a date between 1900 and today."))


def _day_of(text: str) -> date | None:
    found = re.fullmatch(
        r"(?P<y>\d{4})-(?P<m>\d\d?)-(?P<d>\d\d?)|(?P<d2>\d\d?)[./](?P<m2>\d\d?)[./](?P<y2>\d{4})", text
    )
    try:
        return date(*(int(found[a] or found[b]) for a, b in (("y", "y2"), ("m", "m2"), ("d", "d2")))) if found else None
    except ValueError:
        return None


def lines_of(text: str | None) -> list[str]:
    """The lines that hold something."""
    return [line.strip() for line in (text or "").split("\n") if line.strip()]


def is_web_address(text: str) -> bool:
    """http or https with a host, without a space or a name and password in it."""
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return False
    return (
        parts.scheme in {"http", "https"}
        and bool(host)
        and not re.search(r"[\s<>\"\\]", text)
        and "@" not in parts.netloc
    )


def few_lines(lines: list[str]) -> list[str]:
    if len(lines) > rules.MOST_LINKS:
        raise ValidationError(_l("At most %(num)s lines.", num=rules.MOST_LINKS))
    if any(len(line) > rules.LONGEST_LINK for line in lines):
        raise ValidationError(_l("A line is too long: at most %(num)s characters.", num=rules.LONGEST_LINK))
    return lines


def check_address(text: str) -> None:
    if _ADDRESS.match(text) and not is_web_address(text):
        raise ValidationError(
            _l("Only addresses of the web, beginning with https:// or http://: %(line)s", line=text[:80])
        )

"""Fields of the forms of declaring: every message is ours, in the reader's language."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, RadioField, SelectField, SelectMultipleField, ValidationError
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from trianon.cooperations import rules
from trianon.core.clock import now

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

    def pre_validate(self, form: Any) -> None:
        """Like the parent, in words of ours."""
        try:
            super().pre_validate(form)
        except ValidationError:
            raise ValidationError(_l("Choose among the domains of the list.")) from None


class Year(IntegerField):
    """A year in figures."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Empty means unknown."""
        if not valuelist or not valuelist[0]:
            self.data = None
        elif re.fullmatch("[0-9]{4}", valuelist[0]):
            self.data = int(valuelist[0])
        else:
            self.data = None
            raise ValueError(_l("Enter a year in four figures, such as 1997."))


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

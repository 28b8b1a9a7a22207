"""What forms about people have in common: tidy lines, addresses, passwords, the choice of a country."""

from __future__ import annotations

import unicodedata
from typing import Any

from babel import Locale
from babel.dates import get_timezone_location
from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError
from wtforms.validators import DataRequired, Length

from trianon.accounts.confusables import without_unseen, words_of_two_scripts
from trianon.accounts.rules import LONGEST_PASSWORD, SHORTEST_PASSWORD
from trianon.bilingual.lang import Lang
from trianon.bilingual.text import reader_lang
from trianon.core.errors import explain_with
from trianon.core.sides import Side

LONGEST_EMAIL = 254
# Zones that people of the Dialogue live in: both countries with their distant parts, then some neighbours.
ZONES = (
    *("Europe/Paris", "America/Guadeloupe", "America/Martinique", "America/Cayenne", "America/Miquelon"),
    *("Indian/Reunion", "Indian/Mayotte", "Pacific/Noumea", "Pacific/Tahiti"),
    *("Europe/Kaliningrad", "Europe/Moscow", "Europe/Samara", "Asia/Yekaterinburg", "Asia/Omsk", "Asia/Novosibirsk"),
    *("Asia/Krasnoyarsk", "Asia/Irkutsk", "Asia/Yakutsk", "Asia/Vladivostok", "Asia/Magadan", "Asia/Kamchatka"),
    *("Europe/London", "Europe/Brussels", "Europe/Zurich", "Europe/Berlin", "Europe/Minsk", "Asia/Almaty"),
    *("America/Montreal", "Africa/Dakar", "Asia/Shanghai"),
)

explain_with(
    {
        "too_young": _l("The Dialogue is open from the age of 15. Thank you for your interest: come back in a while!"),
        "pseudonym_needed": _l("Before 18, choose a pseudonym and tick the box that says so: it protects you."),
        "password_too_short": _l("Choose a password of at least 8 characters."),
        "password_too_long": _l(
            "This password is longer than 200 characters. Choose a shorter one: nothing was cut off."
        ),
        "password_too_simple": _l("A few letters again and again, or in a row, are soon guessed. Choose another one."),
        "password_known": _l("This is one of the passwords that everybody tries first. Choose another one."),
        "password_is_address": _l("Your e-mail address is no good password. Choose another one."),
    }
)


def one_line(text: str | None) -> str | None:
    """A single line without control characters, unseen letters or marks that turn the reading direction."""
    if text is None:
        return None
    kept = "".join(c if unicodedata.category(c) not in {"Cc", "Cf"} else " " for c in without_unseen(text))
    return " ".join(unicodedata.normalize("NFC", kept).split())


def tidy_address(text: str | None) -> str | None:
    """The address as it is kept: lower case, without spaces around it; left as typed when it is none."""
    if text is None or len(text) > LONGEST_EMAIL:
        return text
    text = "".join(c for c in text if c.isprintable())
    try:
        return validate_email(text.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        return text.strip()


class IsAddress:
    """The text is an e-mail address, in any script."""

    def __call__(self, _form: Any, field: Any) -> None:
        """Say so in plain words when it is not."""
        try:
            if len(field.data or "") > LONGEST_EMAIL:
                raise EmailNotValidError
            validate_email(field.data or "", check_deliverability=False)
        except EmailNotValidError:
            raise ValidationError(_("This is not an e-mail address. Example: name@example.org")) from None


def needed(message: Any) -> DataRequired:
    """The field must be filled in, with more than spaces and invisible marks."""
    return DataRequired(message)


def at_most(number: int) -> Length:
    """A text may have so many characters, whatever its script."""
    return Length(max=number, message=_l("At most %(max)d characters, please."))


def one_alphabet(_form: Any, field: Any) -> None:
    """No word whose letters are borrowed from the other alphabet: it would look like somebody else's name."""
    mixed = words_of_two_scripts(field.data or "")
    if mixed:
        raise ValidationError(
            _(
                "One word mixes Latin and Cyrillic letters that look alike: %(word)s. Type it in one alphabet.",
                word=mixed[0],
            )
        )


PASSWORD_HINT = _l(
    "From %(least)s to %(most)s characters, of any script.", least=SHORTEST_PASSWORD, most=LONGEST_PASSWORD
)


def side_choices(empty: bool = False) -> list[tuple[str, str]]:
    """The countries one may take part for, the reader's first."""
    own = [(Side.FRANCE.value, _("France")), (Side.RUSSIA.value, _("Russia"))]
    if reader_lang() is Lang.RU:
        own.reverse()
    return [*own, (Side.OTHER.value, _("Another country"))]


def lang_choices() -> list[tuple[str, str]]:
    """Each language by its own name, the reader's first."""
    return [(lang.value, lang.own_name) for lang in (reader_lang(), reader_lang().other)]


def zone_choices() -> list[tuple[str, str]]:
    """No zone (two clocks), or the town that gives a zone its name."""
    locale = Locale(reader_lang().value)
    return [
        ("", _("Only Paris and Moscow time")),
        *((zone, get_timezone_location(zone, locale, True)) for zone in ZONES),
    ]

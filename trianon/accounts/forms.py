"""Forms of accounts, with hints in plain words."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    EmailField,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    ValidationError,
)

from trianon.accounts import rules
from trianon.accounts.fields import (
    PASSWORD_HINT,
    IsAddress,
    at_most,
    lang_choices,
    needed,
    one_line,
    side_choices,
    tidy_address,
    zone_choices,
)
from trianon.accounts.guard import GuardedForm
from trianon.accounts.passwords import known_passwords
from trianon.core.errors import RuleViolation, explain

ADDRESS_NEEDED = _l("Give your e-mail address.")
PASSWORD_NEEDED = _l("Give a password.")


def check_password(password: str, email: str) -> None:
    """The rules of passwords, as a form says them."""
    try:
        rules.check_password(password, email, known_passwords())
    except RuleViolation as refusal:
        raise ValidationError(explain(refusal)) from None


class SignUpForm(GuardedForm, FlaskForm):
    """What an account begins with."""

    email = EmailField(
        _l("E-mail address"),
        [needed(ADDRESS_NEEDED), IsAddress()],
        filters=[tidy_address],
        description=_l("It is never shown. We send one mail to confirm it."),
    )
    name = StringField(
        _l("Name or pseudonym"),
        [needed(_l("Give a name or a pseudonym.")), at_most(rules.LONGEST_NAME)],
        filters=[one_line],
        description=_l("Others see it beside what you write."),
    )
    is_pseudonym = BooleanField(_l("This is a pseudonym"))
    password = PasswordField(_l("Password"), [needed(PASSWORD_NEEDED)], description=PASSWORD_HINT)
    side = RadioField(
        _l("You take part for"),
        [needed(_l("Choose the country for which you take part."))],
        description=_l("You say so yourself. From another country you may declare, join workshops and write, too."),
    )
    lang = SelectField(_l("Language of our mails"))
    age = RadioField(
        _l("Your age"),
        [needed(_l("Choose your age."))],
        choices=[
            (rules.Age.ADULT.value, _l("18 or more")),
            (rules.Age.MINOR.value, _l("15 to 17")),
            (rules.Age.CHILD.value, _l("Under 15")),
        ],
        description=_l("We keep no date of birth."),
    )
    consent = BooleanField(
        _l("I agree to the charter of participation"), [needed(_l("Read the charter and tick the box to go on."))]
    )
    next = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.side.choices = side_choices()
        self.lang.choices = lang_choices()

    def validate_name(self, field: Any) -> None:
        """A name is no e-mail address: it would be public."""
        if "@" in (field.data or ""):
            raise ValidationError(_l("Others will see this name: do not put an e-mail address in it."))

    def validate_password(self, field: Any) -> None:
        """Length, and not the address."""
        check_password(field.data, self.email.data or "")

    def validate_age(self, field: Any) -> None:
        """Charter, "Who may take part"; what the list does not offer is refused already."""
        if field.data not in set(rules.Age):
            return
        try:
            rules.check_age(rules.Age(field.data), self.is_pseudonym.data)
        except RuleViolation as refusal:
            raise ValidationError(explain(refusal)) from None


class SignInForm(FlaskForm):
    """Address and password; nothing here says whether an address is known."""

    email = EmailField(_l("E-mail address"), [needed(ADDRESS_NEEDED), at_most(254)], filters=[tidy_address])
    password = PasswordField(_l("Password"), [needed(PASSWORD_NEEDED), at_most(1000)])
    next = HiddenField()


class SecondFactorForm(FlaskForm):
    """The code that an application on one's telephone shows, or a recovery code."""

    code = StringField(
        _l("Six-digit code"),
        [needed(_l("Give the code.")), at_most(40)],
        filters=[lambda text: "".join((text or "").split())],
        description=_l("Open the application that makes your codes. Each code works once."),
    )


class AskResetForm(FlaskForm):
    """Where to send the link for a new password."""

    email = EmailField(_l("E-mail address"), [needed(ADDRESS_NEEDED), IsAddress()], filters=[tidy_address])


class ResetForm(FlaskForm):
    """A new password, typed once: it can be asked for again."""

    password = PasswordField(_l("New password"), [needed(PASSWORD_NEEDED)], description=PASSWORD_HINT)

    def __init__(self, email: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.address = email

    def validate_password(self, field: Any) -> None:
        """Length, and not the address."""
        check_password(field.data, self.address)


class PreferencesForm(FlaskForm):
    """Language and clock."""

    lang = SelectField(_l("Language of our mails"))
    time_zone = SelectField(
        _l("Your clock"), description=_l("Paris and Moscow time are always shown; yours can stand beside them.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lang.choices = lang_choices()
        self.time_zone.choices = zone_choices()

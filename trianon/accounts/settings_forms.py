"""Forms about one's own account; what a thief of a session could use asks for the password again."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, PasswordField, RadioField, StringField, TextAreaField, ValidationError

from trianon.accounts import rules
from trianon.accounts.fields import PASSWORD_HINT, IsAddress, at_most, needed, one_line, side_choices, tidy_address
from trianon.accounts.forms import ADDRESS_NEEDED, PASSWORD_NEEDED, check_password
from trianon.accounts.models import Account, AgeBand
from trianon.core.errors import RuleViolation, explain
from trianon.core.sides import Side

LONGEST_REASON = 1000


class ProvenForm(FlaskForm):
    """A form that asks for the password again; the view checks it, for that is slow and counted."""

    current = PasswordField(_l("Your current password"), [needed(PASSWORD_NEEDED), at_most(1000)])

    def refuse_password(self) -> None:
        """Say that it was not right."""
        self.current.errors = [_("This is not your current password.")]


class AddressForm(ProvenForm):
    """Another e-mail address."""

    email = EmailField(
        _l("New e-mail address"),
        [needed(ADDRESS_NEEDED), IsAddress()],
        filters=[tidy_address],
        description=_l("We send a link there. Until you have opened it nothing changes."),
    )


class PasswordForm(ProvenForm):
    """Another password."""

    password = PasswordField(_l("New password"), [needed(PASSWORD_NEEDED)], description=PASSWORD_HINT)

    def __init__(self, email: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.address = email

    def validate_password(self, field: Any) -> None:
        """The rules of passwords."""
        check_password(field.data, self.address)


class NameForm(FlaskForm):
    """What others see beside what one writes."""

    name = StringField(
        _l("Name or pseudonym"),
        [needed(_l("Give a name or a pseudonym.")), at_most(rules.LONGEST_NAME)],
        filters=[one_line],
        description=_l("Others see it beside what you write."),
    )
    is_pseudonym = BooleanField(_l("This is a pseudonym"))

    def __init__(self, account: Account, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account

    def validate_name(self, field: Any) -> None:
        """A name is no e-mail address: it would be public."""
        if "@" in (field.data or ""):
            raise ValidationError(_l("Others will see this name: do not put an e-mail address in it."))

    def validate_is_pseudonym(self, field: Any) -> None:
        """Charter, "Who may take part": a pseudonym under 18."""
        if self.account.age_band is AgeBand.MINOR and not field.data:
            raise ValidationError(explain(RuleViolation("pseudonym_needed")))


class SideForm(FlaskForm):
    """Another side, and why."""

    side = RadioField(_l("You take part for"), [needed(_l("Choose the country for which you take part."))])
    reason = TextAreaField(
        _l("Why"),
        [needed(_l("Say in a few words why.")), at_most(LONGEST_REASON)],
        description=_l("Only the secretaries general read it."),
    )

    def __init__(self, account: Account, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.side.choices = [(value, label) for value, label in side_choices() if value != account.side.value]
        if account.side_fixed_at is None:
            del self.reason

    def wanted(self) -> Side:
        """The side asked for."""
        return Side(self.side.data)


class FirstCodeForm(FlaskForm):
    """The proof that the application works."""

    code = StringField(
        _l("Six-digit code"),
        [needed(_l("Give the code.")), at_most(20)],
        filters=[lambda text: "".join((text or "").split())],
        description=_l("The one that the application shows now."),
    )

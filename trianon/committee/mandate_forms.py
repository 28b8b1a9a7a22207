"""Forms of offices: an invitation, an end, a delegation."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from trianon.accounts.fields import IsAddress, needed, tidy_address
from trianon.accounts.forms import ADDRESS_NEEDED
from trianon.bilingual.checking import clean
from trianon.committee.inviting import Offer
from trianon.committee.mandate_rules import LONGEST_NOTE, POSTS, gives
from trianon.committee.mandate_words import office_in_words
from trianon.core.sides import Role
from trianon.workshops.forms import Day

DEPUTY = "deputy-"


def day_needed() -> InputRequired:
    """The day must be there."""
    return InputRequired(_l("Choose the day."))


class InvitationForm(FlaskForm):
    """Who is invited to what, and for how long."""

    email = EmailField(
        _l("E-mail address"),
        [needed(ADDRESS_NEEDED), IsAddress()],
        filters=[tidy_address],
        description=_l("The person accepts signed in to the account of this address; they may make one first."),
    )
    office = SelectField(_l("Office"), validate_choice=False)
    begins_on = Day(_l("First day"), [day_needed()])
    ends_on = Day(
        _l("Last day"), [day_needed()], description=_l("Five years at most. The person sits on that day, too.")
    )

    def offer_offices(self, roles: frozenset[Role]) -> None:
        """Those that the person of this request may give."""
        given = gives(roles)
        choices = [(role.value, office_in_words(role)) for role in given]
        choices += [(f"{DEPUTY}{role.value}", office_in_words(role, deputy=True)) for role in given if role in POSTS]
        self.office.choices = choices

    def validate_office(self, field: Any) -> None:
        """One of the list."""
        if field.data not in {value for value, _words in field.choices}:
            raise ValidationError(_l("Choose one of the list."))

    def offer(self) -> Offer:
        """What was typed, once it is valid."""
        if self.begins_on.data is None or self.ends_on.data is None:
            raise ValueError("only a valid form is an offer")
        return Offer(
            email=str(self.email.data),
            role=Role(str(self.office.data).removeprefix(DEPUTY)),
            begins_on=self.begins_on.data,
            ends_on=self.ends_on.data,
            is_deputy=str(self.office.data).startswith(DEPUTY),
        )


class ResignForm(FlaskForm):
    """The end of one's own mandate: now, or on a day."""

    last_day = Day(
        _l("Last day"), [Optional()], description=_l("Left empty: your mandate ends at this moment, and its rights.")
    )


class RemovalForm(FlaskForm):
    """The end of somebody else's."""

    note = TextAreaField(
        _l("Why the mandate ends"),
        [
            needed(_l("Write to the person why their mandate ends.")),
            Length(max=LONGEST_NOTE, message=_l("At most %(max)s characters.")),
        ],
        filters=[clean],
        description=_l("The person gets this by mail; nobody else reads it."),
    )


class DelegationForm(FlaskForm):
    """Until when one's deputy acts."""

    last_day = Day(_l("Last day"), [day_needed()], description=_l("Within six months. You may take it back earlier."))


class AnswerForm(FlaskForm):
    """Yes or no to an invitation."""

    answer = RadioField(
        _l("Your answer"),
        [InputRequired(_l("Choose an answer."))],
        choices=[("accept", _l("I accept")), ("decline", _l("I decline"))],
    )

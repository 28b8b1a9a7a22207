"""What is asked of somebody who registers: only what the meeting needs, and nothing of it is required."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField
from wtforms.fields.choices import SelectChoice

from trianon.accounts.models import Account
from trianon.bilingual.lang import Lang
from trianon.workshops.allocation import Newcomer
from trianon.workshops.forms import LANGUAGE_NAMES, Choice, text
from trianon.workshops.models import Registration
from trianon.workshops.room_rules import LONGEST_QUESTION

LONGEST_NEED = 500


class AnswersForm(FlaskForm):
    """What hosts prepare the meeting by; changed as often as one likes until it begins to matter."""

    language = Choice(
        _l("The language you speak there"),
        choices=[
            SelectChoice("", _l("No preference")),
            *(SelectChoice(*one) for one in LANGUAGE_NAMES.items()),
        ],
        default="",
    )
    interpretation = BooleanField(_l("I need interpretation"))
    needs = text(_l("What you need to take part"), LONGEST_NEED)

    def newcomer(self, account: Account) -> Newcomer:
        """What was answered, once it is valid."""
        return Newcomer(
            account,
            language=Lang(self.language.data) if self.language.data else None,
            wants_interpretation=bool(self.interpretation.data),
            needs=self.needs.data or "",
        )


class RegisteringForm(AnswersForm):
    """A button alone is enough: what is not sent was not answered."""

    question = text(_l("A question for the speakers"), LONGEST_QUESTION)

    @staticmethod
    def is_answered() -> bool:
        """Whether anything was chosen or typed; most people press the button alone, and there is nothing to check."""
        return any(value for name, value in request.form.items() if name != "csrf_token")


def answers_of(registration: Registration) -> dict[str, Any]:
    """What the form shows of somebody who has answered before."""
    return {
        "language": registration.language.value if registration.language else "",
        "interpretation": registration.wants_interpretation,
        "needs": registration.needs,
    }

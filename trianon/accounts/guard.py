"""Against robots, without a third party: a field that people do not see, and a moment that people need."""

from __future__ import annotations

from typing import Any

from flask import current_app, request
from flask_babel import lazy_gettext as _l
from flask_limiter.util import get_remote_address
from itsdangerous import BadSignature, TimestampSigner
from limits import parse
from wtforms import HiddenField, StringField, ValidationError

from trianon.core.clock import now
from trianon.core.errors import RuleViolation
from trianon.core.limits import limiter

# Nobody reads and fills a form in less.
SHORTEST_SECONDS = 1
# The first few of a network are believed all the same: people with a helper that fills in are quick, too.
QUICK_ONES = parse("5 per hour")
LONGEST_SECONDS = 24 * 3600


def signer() -> TimestampSigner:
    """Signs the moment at which a form was shown."""
    return TimestampSigner(current_app.config["SECRET_KEY"], salt="trianon.accounts.guard")


class GuardedForm:
    """Mixed into a form: `started` is signed when it is shown, `website` stays empty."""

    started = HiddenField()
    website = StringField(_l("Leave this field empty"))

    def show_moment(self) -> None:
        """Note when the form was shown first; kept when it comes back with errors."""
        if _age_of(self.started.data or "") is None:
            self.started.data = signer().sign("form").decode()

    def validate_website(self, field: Any) -> None:
        """Only a robot fills in what is not shown."""
        if field.data:
            raise ValidationError(_l("Leave this field empty, then send the form again."))

    def check_pace(self) -> None:
        """The same as a refusal, for views that explain those: RuleViolation("too_quick")."""
        if self.is_too_quick():
            raise RuleViolation("too_quick")

    def is_too_quick(self) -> bool:
        """Whether the form came back faster than people are, once too often from one network."""
        age = _age_of(self.started.data or "")
        if age is not None and age >= SHORTEST_SECONDS:
            return False
        return not limiter.limiter.hit(QUICK_ONES, "quick", request.endpoint or "", get_remote_address())


def _age_of(text: str) -> float | None:
    """Seconds since the form was shown; None when the mark is missing, forged or a day old."""
    try:
        _value, signed_at = signer().unsign(text, max_age=LONGEST_SECONDS, return_timestamp=True)
    except BadSignature:
        return None
    return max(0.0, now().timestamp() - signed_at.timestamp())

"""How often mails come."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from trianon.core.errors import explain_with
from trianon.notifications.following_rules import Rhythm

RHYTHMS = {
    Rhythm.AT_ONCE: _l("At once"),
    Rhythm.DAILY: _l("Once a day, in the morning"),
    Rhythm.WEEKLY: _l("Once a week, on Monday morning"),
    Rhythm.NEVER: _l("No mails: I read on the site"),
}

explain_with({"follows_too_much": _l("You follow %(most)s things, the most that is possible. Stop following some.")})


class RhythmForm(FlaskForm):
    """One of four."""

    rhythm = RadioField(
        _l("Mails about what you follow, and about replies to what you write"),
        description=_l("By your clock. When there is nothing new, no mail comes."),
        validators=[InputRequired(_l("Choose how often."))],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rhythm.choices = [SelectChoice(value.value, words) for value, words in RHYTHMS.items()]

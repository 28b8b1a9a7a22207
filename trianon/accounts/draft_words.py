"""When a draft was saved, in words."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from trianon.bilingual.formats import home_zone
from trianon.bilingual.formats import moment as as_moment
from trianon.core.clock import now


def draft_saved(moment: datetime) -> str:
    """« Brouillon enregistré à 18 h 30. », the hour in the reader's country; with the day when it was another one."""
    there, today = moment.astimezone(home_zone()), now().astimezone(home_zone())
    if there.date() != today.date():
        return _("Draft saved: %(moment)s", moment=as_moment(moment))
    return _("Draft saved at %(hour)s:%(minute)s.", hour=there.hour, minute=f"{there:%M}")

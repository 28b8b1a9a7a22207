"""A sub-theme can be followed."""

from __future__ import annotations

from collections.abc import Collection

from flask import url_for
from flask_babel import lazy_pgettext

from trianon.notifications.topics import Topic, topic
from trianon.themes.queries import sub_themes_by_number


@topic("sub_theme", lazy_pgettext("something followed", "Sub-theme"))
def found(numbers: Collection[int]) -> dict[int, Topic]:
    """Those of past years stay readable, and can be followed."""
    return {
        one.id: Topic(one.title, url_for("contributions.index", sub_theme=one.slug))
        for one in sub_themes_by_number(numbers)
    }

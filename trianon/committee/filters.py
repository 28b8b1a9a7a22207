"""The filters of the queue as the page shows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _

from trianon.bilingual.lang import Lang
from trianon.bilingual.text import plain
from trianon.committee.labels import LANGUAGES, MATTERS, SIDES, in_order
from trianon.committee.queries import Filters
from trianon.core.sides import BOTH_SIDES, Side
from trianon.themes.models import SubTheme

# The value in the address, the words, and how many cases have it where that is known.
Option = tuple[str, str, int | None]


def filter_groups(filters: Filters, counts: Mapping[str, int], sub_themes: Iterable[SubTheme]) -> list[dict[str, Any]]:
    """Turn, delay, kind, language, side and sub-theme, each with “all” first; the kinds say how many cases wait."""
    kinds: list[Option] = [(matter.value, str(words), counts.get(matter.value, 0)) for matter, words in MATTERS.items()]
    langs: list[Option] = [(lang.value, str(LANGUAGES[lang]), None) for lang in Lang]
    sides: list[Option] = [(side.value, str(SIDES[side]), None) for side in (*in_order(BOTH_SIDES), Side.OTHER)]
    themes: list[Option] = [(str(sub_theme.id), plain(sub_theme.title), None) for sub_theme in sub_themes]
    mine: list[Option] = [("mine", _("My voice is needed"), None)]
    late: list[Option] = [("late", _("Past the target of 48 hours"), None)]
    return [
        group("voice", _("Whose turn"), _("Everybody’s"), mine, "mine" if filters.is_mine else None),
        group("delay", _("Delay"), _("Any delay"), late, "late" if filters.is_late else None),
        group("kind", _("Kind of case"), _("All kinds of cases"), kinds, filters.matter),
        group("language", _("Language of the text"), _("Both languages"), langs, filters.lang),
        group("side", _("Side of the author"), _("All sides"), sides, filters.side),
        group("sub_theme", _("Sub-theme"), _("All sub-themes"), themes, filters.sub_theme_id),
    ]


def group(name: str, label: str, all_of_them: str, options: list[Option], chosen: object) -> dict[str, Any]:
    """One list with “all” first."""
    current = "" if chosen is None else str(chosen)
    rows: list[dict[str, Any]] = [{"value": "", "label": all_of_them, "count": None, "checked": not current}]
    rows += [
        {"value": value, "label": words, "count": count, "checked": value == current} for value, words, count in options
    ]
    return {"name": name, "label": label, "kind": "select", "options": rows}

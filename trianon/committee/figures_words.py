"""The words of the half-yearly figures."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from trianon.bilingual.formats import number
from trianon.committee.figures import Breakdown
from trianon.committee.figures_rules import FEWEST, Half
from trianon.committee.labels import DECISIONS, ENDINGS, LANGUAGES, MATTERS, REASONS, SIDES
from trianon.committee.rules import TARGET_HOURS

BREAKDOWNS = {
    Breakdown.SIDE: _l("By side of the author"),
    Breakdown.MATTER: _l("By kind of case"),
    Breakdown.LANG: _l("By language of the text"),
    Breakdown.VERDICT: _l("By decision"),
    Breakdown.ENDING: _l("By how it came about"),
    Breakdown.REASON: _l("By reason of a refusal"),
}
_LABELS: dict[Breakdown, Mapping[Any, object]] = {
    Breakdown.SIDE: SIDES,
    Breakdown.MATTER: MATTERS,
    Breakdown.LANG: LANGUAGES,
    Breakdown.VERDICT: DECISIONS,
    Breakdown.ENDING: ENDINGS,
    Breakdown.REASON: REASONS,
}


def label_of(kind: Breakdown, value: StrEnum) -> str:
    """One value of a breakdown."""
    words = str(_LABELS[kind][value])
    return words[:1].upper() + words[1:]


def half_in_words(half: Half) -> str:
    """“First half of 2026”."""
    if half.number == 1:
        return _("First half of %(year)s", year=half.year)
    return _("Second half of %(year)s", year=half.year)


def number_in_words(count: int | None) -> str:
    """A number, or that it speaks of too few."""
    return number(count) if count is not None else _("fewer than %(num)s, or hidden", num=FEWEST)


def hours_in_words(hours: int | None) -> str:
    """In hours up to the target, in days afterwards; empty where there are too few."""
    if hours is None:
        return ""
    if hours < TARGET_HOURS:
        return ngettext("%(num)s hour", "%(num)s hours", max(1, hours))
    return ngettext("%(num)s day", "%(num)s days", round(hours / 24))

"""The list's address read as filters, and the filters as the page shows them, with the number beside each value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar

from flask import get_template_attribute, url_for
from flask_babel import gettext as _
from flask_babel import lazy_pgettext
from markupsafe import Markup

from trianon.bilingual.lang import Lang
from trianon.bilingual.text import plain, reader_lang
from trianon.contributions import subjects
from trianon.contributions.labels import COUNTRIES, KINDS
from trianon.contributions.lines import kept
from trianon.contributions.models import ContributionKind
from trianon.contributions.publishing import SUBJECT
from trianon.contributions.queries import Filters, Order
from trianon.core import search
from trianon.core.sides import Side
from trianon.themes.models import SubTheme

LONGEST_QUERY = 200
# The name of a filter in the address → its name in the counters.
SCOPE = {"sub_theme": "sub_theme", "kind": "kind", "language": "lang", "side": "side"}

# The word agrees with what is chosen.
EVERY = {
    "sub_theme": lazy_pgettext("sub-themes", "All"),
    "kind": lazy_pgettext("kinds of contribution", "All"),
    "language": lazy_pgettext("languages", "All"),
    "side": lazy_pgettext("countries of people", "All"),
    "translated": lazy_pgettext("translated or not", "All"),
    "order": lazy_pgettext("order of texts", "Newest first"),
}
TRANSLATED = {"yes": True, "no": False}

Choice = TypeVar("Choice", bound=StrEnum)


def read(args: Mapping[str, str], themes: Iterable[SubTheme]) -> Filters:
    """The filters of an address, and what their words find."""
    filters = asked(args, themes)
    if not filters.q:
        return filters
    narrowed = [[f"{name}:{value}"] for name, value in filters.chosen.items()]
    return replace(filters, found=tuple(search.newest(SUBJECT, filters.q, narrowed)))


def asked(args: Mapping[str, str], themes: Iterable[SubTheme]) -> Filters:
    """The filters of an address, nothing looked for yet; a value that nobody offered counts as none."""
    words = " ".join(args.get("q", "")[:LONGEST_QUERY].replace("\x00", " ").split())
    return Filters(
        q=words,
        sub_theme=next((row for row in themes if row.slug == args.get("sub_theme")), None),
        kind=_one(ContributionKind, args.get("kind")),
        lang=_one(Lang, args.get("language")),
        side=_one(Side, args.get("side")),
        is_translated=TRANSLATED.get(args.get("translated", "")),
        workshop=subjects.workshop(args.get("workshop")),
        cooperation=subjects.cooperation(args.get("cooperation")),
        order=_one(Order, args.get("order")),
    )


def in_address(filters: Filters) -> dict[str, str]:
    """The filters in force as the parameters of an address."""
    values = {
        "q": filters.q,
        "sub_theme": filters.sub_theme.slug if filters.sub_theme else "",
        "kind": filters.kind or "",
        "language": filters.lang or "",
        "side": filters.side or "",
        "workshop": filters.workshop.id if filters.workshop else "",
        "cooperation": filters.cooperation.id if filters.cooperation else "",
        "translated": next((word for word, value in TRANSLATED.items() if value is filters.is_translated), ""),
        "order": filters.order or "",
    }
    return {name: str(value) for name, value in values.items() if value}


@dataclass(frozen=True)
class Panel:
    """What stands beside the list: the form of the filters, and those in force with the way out of each."""

    form: Markup
    chosen: list[tuple[str, str]]


def panel(filters: Filters, themes: Iterable[SubTheme], counts: Mapping[str, Mapping[str, int]]) -> Panel:
    """The filters of the page. A number is shown where it is true: beside the values of a group used alone."""
    now, themes = in_address(filters), list(themes)
    chosen = in_force(now, filters)
    make = get_template_attribute("contributions/_filters.html", "panel")

    def made() -> Markup:
        # A macro's output, escaped where it had to be.
        groups = _filled(now, themes, counts)
        form: Markup = make(url_for("contributions.index"), groups, filters.q, len(chosen))
        return form

    if filters.q or filters.workshop or filters.cooperation:
        return Panel(made(), chosen)
    told = tuple((scope, tuple(sorted(numbers.items()))) for scope, numbers in sorted(counts.items()))
    named = tuple((theme.slug, theme.title) for theme in themes)
    return Panel(kept(("panel", reader_lang(), tuple(now.items()), told, named), made), chosen)


def _filled(
    now: Mapping[str, str], themes: Iterable[SubTheme], counts: Mapping[str, Mapping[str, int]]
) -> list[dict[str, Any]]:
    """The groups with their values."""
    groups = []
    for name, label, kind, values in _groups(themes):
        alone = name in SCOPE and not set(now) - {name, "order"}
        known = counts[f"contributions.{SCOPE[name]}"] if alone else None
        options: list[dict[str, Any]] = [
            {"value": "", "label": str(EVERY[name]), "count": None, "checked": name not in now}
        ]
        options += [
            {
                "value": value,
                "label": words,
                "count": known.get(key, 0) if known is not None else None,
                "checked": now.get(name) == value,
            }
            for value, key, words in values
        ]
        groups.append({"name": name, "label": label, "kind": kind, "options": options})
    return groups


def count_known(filters: Filters, counts: Mapping[str, Mapping[str, int]]) -> int | None:
    """How many texts match when a counter knows; None where they must be counted."""
    if filters.order is Order.COMMON:
        return None
    if filters.q:
        return len(filters.found)
    if filters.is_translated is not None or len(filters.chosen) > 1:
        return None
    if filters.workshop or filters.cooperation:
        return None
    if not filters.chosen:
        return counts["contributions"].get("all", 0)
    ((name, key),) = filters.chosen.items()
    return counts[f"contributions.{name}"].get(key, 0)


def _groups(themes: Iterable[SubTheme]) -> list[tuple[str, str, str, list[tuple[str, str, str]]]]:
    """(name, label, kind of control, [(value in the address, key of the counter, words)])"""
    return [
        ("sub_theme", _("Sub-theme"), "select", [(row.slug, str(row.id), plain(row.title)) for row in themes]),
        ("kind", _("Kind of text"), "radio", [(k.value, k.value, str(words)) for k, words in KINDS.items()]),
        ("language", _("Language of the original"), "radio", [(x.value, x.value, _language(x)) for x in Lang]),
        ("side", _("Country of the author"), "radio", [(s.value, s.value, str(name)) for s, name in COUNTRIES.items()]),
        (
            "translated",
            _("Translation"),
            "radio",
            [("yes", "yes", _("Readable in both languages")), ("no", "no", _("Not translated yet"))],
        ),
        (
            "order",
            _("Order"),
            "radio",
            [
                (Order.REPLIES.value, "", _("Most replied to first")),
                (Order.COMMON.value, "", _("Most common ground first")),
            ],
        ),
    ]


def in_force(now: dict[str, str], filters: Filters) -> list[tuple[str, str]]:
    """What was chosen (`now`: as the address writes it), in words, and the address without each."""
    words = {"q": _("Words: %(words)s", words=now["q"])} if "q" in now else {}
    if filters.workshop is not None:
        words["workshop"] = _("Online workshop: %(title)s", title=plain(filters.workshop.title))
    if filters.cooperation is not None and filters.cooperation.public_version is not None:
        words["cooperation"] = _("Cooperation: %(title)s", title=plain(filters.cooperation.public_version.title))
    for name, _label, _kind, values in _groups([filters.sub_theme] if filters.sub_theme else []):
        found = [label for value, _key, label in values if now.get(name) == value]
        words |= {name: found[0]} if found else {}
    return [(label, _without(name, now)) for name, label in words.items()]


def _without(name: str, now: dict[str, str]) -> str:
    kept: dict[str, Any] = {key: value for key, value in now.items() if key != name}
    return url_for("contributions.index", **kept)


def _language(lang: Lang) -> str:
    return _("Russian") if lang is Lang.RU else _("French")


def _one(kind: type[Choice], value: str | None) -> Choice | None:
    return kind(value) if value in set(kind) else None

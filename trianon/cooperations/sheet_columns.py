"""The columns of our sheets: stable codes, the same in and out, and what they are called in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from flask import has_app_context
from flask_babel import force_locale, lazy_pgettext
from flask_babel import gettext as _

from trianon.bilingual.lang import Lang
from trianon.core.text import words_key

# The texts of a record that exist in both languages: a column each.
TEXTS: Mapping[str, Any] = {
    "title": lazy_pgettext("column", "Title"),
    "summary": lazy_pgettext("column", "Summary"),
    "actions": lazy_pgettext("column", "Main actions"),
    "audience": lazy_pgettext("column", "Public concerned"),
    "means": lazy_pgettext("column", "Means"),
    "results": lazy_pgettext("column", "Results"),
    "funding_sought": lazy_pgettext("column", "Funding sought"),
    "partners_sought": lazy_pgettext("column", "Partners sought"),
}
_IN = {Lang.FR: lazy_pgettext("column", "in French"), Lang.RU: lazy_pgettext("column", "in Russian")}
_PARTNERS = {
    "partners_france": lazy_pgettext("column", "French partners"),
    "partners_russia": lazy_pgettext("column", "Russian partners"),
}
_PLAIN: Mapping[str, Any] = {
    "places_france": lazy_pgettext("column", "Towns of the French partners"),
    "places_russia": lazy_pgettext("column", "Towns of the Russian partners"),
    "kind": lazy_pgettext("column", "Kind of link"),
    "domains": lazy_pgettext("column", "Domains, the main one first"),
    "first_year": lazy_pgettext("column", "First year"),
    # What our exports say beside a year that they keep as a number; « vers 1997 » in the year's own cell says the same.
    "first_year_about": lazy_pgettext("column", "First year: exact or about"),
    "signed": lazy_pgettext("column", "Signed on or in"),
    "renewals": lazy_pgettext("column", "Years of renewal"),
    "term_year": lazy_pgettext("column", "Last year of the agreement"),
    "activity": lazy_pgettext("column", "State of activity"),
    "activity_as_of": lazy_pgettext("column", "Activity: date of the statement"),
    "activity_source": lazy_pgettext("column", "Activity: source of the statement"),
    "sources": lazy_pgettext("column", "Sources"),
    "links": lazy_pgettext("column", "Links"),
    # Written by our exports: what the directory has already is not brought in again.
    "address": lazy_pgettext("column", "Address of the record"),
}
# Columns that nobody fills in by hand.
OF_EXPORTS = {"first_year_about", "address"}


class _Label:
    """A label of two messages, made in the language in which it is read."""

    def __init__(self, text: Any, lang: Lang) -> None:
        self._text, self._lang = text, lang

    def __str__(self) -> str:
        return f"{self._text} ({_IN[self._lang]})"


def both_labels(texts: Mapping[str, Any]) -> dict[str, Any]:
    """A column for each language of each of these."""
    return {f"{code}_{lang}": _Label(label, lang) for code, label in texts.items() for lang in Lang}


# What an import reads, in the order of the template.
COLUMNS: Mapping[str, Any] = {
    **both_labels({"title": TEXTS["title"]}),
    **both_labels(_PARTNERS),
    **_PLAIN,
    **both_labels(TEXTS),
}
# Cells that hold several values: `SEVERAL` stands between them.
SEVERAL = " ; "

# Headings that people write themselves; folded words, as `words_key` makes them.
_ALSO = {
    "title_fr": "titre|intitule|nom|nom de la cooperation|libelle|diplome|programme|name fr|titre fr",
    "title_ru": "название|наименование|название программы|программа|name ru|название ru|титул",
    "partners_france_fr": "partenaire francais|etablissement francais|universite francaise|fr actor|fr partners|france",
    "partners_russia_ru": "российский партнер|российский вуз|российская организация|ru partners|россия",
    "partners_france_ru": "французский партнер|французский вуз|французская организация|франция",
    "partners_russia_fr": "partenaire russe|etablissement russe|universite russe|ru actor|russie",
    "places_france": "ville francaise|ville en france|places france fr|город во франции|французский город",
    "places_russia": "ville russe|ville en russie|places russia fr|город в россии|российский город",
    "kind": "type|nature|type de lien|genre|вид|тип|вид связи|тип партнерства",
    "domains": "domaine|domaines|domain|сфера|область|сферы|направление",
    "first_year": "annee|depuis|annee de debut|debut|premiere annee|year|год|с какого года|год начала|начало",
    "signed": "signe|signe le|signature|date de signature|annee de signature|подписано|дата подписания|год подписания",
    "renewals": "renouvellement|renouvellements|renouvele en|продление|продлено|годы продления",
    "term_year": "fin|annee de fin|echeance|год окончания|срок",
    "activity": "statut|etat|etat de l activite|status|статус|состояние|активность",
    "activity_as_of": "date|date du statut|дата|дата статуса",
    "activity_source": "source du statut|источник статуса",
    "sources": "source|reference|references|источник|источники",
    "links": "lien|site|site web|url|adresse|ссылка|ссылки|сайт",
    "summary_fr": "description|description fr|presentation|resume",
    "summary_ru": "описание|краткое описание|аннотация",
}


def heading(code: str, lang: Lang) -> str:
    """What a column is called in a language."""
    with force_locale(lang.value):
        return str(COLUMNS[code])


def guessed(headings: Sequence[str]) -> list[str]:
    """For each heading of a file the code of the column it most likely is, else an empty string; each code once."""
    known = _known()
    found: list[str] = []
    for one in headings:
        # Our own exports write the code in brackets behind the heading.
        code = one.strip().casefold().rpartition("[")[2].removesuffix("]")
        code = code if code in COLUMNS else known.get(words_key(one), "")
        found.append("" if code in found else code)
    return found


def choices() -> list[tuple[str, str]]:
    """The columns a heading can be said to be, with "none" first."""
    return [("", _("Leave this column out")), *((code, str(label)) for code, label in COLUMNS.items())]


def twice(codes: Iterable[str]) -> list[str]:
    """The codes that were chosen more than once."""
    chosen = [code for code in codes if code]
    return sorted({code for code in chosen if chosen.count(code) > 1})


@cache
def _known() -> dict[str, str]:
    if not has_app_context():
        # Without one there is no catalogue, and the headings of one language would be kept for good.
        raise RuntimeError("headings are read inside an application context")
    words = {words_key(other): code for code, others in _ALSO.items() for other in others.split("|")}
    words |= {words_key(code): code for code in COLUMNS}
    for lang in Lang:
        with force_locale(lang.value):
            # "Titre" is the French title, «Название» the Russian one.
            words |= {words_key(str(label)): f"{code}_{lang}" for code, label in {**TEXTS, **_PARTNERS}.items()}
    return words | {words_key(heading(code, lang)): code for code in COLUMNS for lang in Lang}

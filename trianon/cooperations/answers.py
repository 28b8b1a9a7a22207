"""“Check your answers”: what was typed in each step, in words."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import pgettext
from markupsafe import Markup, escape

from trianon.bilingual.formats import day
from trianon.bilingual.lang import Lang, likely_lang
from trianon.bilingual.text import reader_lang
from trianon.cooperations import typed
from trianon.cooperations.choices import country_of, described, languages, word_of
from trianon.cooperations.fields import lines_of
from trianon.cooperations.vocabulary import Activity, Domain, Kind, Level, PartnerRole
from trianon.cooperations.words import year_words
from trianon.core.sides import Side

# What is shown of a long text: the rest stands on its own page.
SHOWN_OF_SUMMARY = 600

Rows = list[tuple[str, Any]]


def rows_of(step: str, form: Any) -> Rows:
    """The answers of a step as (label, value), also while some of them are wrong."""
    return _ROWS[step](form)


def _title(form: Any) -> Rows:
    lang = form.lang.data
    summary = form.summary.data or ""
    shown = summary if len(summary) <= SHOWN_OF_SUMMARY else summary[:SHOWN_OF_SUMMARY] + "…"
    return [
        (_("Title"), _in_own(form.title.data, lang)),
        (_("Summary"), _in_own(shown, lang)),
        (_("Language of this text"), dict(languages()).get(lang, "")),
        *((str(part.label.text), _in_own(part.data)) for part in (form.other_title, form.other_summary) if part.data),
    ]


def _partners(form: Any) -> Rows:
    return [
        (_("Partner %(num)s", num=number), _partner(entry.form))
        for number, entry in enumerate(form.partners.entries, 1)
    ]


def _partner(form: Any) -> Markup:
    name = _("Group of citizens") if form.citizens.data else _in_own(form["name"].data)
    parts = [
        country_of(Side(form.side.data)) if form.side.data in set(Side) else "",
        described(form.found) if form.found else _in_own(form.place.data),
        _word(Level, form.level.data),
        _word(PartnerRole, form.role.data),
    ]
    return Markup("<br>").join([name, Markup(" · ").join(part for part in parts if part)])


def _link(form: Any) -> Rows:
    others = [code for code in form.domains.data or [] if code != form.main_domain.data]
    return [
        (_("Kind of link"), _word(Kind, form.kind.data) or _("Not known")),
        (_("Main domain"), _word(Domain, form.main_domain.data)),
        (
            _("Other domains"),
            ", ".join(word for word in (_word(Domain, code) for code in others) if word) or pgettext("domains", "None"),
        ),
        (_("First year"), year_words(form.first_year.data, form.first_year.about) or _("Not known")),
    ]


def _activity(form: Any) -> Rows:
    return [
        (_("State of the cooperation"), _word(Activity, form.activity.data)),
        (_("On what date"), day(form.as_of.data) if form.as_of.data else _("Not known")),
        (_("Where this can be checked"), _in_own(form.source.data)),
    ]


def _sources(form: Any) -> Rows:
    rows: Rows = [
        (_("Sources"), _lines(form.sources.data)),
        (_("Links"), _lines(form.links.data)),
    ]
    if "on_behalf_of" in form:
        names = dict(form.on_behalf_of.choices)
        rows.append((_("You declare"), names.get(form.on_behalf_of.data or "", "")))
    return rows


def _more(form: Any) -> Rows:
    """Only what was told: a long list of “Not given” would hide it."""
    titles = dict(form.sub_themes.choices)
    rows: Rows = [(str(form[name].label.text), _in_own(form[name].data)) for name in typed.DETAILS]
    signed = day(form.signed.day) if form.signed.day else form.signed.data
    rows += [(str(form.signed.label.text), signed), (str(form.renewals.label.text), form.renewals.data)]
    rows.insert(-1, (str(form.term_year.label.text), year_words(form.term_year.data, form.term_year.about)))
    rows.append((str(form.sub_themes.label.text), ", ".join(titles.get(one, "") for one in form.sub_themes.data or [])))
    return [(label, value) for label, value in rows if value]


_ROWS = {
    typed.TITLE: _title,
    typed.PARTNERS: _partners,
    typed.LINK: _link,
    typed.ACTIVITY: _activity,
    typed.SOURCES: _sources,
    typed.MORE: _more,
}


def _word(vocabulary: Any, code: str | None) -> str:
    return word_of(vocabulary(code)) if code and code in set(vocabulary) else ""


def _lines(text: str | None) -> Markup:
    return Markup("<br>").join(_in_own(line) for line in lines_of(text))


def _in_own(text: str | None, lang: str | None = None) -> Markup:
    """A person's words, marked with their language when it is not the page's."""
    if not text:
        return Markup("")
    own = Lang(lang) if lang in set(Lang) else likely_lang(text)
    if own is reader_lang():
        return escape(text)
    return Markup('<span lang="{}">{}</span>').format(own.value, text)

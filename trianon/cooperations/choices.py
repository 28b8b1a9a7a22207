"""The lists that declaring offers, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import pgettext

from trianon.accounts.affiliation_services import members_of
from trianon.bilingual.lang import Lang
from trianon.bilingual.text import plain, reader_lang
from trianon.cooperations import rules, words
from trianon.cooperations.models import Place
from trianon.cooperations.vocabulary import Activity, Domain, Kind, Level, PartnerRole
from trianon.core.sides import Side
from trianon.themes import queries as theme_queries

Choices = list[tuple[str, Any]]


_WORDS: dict[type, Any] = {
    Kind: words.KINDS,
    Domain: words.DOMAINS,
    Activity: words.ACTIVITIES,
    Level: words.LEVELS,
    PartnerRole: words.ROLES,
}


def word_of(value: Any) -> str:
    """The word of a value of the vocabulary, in the reader's language, with a capital as on a line of its own."""
    word = str(_WORDS[type(value)][value])
    return word[:1].upper() + word[1:]


def sides_in_order() -> list[Side]:
    """The reader's own country first, other countries last."""
    return list(words.sides_in_order(reader_lang()))


def country_of(side: Side) -> str:
    """The country of a side, as one is asked for it."""
    return {Side.FRANCE: _("France"), Side.RUSSIA: _("Russia"), Side.OTHER: _("Other country")}[side]


def languages() -> Choices:
    """The languages a text may be in."""
    return [(Lang.FR.value, pgettext("language", "French")), (Lang.RU.value, pgettext("language", "Russian"))]


def sides() -> Choices:
    """Countries of partners."""
    return [("", _("Choose")), *((side.value, country_of(side)) for side in sides_in_order())]


def levels() -> dict[str, Choices]:
    """Kinds of place, under the country that has them."""
    groups = {Side.FRANCE: rules.FRENCH_LEVELS, Side.RUSSIA: rules.RUSSIAN_LEVELS}
    in_order = [side for side in sides_in_order() if side in groups]
    return {_("Not known"): [("", "—")]} | {country_of(side): _words(groups[side]) for side in in_order}


def roles() -> Choices:
    """Roles of partners."""
    return _words(PartnerRole)


def kinds() -> Choices:
    """Kinds of link; the last says that it is not known."""
    return [*_words(Kind), ("", _("I do not know, or none of these"))]


def domains() -> Choices:
    """The six domains of the inventory."""
    return _words(Domain)


def activities() -> Choices:
    """What a side may say of the link."""
    return _words(Activity)


def voices(organisations: Iterable[Any]) -> Choices:
    """For whom one declares: for oneself, for an organisation that one acts for, or for a member of that one."""
    own = list(organisations)
    members = [(one, row.member) for one in own if one.is_verified for row in members_of(one.id)]
    return [
        ("", _("in my own name")),
        *names_of(own),
        *(
            (f"{one.id}-{member.id}", _("%(federation)s, for its member %(member)s", **_named(one, member)))
            for one, member in members
        ),
    ]


def _named(federation: Any, member: Any) -> dict[str, str]:
    return {"federation": plain(federation.name), "member": plain(member.name)}


def names_of(organisations: Iterable[Any]) -> Choices:
    """Organisations by their number."""
    return [(str(organisation.id), plain(organisation.name)) for organisation in organisations]


def sub_themes(chosen: Iterable[str] = ()) -> Choices:
    """The sub-themes of the year, and those of other years that a record is linked to already."""
    current = theme_queries.sub_themes()
    wanted = {int(number) for number in chosen if number.isascii() and number.isdigit() and len(number) < 10}
    older = theme_queries.sub_themes_by_number(wanted - {one.id for one in current})
    return [(str(one.id), plain(one.title)) for one in [*current, *older]]


def described(place: Place) -> str:
    """A place with its region, to tell it from others of its name."""
    name = plain(place.name)
    region = plain(place.region) if place.region else ""
    return f"{name} ({region})" if region and region != name else name


def _words(values: Iterable[Any]) -> Choices:
    return [(value.value, word_of(value)) for value in values]

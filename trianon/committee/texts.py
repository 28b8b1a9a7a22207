"""A record as it was sent: its fields with the language of each text, and what changed since the last version."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from trianon.accounts.organisation_forms import KINDS as ORGANISATION_KINDS
from trianon.accounts.organisation_models import Organisation
from trianon.bilingual.formats import day
from trianon.bilingual.lang import Lang, likely_lang
from trianon.bilingual.text import Bilingual
from trianon.committee.differences import Paragraph, differences, has_changes
from trianon.contributions.comment_models import Comment
from trianon.contributions.labels import KINDS as CONTRIBUTION_KINDS
from trianon.contributions.models import Contribution, ContributionVersion
from trianon.cooperations.models import ActivityStatement, Cooperation, CooperationVersion, Partner
from trianon.cooperations.vocabulary import Domain
from trianon.cooperations.words import (
    ACTIVITIES,
    DOMAINS,
    KINDS,
    LEVELS,
    ROLES,
    SIDES,
    TEXTS,
    year_words,
    years_words,
)
from trianon.core.database import db


@dataclass(frozen=True)
class Words:
    """A text and its language; None for the site's own words, which are in the reader's."""

    text: str
    lang: Lang | None = None


@dataclass(frozen=True)
class Field:
    """One field of a record: its name and what stands in it, an entry for each language or each value of a list."""

    label: str
    words: list[Words]


@dataclass(frozen=True)
class Difference:
    """A field that is not as it was in the version before."""

    label: str
    lang: Lang | None
    paragraphs: list[Paragraph]


def fields_of(subject: str, item: Any, number: int) -> list[Field]:
    """The fields of one version that hold something, in order; of the newest when there is no such version."""
    version = _version(item, number) or item
    return [field for field in _READERS[subject](item, version) if field.words]


def differences_of(subject: str, item: Any, number: int) -> list[Difference] | None:
    """What changed between this version and the one before it; None when there is none to compare with."""
    if subject not in _WITH_VERSIONS or _version(item, number - 1) is None:
        return None
    before = _by_field(fields_of(subject, item, number - 1))
    after = _by_field(fields_of(subject, item, number))
    found = []
    for key in [*after, *(key for key in before if key not in after)]:
        paragraphs = differences(before.get(key, ""), after.get(key, ""))
        if has_changes(paragraphs):
            found.append(Difference(key[0], key[1], paragraphs))
    return found


def _by_field(fields: Iterable[Field]) -> dict[tuple[str, Lang | None], str]:
    texts: dict[tuple[str, Lang | None], str] = {}
    for field in fields:
        for words in field.words:
            key = (field.label, words.lang)
            texts[key] = f"{texts[key]}\n{words.text}" if key in texts else words.text
    return texts


def _version(item: Any, number: int) -> Any | None:
    return next((version for version in getattr(item, "versions", ()) if version.number == number), None)


def _both(text: Bilingual) -> list[Words]:
    return [Words(text.get(lang), lang) for lang in Lang if text.get(lang)]


def _plain(value: object) -> list[Words]:
    return [Words(str(value))] if value not in (None, "") else []


def _list(values: Iterable[object]) -> list[Words]:
    return [Words(str(value)) for value in values]


def _typed(*texts: str) -> list[Words]:
    """What people typed without saying in which language: its script tells."""
    return [Words(text, likely_lang(text)) for text in texts]


def _cooperation(item: Cooperation, version: CooperationVersion) -> list[Field]:
    return [
        Field(_("Title"), _both(version.title)),
        *(Field(str(label), _both(getattr(version, name))) for name, label in TEXTS.items()),
        Field(_("Kind"), _plain(KINDS.get(version.kind) if version.kind else None)),
        Field(_("Domains"), _list(DOMAINS[Domain(code)] for code in version.domains)),
        *_partners(version.partners),
        Field(_("First year"), _plain(year_words(version.first_year, version.first_year_about))),
        Field(_("Signed"), _plain(_signed(version))),
        Field(_("Valid until"), _plain(year_words(version.term_year, version.term_year_about))),
        Field(_("Renewed in"), _plain(years_words(version.renewals))),
        Field(_("Sub-themes"), [words for one in version.sub_themes for words in _both(one.title)]),
        Field(_("True from"), _plain(day(version.true_from) if version.true_from else None)),
        *_statements(item),
        Field(_("On behalf of"), _both(item.on_behalf_of.name) if item.on_behalf_of else []),
        Field(_("Sources"), _typed(*version.sources)),
        Field(_("Links"), _list(version.links)),
    ]


def _signed(version: CooperationVersion) -> str:
    return day(version.signed_on) if version.signed_on else year_words(version.signed_year, version.signed_year_about)


def _partners(partners: Iterable[Partner]) -> list[Field]:
    found: list[Field] = []
    for partner in partners:
        about = [str(SIDES[partner.side]), str(ROLES[partner.role])]
        words = [*_both(partner.name), Words(" · ".join(about))]
        if partner.place is not None:
            words += _both(partner.place.name)
        if partner.level is not None:
            words.append(Words(str(LEVELS[partner.level])))
        found.append(Field(_("Partner %(number)s", number=len(found) + 1), words))
    return found


def _statements(item: Cooperation) -> list[Field]:
    """What the declaration says of the link's activity: it counts once the declaration is accepted."""
    waiting = sa.select(ActivityStatement).filter_by(cooperation_id=item.id, accepted_at=None)
    found: list[Field] = []
    for said in db.session.scalars(waiting.order_by(ActivityStatement.id)):
        words = [Words(str(SIDES[said.side] if said.side else _("A source"))), Words(str(ACTIVITIES[said.activity]))]
        if said.as_of:
            words.append(Words(day(said.as_of)))
        if said.source:
            words += _typed(said.source)
        found.append(Field(_("Activity"), words))
    return found


def _contribution(item: Contribution, version: ContributionVersion) -> list[Field]:
    return [
        Field(_("Title"), _both(version.title)),
        Field(_("Text"), _both(version.text)),
        Field(_("Kind"), _plain(CONTRIBUTION_KINDS.get(version.kind))),
        Field(_("Sub-theme"), _both(item.sub_theme.title) if item.sub_theme else []),
        Field(_("Workshop"), _both(item.workshop.title) if item.workshop else []),
        Field(_("On behalf of"), _both(item.on_behalf_of.name) if item.on_behalf_of else []),
    ]


def _comment(item: Comment, _version: object) -> list[Field]:
    answered = item.contribution.public_version or item.contribution.latest
    return [
        Field(_("Reply to the text"), _both(answered.title)),
        Field(_("Answers this reply"), _both(item.answers.text) if item.answers else []),
        Field(_("Reply"), _both(item.text)),
    ]


def _organisation(item: Organisation, _version: object) -> list[Field]:
    resembled = db.session.get(Organisation, item.resembles_id) if item.resembles_id else None
    return [
        Field(_("Name"), _both(item.name)),
        Field(_("Nearly the same name as"), _both(resembled.name) if resembled else []),
        Field(_("Kind"), _plain(ORGANISATION_KINDS[item.kind] if item.kind else None)),
        Field(_("Country"), _plain(SIDES[item.side])),
        Field(_("Place"), _both(item.place)),
        Field(_("Presentation"), _both(item.summary)),
        Field(_("Website"), _plain(item.website)),
        Field(_("Sources"), _typed(*item.sources)),
    ]


_READERS: dict[str, Callable[[Any, Any], list[Field]]] = {
    "cooperation": _cooperation,
    "contribution": _contribution,
    "comment": _comment,
    "organisation": _organisation,
}
# An organisation keeps no earlier versions: its members see it change, and it is one page of facts.
_WITH_VERSIONS = {"cooperation", "contribution"}

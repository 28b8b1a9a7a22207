"""The record that a row becomes: read in public sources, or declared for the organisation that imports it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from trianon.accounts.confusables import in_one_script
from trianon.accounts.models import Account
from trianon.accounts.organisation_models import Organisation
from trianon.bilingual.lang import likely_lang
from trianon.bilingual.text import Bilingual
from trianon.cooperations.gazetteer import disputed_words
from trianon.cooperations.import_places import Places
from trianon.cooperations.import_rows import CooperationRow, OrganisationRow, PartnerRow
from trianon.cooperations.models import (
    ActivityStatement,
    Cooperation,
    CooperationDomain,
    CooperationVersion,
    Partner,
)
from trianon.cooperations.vocabulary import Activity
from trianon.core.publication import State
from trianon.core.text import fold, stems


@dataclass(frozen=True)
class Origin:
    """Whose rows they are: nobody's (a command's), a person's for the directory, or an organisation's own."""

    by: Account | None = None
    organisation: Organisation | None = None
    # The import they came in by.
    job: int | None = None


def cooperation_of(row: CooperationRow, places: Places, origin: Origin, moment: datetime) -> Cooperation:
    """The record, not stored yet. One that the committee must see first is mirrored only when it is published."""
    own = origin.organisation
    waits = must_wait(row, places, origin)
    said = row.activity or Activity.UNKNOWN
    return Cooperation(
        state=State.SUBMITTED,
        import_key=row.key,
        weak_sources=own is None and row.has_weak_sources,
        declared_by=origin.by if own else None,
        on_behalf_of=own,
        declared_side=own.side if own else None,
        kind=row.kind,
        first_year=row.first_year,
        activity=Activity.UNKNOWN if own else said,
        created_at=moment,
        submitted_at=moment if waits else None,
        published_at=None if waits else moment,
        updated_at=moment,
        versions=[_version(row, places, origin, moment)],
        # Said, so that nobody asks the database for what a new record cannot have yet.
        confirmations=[],
        sub_themes=[],
        statements=[] if row.activity is None else [_statement(row, origin, moment)],
        domains=[]
        if waits
        else [CooperationDomain(domain=domain, is_main=not place) for place, domain in enumerate(row.domains)],
    )


def must_wait(row: CooperationRow, places: Places, origin: Origin) -> bool:
    """What an organisation declares waits for the committee, and so does what names a disputed place."""
    return origin.organisation is not None or names_disputed(row, places)


def names_disputed(row: CooperationRow, places: Places | None = None) -> bool:
    """Whether a title, a partner or a place is that of a disputed place, in either language and any case (rule 3)."""
    if places and any(place.is_disputed for partner in row.partners if (place := places.of(partner))):
        return True
    texts = [row.title.fr, row.title.ru]
    texts += [text for partner in row.partners for text in (partner.name.fr, partner.name.ru, partner.place)]
    known = _disputed_stems()
    return any(
        words[start : start + len(name)] == name
        for words in (stems(one) for text in dict.fromkeys(texts) if text for one in in_one_script(text))
        for start, word in enumerate(words)
        for name in known.get(word, ())
    )


def organisation_of(row: OrganisationRow, moment: datetime) -> Organisation:
    """A body that a source names: public, verified by nobody."""
    return Organisation(
        kind=row.kind,
        side=row.side,
        name=row.name,
        place=Bilingual("", ""),
        summary=row.summary,
        source_lang=likely_lang(row.name.fr or row.name.ru),
        state=State.PUBLISHED,
        created_at=moment,
        updated_at=moment,
        sources=list(row.sources),
        import_key=row.key,
    )


def _version(row: CooperationRow, places: Places, origin: Origin, moment: datetime) -> CooperationVersion:
    return CooperationVersion(
        number=1,
        recorded_at=moment,
        recorded_by_id=origin.by.id if origin.by else None,
        source_lang=row.lang,
        title=row.title,
        summary=row.summary,
        kind=row.kind,
        domains=[domain.value for domain in row.domains],
        first_year=row.first_year,
        first_year_about=row.first_year_about,
        signed_on=row.signed_on,
        signed_year=row.signed.year if row.signed else None,
        signed_year_about=bool(row.signed and row.signed.about),
        term_year=row.term_year,
        term_year_about=row.term_year_about,
        renewals=list(row.renewals),
        links=list(row.links),
        sources=list(row.sources),
        sub_themes=[],
        partners=[_partner(number, partner, places, origin) for number, partner in enumerate(row.partners)],
        **{"actions": Bilingual("", "")} | row.texts,
    )


def _partner(number: int, partner: PartnerRow, places: Places, origin: Origin) -> Partner:
    own = origin.organisation
    is_own = own is not None and own.side is partner.side and bool(_names(own.name) & _names(partner.name))
    return Partner(
        position=number,
        side=partner.side,
        name=partner.name,
        level=partner.level,
        place=places.of(partner),
        organisation_id=own.id if own and is_own else None,
    )


def _statement(row: CooperationRow, origin: Origin, moment: datetime) -> ActivityStatement:
    """What the newest source said is nobody's own statement; what an organisation says is its side's, once accepted."""
    own = origin.organisation
    return ActivityStatement(
        side=own.side if own else None,
        activity=row.activity,
        as_of=row.activity_as_of,
        source=row.activity_source or None,
        recorded_at=moment,
        stated_by_id=origin.by.id if own and origin.by else None,
        organisation_id=own.id if own else None,
        accepted_at=None if own else moment,
    )


def _names(name: Bilingual) -> set[str]:
    return {fold(name.fr), fold(name.ru)} - {""}


@cache
def _disputed_stems() -> dict[str, list[list[str]]]:
    """The stems of each name, by the first of them."""
    known: dict[str, list[list[str]]] = {}
    for name in (stems(word) for pair in disputed_words() for word in pair if word):
        known.setdefault(name[0], []).append(name)
    return known

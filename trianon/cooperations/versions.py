"""Recording a version of a cooperation, its partners, and what its declaration states."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa

from trianon.accounts.models import Account
from trianon.bilingual.lang import likely_lang
from trianon.bilingual.text import Bilingual
from trianon.cooperations.declaration import Declaration, DeclaredPartner
from trianon.cooperations.models import ActivityStatement, Cooperation, CooperationVersion, Partner, Place
from trianon.cooperations.places import is_near_disputed_place, named, place_by_number, place_of
from trianon.cooperations.typed import DETAILS
from trianon.core.database import db
from trianon.core.text import fold
from trianon.themes.models import SubTheme


def record_version(cooperation: Cooperation, declaration: Declaration, *, by: Account, at: datetime) -> None:
    """Add a version to the record; the ones before it stay as they are."""
    before = cooperation.versions[-1] if cooperation.versions else None
    cooperation.version = cooperation.version + 1
    version = CooperationVersion(
        number=cooperation.version,
        recorded_at=at,
        recorded_by_id=by.id,
        source_lang=declaration.lang,
        kind=declaration.kind,
        domains=[domain.value for domain in declaration.domains],
        first_year=declaration.first_year,
        first_year_about=declaration.first_year_about,
        signed_on=declaration.signed_on,
        signed_year=declaration.signed_year,
        signed_year_about=declaration.signed_year_about,
        term_year=declaration.term_year,
        term_year_about=declaration.term_year_about,
        renewals=list(declaration.renewals),
        links=list(declaration.links),
        sources=list(declaration.sources),
        sub_themes=_sub_themes(declaration),
        **_texts(declaration, before),
    )
    version.partners = [
        _partner(cooperation, position, declared, _same_partner(cooperation, declared))
        for position, declared in enumerate(declaration.partners)
    ]
    cooperation.versions.append(version)


def _texts(declaration: Declaration, before: CooperationVersion | None) -> dict[str, Bilingual]:
    """Every text in both languages: the other one as it was given, else kept as long as its original stays."""
    given = {"title": declaration.other_title, "summary": declaration.other_summary}
    found = {}
    for name in ("title", "summary", *DETAILS):
        text, other = getattr(declaration, name), given.get(name, "")
        kept = getattr(before, name) if before is not None else Bilingual("", "")
        # A translation may have come while the correction was being written: it goes only with its original.
        if not other and text and kept.get(declaration.lang) == text:
            other = kept.get(declaration.lang.other)
        found[name] = Bilingual.only(declaration.lang, text).replace(declaration.lang.other, other)
    return found


def _sub_themes(declaration: Declaration) -> list[SubTheme]:
    wanted = sa.select(SubTheme).where(SubTheme.id.in_(declaration.sub_themes)).order_by(SubTheme.position)
    return list(db.session.scalars(wanted)) if declaration.sub_themes else []


def record_language(
    cooperation: Cooperation, texts: Mapping[str, str], *, by: Account, at: datetime
) -> CooperationVersion:
    """Add a version like the public one with texts in its other language, where it had none."""
    base = cooperation.public_version or cooperation.latest
    other = base.source_lang.other
    cooperation.version = cooperation.version + 1
    version = CooperationVersion(
        number=cooperation.version,
        recorded_at=at,
        recorded_by_id=by.id,
        sub_themes=list(base.sub_themes),
        partners=[_copy(partner) for partner in base.partners],
        **{name: getattr(base, name) for name in _COPIED},
        **{
            name: text if text.get(other) or not texts.get(name) else text.replace(other, texts[name])
            for name, text in ((name, getattr(base, name)) for name in ("title", "summary", *DETAILS))
        },
    )
    cooperation.versions.append(version)
    return version


def carry_translations(before: CooperationVersion, version: CooperationVersion) -> None:
    """What was translated while this version waited goes with it, where the original is the same and its author wrote
    nothing in the other language: own words win, a translation is never lost for a correction of something else."""
    lang = version.source_lang
    for name in ("title", "summary", *DETAILS):
        text, known = getattr(version, name), getattr(before, name)
        if text.get(lang) and text.get(lang) == known.get(lang) and not text.get(lang.other):
            setattr(version, name, text.replace(lang.other, known.get(lang.other)))


_COPIED = (
    *("true_from", "source_lang", "kind", "domains", "first_year", "first_year_about", "signed_on", "signed_year"),
    *("signed_year_about", "term_year", "term_year_about", "renewals", "links", "sources"),
)


def _copy(partner: Partner) -> Partner:
    names = ("position", "side", "role", "name", "level", "place_id", "organisation_id")
    return Partner(**{name: getattr(partner, name) for name in names})


def state_in_declaration(cooperation: Cooperation, declaration: Declaration, *, by: Account, at: datetime) -> None:
    """Add what the declaration states of the activity, unless the side said just that before.

    It counts once the declaration is accepted.
    """
    side = cooperation.declared_side or by.side
    before = [statement for statement in cooperation.statements if statement.side is side]
    said = (declaration.activity, declaration.activity_as_of, declaration.activity_source or None)
    if before and (before[-1].activity, before[-1].as_of, before[-1].source) == said:
        return
    cooperation.statements.append(
        ActivityStatement(
            side=side,
            activity=declaration.activity,
            as_of=declaration.activity_as_of,
            source=declaration.activity_source or None,
            recorded_at=at,
            stated_by_id=by.id,
            organisation_id=cooperation.on_behalf_of.id if cooperation.on_behalf_of else None,
        )
    )


def _partner(cooperation: Cooperation, position: int, declared: DeclaredPartner, same: Partner | None) -> Partner:
    return Partner(
        position=position,
        side=declared.side,
        role=declared.role,
        name=same.name if same else declared.name,
        level=declared.level,
        place=_place(declared),
        organisation_id=_organisation_named(cooperation, declared) or (same.organisation_id if same else None),
    )


def _same_partner(cooperation: Cooperation, declared: DeclaredPartner) -> Partner | None:
    """The partner that a correction left as it was: the form shows its name in one language and must not lose the
    other one, nor its page."""
    shown = {declared.name.fr, declared.name.ru} - {""}
    before = [*cooperation.versions[-1:], *([cooperation.public_version] if cooperation.public_version else [])]
    known = (partner for version in before for partner in version.partners if partner.side is declared.side)
    return next((partner for partner in known if shown & {partner.name.fr, partner.name.ru}), None)


def _organisation_named(cooperation: Cooperation, declared: DeclaredPartner) -> int | None:
    """The organisation that the declaration is made for, or by, where the partner bears exactly its name."""
    for own in (cooperation.for_member, cooperation.on_behalf_of):
        if own is not None and own.side is declared.side:
            names = {fold(own.name.fr), fold(own.name.ru)} - {""}
            if names & {fold(declared.name.fr), fold(declared.name.ru)}:
                return own.id
    return None


def _place(declared: DeclaredPartner) -> Place | None:
    """The place that was chosen, or the one of this name; else a new one, with its point if given."""
    if not declared.place:
        return None
    found = place_by_number(declared.place_id)
    if found is None and declared.point is None:
        found = next(iter(named(declared.place, declared.side, declared.level)), None)
    if found is not None:
        return found
    place = place_of(declared.side, declared.level, Bilingual.only(likely_lang(declared.place), declared.place))
    if declared.point is not None and place.latitude is None:
        place.latitude, place.longitude = declared.point
        place.is_disputed = is_near_disputed_place(*declared.point)
    return place
